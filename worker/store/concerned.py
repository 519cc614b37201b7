"""Under which campaign things stand that findings are about, by what was last read of accounts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from policies.model import AccountId, CampaignId
from worker.store.tables import snapshots


class About(NamedTuple):
    """Something that a finding is about."""

    platform: str
    kind: str
    """`campaign`, `ad_set` or `ad`; others stand under no campaign."""
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A campaign, as it was last read."""

    platform: str
    account_id: AccountId
    id: CampaignId
    name: str
    start: datetime | None = None
    """From when its flights let it run at the earliest; None: not told of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Campaigns, and what stands under them."""

    campaigns: Mapping[tuple[str, str], Running] = field(default_factory=dict)
    """By platform and id."""
    under: Mapping[About, tuple[str, str]] = field(default_factory=dict)
    """What was asked about: the campaign's platform and id."""

    def campaign(self, about: About) -> Running | None:
        """The campaign under which it stands; None: that is not known."""
        return self.campaigns.get(self.under.get(about, ("", "")))


def concerned(connection: Connection, wanted: Collection[About]) -> Concerned:
    """Look the campaigns up; all of them are told, and of what stands below only what is wanted.

    The newest body of each account is read by itself, and only its ids and names are looked at:
    a snapshot of 2,500 ads would take a second to be made of it.
    """
    campaigns: dict[tuple[str, str], Running] = {}
    under: dict[About, tuple[str, str]] = {}
    for platform, account_id, body in _bodies(connection):
        flights = defaultdict[str, list[Mapping[str, Any]]](list)
        for one in body["ad_sets"]:
            flights[one["campaign_id"]].append(one)
        for one in body["campaigns"]:
            key = (platform, one["id"])
            campaigns[key] = Running(
                platform=platform,
                account_id=AccountId(account_id),
                id=CampaignId(one["id"]),
                name=one["name"],
                start=_start(one, flights.get(one["id"], ())),
            )
            _note(under, About(platform, "campaign", one["id"]), one["id"], wanted)
        for name, kind in (("ad_sets", "ad_set"), ("ads", "ad")):
            for one in body[name]:
                _note(under, About(platform, kind, one["id"]), one["campaign_id"], wanted)
    return Concerned(campaigns=campaigns, under=under)


def _start(campaign: Mapping[str, Any], ad_sets: Sequence[Mapping[str, Any]]) -> datetime | None:
    """The later of the campaign's own start and the first of its ad sets'."""
    own, first = campaign.get("start"), [one.get("start") for one in ad_sets]
    told = [datetime.fromisoformat(one) for one in first if one]
    if len(told) < len(first):
        return None
    starts = [datetime.fromisoformat(own)] if own else []
    if told:
        starts.append(min(told))
    return max(starts, default=None)


def _note(
    under: dict[About, tuple[str, str]], about: About, campaign_id: str, wanted: Collection[About]
) -> None:
    if about in wanted:
        under[about] = (about.platform, campaign_id)


def _bodies(connection: Connection) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Platform, account and the newest body of each account, one at a time."""
    newest = select(func.max(snapshots.c.id)).group_by(snapshots.c.platform, snapshots.c.account_id)
    ids = connection.execute(newest).scalars().all()
    for one in sorted(ids):
        row = connection.execute(
            select(snapshots.c.platform, snapshots.c.account_id, snapshots.c.body).where(
                snapshots.c.id == one
            )
        ).one()
        yield row.platform, row.account_id, json.loads(row.body)
