"""A resume after others were at work: nothing is turned on that this stop did not turn off.

Nor what anybody has touched since; all the rest is, and what is left off says why.
"""

from __future__ import annotations

from random import Random

import pytest

from connectors.sandbox.meddling import DEEDS, Meddler, campaigns, change
from connectors.sandbox.scenario import Crowd, Scenario, stage
from policies.crisis import Outcome, phrase
from tests.worker.stopping.board import ORDER
from tests.worker.stopping.flow import open_quick_desk, stop_by, undo_by
from tests.worker.stopping.foul import CONFIG
from worker.clock import now
from worker.stopping.giving import resume
from worker.stopping.story import tell_story

AMONG = [one for one in DEEDS if not one.endswith("-lost")]
CROWD = Crowd(accounts=2, linkedin_accounts=1, linkedin_groups=2, campaigns=6)


def running(sandbox):
    """Numbers of the campaigns whose own switch is on."""
    world = sandbox.world
    meta = {n for n, one in world.meta.items() if one.kind == "Campaign" and _on(one.fields)}
    return meta | {n for n, one in world.linkedin["adCampaigns"].items() if _on(one)}


def _on(fields):
    return fields["status"] == "ACTIVE"


@pytest.fixture
def town(tmp_path):
    with stage(Scenario(city=False, crowd=CROWD), now) as sandbox:
        (tmp_path / "annonsvakt.toml").write_text(CONFIG.format(url=sandbox.start()))
        yield sandbox


def meddle(town, dice):
    """Let others do something to some of the campaigns; the numbers of these."""
    meddler = Meddler(town, seed=dice.random(), rate=0)
    before = sorted(campaigns(town.world))
    touched = set()
    for place in dice.sample(before, dice.randint(0, len(before))):
        for _ in range(dice.randint(1, 2)):
            what = meddler.meddle(place, dice.choice(AMONG))
            # What appears is another; LinkedIn's group is none of what the stop wrote.
            beside = what == "appeared" or (what.startswith("group") and place.platform != "meta")
            if not beside:
                touched.add(place.number)
        if dice.random() < 0.3:
            # Turned on and off again by somebody.
            meddler.meddle(place, "on")
            meddler.meddle(place, "off")
            touched.add(place.number)
    return touched


@pytest.mark.parametrize("seed", range(10))
def test_only_what_this_stop_turned_off_and_nobody_touched_is_turned_on(tmp_path, town, seed):
    dice = Random(seed)
    off = dice.sample(sorted(campaigns(town.world)), 4)
    for place in off:
        change(town.world, place, status="PAUSED")
    stopped = running(town)
    desk = open_quick_desk(tmp_path)
    done = stop_by(desk)
    assert done.verified
    touched = meddle(town, dice)
    before = running(town)
    story = tell_story(done.stop_id, desk.places)
    undone = undo_by(desk, story)
    if undone.withheld:
        assert running(town) == before
        undone = by_name(desk, story, dice.sample(sorted(stopped), len(stopped) // 2))
        named = {row.switch.campaign_id for row in undone.rows if row.outcome is Outcome.RESUMED}
    else:
        named = stopped
    turned_on = running(town) - before
    assert turned_on <= stopped - touched
    assert turned_on >= (stopped - touched) & named - before
    for row in undone.rows:
        assert (row.outcome is Outcome.RESUMED) == (row.switch.campaign_id in turned_on)
        assert row.outcome is Outcome.RESUMED or row.error is not None


def by_name(desk, story, numbers):
    """A resume of what a person names."""

    def types(plan):
        return phrase(plan.doing, plan.number, "sv")

    return resume(desk, ORDER, story, typed=None, ask=types, only=numbers).result


def test_nothing_is_turned_on_in_an_account_that_is_not_in_order_or_out_of_sight(tmp_path, town):
    desk = open_quick_desk(tmp_path)
    done = stop_by(desk)
    town.world.meta["act_100"].fields["account_status"] = 2
    town.world.faults.set_toggles({"meta.no_permission": ["act_101"]}, ("meta.no_permission",))
    town.world.linkedin["adAccounts"]["9100"]["status"] = "CANCELED"
    undone = undo_by(desk, tell_story(done.stop_id, desk.places))
    assert running(town) == set()
    assert {row.outcome for row in undone.rows} == {Outcome.SKIPPED}
    assert all(row.error for row in undone.rows)
    assert undone.code == 1
