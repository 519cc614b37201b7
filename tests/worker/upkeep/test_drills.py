"""Reminders of the drill: once a month while it is overdue, and none before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policies.crisis import EVERYTHING
from worker.stopping.drills import Drill
from worker.upkeep.drills import reminder

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def drilled(at=NOON):
    return Drill(
        drill_id="1", at=at, operator="Anna", os_user="anna", host="one", scope=EVERYTHING,
        accounts=(), unread=(), not_covered=(), seconds=1.0, rehearsal_seconds=1.0, requests={},
    )  # fmt: skip


def periods(last, installed_at, days):
    found = (reminder(last, installed_at, NOON + day * DAY, STOCKHOLM) for day in days)
    return [one.period for one in found if one is not None]


@pytest.mark.parametrize(("days", "reminded"), [(90, False), (91, True)])
def test_a_drill_is_good_for_ninety_days(days, reminded):
    assert bool(reminder(drilled(), None, NOON + days * DAY, STOCKHOLM)) is reminded


@pytest.mark.parametrize(("days", "reminded"), [(30, False), (31, True)])
def test_a_new_installation_has_a_month_for_its_first_drill(days, reminded):
    assert bool(reminder(None, NOON, NOON + days * DAY, STOCKHOLM)) is reminded


def test_where_nothing_was_ever_read_nobody_is_reminded():
    assert reminder(None, None, NOON, STOCKHOLM) is None


def test_it_comes_every_thirty_days_and_a_drill_ends_it():
    assert len(set(periods(drilled(), NOON, range(91, 180)))) == 3
    assert periods(drilled(NOON + 181 * DAY), NOON, range(181, 270)) == []


def test_it_tells_the_command():
    said = reminder(None, NOON, NOON + 40 * DAY, STOCKHOLM)
    assert any("annonsvakt drill" in one.english() for one in said.remedies)
