"""A stop on Meta's Limited tier, over HTTP, with a clock that only sleeping moves."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from connectors.http import Patience
from connectors.sandbox.meta.limits import Count
from connectors.sandbox.scenario import Crowd, Scenario, stage
from policies.crisis import EVERYTHING, Outcome, phrase
from tests.worker.stopping.board import ORDER
from worker.config.load import load_for_stop
from worker.platforms import enabled, stopper
from worker.stopping.giving import Desk, pause, resume
from worker.stopping.journal import Journal
from worker.stopping.means import Means
from worker.stopping.places import Places
from worker.stopping.steps import Stage
from worker.stopping.story import tell_story

CONFIG = """
state_dir = "var"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""


class Night:
    """The present instant, which only sleeping moves."""

    def __init__(self):
        self.now = datetime(2026, 11, 24, 2, tzinfo=UTC)
        self.lock = threading.Lock()

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        with self.lock:
            self.now += timedelta(seconds=seconds)


def on(sandbox):
    nodes = sandbox.world.meta.values()
    return sum(one.kind == "Campaign" and one.fields["status"] == "ACTIVE" for one in nodes)


@pytest.fixture
def limited(tmp_path):
    """Stops of one account of so many campaigns, on the Limited tier."""
    opened = []

    def begin(campaigns, toggles, *, accounts=1):
        night = Night()
        crowd = Scenario(city=False, crowd=Crowd(accounts=accounts, campaigns=campaigns))
        sandbox = stage(crowd, night).__enter__()
        opened.append(sandbox)
        sandbox.world.faults.set_toggles(toggles, toggles)
        (tmp_path / "annonsvakt.toml").write_text(CONFIG.format(url=sandbox.start()), "utf-8")
        steps = []
        return SimpleNamespace(
            sandbox=sandbox, night=night, steps=steps, desk=desk(tmp_path, night, steps)
        )

    yield begin
    for sandbox in opened:
        sandbox.stop()


def desk(folder, night, steps):
    settings, _ = load_for_stop(folder / "annonsvakt.toml")
    places = Places(state_dir=settings.state_dir)
    stoppers = {
        one: stopper(one, settings, patience=Patience(600, sleep=night.sleep), clock=night)
        for one in enabled(settings)
    }
    return Desk(
        means=Means(
            stoppers=stoppers, clock=night, sleep=night.sleep, tell=lambda _: None,
            step=steps.append,
        ),
        places=places,
        not_covered=(),
        open_journal=lambda stop_id: Journal(
            stop_id, places, clock=night, warn=lambda _: None, last_resort=lambda _: None
        ),
    )  # fmt: skip


def confirmed(stage):
    """The plan as it was shown, and what became of it."""
    plans = []

    def types(plan):
        plans.append(plan)
        return phrase(plan.doing, plan.number, "sv")

    result = pause(stage.desk, ORDER, EVERYTHING, typed=None, ask=types).result
    return plans[0], result


def blocked(sandbox):
    return [n for n in sandbox.world.meta.values() if n.hidden.get("blocked_until")]


def test_sixty_campaigns_are_stopped_in_about_the_time_that_the_plan_states(limited):
    stop = limited(60, {"meta.limited_tier": True})
    plan, result = confirmed(stop)
    [paced] = plan.paced
    assert (paced.writes, paced.at_once) == (60, 18)
    assert 600 < paced.seconds < 1800
    began = stop.night.now - timedelta(seconds=result.seconds)
    took = (stop.night.now - began).total_seconds()
    assert took == pytest.approx(paced.seconds, abs=30)
    assert on(stop.sandbox) == 0
    assert (result.code, result.verified) == (0, True)
    assert {row.outcome for row in result.rows} == {Outcome.STOPPED}
    assert blocked(stop.sandbox) == []


def test_who_waits_is_told_how_long_it_still_takes(limited):
    stop = limited(60, {"meta.limited_tier": True})
    confirmed(stop)
    waits = [one for one in stop.steps if one.stage is Stage.WAITING]
    assert [one.switches for one in waits[:1]] == [43]
    assert all(one.until is not None for one in waits)
    assert waits[-1].until == pytest.approx(stop.night.now, abs=timedelta(seconds=30))


def test_on_the_full_tier_nothing_waits(limited):
    stop = limited(60, {})
    plan, result = confirmed(stop)
    assert plan.paced == ()
    assert result.verified
    assert stop.night.now == datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_two_hundred_campaigns_take_longer_than_any_reserve_and_are_all_off(limited):
    stop = limited(200, {"meta.limited_tier": True})
    plan, result = confirmed(stop)
    assert plan.paced[0].seconds > 1800
    assert (on(stop.sandbox), result.code) == (0, 0)


def test_points_that_somebody_else_has_spent_are_heard_of_and_waited_for(limited):
    stop = limited(20, {"meta.limited_tier": True})
    spent = Count(300)
    spent.add(50, stop.night().timestamp())
    stop.sandbox.world.used["act_100", "points"] = spent
    plan, result = confirmed(stop)
    assert plan.paced[0].seconds > 300
    assert (on(stop.sandbox), result.code) == (0, 0)
    assert blocked(stop.sandbox) == []


def test_what_is_turned_on_again_is_paced_too(limited):
    stop = limited(40, {"meta.limited_tier": True})
    _, result = confirmed(stop)
    stop.night.sleep(600)
    story = tell_story(result.stop_id, stop.desk.places)
    plans = []

    def types(plan):
        plans.append(plan)
        return phrase(plan.doing, plan.number, "sv")

    back = resume(stop.desk, ORDER, story, typed=None, ask=types).result
    assert plans[0].paced[0].writes == 40
    assert (on(stop.sandbox), back.code) == (40, 0)
    assert blocked(stop.sandbox) == []


def test_accounts_wait_side_by_side(limited):
    stop = limited(60, {"meta.limited_tier": True}, accounts=3)
    plan, result = confirmed(stop)
    assert [one.writes for one in plan.paced] == [60] * 3
    assert (on(stop.sandbox), result.code) == (0, 0)
