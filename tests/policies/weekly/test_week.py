"""The week as one value: how far it reaches, whether it is over, whether it adds up."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from policies.weekly import FindingRow, ThreadRow, Week, count_findings, count_queue, span_of

SPAN = span_of("2026-W53", ZoneInfo("Europe/Stockholm"))
HOUR = timedelta(hours=1)


def week(at=SPAN.end, findings=(), threads=()):
    return Week(
        span=SPAN,
        at=at,
        findings=count_findings(findings, [], SPAN, at),
        queue=count_queue(threads, [], {}, SPAN, at),
    )


def test_a_week_that_is_over_is_final_from_its_last_instant_on():
    assert not week(SPAN.end).preliminary
    assert week(SPAN.end + HOUR).until == SPAN.end


def test_a_running_week_is_preliminary_and_reaches_up_to_now():
    running = week(SPAN.end - HOUR)
    assert running.preliminary
    assert running.until == SPAN.end - HOUR


def test_it_reconciles_only_if_findings_and_queue_both_do():
    assert week().reconciles
    assert not week(findings=[FindingRow(id="f", outcome="fail", state="open")]).reconciles
    assert not week(threads=[ThreadRow(id="t", state="open")]).reconciles
