"""Who watched: marks, decisions and answers. None of it makes a round read, nor held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model.briefs import Brief
from policies.rounds.held import Outcome, outcome
from policies.threads import Decision
from tests.worker.made import PAGE, a_comment, a_discussion
from tests.worker.sweeping.rounds_city import MINUTE, POST, Watch, at
from worker.store import briefs, comments
from worker.store.errors import UnknownId
from worker.store.watches import SLKS_OWN
from worker.sweeping.deciding import decide
from worker.sweeping.means import Scope
from worker.sweeping.round_marks import Ambiguous, mark, over_which
from worker.sweeping.sweep import sweep

ASKED, EIGHT = at(24, "08:00"), at(24, "08:40")
MORNING = at(24, "08:30")
THREAD = comments.own_thread_id(a_comment("1"))


@pytest.fixture
def watch(lite):
    watch = Watch(lite)
    watch.order()
    watch.city.talk[POST.id] = a_discussion(a_comment("1", at=ASKED))
    watch.sweep(EIGHT)
    return watch


def marked(watch, when, *, by="Anna", wanted="c1"):
    with watch.store.reading() as connection:
        over = over_which(connection, wanted)
    return mark(watch.store, watch.means.rounds, over, by=by, at=when)


def watched(watch, kind="campaign", day=24):
    return {
        starts.astimezone(MORNING.tzinfo).strftime("%H:%M"): (one.how, one.by)
        for starts, one in watch.rounds(day, kind).watched.items()
    }


def test_a_persons_mark_stands_in_its_window(store):
    watch = Watch(store)
    watch.sweep(EIGHT)
    made = marked(watch, EIGHT + MINUTE)
    assert (made.noted, made.window.starts, made.watched.by) == (True, MORNING, "Anna")
    assert watched(watch) == {"08:30": ("mark", "Anna")}
    assert watched(watch, "slk") == {}


def test_a_second_mark_is_told_and_overwrites_nothing(watch):
    marked(watch, EIGHT)
    again = marked(watch, EIGHT + MINUTE, by="Bo")
    assert (again.noted, again.watched.by, again.watched.at) == (False, "Anna", EIGHT)
    assert marked(watch, at(24, "14:31"), by="Bo").noted, "another window"
    assert watched(watch) == {"08:30": ("mark", "Anna"), "14:30": ("mark", "Bo")}


def test_before_the_first_window_there_is_nothing_to_mark(watch):
    made = marked(watch, at(24, "08:29"))
    assert (made.window, made.watched, made.noted) == (None, None, False)


def test_slks_own_round_is_marked_by_its_name(watch):
    assert marked(watch, EIGHT, wanted="slk").noted
    assert watched(watch, "slk") == {"08:30": ("mark", "Anna")}
    assert watched(watch) == {}


def test_an_unknown_campaign_is_refused_with_the_nearest(watch):
    with watch.store.reading() as connection, pytest.raises(UnknownId) as unknown:
        over_which(connection, "c9")
    assert unknown.value.near == ("c1",)


def test_a_campaign_of_two_accounts_needs_its_account(watch):
    snapshot = watch.snapshot
    watch.at = at(24, "09:00")
    other = replace(snapshot.account, id="act_2")
    campaigns = tuple(replace(one, account_id="act_2") for one in snapshot.campaigns)
    second = replace(snapshot, account=other, campaigns=campaigns, ads=(), read_at=watch.at)
    watch.city.snapshots = {"act_2": second}
    sweep(watch.means, {watch.city.platform: watch.city}, Scope())
    with watch.store.reading() as connection:
        with pytest.raises(Ambiguous) as several:
            over_which(connection, "c1")
        assert over_which(connection, "c1", "2").account_id == "act_2"
        assert over_which(connection, "slk") == SLKS_OWN
    assert several.value.accounts == ("act_1", "act_2")


@pytest.mark.parametrize("action", ["close", "claim", "refer"])
def test_a_decision_on_one_of_its_threads_is_watching(watch, action):
    made = Decision(action=action, by="Bo", at=EIGHT + MINUTE, reason="per telefon", to="Regionen")
    decide(watch.store, watch.means.judgement, THREAD, made)
    assert watched(watch) == {"08:30": (action, "Bo")}
    assert watched(watch, "slk") == {}, "the thread is the department's"


def test_a_decision_on_slks_thread_is_slks_watching_too(watch):
    with watch.store.writing() as connection:
        briefs.save(connection, "b1", Brief(), source="b1.toml", by="Anna", at=watch.at)
    watch.sweep(at(24, "09:00"))
    made = Decision(action="claim", by="Bo", at=at(24, "09:10"))
    decide(watch.store, watch.means.judgement, THREAD, made)
    assert watched(watch) == watched(watch, "slk") == {"08:30": ("claim", "Bo")}


def test_an_answer_that_was_written_and_seen_in_the_window_is_watching(watch):
    answer = a_comment("2", "1", at=at(24, "08:50"), by=PAGE, text="I mars. /Anna")
    watch.city.talk[POST.id] = a_discussion(a_comment("1", at=ASKED), answer)
    watch.sweep(at(24, "09:00"))
    assert watched(watch) == {"08:30": ("answer", None)}
    watch.sweep(at(24, "14:40"))
    assert watched(watch) == {"08:30": ("answer", None)}, "it is no news in the next window"
    marked(watch, at(24, "10:00"), by="Bo")
    assert watched(watch)["08:30"] == ("mark", "Bo"), "whoever is named goes first"


def test_an_old_answer_that_is_read_for_the_first_time_is_not(watch):
    answer = a_comment("2", "1", at=at(23, "08:50"), by=PAGE, text="I mars. /Anna")
    watch.city.talk[POST.id] = a_discussion(a_comment("1", at=at(23, "08:00")), answer)
    watch.sweep(at(24, "09:00"))
    assert watched(watch) == {}


def test_an_answer_to_a_message_is_slks_watching(watch):
    asked = a_comment("m1", at=ASKED, kind="message", post_id=None)
    answer = a_comment("m2", "m1", at=at(24, "08:50"), by=PAGE, kind="message", post_id=None)
    inbox = replace(a_discussion(asked, answer), post_id=None)
    watch.city.messages = (inbox,)
    watch.sweep(at(24, "09:00"))
    assert watched(watch, "slk") == {"08:30": ("answer", None)}
    assert watched(watch) == {}


def test_watching_makes_no_round_read_and_reading_makes_none_watched(watch):
    assert watched(watch) == {}, "it was read"
    marked(watch, at(24, "14:31"))
    first, second = watch.rounds(24).days[0].rounds
    assert (first.read_at, second.read_at) == (EIGHT, None)
    assert outcome(second, at(25, "00:00")) is Outcome.MISSED
