"""What comes first of a week's open ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from policies.weekly import Ask
from policies.weekly.urgency import Urgency, chosen, gravity, of_ask, of_finding

NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("verdict", "severity", "urgency"),
    [
        ("fail", "stop", Urgency.STOP),
        ("fail", "warn", Urgency.WARN),
        ("fail", "info", Urgency.INFO),
        ("unknown", "stop", Urgency.UNKNOWN),
        ("unknown", "info", Urgency.UNKNOWN),
    ],
)
def test_findings_go_by_their_severity_and_what_nobody_could_tell_by_none(
    verdict, severity, urgency
):
    assert of_finding(verdict, severity) is urgency


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (NOON - timedelta(seconds=1), Urgency.OVERDUE),
        (NOON, Urgency.WAITS),
        (None, Urgency.WAITS),
    ],
)
def test_who_waits_is_overdue_only_after_the_deadline(due, urgency):
    assert of_ask(Ask(thread="t", since=NOON, due_at=due, state="open"), NOON) is urgency


def test_an_ad_to_be_stopped_comes_first_and_what_one_should_know_last():
    assert sorted(Urgency) == [
        Urgency.STOP,
        Urgency.OVERDUE,
        Urgency.WARN,
        Urgency.WAITS,
        Urgency.UNKNOWN,
        Urgency.INFO,
    ]


def test_what_no_stop_reaches_is_the_gravest_then_access():
    rules = ("placement.one", "access.editor", "access.unseen-account", "access.cannot-pause")
    assert [gravity(one) for one in rules] == [2, 1, 0, 0]


def test_of_each_urgency_some_are_chosen_and_the_first_fill_the_room():
    urgencies = [Urgency.STOP] * 9 + [Urgency.OVERDUE] * 4 + [Urgency.INFO]
    assert chosen(urgencies, 8, 2) == [0, 1, 2, 3, 4, 9, 10, 13]
    assert chosen(urgencies, 3, 2) == [0, 1, 9]
    assert chosen(urgencies[:2], 8, 3) == [0, 1]
