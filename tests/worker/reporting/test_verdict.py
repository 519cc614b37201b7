"""The first sentence: never well where something failed, is old, muted, missed or unexplained."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import insert

from policies.model import Platform, Unread, Words
from tests.worker.reporting.kept import (
    DAY,
    ENGLISH,
    HOUR,
    NOON,
    SUNDAY,
    SWEDISH,
    account,
    all_read,
    entry,
    finding,
    settings,
    swept,
    thread,
)
from tests.worker.reporting.test_rounds_told import ran
from tests.worker.reporting.test_stops_told import stop
from worker.reporting import report_mail
from worker.reporting.verdict import rounds_missed, rounds_untold
from worker.stopping.places import Places
from worker.store.tables_service import slots

MONDAY = NOON - 2 * DAY
UNLISTED = Unread(what="accounts", because=Words("Nobody there."), platform=Platform.META)
GAP = Unread(what="ads", because=Words("Not today."), platform=Platform.META, account_id="act_1")
WELL = "All is well: nothing is against the routine, and nobody waits for an answer."


def subject(found):
    return report_mail(found.written, settings())["Subject"]


def finished(report, *leave, said=ENGLISH, **more):
    return report(*leave, said=said, week="2026-W47", at=NOON + 5 * DAY, **more)


@pytest.mark.parametrize("bad", [{"minutes": None}, {"unread": [UNLISTED]}])
def test_failures_after_the_last_good_reading_are_no_good_week(report, bad):
    later = [partial(swept, at=MONDAY + n * DAY, **bad) for n in range(1, 7)]
    found = finished(report, partial(all_read, at=MONDAY), *later)
    told = "Nobody can say how it is: everything was last read Mon 16 Nov 2026 12:05"
    assert found.json["verdict"].startswith(told)
    assert found.json["whole"] is False
    assert found.json["reading"]["last_whole"] == "2026-11-16T12:05:00+01:00"
    assert subject(found).startswith("NOBODY KNOWS HOW IT IS: Weekly report 2026-W47")
    assert found.text.split("\n\n")[1].startswith(told)


def test_failures_hours_after_a_good_reading_are_no_good_either(report):
    later = [partial(swept, at=NOON + n * HOUR, minutes=None) for n in (1, 2)]
    found = report(partial(all_read, at=NOON), *later, at=NOON + 4 * HOUR, said=ENGLISH)
    assert found.json["whole"] is False


def test_a_sweep_that_is_under_way_is_no_failure(report):
    now = partial(swept, at=NOON + 2 * HOUR, minutes=None)
    found = report(partial(all_read, at=NOON), now, at=NOON + 2 * HOUR, said=ENGLISH)
    assert found.json["verdict"] == WELL


@pytest.mark.parametrize(("hours", "well"), [(25, True), (27, False)])
def test_who_sweeps_once_a_day_gets_a_good_week_and_who_stops_does_not(report, hours, well):
    found = report(partial(all_read, at=NOON), at=NOON + hours * HOUR, said=ENGLISH)
    assert (found.json["verdict"] == WELL) is well


def test_longer_intervals_give_a_reading_longer_to_be_new(report):
    daily = {"poll": {"ads_minutes": 24 * 60}}
    found = report(partial(all_read, at=NOON), at=NOON + 70 * HOUR, said=ENGLISH, **daily)
    assert found.json["verdict"] == WELL


def test_platforms_and_topics_may_be_read_one_by_one(report):
    parts = [
        partial(swept, at=SUNDAY, platform="meta"),
        partial(swept, at=SUNDAY, platform="linkedin", topics=["ads", "messages"]),
    ]
    at_the_end = partial(account, at=SUNDAY)
    assert "no whole sweep" in finished(report, at_the_end, *parts).json["verdict"]
    last = partial(swept, at=SUNDAY, platform="linkedin", topics=["comments"])
    assert finished(report, last).json["verdict"] == WELL


def test_a_sweep_of_one_account_is_no_reading_and_no_failure(report):
    one = partial(swept, at=SUNDAY + HOUR, account="act_1", minutes=None)
    assert finished(report, all_read, one).json["verdict"] == WELL
    alone = report(partial(swept, at=NOON + 8 * DAY, account="act_1"), at=NOON + 9 * DAY)
    assert alone.json["whole"] is False


def test_a_week_without_a_reading_names_that_of_the_week_before(report):
    found = report(partial(all_read, at=NOON), week="2026-W48", at=NOON + 14 * DAY, said=ENGLISH)
    assert "last read Wed 18 Nov 2026 12:05" in found.json["verdict"]


@pytest.mark.parametrize("said", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_what_is_muted_is_named_and_never_well(report, said):
    mute = [
        partial(finding, number=f"f{n}", state="muted", history=("opened", "muted"), at=SUNDAY)
        for n in range(3)
    ]
    found = finished(report, all_read, *mute, said=said)
    assert found.json["verdict"] == (
        "Nothing is known to be wrong but 3 things that are muted, nobody waits for an answer."
        if said is ENGLISH
        else "Inget känt fel utom 3 saker som är tystade, ingen väntar på svar."
    )
    assert ("3 muted" if said is ENGLISH else "3 tystade") in subject(found)


@pytest.mark.parametrize(("number", "told"), [(1, "1 more is muted"), (2, "2 more are muted")])
def test_what_is_muted_beside_what_is_wrong_is_told_too(report, number, told):
    mute = [
        partial(finding, number=f"f{n}", state="muted", history=("opened", "muted"), at=SUNDAY)
        for n in range(number)
    ]
    found = finished(report, all_read, partial(finding, number="open", at=SUNDAY), *mute)
    assert found.json["verdict"] == f"1 thing is wrong, nobody waits for an answer, {told}."


def test_an_unknown_that_is_muted_alone_is_told(report):
    mute = partial(
        finding, outcome="unknown", state="muted", history=("opened", "muted"), at=SUNDAY
    )
    assert "but 1 thing that is muted" in finished(report, all_read, mute).json["verdict"]


def test_where_the_numbers_do_not_add_up_that_is_the_verdict_everywhere(report):
    found = finished(report, all_read, partial(finding, state="resolved", at=SUNDAY))
    doubt = "The numbers do not add up, so nobody can say how it is."
    assert found.json["verdict"] == doubt
    assert doubt in found.page.words("p")
    assert f"\n{doubt}\n" in found.text
    assert subject(found).startswith("THE NUMBERS DO NOT ADD UP: ")


def test_gaps_are_told_however_much_is_wrong(report):
    read = partial(swept, at=SUNDAY, unread=[GAP])
    wrong = [partial(finding, at=SUNDAY), partial(thread, at=SUNDAY, due=SUNDAY + 2 * DAY)]
    found = finished(report, partial(account, at=SUNDAY), read, *wrong)
    told = "1 thing is wrong, 1 waits for an answer, not everything could be read."
    assert found.json["verdict"] == told
    assert subject(found) == (
        "Weekly report 2026-W47: 1 wrong, 1 waiting, but not everything was read"
    )


def test_an_account_that_is_old_news_is_a_gap_unless_its_platform_is_switched_off(report):
    old = partial(account, platform="linkedin", number="508", at=MONDAY)
    found = finished(report, all_read, old)
    assert found.json["verdict"].endswith("not everything could be read.")
    assert finished(report, linkedin=None).json["verdict"] == WELL


def test_where_no_account_was_ever_read_nothing_is_called_well(report):
    found = finished(report, partial(swept, at=SUNDAY))
    assert "no ad account has ever been read" in found.json["verdict"]


def test_polls_that_were_given_up_or_left_out_are_told(report):
    def poll(connection, at, state):
        row = {"job": "ads", "scheduled_at": at, "state": state, "token": 0, "attempts": 0}
        connection.execute(insert(slots).values(row))

    polls = [
        partial(poll, at=NOON + n * HOUR, state=one)
        for n, one in enumerate(["done", "failed", "skipped"])
    ]
    found = finished(report, all_read, *polls)
    assert found.json["verdict"].endswith("2 of 3 readings were left out.")


def test_a_stop_that_may_be_in_force_is_told(report, tmp_path):
    folder = tmp_path / "var" / "stops"
    folder.mkdir(parents=True)
    (folder / "s1.jsonl").write_text("no journal", encoding="utf-8")
    found = finished(report, all_read)
    assert found.json["stops"]["unreadable"]
    assert found.json["verdict"].endswith("a crisis stop may be in force.")


def test_a_stop_that_is_in_force_is_told(report, tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))
    stop(Places(state_dir=tmp_path / "var"), "20261118-120000-0000", NOON)
    assert finished(report, all_read).json["verdict"].endswith("a crisis stop is in force.")


def test_rounds_that_were_missed_are_told(report):
    found = report(all_read, ran, at=NOON, said=ENGLISH)
    number = found.json["rounds"]["all"]["missed"]
    assert number > 1
    assert f"{number} rounds of watching were missed" in found.json["verdict"]


@pytest.mark.parametrize(
    ("told", "number", "sentence"),
    [
        (rounds_missed, 0, ""),
        (rounds_missed, 1, "1 bevakningsomgång uteblev"),
        (rounds_missed, 2, "2 bevakningsomgångar uteblev"),
        (rounds_untold, 1, "för 1 bevakningsomgång vet ingen om den hölls"),
        (rounds_untold, 2, "för 2 bevakningsomgångar vet ingen om de hölls"),
    ],
)
def test_one_is_told_otherwise_than_many(told, number, sentence):
    assert told(number, SWEDISH) == sentence


def test_two_numbers_that_differ_are_explained_where_they_stand(report):
    late = partial(finding, number="late", rule="sla.overdue", at=SUNDAY)
    found = finished(report, all_read, partial(finding, at=SUNDAY), late, said=SWEDISH)
    summed = "2 = 1 + 1 försenat svar"
    assert f"Öppna nu: {summed}" in found.text
    assert f"Öppna avvikelser: {summed}." in found.page.words("p")[1]
    later = partial(finding, number="later", rule="sla.overdue", at=SUNDAY)
    more = finished(report, later, said=SWEDISH)
    assert "Öppna nu: 3 = 1 + 2 försenade svar" in more.text


def test_where_the_numbers_are_the_same_nothing_is_explained(report):
    found = finished(report, all_read, partial(finding, at=SUNDAY))
    assert "Open findings: " not in found.text


@pytest.mark.parametrize("said", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_of_an_empty_database_the_subject_tells_no_numbers(report, said):
    found = report(said=said)
    assert subject(found) == (
        "NOBODY KNOWS HOW IT IS: Weekly report 2026-W47 (preliminary)"
        if said is ENGLISH
        else "INGEN VET HUR DET STÅR TILL: Veckorapport 2026-W47 (preliminär)"
    )
    assert set(found.json["findings"].values()) == {0}
    assert found.json["wrong"] == 0


def test_what_is_known_is_told_after_the_doubt(report):
    late = partial(thread, at=MONDAY, due=MONDAY + DAY)
    found = finished(report, partial(all_read, at=MONDAY), late)
    assert found.json["verdict"] == (
        "Nobody can say how it is: everything was last read Mon 16 Nov 2026 12:05; what is known: "
        "nothing is known to be wrong, 1 waits for an answer, 1 of them overdue."
    )


def test_an_answered_thread_alone_leaves_the_week_well(report):
    def answered(connection):
        thread(connection, at=SUNDAY, state="answered")
        entry(connection, "t1", "answered", SUNDAY + HOUR)

    assert finished(report, all_read, answered).json["verdict"] == WELL
