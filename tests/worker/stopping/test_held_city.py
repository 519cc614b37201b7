"""Holding over the served sandbox: weeks of polls, kills, and a resume that comes in between."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from connectors.sandbox import Sandbox
from policies.crisis import Scope, phrase
from policies.model import AccountId, Platform
from tests.worker.stopping.board import ORDER
from tests.worker.stopping.flow import open_quick_desk, stop_in_process
from tests.worker.stopping.test_holding import killed_after
from worker.clock import now
from worker.stopping.giving import resume
from worker.stopping.holding import hold, hold_all
from worker.stopping.journal import read_journal
from worker.stopping.story import tell_story
from worker.stopping.verifying import verify

CONFIG = """
state_dir = "var"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
[linkedin]
base_url = "{url}"
oauth_url = "{url}"
ads_token = "sandbox-ads"
"""
ACT_2 = Scope(platform=Platform.META, account_id=AccountId("act_2"))
LINKEDIN = Scope(platform=Platform.LINKEDIN)


@pytest.fixture
def sandbox():
    with Sandbox(clock=now) as served:
        yield served


@pytest.fixture
def folder(sandbox, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = CONFIG.format(url=sandbox.start()).replace('"var"', f'"{tmp_path / "var"}"')
    (tmp_path / "annonsvakt.toml").write_text(text, encoding="utf-8")
    return tmp_path


def on(sandbox, account="act_2"):
    return {
        number
        for number, node in sandbox.world.meta.items()
        if node.kind == "Campaign"
        and node.hidden["account"] == account
        and node.fields["status"] == "ACTIVE"
    }


def standing(sandbox):
    """Every campaign as it is, the time of its last change included."""
    return {
        number: dict(node.fields)
        for number, node in sandbox.world.meta.items()
        if node.kind == "Campaign"
    }


def turn_on(desk, panel_of, number):
    """Somebody turns a campaign on by the platform's own door."""
    platform, account = panel_of
    switches = desk.means.stoppers[platform].panel(account).switches
    chosen = [one for one in switches if one.campaign_id == number]
    desk.means.stoppers[platform].turn_on(chosen)


def held(desk, stop_id, **more):
    return hold(desk, ORDER, tell_story(stop_id, desk.places), **more)


def two_of(result):
    return sorted(row.switch.campaign_id for row in result.rows if row.outcome == "stopped")[:2]


def test_a_fortnight_of_polls_with_nothing_on_adds_nothing_to_the_journal(folder, sandbox):
    stopped = stop_in_process(folder, ACT_2)
    desk = open_quick_desk(folder)
    [path] = (folder / "var" / "stops").glob("*.jsonl")
    before, stood = path.read_bytes(), standing(sandbox)
    for _ in range(14):
        assert [one.verified for one in hold_all(desk, ORDER)] == [True]
    assert path.read_bytes() == before
    assert standing(sandbox) == stood
    turn_on(desk, ("meta", "act_2"), two_of(stopped)[0])
    [result] = hold_all(desk, ORDER)
    assert (result.verified, on(sandbox)) == (True, set())
    grown = read_journal(stopped.stop_id, desk.places).records[len(before.splitlines()) :]
    assert [one.event for one in grown] == ["held", "intent", "outcome", "read", "verified"]


@pytest.mark.parametrize("records", range(6))
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_hold_killed_at_any_record_is_finished_by_the_next(folder, sandbox, records):
    before = on(sandbox)
    stopped = stop_in_process(folder, ACT_2)
    desk = open_quick_desk(folder)
    for number in two_of(stopped):
        turn_on(desk, ("meta", "act_2"), number)
    brief = replace(desk, means=replace(desk.means, late=3.0))
    killed = killed_after(brief, records)
    ended = threading.Thread(target=held, args=(killed, stopped.stop_id), daemon=True)
    ended.start()
    ended.join(1.5)
    result = held(open_quick_desk(folder), stopped.stop_id)
    assert (result.verified, on(sandbox)) == (True, set())
    story = tell_story(stopped.stop_id, desk.places)
    assert (story.verified, story.unfinished) == (True, False)
    assert verify(read_journal(stopped.stop_id, desk.places), head=result.head).intact
    back = undo(desk, stopped.stop_id)
    assert on(sandbox) == before - {row.switch.campaign_id for row in back.skipped}


def undo(desk, stop_id):
    story = tell_story(stop_id, desk.places)
    return resume(
        desk, ORDER, story, typed=None, ask=lambda plan: phrase(plan.doing, plan.number, "sv")
    ).result


def test_a_resume_that_is_confirmed_while_a_hold_reads_wins(folder, sandbox):
    stopped = stop_in_process(folder, ACT_2)
    desk = open_quick_desk(folder)
    number = two_of(stopped)[0]
    turn_on(desk, ("meta", "act_2"), number)
    back, real = [], desk.means.stoppers[Platform.META]

    class Slow:
        """The platform's own stopper, with somebody who resumes after the first reading."""

        def __getattr__(self, name):
            return getattr(real, name)

        def panel(self, account_id, **more):
            found = real.panel(account_id, **more)
            if not back:
                back.append(undo(desk, stopped.stop_id))
            return found

    stoppers = {**desk.means.stoppers, Platform.META: Slow()}
    result = held(replace(desk, means=replace(desk.means, stoppers=stoppers)), stopped.stop_id)
    resumed = {row.switch.campaign_id for row in back[0].rows if row.outcome == "resumed"}
    assert resumed
    assert on(sandbox) == resumed | {number}
    assert (result.code, result.verified) == (1, False)
    assert {row.switch.campaign_id for row in result.left} >= {number}


def test_a_group_of_linkedin_that_somebody_turns_on_is_held_and_can_be_exempted(folder, sandbox):
    stopped = stop_in_process(folder, LINKEDIN)
    desk = open_quick_desk(folder)
    campaigns, groups = (sandbox.world.linkedin[n] for n in ("adCampaigns", "adCampaignGroups"))

    def showing():
        return {
            key
            for key, one in campaigns.items()
            if one["status"] == "ACTIVE" and not one["test"]
            and groups[one["campaignGroup"].rpartition(":")[2]]["status"] == "ACTIVE"
        }  # fmt: skip

    assert (stopped.code, showing()) == (0, set())
    number = two_of(stopped)[0]
    group = campaigns[number]["campaignGroup"].rpartition(":")[2]
    account = campaigns[number]["account"].rpartition(":")[2]
    turn_on(desk, ("linkedin", account), number)
    assert number in showing()
    result = held(desk, stopped.stop_id, keep_off=[group])
    assert (result.verified, number in showing()) == (True, True)
    assert number in {one.switch.campaign_id for one in result.exempted}
    assert {one.number for one in result.exempted} == {group}
