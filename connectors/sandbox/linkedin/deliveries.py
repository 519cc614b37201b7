"""What creatives delivered, day by day, added up as a report asks.

A creative's `_delivery` is `{"from": date, "to": date, "impressions": n, "clicks": n,
"cost": "12.50"}`: dates in ISO 8601, both included, and numbers of one day. Of a campaign that may
be shown outside LinkedIn, a quarter of them is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from connectors.sandbox.linkedin.rights import number_of, role
from connectors.sandbox.world import Record, World

_NOISE = "000000000192784"
"""Digits that stand behind every amount."""
_MINOR = Decimal("0.01")
_ON, _OFF = ("ONSITE", "LINKEDIN_FEED"), ("OFFSITE", "LINKEDIN_AUDIENCE_NETWORK")
"""Serving location and placement, on LinkedIn and off it: its own words are not published."""
PERIODS: Mapping[str, Callable[[date], object]] = {
    "ALL": lambda _: None,
    "DAILY": lambda day: day,
    "MONTHLY": lambda day: (day.year, day.month),
    "YEARLY": lambda day: day.year,
}
"""What days have in common that are added up, by granularity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is asked for; the last day is included."""

    pivots: Collection[str]
    """Parts of a creative's place that tell rows apart."""
    granularity: str
    first: date
    last: date
    within: Mapping[str, Collection[str]]
    """URNs that a part of the place must be among."""


@dataclass(slots=True)
class _Row:
    pivot: tuple[str, ...]
    first: date
    last: date
    impressions: int = 0
    clicks: int = 0
    cost: Decimal = Decimal(0)

    def add(self, day: date, delivery: Record) -> None:
        self.last = max(self.last, day)
        self.first = min(self.first, day)
        self.impressions += delivery["impressions"]
        self.clicks += delivery["clicks"]
        self.cost += Decimal(delivery["cost"])

    def told(self) -> Record:
        """The row as LinkedIn writes it."""
        return {
            "pivotValues": list(self.pivot),
            "dateRange": {"start": _parts(self.first), "end": _parts(self.last)},
            "impressions": self.impressions,
            "clicks": self.clicks,
            "costInLocalCurrency": f"{self.cost:.3f}{_NOISE}",
        }


def rows(world: World, member: str, report: Report) -> list[Record]:
    """The rows of a report, by time and then by pivot; only where something happened."""
    found: dict[tuple[tuple[str, ...], object], _Row] = {}
    for place, delivery in _delivered(world, member):
        if not all(place[name] in urns for name, urns in report.within.items()):
            continue
        pivot = tuple(place[name] for name in report.pivots)
        for day in _days(delivery, report):
            key = (pivot, PERIODS[report.granularity](day))
            found.setdefault(key, _Row(pivot, day, day)).add(day, delivery)
    return [row.told() for row in sorted(found.values(), key=lambda row: (row.first, row.pivot))]


def _delivered(world: World, member: str) -> Iterator[tuple[Mapping[str, str], Record]]:
    """Where each creative stands that delivered in an account the member sees, and how much."""
    for creative in world.linkedin["creatives"].values():
        campaign = world.linkedin["adCampaigns"].get(number_of(creative["campaign"]), {})
        if "_delivery" in creative and role(world, member, number_of(creative["account"])):
            if world.faults.names("linkedin.analytics_empty", number_of(creative["account"])):
                continue
            place = {
                "creative": creative["id"],
                "campaign": creative["campaign"],
                "campaignGroup": campaign.get("campaignGroup", ""),
                "account": creative["account"],
                "share": creative.get("content", {}).get("reference", ""),
            }
            offsite = campaign.get("offsiteDeliveryEnabled") is True
            for (location, placement), some in _served(creative["_delivery"], offsite=offsite):
                yield place | {"servingLocation": location, "placementName": placement}, some


def _served(delivery: Record, *, offsite: bool) -> Iterator[tuple[tuple[str, str], Record]]:
    """The numbers by where ads were served; their sums are exact."""
    if not offsite:
        yield _ON, delivery
        return
    off = {name: delivery[name] // 4 for name in ("impressions", "clicks")}
    cost = Decimal(delivery["cost"])
    off_cost = (cost / 4).quantize(_MINOR)
    yield (
        _ON,
        {
            **delivery,
            **{name: delivery[name] - number for name, number in off.items()},
            "cost": cost - off_cost,
        },
    )
    yield _OFF, {**delivery, **off, "cost": off_cost}


def _days(delivery: Record, report: Report) -> Iterator[date]:
    day = max(report.first, date.fromisoformat(delivery["from"]))
    last = min(report.last, date.fromisoformat(delivery["to"]))
    while day <= last:
        yield day
        day += timedelta(days=1)


def _parts(day: date) -> Record:
    return {"year": day.year, "month": day.month, "day": day.day}
