"""Briefs as a stop knows them, over HTTP and without the database."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from connectors.sandbox import Sandbox
from policies.briefs.matching import Registered
from policies.crisis import EVERYTHING, Scope
from policies.model import Platform
from policies.model.briefs import Brief
from tests.worker.stopping.board import ORDER
from tests.worker.stopping.flow import open_quick_desk
from tests.worker.stopping.foul import CONFIG
from worker.briefs import mirror
from worker.briefs.refreshing import refresh
from worker.clock import now
from worker.stopping.giving import pause
from worker.stopping.ordered import departments_of
from worker.store import briefs
from worker.store.opening import open_store


@pytest.fixture
def folder(tmp_path):
    with Sandbox(clock=now) as sandbox:
        (tmp_path / "annonsvakt.toml").write_text(CONFIG.format(url=sandbox.start()))
        yield tmp_path


def plan(folder, scope=EVERYTHING):
    return pause(open_quick_desk(folder), ORDER, scope, typed=None, ask=lambda _: None).result


def named(result):
    return [(one.channel, dict(one.because.values)) for one in result.not_covered]


def test_an_account_that_only_a_brief_names_is_not_covered(folder):
    state_dir = open_quick_desk(folder).places.state_dir
    assert named(plan(folder)) == []
    brief = Brief(accounts=("act_1", "2", "5001", "act_999", "5999"))
    mirror.write(state_dir, [Registered(id="vinter", brief=brief)])
    assert named(plan(folder)) == [
        (Platform.LINKEDIN, {"brief": "vinter", "account": "5999"}),
        (Platform.META, {"brief": "vinter", "account": "act_999"}),
    ]
    assert named(plan(folder, Scope(platform=Platform.META))) == [
        (Platform.META, {"brief": "vinter", "account": "act_999"})
    ]


def test_a_file_that_cannot_be_understood_is_said_and_stops_nothing(folder):
    state_dir = open_quick_desk(folder).places.state_dir
    state_dir.mkdir(exist_ok=True)
    (state_dir / mirror.NAME).write_text("{")
    result = plan(folder)
    assert result.number == 52
    [(_, told)] = named(result)
    assert told == {"file": str(state_dir / mirror.NAME)}


def test_whose_a_campaign_is_stands_in_its_brief(folder):
    state_dir = open_quick_desk(folder).places.state_dir
    rows = plan(folder).rows
    one = next(row.switch for row in rows if row.switch.platform is Platform.META)
    linked = next(row.switch for row in rows if row.switch.group)
    mirror.write(
        state_dir,
        [
            Registered(id="a", brief=Brief(department="trafik", campaigns=(one.campaign_id,))),
            Registered(id="b", brief=Brief(department="kultur", patterns=(linked.group.name,))),
        ],
    )
    assert departments_of(state_dir, rows) == {one.campaign_id: "trafik", linked.group.id: "kultur"}


def test_a_campaign_outlives_its_closed_brief(folder):
    """As the register writes it: a brief closed in April, of which the last day is in June."""
    desk = open_quick_desk(folder)
    rows = plan(folder).rows
    one, other, third = [row.switch for row in rows if row.switch.platform is Platform.META][:3]
    ours = Brief(
        department="trafik",
        accounts=(one.account_id, "act_999"),
        campaigns=(one.campaign_id, third.campaign_id),
        patterns=(other.name,),
        ends=now().date() + timedelta(days=40),
    )
    store = open_store(f"sqlite:///{folder}/annonsvakt.db")
    with store.writing() as connection:
        for name, brief in {
            "old": ours,
            "new": Brief(department="kultur", patterns=(other.name, third.name)),
        }.items():
            briefs.save(connection, name, brief, source="x", by=None, at=now())
        briefs.close(connection, "old", by="Anna", reason="", at=now())
    assert refresh(store, desk.places.state_dir, at=now(), zone=UTC) is None
    store.close()
    assert named(plan(folder)) == [(Platform.META, {"brief": "old", "account": "act_999"})]
    # Where a closed brief and an open one fit alike, the open one has taken its place.
    assert departments_of(desk.places.state_dir, rows) == {
        one.campaign_id: "trafik",
        other.campaign_id: "kultur",
        third.campaign_id: "trafik",
    }
