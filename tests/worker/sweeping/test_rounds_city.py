"""Rounds over the invented city, read over HTTP: every campaign that runs, or why not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.model import Platform
from tests.worker.sweeping.test_talked_city import Office
from worker.sweeping.rounded import rounded


@pytest.fixture
def office(tmp_path, lite):
    office = Office(tmp_path, lite)
    yield office
    office.close()


def test_what_runs_is_read_in_each_window_and_unread_once_the_platform_is_away(office):
    for hours in (0, 20, 6):  # Tuesday 13:00, Wednesday 09:00 and 15:00
        _, tools = office.sweep(Platform.LINKEDIN, hours=hours)
    wednesday = office.at.date()
    office.sandbox.stop()
    office.sweep(Platform.LINKEDIN, hours=18)
    with office.store.reading() as connection:
        slk, *campaigns = rounded(connection, tools.rounds, [wednesday])
        later = rounded(connection, tools.rounds, [wednesday + timedelta(days=1)])
    assert slk.subject.kind == "slk"
    assert campaigns
    assert all(one.read_at for each in (slk, *campaigns) for one in each.days[0].rounds)
    assert [each.subject.id for each in later[1:]] == [each.subject.id for each in campaigns]
    for each in later:
        morning = each.days[0].rounds[0]
        assert morning.read_at is None
        assert morning.because is not None
