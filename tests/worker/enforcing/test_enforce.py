"""Orders on an account's controls over HTTP: planned, confirmed, journalled, sent once, read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.http import Patience
from connectors.meta import MetaGuardian
from policies.guarded import Outcome
from policies.guarding import Doing, phrase
from policies.model import AccountId
from policies.publishers import EXCLUSIONS
from tests.connectors.meta.city_ads import NOON, ad_city
from worker.enforcing.book import Enforced, last_exclusion, plan_from_json
from worker.enforcing.enforce import UnknownAccount, enforce
from worker.enforcing.orders import Office, Wish
from worker.stopping.identity import whoami
from worker.stopping.journal import read_journal
from worker.stopping.ordering import Order

MARKET = "FACEBOOK_MARKETPLACE"
ORDER = Order(reason="C4", operator="Anna Berg", who=whoami())


class Desk:
    """One account in a city, and orders on it."""

    def __init__(self, city, folder):
        self.city = city
        self.now = NOON
        self.slept, self.told, self.lines = [], [], []
        self.places = Enforced(state_dir=Path(folder))
        self.asked = []
        self.between = None
        city.account(guard="ACTIVE")
        self.stand(MARKET)

    @property
    def held(self):
        return self.city.world.meta["act_1"].hidden

    def stand(self, *exclusions, **changed):
        """Let these controls stand."""
        self.held["controls"] = {
            "audience_controls": {"age_min": 18},
            "placement_controls": {"placement_exclusions": list(exclusions)},
            "status": "ACTIVE",
            "campaigns_with_error": [],
        } | changed

    def excluded(self):
        return set(self.held["controls"]["placement_controls"]["placement_exclusions"])

    def writes(self):
        return [one for one in self.city.sandbox.requests if one.method == "POST"
                and "account_controls" in one.path]  # fmt: skip

    def give(self, *, doing=Doing.EXCLUDE, typed=None, answer=None, none_stand=False, account="1"):
        def ask(planned):
            self.asked.append(planned)
            if self.between:
                self.between()
            return answer

        wish = Wish(
            account_id=AccountId(f"act_{account}"), doing=doing, typed=typed, none_stand=none_stand
        )
        return enforce(self.office(), ORDER, wish, ask)

    def office(self):
        access = self.city.access()
        guardian = MetaGuardian(
            access, patience=Patience(0, sleep=self.slept.append), clock=lambda: self.now
        )
        return Office(
            guardian=guardian,
            places=self.places,
            clock=lambda: self.now,
            sleep=self.slept.append,
            tell=self.told.append,
            last_resort=self.lines.append,
        )

    def done(self, **more):
        """Plan, and confirm with the phrase of the plan."""
        plan = self.give(**more)
        assert plan.code == 3
        return self.give(typed=phrase(plan.plan, "sv"), **more)

    def records(self):
        lines = read_journal("act_1", self.places)
        assert lines.faults == ()
        return lines.records


@pytest.fixture
def desk(tmp_path):
    with ad_city() as city:
        yield Desk(city, tmp_path / "var")


def test_a_plan_sets_nothing_and_shows_what_would_be_sent(desk):
    planned = desk.give()
    assert (planned.code, planned.judged.outcome, planned.sent) == (3, Outcome.PLANNED, False)
    assert planned.plan.before.exclusions == (MARKET,)
    assert planned.plan.changes == EXCLUSIONS
    assert planned.plan.aim.audience == '{"age_min":18}'
    assert desk.writes() == []
    assert desk.records() == ()


def test_confirmed_it_is_sent_once_and_read_back(desk):
    result = desk.done()
    assert (result.code, result.judged.outcome) == (0, Outcome.EXCLUDED)
    assert result.judged.verified
    assert desk.excluded() == {MARKET, *EXCLUSIONS}
    assert desk.held["controls"]["audience_controls"] == {"age_min": 18}
    assert len(desk.writes()) == 1
    assert set(result.after.exclusions) == desk.excluded()


def test_it_is_written_down_before_and_after(desk):
    result = desk.done()
    intent, outcome, read = desk.records()
    assert [one.event for one in (intent, outcome, read)] == ["intent", "outcome", "read"]
    assert intent.told["operator"] == "Anna Berg"
    assert intent.told["plan"]["before"]["exclusions"] == [MARKET]
    assert (outcome.told["answer"], read.told["verified"]) == ("accepted", True)
    assert (result.head, Path(result.journal).stat().st_mode & 0o777) == (read.digest, 0o600)
    for folder in (Path(result.journal).parent, Path(result.journal).parent.parent):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_what_is_excluded_already_is_left_alone(desk):
    desk.stand(*EXCLUSIONS)
    result = desk.give(typed="UTESLUT 0")
    assert (result.code, result.judged.outcome) == (0, Outcome.ALREADY)
    assert desk.writes() == []


def test_what_is_excluded_and_not_in_force_needs_a_person(desk):
    desk.stand(*EXCLUSIONS, status="WITH_CAMPAIGN_ERROR", campaigns_with_error=["7"])
    result = desk.give()
    assert (result.code, result.judged.verified) == (1, False)
    assert "7" in result.judged.error.english()
    assert desk.writes() == []


@pytest.mark.parametrize("typed", ["UTESLUT 2", "ja", "", "ÅTERSTÄLL 3"])
def test_a_wrong_phrase_sets_nothing(desk, typed):
    desk.give()
    result = desk.give(typed=typed)
    assert (result.code, desk.writes()) == (3, [])
    assert "not the phrase" in result.refused.english()


def test_a_phrase_counts_once(desk):
    desk.done()
    desk.stand(MARKET)
    result = desk.give(typed="UTESLUT 3")
    assert (result.code, len(desk.writes())) == (3, 1)


def test_without_a_plan_that_was_shown_no_phrase_counts(desk):
    result = desk.give(typed="UTESLUT 3")
    assert (result.code, desk.writes()) == (3, [])
    assert "15 minutes" in result.refused.english()
    assert desk.give(typed="UTESLUT 3").code == 0


@pytest.mark.parametrize(("minutes", "code"), [(15, 0), (15.1, 3), (-1, 3)])
def test_a_plan_counts_for_fifteen_minutes(desk, minutes, code):
    desk.give()
    desk.now += timedelta(minutes=minutes)
    assert desk.give(typed="UTESLUT 3").code == code


@pytest.mark.parametrize("text", ["", "{", "[]", '{"made_at": "2026-11-24T12:00:00+00:00"}',
    '{"made_at": "2026-11-24T12:00:00", "plan": {}}'])  # fmt: skip
def test_a_plan_that_cannot_be_understood_is_none(desk, text):
    desk.give()
    [path] = (desk.places.folders()[0] / "plans").iterdir()
    path.write_text(text, "utf-8")
    assert desk.give(typed="UTESLUT 3").code == 3
    assert desk.writes() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"audience_controls": {"age_min": 21}},
        {"audience_controls": {}},
        {"placement_controls": {"placement_exclusions": []}},
        {"placement_controls_per_objective": {"OUTCOME_SALES": {}}},
        {"status": "APPLICATION_IN_PROGRESS"},
    ],
)
def test_what_changed_since_the_plan_makes_a_new_plan(desk, changed):
    desk.give()
    desk.held["controls"] |= changed
    result = desk.give(typed="UTESLUT 3")
    assert (result.code, desk.writes()) == (3, [])
    assert "have changed" in result.refused.english()
    assert desk.give(typed="UTESLUT 3").sent


def test_what_changes_while_the_plan_lies_on_the_screen_makes_a_new_plan_too(desk):
    desk.between = lambda: desk.stand(MARKET, audience_controls={"age_min": 21})
    result = desk.give(answer="UTESLUT 3")
    assert (result.code, desk.writes()) == (3, [])
    assert "have changed" in result.refused.english()
    desk.between = lambda: desk.stand(*EXCLUSIONS)
    result = desk.give(answer="UTESLUT 3")
    assert (result.code, desk.writes()) == (3, [])


def test_at_the_screen_it_is_confirmed_at_once(desk):
    assert desk.give(answer="exclude 3").code == 0
    assert len(desk.asked) == 1
    assert desk.give(answer="exclude 3").code == 0
    assert len(desk.asked) == 1


def test_controls_that_cannot_be_read_are_left_alone(desk):
    desk.city.toggle(no_controls=["act_1"])
    result = desk.give()
    assert (result.code, result.judged.outcome) == (4, Outcome.UNKNOWN)
    assert (result.plan, result.sent) == (None, False)
    assert result.link.endswith("act=1")


@pytest.mark.parametrize("controls", [None, {"status": "ACTIVE"}])
def test_without_audience_controls_nothing_is_set_but_by_a_person_who_has_looked(desk, controls):
    desk.held["controls"] = controls
    result = desk.give(typed="UTESLUT 3")
    assert (result.code, desk.writes()) == (4, [])
    assert "--no-audience-controls" in result.judged.error.english()
    result = desk.done(none_stand=True)
    assert (result.code, desk.excluded()) == (0, set(EXCLUSIONS))
    assert desk.held["controls"]["audience_controls"] == {}


def test_exclusions_by_objective_that_meta_does_not_tell_are_not_wiped(desk):
    """What a POST leaves out is gone, and the field is dropped from requests that it fails."""
    by_objective = {"OUTCOME_TRAFFIC": {"placement_exclusions": [MARKET]}}
    desk.stand(MARKET, placement_controls_per_objective=by_objective)
    desk.city.toggle(removed_fields=["placement_controls_per_objective"])
    for none_stand in (False, True):
        result = desk.give(typed="UTESLUT 3", none_stand=none_stand)
        assert (result.code, result.judged.outcome, desk.writes()) == (4, Outcome.UNKNOWN, [])
        assert "placement_controls_per_objective" in result.judged.error.english()
    assert desk.held["controls"]["placement_controls_per_objective"] == by_objective


def test_a_person_who_has_not_looked_is_told_so(desk):
    result = desk.give(none_stand=True)
    assert (result.code, desk.writes()) == (4, [])


def test_an_account_that_nobody_sees_is_no_account(desk):
    with pytest.raises(UnknownAccount) as unknown:
        desk.give(account="9")
    assert unknown.value.known == ("act_1",)


def test_a_success_that_is_false_is_a_failure(desk):
    desk.city.toggle(success_false=True)
    result = desk.done()
    assert (result.code, result.judged.outcome) == (1, Outcome.FAILED)
    assert "were not set" in result.judged.error.english()
    assert (len(desk.writes()), desk.excluded()) == (1, {MARKET})
    assert desk.slept == []


def test_a_refusal_is_a_failure(desk):
    desk.city.toggle(read_only=["act_1"])
    result = desk.done()
    assert (result.code, result.judged.outcome) == (1, Outcome.FAILED)
    assert desk.excluded() == {MARKET}


def test_a_success_that_nothing_shows_within_a_minute_is_unknown(desk):
    desk.city.toggle(silent_writes=["act_1"])
    result = desk.done()
    assert (result.code, result.judged.outcome) == (1, Outcome.UNKNOWN)
    assert sum(desk.slept) == 60
    assert len(desk.writes()) == 1


def test_an_error_after_it_took_effect_is_a_success_by_reading(desk):
    desk.city.toggle(error_after_write=["act_1"])
    result = desk.done()
    assert (result.code, result.judged.verified) == (0, True)
    assert len(desk.writes()) == 1
    assert desk.records()[1].told["answer"] == "unknown"


def test_an_error_without_effect_is_unknown(desk):
    desk.city.toggle(error_after_write=["act_1"], silent_writes=["act_1"])
    result = desk.done()
    assert (result.code, result.judged.outcome) == (1, Outcome.UNKNOWN)
    assert sum(desk.slept) == 60
    assert len(desk.writes()) == 1


def test_what_is_being_applied_is_waited_for(desk):
    desk.city.toggle(controls_applying=3)
    assert desk.done().code == 0
    assert desk.slept == [1, 2, 4]


def test_what_is_being_applied_for_more_than_a_minute_needs_a_person(desk):
    desk.city.toggle(controls_applying=50)
    result = desk.done()
    assert (result.code, result.judged.outcome) == (1, Outcome.BEING_APPLIED)
    assert sum(desk.slept) == 60
    assert len(desk.writes()) == 1


def test_what_cannot_be_read_back_is_unknown(desk):
    plan = desk.give()
    office = desk.office()
    set_controls = office.guardian.set_controls

    def then_nothing_is_read(controls):
        desk.city.toggle(no_controls=["act_1"])
        return set_controls(controls)

    office.guardian.set_controls = then_nothing_is_read
    wish = Wish(account_id="act_1", doing=Doing.EXCLUDE, typed=phrase(plan.plan, "sv"))
    result = enforce(office, ORDER, wish, lambda _: None)
    assert (result.code, result.judged.outcome, result.after) == (1, Outcome.UNKNOWN, None)
    assert desk.records()[2].told["after"] is None


def test_a_meta_that_stumbles_is_read_again_for_a_minute(desk):
    plan = desk.give()
    office = desk.office()
    set_controls = office.guardian.set_controls

    def then_it_stumbles(controls):
        receipt = set_controls(controls)
        desk.city.toggle(html_page=True)
        return receipt

    office.guardian.set_controls = then_it_stumbles
    wish = Wish(account_id="act_1", doing=Doing.EXCLUDE, typed=phrase(plan.plan, "sv"))
    result = enforce(office, ORDER, wish, lambda _: None)
    assert (result.code, result.judged.outcome) == (1, Outcome.UNKNOWN)
    assert "502" in result.judged.error.english()
    assert sum(desk.slept) == 60
    assert len(desk.writes()) == 1


def test_where_nothing_can_be_written_down_nothing_is_set(desk):
    desk.places.folders()[0].parent.mkdir()
    desk.places.folders()[0].write_text("no folder", "utf-8")
    result = desk.give()
    assert (result.code, desk.writes()) == (4, [])
    assert "written down" in result.judged.error.english()


def test_a_journal_that_cannot_be_begun_keeps_it_from_being_sent(desk):
    desk.give()
    (desk.places.folders()[0] / "act_1.jsonl").mkdir()
    result = desk.give(typed="UTESLUT 3")
    assert (result.code, desk.writes()) == (4, [])
    assert (desk.told, desk.lines) == ([], [])


def test_a_journal_that_fails_later_goes_on_where_somebody_sees_it(desk):
    plan = desk.give()
    office = desk.office()
    set_controls = office.guardian.set_controls

    def then_the_disk_fails(controls):
        path = desk.places.folders()[0] / "act_1.jsonl"
        path.rename(path.with_suffix(".kept"))
        path.mkdir()
        return set_controls(controls)

    office.guardian.set_controls = then_the_disk_fails
    wish = Wish(account_id="act_1", doing=Doing.EXCLUDE, typed=phrase(plan.plan, "sv"))
    result = enforce(office, ORDER, wish, lambda _: None)
    assert (result.code, result.judged.verified) == (0, True)
    assert [json.loads(line)["event"] for line in desk.lines] == ["outcome", "read"]
    assert "THE JOURNAL" in desk.told[0].english()


def test_undone_it_stands_as_before(desk):
    desk.done()
    result = desk.done(doing=Doing.RESTORE)
    assert (result.code, result.judged.outcome) == (0, Outcome.RESTORED)
    assert desk.excluded() == {MARKET}
    assert desk.held["controls"]["audience_controls"] == {"age_min": 18}
    assert [one.event for one in desk.records()] == ["intent", "outcome", "read"] * 2


def test_undoing_asks_for_a_phrase_of_its_own(desk):
    desk.done()
    desk.give(doing=Doing.RESTORE)
    result = desk.give(doing=Doing.RESTORE, typed="UTESLUT 3")
    assert (result.code, desk.excluded()) == (3, {MARKET, *EXCLUSIONS})


def test_nothing_is_undone_that_this_program_did_not_do(desk):
    desk.stand(*EXCLUSIONS)
    result = desk.give(doing=Doing.RESTORE)
    assert (result.code, result.judged.outcome, desk.writes()) == (0, Outcome.ALREADY, [])
    desk.stand(MARKET)
    desk.done()
    desk.done(doing=Doing.RESTORE)
    desk.stand(*EXCLUSIONS, MARKET)
    result = desk.give(doing=Doing.RESTORE)
    assert (result.code, result.plan) == (0, None)


def test_nothing_is_undone_that_failed(desk):
    desk.city.toggle(success_false=True)
    desk.done()
    desk.city.toggle(success_false=False)
    assert desk.give(doing=Doing.RESTORE).judged.outcome is Outcome.ALREADY


def test_what_took_effect_after_the_last_reading_is_undone(desk):
    desk.city.toggle(silent_writes=["act_1"])
    desk.done()
    desk.city.toggle(silent_writes=[])
    assert desk.give(doing=Doing.RESTORE).judged.outcome is Outcome.ALREADY
    desk.stand(MARKET, *EXCLUSIONS)
    result = desk.done(doing=Doing.RESTORE)
    assert (result.code, result.judged.outcome) == (0, Outcome.RESTORED)
    assert desk.excluded() == {MARKET}


@pytest.mark.parametrize("toggled", [{"silent_writes": ["act_1"]}, {"success_false": True}])
def test_what_took_effect_in_part_is_not_called_undone(desk, toggled):
    plan = desk.give()
    office = desk.office()
    set_controls = office.guardian.set_controls

    def then_one_of_three_stands(controls):
        receipt = set_controls(controls)
        desk.stand(MARKET, EXCLUSIONS[0])
        return receipt

    desk.city.toggle(**toggled)
    office.guardian.set_controls = then_one_of_three_stands
    wish = Wish(account_id="act_1", doing=Doing.EXCLUDE, typed=phrase(plan.plan, "sv"))
    assert enforce(office, ORDER, wish, lambda _: None).code == 1
    result = desk.give(doing=Doing.RESTORE)
    assert (result.code, result.judged.verified, len(desk.writes())) == (1, False, 1)
    assert "Undo it by hand" in result.judged.error.english()


def test_what_a_failed_order_left_is_not_understood_and_counts(desk):
    desk.city.toggle(success_false=True)
    desk.done()
    [intent, _, read] = desk.records()
    for after in (None, {"exclusions": []}):
        lost = replace(read, told={**read.told, "after": after})
        assert last_exclusion([intent, lost]) == plan_from_json(intent.told["plan"])


def test_what_somebody_changed_since_is_not_undone(desk):
    desk.done()
    desk.stand(*EXCLUSIONS)
    result = desk.give(doing=Doing.RESTORE)
    assert (result.code, len(desk.writes())) == (1, 1)
    assert "Undo it by hand" in result.judged.error.english()


def test_an_audience_that_was_changed_since_is_kept_when_undoing(desk):
    desk.done()
    desk.held["controls"]["audience_controls"] = {"age_min": 21}
    assert desk.done(doing=Doing.RESTORE).code == 0
    assert desk.held["controls"]["audience_controls"] == {"age_min": 21}


def test_an_order_that_was_killed_after_its_intent_can_be_undone(desk):
    desk.done()
    path = desk.places.folders()[0] / "act_1.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert desk.done(doing=Doing.RESTORE).code == 0
    assert desk.excluded() == {MARKET}


def test_of_two_orders_that_were_killed_the_later_one_is_undone(desk):
    desk.done()
    path = desk.places.folders()[0] / "act_1.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    desk.stand()
    desk.done()
    assert desk.done(doing=Doing.RESTORE).code == 0
    assert desk.excluded() == set()


def test_what_was_undone_by_hand_is_not_undone_again(desk):
    desk.done()
    desk.stand(MARKET)
    result = desk.give(doing=Doing.RESTORE)
    assert (result.code, result.judged.outcome, len(desk.writes())) == (0, Outcome.ALREADY, 1)


def test_a_journal_that_was_tampered_with_undoes_nothing(desk):
    desk.done()
    path = desk.places.folders()[0] / "act_1.jsonl"
    path.write_bytes(path.read_bytes().replace(MARKET.encode(), b"FACEBOOK_RIGHT_HAND_COLUMN"))
    result = desk.give(doing=Doing.RESTORE)
    assert (result.code, len(desk.writes())) == (1, 1)
    assert "not as it was written" in result.judged.error.english()


def test_the_last_order_is_the_one_that_is_undone(desk):
    desk.done()
    desk.stand()
    desk.done()
    assert desk.done(doing=Doing.RESTORE).code == 0
    assert desk.excluded() == set()
