"""The last weeks in the report: charts with words, the same numbers as a table, unknown weeks."""

from __future__ import annotations

import base64
import re
import sys
from functools import partial

import pytest

from tests.worker.reporting.kept import (
    DAY,
    ENGLISH,
    HOUR,
    NOON,
    SUNDAY,
    SWEDISH,
    entry,
    finding,
    settings,
    swept,
    thread,
    turn,
)
from worker.reporting import charts, keep_week, report_mail

BACK = 7 * DAY


def answered(connection, number, at, hours):
    thread(connection, number, at=at)
    entry(connection, number, "answered", at + hours * HOUR)
    connection.exec_driver_sql(
        "UPDATE threads SET state = 'answered', due_at = NULL WHERE id = ?", (number,)
    )


def some_weeks(connection):
    """Five weeks ago something was found; nothing was read to its end two weeks ago."""
    finding(connection, "f1", at=NOON - 5 * BACK)
    for back in (5, 4, 3, 1):
        swept(connection, at=SUNDAY - back * BACK)
    swept(connection)
    swept(connection, at=NOON - 2 * BACK, minutes=None)
    finding(connection, "f2", at=NOON - BACK)
    answered(connection, "t1", NOON - BACK, 5)


def values(found):
    return [(one["week"][-3:], one["open"], one["median_seconds"]) for one in found.json["trend"]]


WEEKS = [("W42", 1, None), ("W43", 1, None), ("W44", 1, None), ("W45", None, None),
         ("W46", 2, 5 * 3600), ("W47", 2, None)]  # fmt: skip


@pytest.mark.parametrize("said", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_each_week_is_told_by_chart_words_and_table_and_an_unknown_one_is_no_nought(report, said):
    found = report(some_weeks, said=said)
    assert values(found) == WEEKS
    stood, took = (attrs["alt"] for _, attrs in found.page.all("img"))
    nothing = "uppgift saknas" if said is SWEDISH else "no figure"
    assert f"2026-W44: 1. 2026-W45: {nothing}. 2026-W46: 2. 2026-W47: 2." in stood
    assert ("5 tim 0 min" if said is SWEDISH else "5 h 0 min") in took
    heading = "De senaste veckorna" if said is SWEDISH else "The last weeks"
    part = found.text.split(f"{heading}\n")[1].split("\n\n\n")[0]
    cells = [line.partition(": ")[2] for line in part.splitlines() if line.startswith("  ")]
    assert cells[0::3] == ["1", "1", "1", "–", "2", "2"]
    assert cells[1::3][-2:] == ["5 tim 0 min" if said is SWEDISH else "5 h 0 min", "–"]


def test_of_a_city_that_has_just_begun_the_weeks_before_are_unknown(report):
    assert values(report(swept)) == [("W45", None, None), ("W46", None, None), ("W47", 0, None)]


def test_where_nothing_is_known_there_is_no_chart_and_no_table(report):
    found = report()
    assert [one["open"] for one in found.json["trend"]] == [None, None, None]
    assert "De senaste veckorna" not in found.text


def test_a_week_that_was_sent_stands_as_it_was_told(report, lite, tmp_path):
    first = report(some_weeks)
    assert keep_week(lite, settings(tmp_path / "var"), "2026-W46", at=NOON, banner=None)
    again = report(at=NOON)
    assert again.json["trend"] == first.json["trend"]
    assert [one["sent"] for one in again.json["earlier"]] == [True, False]
    assert again.json["told_before"] == {"week": "2026-W46", "open_or_muted": 2}
    assert again.json["reconciles"] is True
    with lite.writing() as connection:
        connection.exec_driver_sql("DELETE FROM comments")
        connection.exec_driver_sql("DELETE FROM thread_events")
        connection.exec_driver_sql("DELETE FROM threads")
    assert values(report()) == WEEKS


def test_a_finding_that_vanished_without_a_trace_is_noticed(report, lite, tmp_path):
    report(some_weeks)
    keep_week(lite, settings(tmp_path / "var"), "2026-W46", at=NOON, banner=None)
    with lite.writing() as connection:
        connection.exec_driver_sql("DELETE FROM finding_events WHERE finding_id = 'f2'")
        connection.exec_driver_sql("DELETE FROM findings WHERE id = 'f2'")
    found = report(said=ENGLISH)
    assert found.json["reconciles"] is False
    assert found.json["contradicted"] == []
    told = "The report of 2026-W46 ended with 2 open or muted; this one begins with 1."
    assert told in found.page.words("p")[:5]
    assert report_mail(found.written, settings())["Subject"].startswith("THE NUMBERS DO NOT")


def test_a_turn_taken_out_of_history_is_noticed(report, lite):
    def put_right(connection):
        swept(connection)
        finding(connection, "f1", at=NOON - BACK, state="resolved")
        turn(connection, "f1", "resolved", NOON)

    assert report(put_right).json["reconciles"] is True
    with lite.writing() as connection:
        connection.exec_driver_sql("DELETE FROM finding_events WHERE what = 'opened'")
    found = report()
    assert found.json["reconciles"] is False
    assert found.json["contradicted"] == ["f1"]


def test_in_a_mail_the_pictures_are_parts_beside_the_page(report):
    found = report(some_weeks)
    mail = report_mail(found.written, settings())
    page = mail.get_body(("html",)).get_content()
    assert "data:image" not in page
    assert "Security-Policy" not in page
    related = next(one for one in mail.walk() if one.get_content_type() == "multipart/related")
    parts = {
        one["Content-ID"].strip("<>"): one for one in related.iter_parts() if one["Content-ID"]
    }
    assert re.findall(r'<img src="cid:([^"]+)" alt="[^"]{60}', page) == [*parts]
    assert [one.get_filename() for one in parts.values()] == [
        "open-findings.png", "answer-times.png",
    ]  # fmt: skip
    assert {one.get_content_disposition() for one in parts.values()} == {"inline"}
    embedded = re.findall(r"base64,([A-Za-z0-9+/=]+)", found.html)
    assert [one.get_content() for one in parts.values()] == [*map(base64.b64decode, embedded)]
    assert [one.get_filename() for one in mail.iter_attachments()] == ["findings.csv", "queue.csv"]


def test_without_a_library_that_draws_the_numbers_stand_in_the_table(report, monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    charts._drawn.cache_clear()
    caplog.set_level("INFO")
    found = report(some_weeks)
    assert not found.page.all("img")
    assert values(found) == WEEKS
    assert "2026-W46" in found.page.words("th")
    assert "report.without-charts" in caplog.text


def test_a_library_that_fails_holds_up_no_report(report, monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", object())
    charts._drawn.cache_clear()
    broken = sys.modules["matplotlib.figure"] = type(sys)("matplotlib.figure")
    broken.Figure = partial(int, "no figure")
    found = report(some_weeks)
    assert not found.page.all("img")
    assert "report.chart-failed" in caplog.text
