"""The demo's stop keeps away from a real one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from policies.crisis import EVERYTHING
from worker.demo.rehearsal import RealStop, rehearse
from worker.language import Language
from worker.stopping.coding import scope_to_json
from worker.stopping.giving import Desk
from worker.stopping.journal import Journal
from worker.stopping.means import Means
from worker.stopping.places import Places
from worker.stopping.story import OPENED

NIGHT = datetime(2026, 11, 24, 2, tzinfo=UTC)
SWEDISH = Language("sv", ZoneInfo("Europe/Stockholm"))


def refuse(*_):
    raise AssertionError("nothing is to be said, waited for or opened")


def test_a_stop_that_no_demo_gave_is_not_joined(tmp_path):
    places = Places(state_dir=tmp_path)
    journal = Journal(
        "20261124-020000-9f3a", places, clock=lambda: NIGHT, warn=refuse, last_resort=refuse
    )
    told = {
        "version": 1,
        "reason": "olycka",
        "operator": "Anna",
        "scope": scope_to_json(EVERYTHING),
    }
    journal.add(OPENED, told)
    before = (tmp_path / "stops" / "20261124-020000-9f3a.jsonl").read_bytes()
    means = Means(stoppers={}, clock=lambda: NIGHT, sleep=refuse, tell=refuse)
    desk = Desk(means=means, places=places, not_covered=(), open_journal=refuse)
    with pytest.raises(RealStop):
        rehearse(desk, SWEDISH)
    assert (tmp_path / "stops" / "20261124-020000-9f3a.jsonl").read_bytes() == before
