"""Whether things are served, and what holds them, worked out from themselves and what is above.

A parent's status holds its children and never changes theirs. Source: *Create and Manage Campaign
Groups, Campaigns, Creatives* (`servingStatuses`, `servingHoldReasons`), checked 2026-11-22.
"""

from __future__ import annotations

from connectors.sandbox.linkedin.rights import number_of
from connectors.sandbox.world import Record, World

RUNNABLE, STOPPED = "RUNNABLE", "STOPPED"
_REVIEWS = {"PENDING": "UNDER_REVIEW", "NEEDS_REVIEW": "UNDER_REVIEW", "REJECTED": "REJECTED"}
_WORKED_OUT = frozenset({
    RUNNABLE, STOPPED, "UNDER_REVIEW", "REJECTED", "ACCOUNT_SERVING_HOLD", "CAMPAIGN_STOPPED",
    "CAMPAIGN_START_DATE_HOLD", "CAMPAIGN_END_DATE_HOLD", "CAMPAIGN_GROUP_STATUS_HOLD",
    "CAMPAIGN_GROUP_START_DATE_HOLD", "CAMPAIGN_GROUP_END_DATE_HOLD",
})  # fmt: skip
"""Holds that follow from what is known; all others stay where a record holds them."""


def as_served(world: World, table: str, record: Record) -> Record:
    """The record with its serving state as of now."""
    if table == "creatives":
        holds = _of_creative(world, record)
        told: Record = {**record, "isServing": not holds}
        told.pop("servingHoldReasons", None)
        return told | ({"servingHoldReasons": holds} if holds else {})
    if table not in _HOLDS:
        return record
    return {**record, "servingStatuses": _HOLDS[table](world, record) or [RUNNABLE]}


def _of_account(_: World, account: Record) -> list[str]:
    return _stopped(account) + _kept(account)


def _of_group(world: World, group: Record) -> list[str]:
    return _stopped(group) + _dates(world, group, "CAMPAIGN_GROUP") + _kept(group)


def _of_campaign(world: World, campaign: Record) -> list[str]:
    tables = world.linkedin
    group = tables["adCampaignGroups"].get(number_of(campaign["campaignGroup"]), {})
    account = tables["adAccounts"].get(number_of(campaign["account"]), {})
    holds = _stopped(campaign) + _dates(world, campaign, "CAMPAIGN") + _kept(campaign)
    if group.get("status") != "ACTIVE":
        holds.append("CAMPAIGN_GROUP_STATUS_HOLD")
    holds += _dates(world, group, "CAMPAIGN_GROUP") + _kept(group)
    if account.get("status") != "ACTIVE":
        holds.append("ACCOUNT_SERVING_HOLD")
    return list(dict.fromkeys(holds + _kept(account)))


def _of_creative(world: World, creative: Record) -> list[str]:
    campaign = world.linkedin["adCampaigns"].get(number_of(creative["campaign"]))
    holds = [STOPPED] if creative["intendedStatus"] != "ACTIVE" else []
    review = creative.get("review", {}).get("status")
    holds += [_REVIEWS[review]] if review in _REVIEWS else []
    holds += [one for one in creative.get("servingHoldReasons", ()) if one not in _WORKED_OUT]
    above = _of_campaign(world, campaign) if campaign else [STOPPED]
    holds += ["CAMPAIGN_STOPPED" if one == STOPPED else one for one in above]
    return list(dict.fromkeys(holds))


_HOLDS = {
    "adAccounts": _of_account,
    "adCampaignGroups": _of_group,
    "adCampaigns": _of_campaign,
}


def _stopped(record: Record) -> list[str]:
    return [] if record["status"] == "ACTIVE" else [STOPPED]


def _kept(record: Record) -> list[str]:
    """Holds that the record itself tells of: money, audience, billing."""
    return [one for one in record.get("servingStatuses", ()) if one not in _WORKED_OUT]


def _dates(world: World, record: Record, level: str) -> list[str]:
    """Holds of a schedule: its start belongs to it, its end does not."""
    now = world.clock().timestamp() * 1000
    schedule = record.get("runSchedule", {})
    if now < schedule.get("start", now):
        return [f"{level}_START_DATE_HOLD"]
    return [f"{level}_END_DATE_HOLD"] if now >= schedule.get("end", now + 1) else []
