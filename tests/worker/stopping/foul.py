"""A stop in foul weather: every sort of bad answer, and somebody else at work meanwhile."""

from __future__ import annotations

import tempfile
from pathlib import Path

from connectors.sandbox.meddling import Meddler
from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.stopping.flow import open_quick_desk, stop_by
from worker.clock import now
from worker.stopping.journal import read_journal
from worker.stopping.verifying import verify

FAULTS = "null=0.05,throttle=0.05,transient=0.05,html=0.03,drop=0.03,cut=0.03"
MEDDLING = (0.0, 0.05, 0.15, 0.4)
"""Before which share of the requests somebody does something, by turns."""
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
_OUR_FAULT = "The program failed here"


def on(sandbox):
    """Numbers of the campaigns whose own switch is on, and, on LinkedIn, whose group's is."""
    meta = {
        number
        for number, node in sandbox.world.meta.items()
        if node.kind == "Campaign" and node.fields["status"] == "ACTIVE"
    }
    groups = sandbox.world.linkedin["adCampaignGroups"]
    return meta | {
        number
        for number, one in sandbox.world.linkedin["adCampaigns"].items()
        if one["status"] == "ACTIVE"
        and groups[one["campaignGroup"].rpartition(":")[2]]["status"] == "ACTIVE"
    }


def groups_of(sandbox, numbers):
    """Numbers of the LinkedIn groups of these campaigns."""
    campaigns = sandbox.world.linkedin["adCampaigns"]
    return {campaigns[one]["campaignGroup"].rpartition(":")[2] for one in numbers & {*campaigns}}


def accounts_of(sandbox):
    """The account of every campaign, by the campaign's number."""
    linkedin = sandbox.world.linkedin["adCampaigns"].items()
    return {
        number: f"act_{node.fields['account_id']}"
        for number, node in sandbox.world.meta.items()
        if node.kind == "Campaign"
    } | {number: one["account"].rpartition(":")[2] for number, one in linkedin}


def prove(seed, *, accounts=3, campaigns=25):
    """One stop, and in what it did not tell the truth."""
    scenario = Scenario(
        seed=seed,
        faults=f"{FAULTS},seed={seed}",
        city=False,
        crowd=Crowd(accounts=accounts, linkedin_accounts=1, linkedin_groups=2, campaigns=campaigns),
    )
    with tempfile.TemporaryDirectory() as name, stage(scenario, now) as sandbox:
        folder = Path(name)
        (folder / "annonsvakt.toml").write_text(CONFIG.format(url=sandbox.start()))
        before = on(sandbox)
        meddler = Meddler(sandbox, seed=seed, rate=MEDDLING[seed % len(MEDDLING)])
        desk = open_quick_desk(folder)
        result = stop_by(desk)
        left, accounts, groups = on(sandbox), accounts_of(sandbox), groups_of(sandbox, on(sandbox))
        # An account that the token was never shown is unknown to everybody.
        hidden = {one for one, account in accounts.items() if account not in meddler.shown()}
        unseen = meddler.unseen() | hidden
        # So is whether a group has something on under it, once that was touched.
        unseen |= groups_of(sandbox, unseen)
        whole = verify(read_journal(result.stop_id, desk.places), head=result.head).intact
    listed = {
        row.switch.campaign_id: row.outcome.value
        for row in result.left
        if row.switch.campaign_id not in groups
    }
    wrong = faults_of(result, left, listed, accounts, unseen)
    return {
        "seed": seed,
        "passed": not wrong and whole,
        "wrong": wrong,
        "before": len(before),
        "left": len(left),
        "listed": len(listed),
        "gaps": len(result.gaps),
        "meddled": len(meddler.done),
        "verified": result.verified,
        "code": result.code,
        "requests": {str(name): each["http"] for name, each in result.requests.items()},
    }


def faults_of(result, left, listed, accounts, unseen):
    """What a result does not say of what is on, or says and is not so."""
    unread = {gap.account_id for gap in result.gaps}
    hidden = {one for one in left if accounts[one] in unread or None in unread}
    # What nobody could read is listed as unknown, and may be off.
    said_on = {number for number, outcome in listed.items() if outcome != "unknown"}
    told = [row.error for row in result.rows if row.error]
    told += [gap.because for gap in (*result.gaps, *result.unread)]
    wrong = {
        "on and unsaid": sorted(left - listed.keys() - hidden - unseen),
        "said to be on": sorted(said_on - left - unseen),
        "ours": sorted({one.english() for one in told if _OUR_FAULT in one.english()}),
    }
    if result.code != (4 if not result.confirmed else 1 if listed or result.gaps else 0):
        wrong["code"] = [result.code]
    if result.verified != (result.code == 0):
        wrong["verified"] = [result.verified]
    return {name: what for name, what in wrong.items() if what}
