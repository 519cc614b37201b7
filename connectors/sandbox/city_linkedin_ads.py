"""The city's ad objects on LinkedIn: groups, campaigns and creatives, from the table.

Whether something is served is worked out when it is read, from switches, reviews and dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from random import Random

from connectors.sandbox.city_linkedin_campaigns import AGES, EXPANDED, GroupStory, Story
from connectors.sandbox.city_linkedin_posts import CONTENTS, Ground
from connectors.sandbox.city_linkedin_shapes import STATES, State, money, schedule, stamps
from connectors.sandbox.linkedin.talking import milliseconds
from connectors.sandbox.linkedin.tokens import MEMBER
from connectors.sandbox.world import Record, World

_GROUPS, _CAMPAIGNS, _CREATIVES = 610_000_000, 141_000_000, 119_000_000
_FORMATS = {
    "text": ("TEXT_AD", "TEXT_AD", "WEBSITE_VISIT"),
    "event": ("SPONSORED_UPDATES", "SPONSORED_UPDATE_EVENT", "ENGAGEMENT"),
    "video": ("SPONSORED_UPDATES", "SINGLE_VIDEO", "VIDEO_VIEWS"),
}
_PLAIN = ("SPONSORED_UPDATES", "STANDARD_UPDATE", "WEBSITE_VISIT")
"""Type, format and objective of a campaign, by what its first creative shows."""


class Builder:
    """Lays down groups and campaigns one after the other, with numbers nobody else has."""

    def __init__(self, world: World, dice: Random, *, first: int = 1) -> None:
        self._world = world
        self._dice = dice
        self._numbers = count(first)
        self._now = world.clock()
        self._groups: dict[tuple[str, str], str] = {}

    def group(self, story: GroupStory) -> str:
        """Make a campaign group; the answer is its number."""
        number = _GROUPS + next(self._numbers)
        begins = self._now - timedelta(days=200)
        record: Record = {
            "id": number,
            "name": story.name,
            "account": f"urn:li:sponsoredAccount:{story.account}",
            "status": story.status,
            "servingStatuses": [],
            "runSchedule": schedule(begins, None),
            "backfilled": story.backfilled,
            "test": False,
            "changeAuditStamps": stamps(MEMBER, begins),
            "version": {"versionTag": str(self._dice.randrange(1, 9))},
        }
        if story.daily:
            record["dailyBudget"] = money(story.daily)
            record["budgetOptimization"] = {"budgetOptimizationStrategy": "DYNAMIC"}
        if story.total:
            record["totalBudget"] = money(story.total)
        self._world.linkedin["adCampaignGroups"][str(number)] = record
        self._groups[story.account, story.name] = f"urn:li:sponsoredCampaignGroup:{number}"
        return str(number)

    def campaign(self, story: Story) -> str:
        """Make a campaign in its group, with its creatives; the answer is its number."""
        number = _CAMPAIGNS + next(self._numbers)
        state = STATES[story.state]
        begins = self._now + timedelta(days=state.begins)
        ends = None if state.ends is None else self._now + timedelta(days=state.ends)
        made = min(begins, self._now) - timedelta(days=3)
        kind, form, objective = _FORMATS.get(story.contents[0], _PLAIN)
        self._world.linkedin["adCampaigns"][str(number)] = {
            "id": number,
            "name": story.name,
            "account": f"urn:li:sponsoredAccount:{story.account}",
            "campaignGroup": self._groups[story.account, story.group],
            "associatedEntity": story.sender,
            "status": state.status,
            "servingStatuses": list(state.serving),
            "type": kind,
            "format": form,
            "objectiveType": objective,
            "costType": "CPM",
            "unitCost": money(self._dice.randrange(60, 180)),
            "dailyBudget": money(100 * self._dice.randrange(3, 20)),
            "runSchedule": schedule(begins, ends),
            "locale": {"country": "SE", "language": "sv"},
            "offsiteDeliveryEnabled": story.offsite,
            "audienceExpansionEnabled": story.name in EXPANDED,
            "creativeSelection": "OPTIMIZED",
            "optimizationTargetType": "NONE",
            "connectedTelevisionOnly": False,
            "politicalIntent": "NOT_POLITICAL",
            "targetingCriteria": _targeting(AGES.get(story.name, ())),
            "test": story.test,
            "changeAuditStamps": stamps(MEMBER, made, min(begins, self._now)),
            "version": {"versionTag": str(self._dice.randrange(1, 30))},
        }
        for kind in story.contents:
            self._creative(story, kind, f"urn:li:sponsoredCampaign:{number}", made)
        return str(number)

    def _creative(self, story: Story, kind: str, campaign: str, made: datetime) -> None:
        number = next(self._numbers)
        urn = f"urn:li:sponsoredCreative:{_CREATIVES + number}"
        state, test = STATES[story.state], kind == "test"
        ground = Ground(number, story.name, story.sender, made, story.account)
        review = "REJECTED" if test else state.review
        record: Record = {
            "id": urn,
            "account": f"urn:li:sponsoredAccount:{story.account}",
            "campaign": campaign,
            "name": f"{story.name} – {kind}",
            "content": CONTENTS[kind](self._world, ground),
            "intendedStatus": state.creative,
            "isTest": test,
            "createdAt": milliseconds(made),
            "createdBy": MEMBER,
            "lastModifiedAt": milliseconds(made),
            "lastModifiedBy": MEMBER,
        }
        if review is not None:
            record["review"] = {"status": review}
        if review == "REJECTED":
            record["review"]["rejectionReasons"] = ["OTHER" if test else "LANDING_PAGE_NOT_WORKING"]
        if state.delivered and not test:
            record["_delivery"] = self._delivered(state)
        self._world.linkedin["creatives"][urn] = record

    def _delivered(self, state: State) -> Record:
        """What a creative delivered on each day until today, its end, or yesterday's pause."""
        last = self._now if state.status == "ACTIVE" else self._now - timedelta(days=1)
        if state.ends is not None:
            last = min(last, self._now + timedelta(days=state.ends))
        impressions = self._dice.randrange(200, 4_000)
        return {
            "from": (self._now + timedelta(days=state.begins)).date().isoformat(),
            "to": last.date().isoformat(),
            "impressions": impressions,
            "clicks": impressions // 90,
            "cost": f"{impressions * 0.11:.2f}",
        }


def _targeting(ages: Sequence[tuple[int, int]]) -> Record:
    """Who reads Swedish in greater Stockholm, of these ages; without ages everybody."""
    facets = {"locations": ["urn:li:geo:90009706"], "interfaceLocales": ["urn:li:locale:sv_SE"]}
    if ages:
        facets["ageRanges"] = [f"urn:li:ageRange:({first},{last})" for first, last in ages]
    wanted = [{"or": {f"urn:li:adTargetingFacet:{name}": urns}} for name, urns in facets.items()]
    return {"include": {"and": wanted}}
