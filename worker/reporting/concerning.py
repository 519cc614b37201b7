"""Whose a finding is: the department of the brief under which its campaign runs, else SLK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from policies.briefs.matching import Index
from policies.owning import SLK, claim_of, owner
from worker.config import Settings
from worker.store import briefs
from worker.store.concerned import About, Concerned, Running, concerned
from worker.store.judged import Judged
from worker.store.kept import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerns:
    """Campaigns and their owners, for what the report tells."""

    known: Concerned = field(default_factory=Concerned)
    owners: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Platform and campaign → owner."""

    def campaign(self, found: Judged) -> Running | None:
        """The campaign that a finding concerns; None: it concerns none, or it is not known."""
        return self.known.campaign(_about(found))

    def owner(self, found: Judged) -> str:
        """Who has to act on a finding."""
        campaign = self.campaign(found)
        return self.owner_of(campaign.platform, campaign.id) if campaign else SLK

    def owner_of(self, platform: str, campaign_id: str) -> str:
        """Who answers for a campaign."""
        return self.owners.get((platform, campaign_id), SLK)

    def start(self, platform: str, campaign_id: str) -> datetime | None:
        """From when the platform let a campaign run; None: that was not told."""
        campaign = self.known.campaigns.get((platform, campaign_id))
        return campaign.start if campaign else None

    def name(self, platform: str, campaign_id: str) -> str:
        """A campaign's name, or its id where no name is known."""
        campaign = self.known.campaigns.get((platform, campaign_id))
        return campaign.name if campaign and campaign.name else campaign_id


def concerns(
    connection: Connection, found: tuple[Judged, ...], settings: Settings, at: datetime
) -> Concerns:
    """Look up what these findings concern, and whose it is on that day."""
    known = concerned(connection, {_about(one) for one in found})
    index = Index(briefs.register(connection))
    departments = {one.id for one in settings.departments}
    zone = ZoneInfo(settings.timezone)
    today = at.astimezone(zone).date()
    closed = {one.id: one.closed_at for one in briefs.listed(connection, everything=True)}
    owners = {}
    for key, one in known.campaigns.items():
        brief = index.match(one.id, one.name, one.account_id, suggest=False).found
        if brief is not None:
            claim = claim_of(brief.brief, closed[brief.id], zone)
            owners[key] = owner((claim,), departments, today)
    return Concerns(known=known, owners=owners)


def _about(found: Judged) -> About:
    kind, subject_id, _ = found.subject
    return About(found.platform, kind, subject_id)
