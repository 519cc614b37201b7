"""What cannot be read at the moment of the phrase, and what happens while a write waits."""

from __future__ import annotations

import threading
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote_plus
from zoneinfo import ZoneInfo

import pytest

from connectors.sandbox.city_meta import BUSINESS
from connectors.sandbox.scenario import Crowd, Scenario, stage
from policies.crisis import EVERYTHING, Scope, phrase
from tests.worker.stopping.board import ORDER
from tests.worker.stopping.test_limited import CONFIG, Night, desk
from worker.cli.stopped import as_json
from worker.language import Language
from worker.stopping.giving import go_on, pause
from worker.stopping.preparing import UnknownName
from worker.stopping.steps import Stage
from worker.stopping.story import stories

MINE, OTHER = "act_100", "act_101"


class Town:
    """Two accounts on the sandbox, of which one has something on; and a desk that stops them."""

    def __init__(self, sandbox, folder):
        self.sandbox = sandbox
        self.night = Night()
        self.steps = []
        (folder / "annonsvakt.toml").write_text(CONFIG.format(url=sandbox.start()), "utf-8")
        self.desk = desk(folder, self.night, self.steps)

    def campaigns(self, account):
        """Its campaigns as the platform has them."""
        nodes = self.sandbox.world.meta.values()
        number = account.removeprefix("act_")
        return [n for n in nodes if n.kind == "Campaign" and n.fields["account_id"] == number]

    def on(self):
        """How many campaigns are on in all."""
        both = self.campaigns(MINE) + self.campaigns(OTHER)
        return sum(one.fields["status"] == "ACTIVE" for one in both)

    def toggle(self, **values):
        """Set toggles of Meta's."""
        told = {f"meta.{name}": value for name, value in values.items()}
        self.sandbox.world.faults.set_toggles(told, told)

    def at(self, stage, account, call):
        """Call something when the work on an account has come to this stage."""

        def step(one):
            if (one.stage, one.account_id) == (stage, account):
                call()

        self.desk = replace(self.desk, means=replace(self.desk.means, step=step))

    def within(self, seconds):
        """An account that has not answered within so many seconds is unread."""
        self.desk = replace(self.desk, means=replace(self.desk.means, late=seconds))

    def stop(self, typed=None, scope=EVERYTHING):
        """Plan; with a phrase, confirm."""
        return pause(self.desk, ORDER, scope, typed=typed, ask=lambda plan: None).result

    def go_on(self):
        """Go on with the stop that is in force."""
        [story] = stories(self.desk.places)
        return go_on(self.desk, ORDER, story)

    def shown(self):
        """The phrase of a plan that is shown now."""
        plan = self.stop()
        assert plan.code == 3
        return phrase(plan.doing, plan.number, "sv")


@pytest.fixture
def town(tmp_path):
    crowd = Scenario(city=False, crowd=Crowd(accounts=2, campaigns=4))
    with stage(crowd, Night()) as sandbox:
        made = Town(sandbox, tmp_path)
        for one in made.campaigns(OTHER):
            one.fields |= {"status": "PAUSED", "effective_status": "PAUSED"}
        yield made


def asked_of(environ):
    """The text of a request, which is left for whoever reads it next."""
    body = environ["wsgi.input"].read()
    environ["wsgi.input"] = BytesIO(body)
    return unquote_plus(unquote_plus(body.decode())) + str(environ["PATH_INFO"])


# --- the phrase comes while its account cannot be read -------------------------------------------


def test_what_the_plan_showed_is_stopped_though_its_account_fails_as_the_phrase_comes(town):
    typed = town.shown()
    town.toggle(refuse_reads={MINE: 2})
    town.at(Stage.READ, MINE, lambda: town.toggle(refuse_reads={}))
    done = town.stop(typed)
    assert (done.confirmed, done.verified, done.code, town.on()) == (True, True, 0, 0)


def test_what_the_plan_showed_is_stopped_though_its_account_is_slow_as_the_phrase_comes(town):
    typed = town.shown()
    go, listed = threading.Event(), []

    def hang(environ):
        if f"{MINE}/campaigns" in asked_of(environ):
            go.wait(20)

    def again():
        listed.append(OTHER)
        if len(listed) > 1:  # the reading was given up, and the stop begins
            go.set()

    town.sandbox.app.watching.append(hang)
    town.within(0.5)
    town.at(Stage.LISTED, OTHER, again)
    done = town.stop(typed)
    assert (done.confirmed, done.verified, done.code, town.on()) == (True, True, 0, 0)


def test_what_still_cannot_be_read_is_left_for_a_person_in_a_stop_that_is_in_force(town):
    typed = town.shown()
    town.toggle(refuse_reads={MINE: 2})
    done = town.stop(typed)
    assert (done.confirmed, done.verified, done.code) == (True, False, 1)
    assert [gap.account_id for gap in done.gaps] == [MINE]
    [story] = stories(town.desk.places)
    assert (story.in_force, story.verified, len(story.shown)) == (True, False, 4)


@pytest.mark.parametrize("typed", ["PAUSA 0", "PAUSA 3", "PAUSA"])
def test_another_phrase_confirms_nothing_that_cannot_be_read(town, typed):
    town.shown()
    town.toggle(refuse_reads={MINE: 2})
    done = town.stop(typed)
    assert (done.confirmed, done.code, town.on()) == (False, 1, 4)
    assert list(stories(town.desk.places)) == []


def test_a_phrase_without_a_plan_confirms_nothing_that_cannot_be_read(town):
    town.toggle(refuse_reads={MINE: 2})
    assert town.stop("PAUSA 4").confirmed is False
    assert town.on() == 4


# --- going on where nothing can be read -----------------------------------------------------------


def test_going_on_with_no_account_readable_is_code_4_and_leaves_the_stop_unfinished(town):
    town.stop(town.shown())
    town.toggle(refuse_reads={MINE: 2, OTHER: 2})
    done = town.go_on()
    assert (done.code, done.confirmed, done.verified) == (4, False, False)
    assert {gap.account_id for gap in done.gaps} == {MINE, OTHER}
    [story] = stories(town.desk.places)
    assert (story.in_force, story.verified) == (True, False)


def test_going_on_where_an_account_comes_back_or_another_can_be_read_is_carried_out(town):
    town.stop(town.shown())
    town.toggle(refuse_reads={MINE: 2, OTHER: 2})
    town.at(Stage.READ, OTHER, lambda: town.toggle(refuse_reads={OTHER: 2}))
    done = town.go_on()
    assert (done.code, done.confirmed) == (1, True)
    assert {gap.account_id for gap in done.gaps} == {OTHER}


def test_going_on_where_all_that_was_read_is_lost_in_the_middle_of_it_is_code_1(town):
    town.stop(town.shown())
    town.campaigns(MINE)[0].fields |= {"status": "ACTIVE", "effective_status": "ACTIVE"}
    lost = {MINE: 2, OTHER: 2}
    town.at(Stage.TURNING, MINE, lambda: town.toggle(refuse_reads=lost))
    done = town.go_on()
    assert (done.code, done.confirmed, town.on()) == (1, True, 0)


# --- a business that does not tell which accounts it has ------------------------------------------


def test_a_stop_that_may_have_missed_accounts_of_a_business_is_not_verified(town):
    town.toggle(refuse_reads={BUSINESS: 2})
    done = town.stop(town.shown())
    assert (done.verified, done.code, town.on()) == (False, 1, 0)
    [row] = as_json(done, Language("en", ZoneInfo("Europe/Stockholm")))["residue"]
    assert (row["platform"], row["account_id"], row["outcome"]) == ("meta", None, "unknown")
    town.toggle(refuse_reads={})
    assert town.go_on().verified


def test_a_business_that_may_not_be_asked_keeps_no_stop_from_being_verified(town):
    town.toggle(refuse_reads={BUSINESS: 200})
    done = town.stop(town.shown())
    assert (done.verified, done.gaps, town.on()) == (True, (), 0)
    assert len(done.not_covered) == 1


def test_which_further_accounts_a_business_has_is_nothing_to_a_stop_of_one_account(town):
    town.toggle(refuse_reads={BUSINESS: 2})
    plan = town.stop(scope=Scope(account_id=MINE))
    done = town.stop(phrase(plan.doing, plan.number, "sv"), scope=Scope(account_id=MINE))
    assert (plan.gaps, done.gaps, done.verified, town.on()) == ((), (), True, 0)


def test_an_account_that_no_list_names_is_not_called_unknown_while_a_business_is_silent(town):
    town.toggle(refuse_reads={BUSINESS: 2})
    plan = town.stop(scope=Scope(account_id="act_999"))
    assert (plan.code, [gap.account_id for gap in plan.gaps]) == (4, [None])
    town.toggle(refuse_reads={})
    with pytest.raises(UnknownName):
        town.stop(scope=Scope(account_id="act_999"))
