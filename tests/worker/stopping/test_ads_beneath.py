"""A stop is verified by the ads too: they follow their campaign in their own time.

Over HTTP, against the served city; the platform says PAUSED of a campaign at once.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote_plus

import pytest

from connectors.sandbox import Sandbox
from connectors.sandbox.meta import TOGGLES
from policies.crisis import Outcome, Scope
from policies.model import AccountId, Platform
from tests.worker.stopping.board import ORDER, Clock
from tests.worker.stopping.flow import open_quick_desk, stop_by, undo_by
from worker.clock import now
from worker.stopping.exempting import exempt
from worker.stopping.giving import go_on, pause
from worker.stopping.holding import hold
from worker.stopping.story import tell_story

CONFIG = """
state_dir = "{var}"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""
ACT_2 = Scope(platform=Platform.META, account_id=AccountId("act_2"))
FOR_EVER = 10_000


@pytest.fixture
def sandbox():
    with Sandbox(clock=now) as served:
        yield served


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(sandbox, tmp_path, clock):
    text = CONFIG.format(url=sandbox.start(), var=tmp_path / "var")
    (tmp_path / "annonsvakt.toml").write_text(text, encoding="utf-8")
    here = open_quick_desk(tmp_path)
    return replace(here, means=replace(here.means, sleep=clock.sleep))


def toggle(sandbox, **toggles):
    told = {f"meta.{name}": value for name, value in toggles.items()}
    sandbox.world.faults.set_toggles(told, TOGGLES)


def linger(sandbox, readings):
    toggle(sandbox, ads_linger_reads=readings)


def on(sandbox, account="act_2"):
    """The campaigns of an account that are on, with an ad that shows."""
    return [
        number
        for number, node in sandbox.world.meta.items()
        if node.kind == "Campaign"
        and node.hidden["account"] == account
        and node.fields["status"] == "ACTIVE"
        and node.edges.get("ads")
    ]


def left(result):
    return {row.switch.campaign_id for row in result.left}


def why(result):
    return {row.error.template for row in result.left}


def test_a_stop_waits_until_the_ads_are_off_too(sandbox, desk, clock):
    linger(sandbox, 3)
    result = stop_by(desk, ACT_2)
    assert (result.verified, result.code) == (True, 0)
    assert sum(clock.slept) == pytest.approx(1 + 1 + 2)


def test_ads_that_stay_on_are_residue_under_the_name_of_their_campaign(sandbox, desk, clock):
    stays = on(sandbox)[0]
    linger(sandbox, {stays: FOR_EVER})
    result = stop_by(desk, ACT_2)
    assert (result.verified, result.code) == (False, 1)
    assert left(result) == {stays}
    (row,) = result.left
    assert row.outcome is Outcome.UNKNOWN
    assert row.error.english().startswith(
        "It is switched off, but the platform still says ACTIVE of its ad "
    )
    assert 59 < sum(clock.slept) <= 60


def test_a_stop_that_was_not_verified_for_an_ad_is_finished_once_it_is_off(sandbox, desk):
    stays = on(sandbox)[0]
    linger(sandbox, {stays: FOR_EVER})
    stopped = stop_by(desk, ACT_2)
    assert not stopped.verified
    for one in sandbox.world.meta[stays].edges["ads"]:
        sandbox.world.meta[one].hidden["lingers"] = 0
    done = go_on(desk, ORDER, tell_story(stopped.stop_id, desk.places))
    assert (done.verified, done.code) == (True, 0)
    back = undo_by(desk, tell_story(stopped.stop_id, desk.places))
    assert stays in {row.switch.campaign_id for row in back.rows if row.outcome == "resumed"}


def test_a_hold_finds_an_ad_that_is_shown_under_a_campaign_that_is_off(sandbox, desk):
    stopped = stop_by(desk, ACT_2)
    number = next(row.key.campaign_id for row in stopped.rows if row.outcome == "stopped")
    (ad, *_) = sandbox.world.meta[number].edges["ads"]
    sandbox.world.meta[ad].hidden |= {"lingers": FOR_EVER, "lingered": "ACTIVE"}
    held = hold(desk, ORDER, tell_story(stopped.stop_id, desk.places))
    assert (held.verified, left(held)) == (False, {number})


def test_where_nothing_is_to_be_turned_the_ads_are_looked_at_all_the_same(sandbox, desk):
    number = on(sandbox)[0]
    (ad, *_) = sandbox.world.meta[number].edges["ads"]
    one = replace(ACT_2, campaign_id=number)
    stop_by(desk, one)
    sandbox.world.meta[ad].hidden |= {"lingers": FOR_EVER, "lingered": "ACTIVE"}
    again = pause(desk, ORDER, one, typed=None, ask=lambda plan: pytest.fail("nothing to ask"))
    assert (again.result.verified, again.result.code) == (False, 1)
    assert left(again.result) == {number}


def test_the_ads_of_campaigns_that_stay_on_are_none_of_a_stops_business(sandbox, desk, clock):
    one, *others = on(sandbox)
    assert others
    result = stop_by(desk, replace(ACT_2, campaign_id=one))
    assert (result.verified, result.code) == (True, 0)
    assert clock.slept == []
    assert set(on(sandbox)) == set(others)


def test_the_ads_of_a_campaign_that_is_exempted_are_none_of_it_either(sandbox, desk, clock):
    stopped = stop_by(desk, ACT_2)
    number = next(row.key.campaign_id for row in stopped.rows if row.outcome == "stopped")
    story = tell_story(stopped.stop_id, desk.places)
    exempt(desk.open_journal(stopped.stop_id), ORDER, story, [number])
    sandbox.world.meta[number].fields["status"] = "ACTIVE"
    held = hold(desk, ORDER, tell_story(stopped.stop_id, desk.places))
    assert (held.verified, held.code, clock.slept) == (True, 0, [])
    assert on(sandbox) == [number]


def test_ads_of_a_campaign_that_refuses_hide_none_of_another(sandbox, desk):
    refuses, stays = on(sandbox)[:2]
    toggle(sandbox, refuse_writes={refuses: 200}, ads_linger_reads={stays: FOR_EVER})
    result = stop_by(desk, ACT_2)
    assert left(result) == {refuses, stays}


def test_ads_that_cannot_be_read_leave_a_stop_unverified_and_hold_nothing_up(sandbox, desk):
    toggle(sandbox, no_ads=["act_2"])
    result = stop_by(desk, ACT_2)
    assert on(sandbox) == []
    assert (result.verified, result.code) == (False, 1)
    assert {one.what for one in result.gaps} == {"ads"}


def test_the_look_at_ads_travels_with_the_campaigns_and_only_after_the_writes(sandbox, desk):
    asked = []

    def watch(environ):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        text = unquote_plus(body.decode())
        asked.append(("status=PAUSED" in text, "act_2/ads?" in text, "act_2/campaigns?" in text))

    sandbox.app.watching.append(watch)
    stop_by(desk, ACT_2)
    write = next(at for at, (writes, _, _) in enumerate(asked) if writes)
    assert not any(ads for _, ads, _ in asked[:write])
    assert [(ads, campaigns) for _, ads, campaigns in asked[write + 1 :]].count((True, True)) == 1
    assert sum(ads for _, ads, _ in asked) == 1
