"""What is stored of rounds: read once stays read, a year later it is gone."""

from __future__ import annotations

from datetime import timedelta

from policies.model import Platform, Words
from policies.retention import strict
from policies.rounds.days import Note
from policies.rounds.spans import Span
from tests.worker.made import DAY, NOON, a_snapshot
from worker.store import rounds, runs, snapshots, watches
from worker.store.purging import purge
from worker.store.rounds import COMMENTS, slks
from worker.store.runs import Run
from worker.store.watches import SLKS_OWN

META = Platform.META
HOUR = timedelta(hours=1)
PLACE = slks(META, COMMENTS)
UNREAD = Note(read_at=None, because=Words("Not today."), owner="slk")
READ = Note(read_at=NOON + HOUR, because=None, owner="slk")


def note(store, told, starts=NOON):
    with store.writing() as connection:
        return rounds.note(connection, META, starts, {PLACE: told})


def noted(store):
    with store.reading() as connection:
        return rounds.between(connection, NOON - DAY, NOON + DAY).get(PLACE, {})


def a_run(**changed):
    told = {
        "platform": META,
        "account_id": "act_1",
        "campaign_id": "c1",
        "name": "Simskola",
        "link": None,
        "brief_id": None,
        "blind": Words("Not today."),
        "span": Span(maybe=NOON, runs_from=NOON, seen=NOON),
    }
    return Run(**{**told, **changed})


def test_what_was_read_once_in_a_window_stays_read(store):
    assert note(store, UNREAD) == 1
    assert note(store, UNREAD) == 0, "nothing new"
    assert note(store, READ) == 1
    assert note(store, UNREAD) == 0
    assert note(store, Note(read_at=NOON + 2 * HOUR, because=None, owner="slk")) == 0
    assert noted(store) == {NOON: READ}


def test_a_span_goes_on_and_ends(store):
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        runs.save(connection, [a_run()])
        [kept] = runs.standing(connection, META, "act_1").values()
        assert kept == a_run(id=kept.id)
        runs.go_on(connection, [kept.id], NOON + HOUR)
        runs.save(connection, [a_run(id=kept.id, span=Span(**OVER))])
        assert runs.standing(connection, META, "act_1") == {}
        [ended] = runs.between(connection, NOON, NOON + DAY)
    assert ended.span == Span(**OVER)
    assert ended.blind == Words("Not today.")


OVER = {"maybe": NOON, "runs_from": NOON, "seen": NOON + HOUR, "over": NOON + HOUR}


def test_the_last_span_tells_when_a_campaign_was_over(store):
    over = Span(maybe=NOON, runs_from=NOON, seen=NOON, over=NOON + HOUR)
    given_up = Span(maybe=NOON + DAY, runs_from=NOON + DAY, seen=None, over=NOON + DAY)
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        again = Span(maybe=NOON + 2 * DAY, runs_from=None, seen=None)
        told = (a_run(span=over), a_run(span=given_up), a_run(campaign_id="c2", span=over))
        runs.save(connection, (*told, a_run(campaign_id="c2", span=again)))
        assert runs.ends(connection, META, "act_1") == {"c1": NOON + HOUR, "c2": None}
        assert runs.ends(connection, META, "act_2") == {}


def test_what_nobody_has_seen_for_long_is_not_asked_about_any_more(lite):
    with lite.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        runs.save(connection, [a_run()])
    for days, found in ((1, 1), (89, 1), (91, 0)):
        day = NOON + days * DAY
        with lite.reading() as connection:
            assert len(runs.between(connection, day, day + DAY)) == found


def test_a_year_later_it_is_forgotten_but_for_what_still_runs(lite):
    with lite.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        runs.save(connection, [a_run(), a_run(campaign_id="c2", span=Span(**OVER))])
        watches.mark(connection, SLKS_OWN, NOON, by="Anna", at=NOON)
    note(lite, READ)
    for days, left in ((364, (2, 1, 1)), (366, (1, 0, 0))):
        purge(lite, strict(), at=NOON + days * DAY)
        with lite.reading() as connection:
            kept = runs.between(connection, NOON - DAY, NOON + DAY)
            marks = watches.between(connection, NOON - DAY, NOON + DAY)
        assert (len(kept), len(noted(lite)), len(marks)) == left
