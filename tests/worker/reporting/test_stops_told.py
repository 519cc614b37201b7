"""The report's sections about crisis stops, read from journals and drill files alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.crisis import EVERYTHING
from policies.model import Platform
from tests.worker.reporting.kept import ENGLISH, NOON, settings
from worker.reporting.in_json import nothing_counted
from worker.reporting.making import asked_span
from worker.service.filing import file_stops
from worker.stopping.coding import scope_to_json
from worker.stopping.drills import Drill, Drilled, keep
from worker.stopping.journal import Journal
from worker.stopping.places import Places
from worker.stopping.story import COUNTERSIGNED, ENDED, OPENED, RESUMED, VERIFIED

DAY = timedelta(days=1)
HOSTILE = "A\x1b[31m<script>\n\u202eanna"
LEFT = {
    "verified": False,
    "outcomes": [[["meta", "act_1", "campaign", "1"], "failed"],
                 [["meta", "act_1", "campaign", "2"], "stopped"]],
    "unread": [{}],
}  # fmt: skip
PROVEN = {"verified": True, "outcomes": [], "unread": []}


@pytest.fixture
def places(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))
    return Places(state_dir=tmp_path / "var")


def stop(places, stop_id, at, *events, operator="Anna"):
    """A stop begun at `at`, and what followed: (event, what it tells, when)."""
    clock = [at]
    journal = Journal(stop_id, places, clock=lambda: clock[0], warn=print, last_resort=print)
    told = {"version": 1, "reason": "olycka", "operator": operator}
    journal.add(OPENED, told | {"scope": scope_to_json(EVERYTHING)})
    for event, what, when in events:
        clock[0] = when
        journal.add(event, what)


def account(account_id="act_1", *, may_turn=True):
    return Drilled(
        platform=Platform.META, account_id=account_id, name="", planned=2, may_turn=may_turn,
        because=None, rehearsed={},
    )  # fmt: skip


def drilled(places, at, *accounts, operator="Bo", unread=()):
    keep(
        Drill(
            drill_id=f"{at:%Y%m%d-%H%M%S}-0000", at=at, operator=operator, os_user="bo",
            host="vakt", scope=EVERYTHING, accounts=accounts, unread=unread, not_covered=(),
            seconds=1.0, rehearsal_seconds=0.0, requests={},
        ),
        places,
    )  # fmt: skip


def test_without_any_stop_or_drill_that_is_said(places, report):
    made = report()
    assert "Inget krisstopp har begärts eller hävts under veckan, och inget gäller." in made.text
    assert "Krisstoppet har aldrig övats här: annonsvakt drill." in made.text
    assert made.json["stops"] == {
        "given": [], "over": [], "in_force": [], "unreadable": [], "last_drill": None,
        "drill_overdue": True, "not_covered": made.json["stops"]["not_covered"],
    }  # fmt: skip
    assert [one["channel"] for one in made.json["stops"]["not_covered"]] == ["x"]
    assert "Vad inget stopp når" in made.text


def test_the_weeks_stops_are_told_with_proof_residue_and_review(places, report):
    early = NOON - 2 * DAY
    stop(places, "20261116-110000-aaaa", early, (VERIFIED, LEFT, early))
    stop(
        places, "20261117-110000-bbbb", NOON - DAY, (VERIFIED, PROVEN, NOON - DAY),
        (COUNTERSIGNED, {"operator": "Cilla", "reason": ""}, NOON - DAY / 2), (RESUMED, {}, NOON),
    )  # fmt: skip
    stop(places, "20261118-110000-cccc", NOON)
    made = report(said=ENGLISH)
    told = made.json["stops"]
    assert [one["stop_id"][-4:] for one in told["given"]] == ["aaaa", "bbbb", "cccc"]
    assert [one["stop_id"][-4:] for one in told["over"]] == ["bbbb"]
    assert [one["stop_id"][-4:] for one in told["in_force"]] == ["aaaa", "cccc"]
    left, proven, unfinished = told["given"]
    assert (left["verified"], left["left"], left["review"]) == (False, 2, "missing")
    assert (proven["verified"], proven["left"], proven["review"]) == (True, 0, "done")
    assert (proven["over"], proven["reviewed_by"]) == ("resumed", "Cilla")
    assert (unfinished["unfinished"], unfinished["left"]) == (True, None)
    assert unfinished["review"] == "waiting"
    for said in (
        "Given this week: 3. Resumed or ended this week: 1. In force now: 2.",
        "Proof: NOT verified: 2 left for a person",
        "Proof: unfinished: nobody knows what is off",
        "Review by a second person: MISSING since Tue 17 Nov 2026 12:00",
        "Review by a second person: Cilla, ",
        "How it stands: resumed Wed 18 Nov 2026 12:00",
    ):
        assert said in made.text
        assert said.partition(": ")[2] in made.html or said in made.html


def test_a_stop_of_another_host_is_told_by_what_the_database_holds(places, report, lite, tmp_path):
    other = Places(state_dir=tmp_path / "there")
    stop(other, "20261116-110000-aaaa", NOON - 2 * DAY, (ENDED, {}, NOON - DAY))
    stop(other, "20261118-110000-cccc", NOON)
    file_stops(lite, other, at=NOON)
    told = report(said=ENGLISH).json["stops"]
    assert [one["stop_id"][-4:] for one in told["given"]] == ["aaaa", "cccc"]
    assert [one["stop_id"][-4:] for one in told["over"]] == ["aaaa"]
    assert [one["stop_id"][-4:] for one in told["in_force"]] == ["cccc"]


def test_a_stop_of_another_week_is_told_only_while_it_is_in_force(places, report):
    stop(places, "20261001-110000-aaaa", NOON - 48 * DAY, (VERIFIED, PROVEN, NOON - 48 * DAY))
    stop(
        places, "20261002-110000-bbbb", NOON - 47 * DAY, (VERIFIED, PROVEN, NOON - 47 * DAY),
        (ENDED, {}, NOON - 40 * DAY),
    )  # fmt: skip
    told = report().json["stops"]
    assert (told["given"], told["over"]) == ([], [])
    assert [one["stop_id"][-4:] for one in told["in_force"]] == ["aaaa"]
    assert "bbbb" not in report().text


@pytest.mark.parametrize(("days", "overdue"), [(90, False), (91, True)])
def test_a_drill_older_than_ninety_days_is_overdue(places, report, days, overdue):
    drilled(places, NOON - days * DAY, account())
    made = report()
    assert made.json["stops"]["drill_overdue"] is overdue
    assert made.json["stops"]["last_drill"]["operator"] == "Bo"
    assert ("Det är mer än 90 dagar sedan" in made.text) is overdue
    assert "Krisstoppet övades senast" in made.text


def test_what_the_last_drill_found_is_told(places, report):
    drilled(places, NOON - 2 * DAY, account())
    made = report(said=ENGLISH)
    assert "That drill found nothing that stands in the way of a stop." in made.text
    assert made.json["stops"]["last_drill"]["code"] == 0
    gap = {"platform": "linkedin", "account": None, "what": "accounts", "because": "HTTP 500"}
    drilled(places, NOON - DAY, account(), account("act_2", may_turn=False), unread=(gap,))
    made = report(said=ENGLISH)
    assert "That drill found what needs a person: accounts 1, not read 1." in made.text
    assert made.json["stops"]["last_drill"]["code"] == 1


def test_a_drill_that_read_nothing_is_told_and_does_not_count(places, report):
    drilled(places, NOON - DAY)
    made = report(said=ENGLISH)
    assert "The crisis stop has never been drilled here" in made.text
    assert "by Bo could read no account: it does not count." in made.text
    assert made.json["stops"]["last_drill"] is None
    assert made.json["stops"]["drill_overdue"] is True
    drilled(places, NOON - DAY / 2, account(), operator="Cilla")
    made = report(said=ENGLISH)
    assert made.json["stops"]["last_drill"]["operator"] == "Cilla"
    assert "does not count" not in made.text


def test_a_journal_that_cannot_be_understood_is_named(places, report):
    folder = places.folders()[0]
    folder.mkdir(parents=True)
    (folder / "20261117-110000-bbbb.jsonl").write_text("no journal\n")
    made = report()
    assert made.json["stops"]["unreadable"] == ["20261117-110000-bbbb"]
    assert "Journalen för 20261117-110000-bbbb går inte att tolka" in made.text


def test_hostile_names_are_harmless(places, report):
    stop(places, "20261118-110000-cccc", NOON, operator=HOSTILE)
    made = report()
    assert "<script>" not in made.html
    for sign in ("\x1b", "\u202e"):
        assert sign not in made.html + made.text


def test_stops_are_known_where_the_database_is_not(places, tmp_path):
    stop(places, "20261118-110000-cccc", NOON)
    span = asked_span(None, NOON, ENGLISH)
    told = nothing_counted(span, NOON, settings(tmp_path / "var"), ENGLISH, because="gone")
    assert [one["stop_id"] for one in told["stops"]["in_force"]] == ["20261118-110000-cccc"]
    assert told["banner"].startswith("Crisis stop 20261118-110000-cccc is in force: UNFINISHED.")
