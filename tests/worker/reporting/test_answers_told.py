"""How fast the city answered, in the report: in all, by owner, beside the weeks before."""

from __future__ import annotations

from functools import partial

import pytest

from policies.model import Platform
from tests.worker.reporting.kept import (
    DAY,
    ENGLISH,
    HOUR,
    NOON,
    SWEDISH,
    entry,
    finding,
    thread,
    written,
)
from worker.store import identities

LATER = NOON + DAY


def answered(connection, number, hours, **changed):
    """A thread that was seen to be answered so many hours after it was first seen."""
    thread(connection, number, state="open", **changed)
    at = changed.get("at", NOON)
    entry(connection, number, "answered", at + hours * HOUR)
    connection.exec_driver_sql(
        "UPDATE threads SET state = 'answered', due_at = NULL WHERE id = ?", (number,)
    )


def test_each_owner_and_everybody_have_their_figures(report):
    found = report(
        partial(answered, number="a", hours=2),
        partial(answered, number="b", hours=4, owner="slk"),
        partial(thread, number="c", due=NOON - HOUR),
        at=LATER,
        said=ENGLISH,
    )
    everybody, slk, traffic = found.json["answers"]
    assert everybody["owner"] is None
    assert (everybody["in_time"], everybody["share"], everybody["waiting"]) == (2, 1.0, 1)
    assert (everybody["median_seconds"], everybody["percentile_90_seconds"]) == (7200, 14400)
    assert (slk["owner"], slk["median_seconds"], slk["overdue"]) == ("slk", 14400, 0)
    assert (traffic["owner"], traffic["overdue"]) == ("trafik", 1)
    assert traffic["longest_overdue_seconds"] == 25 * 3600
    assert "Trafikkontoret" in found.text
    assert "1 d 1 h" in found.text
    assert "100%" in found.text


@pytest.mark.parametrize(("author", "median"), [("1002", 1800), ("500", None)])
def test_answers_of_a_page_that_a_token_saw_as_ours_count(report, author, median):
    def both(connection):
        identities.note(connection, Platform.META, ["1002"], NOON)
        thread(connection, "a", state="answered", at=NOON)
        written(connection, "a", NOON, created_at=NOON - HOUR, id="asked")
        written(connection, "a", NOON, created_at=NOON - HOUR / 2, id="told", author_id=author)

    found = report(both, at=LATER)
    assert found.json["answers"][0]["median_seconds"] == median


def test_nobody_answered_is_told_as_nothing_not_as_zero(report):
    found = report(partial(thread, number="c"), at=LATER)
    assert found.json["answers"][0]["share"] is None
    assert found.json["answers"][0]["median_seconds"] is None
    part = found.text.split("Så snabbt svarade staden")[1]
    assert "I tid, andel: –" in part


def test_the_weeks_before_stand_beside_it_as_far_as_they_are_known(report):
    found = report(
        partial(answered, number="a", hours=30, at=NOON - 7 * DAY, due=NOON - 6 * DAY),
        partial(finding, number="f0", at=NOON - 7 * DAY),
        at=LATER,
        said=SWEDISH,
    )
    assert [one["week"] for one in found.json["earlier"]] == ["2026-W46"]
    (before,) = found.json["earlier"]
    assert (before["findings"]["opened"], before["findings"]["open_now"]) == (1, 1)
    assert (before["arrived"], before["median_seconds"]) == (1, 30 * 3600)
    assert found.json["findings"]["open_before"] == 1
    heading = "Jämfört med veckorna före"
    assert heading in found.page.words("h2")
    assert "2026-W46" in found.page.words("th")


def test_without_any_history_no_week_is_compared(report):
    found = report(at=LATER)
    assert found.json["earlier"] == []
    assert "Jämfört" not in found.text
