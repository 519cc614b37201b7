"""How the city's campaigns on Meta stand, and where they may show: the shapes behind the table."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

CITY_PAGE, OTHER_PAGE, PARTNER_PAGE = "1001", "1002", "1009"
CITY_INSTAGRAM = "17841400000000001"
CITY_INSTAGRAM_LEGACY = "2200000000000001"
OTHER_INSTAGRAM = "17841400000000002"
PAGE_BACKED = "17841400000000090"
PARTNER_INSTAGRAM = "17841400000000009"
UNRESOLVED_INSTAGRAM = "17841400000000666"
"""An account that no read of ours resolves."""


@dataclass(frozen=True, slots=True)
class State:
    """How a campaign stands: its switches, its review, and its flight in days from now."""

    begins: float
    ends: float
    campaign: str = "ACTIVE"
    ad_set: str = "ACTIVE"
    review: str | None = None
    """What the review says of the campaign."""
    ad_review: str | None = None
    """What the review says of its ads."""

    @property
    def delivered(self) -> bool:
        """Whether anybody has seen its ads."""
        return self.begins < 0 and self.ad_review is None and self.campaign != "DELETED"


STATES = {
    "delivering": State(-8, 12),
    "scheduled": State(3, 24),
    "in_review": State(-0.2, 14, ad_review="PENDING_REVIEW"),
    "with_issues": State(-5, 9, review="WITH_ISSUES"),
    "in_process": State(-2, 20, review="IN_PROCESS"),
    "disapproved": State(-1, 13, ad_review="DISAPPROVED"),
    "paused": State(-12, 8, campaign="PAUSED"),
    "adset_paused": State(-9, 6, ad_set="PAUSED"),
    "ended": State(-30, -5),
    "long_ended": State(-150, -110),
    "archived": State(-80, -40, campaign="ARCHIVED"),
    "deleted": State(-60, -20, campaign="DELETED"),
}
YEARS_AGO = "years_ago"


def state_of(name: str) -> State:
    """How a campaign stands: in one of the city's states, or over for two years."""
    return State(-760, -730) if name == YEARS_AGO else STATES[name]


_MANUAL = {
    "publisher_platforms": ["facebook", "instagram", "messenger"],
    "facebook_positions": ["feed", "story", "facebook_reels"],
    "instagram_positions": ["stream", "story", "reels"],
    "messenger_positions": ["story"],
    "device_platforms": ["mobile", "desktop"],
}
_NETWORK = ["classic", "rewarded_video"]
_EVERYWHERE = ["facebook", "instagram", "messenger", "audience_network"]

PLACEMENTS: dict[str, dict[str, Any]] = {
    "manual": _MANUAL,
    "chosen_late": _MANUAL,
    "automatic": {},
    "network": {
        **_MANUAL,
        "publisher_platforms": _EVERYWHERE,
        "audience_network_positions": _NETWORK,
    },
    "soft_opt_out": _MANUAL,
    "effective_network": {**_MANUAL, "effective_publisher_platforms": _EVERYWHERE},
    "facebook": {
        "publisher_platforms": ["facebook"],
        "facebook_positions": _MANUAL["facebook_positions"],
        "device_platforms": _MANUAL["device_platforms"],
    },
    "unknown_platform": {**_MANUAL, "publisher_platforms": ["facebook", "instagram", "oculus"]},
}
"""The part of `targeting` that says where; an empty one is automatic placements."""
SOFT_OPT_OUT = {"audience_network_positions": _NETWORK}
"""`placement_soft_opt_out` of the placement of that name."""

_AT_HOME = (
    ("facebook", "feed", 610),
    ("instagram", "feed", 420),
    ("instagram", "instagram_stories", 90),
)
_UNHEARD_OF = (("unknown", "unknown", 14),)
"""A place that the platform counts and does not name."""
_ELSEWHERE = (("audience_network", "an_classic", 180), ("audience_network", "rewarded_video", 25))


_TOWN = {
    "country": "SE",
    "key": "2448",
    "name": "Stockholm",
    "region": "Stockholm County",
    "region_id": "3207",
}
REACHES: dict[str, dict[str, Any]] = {
    "town": {
        "age_min": 18,
        "age_max": 65,
        "geo_locations": {"cities": [_TOWN], "location_types": ["home", "recent"]},
        "targeting_automation": {"advantage_audience": 0},
    },
    "wide": {
        "age_min": 18,
        "age_max": 65,
        "geo_locations": {
            "cities": [{**_TOWN, "distance_unit": "kilometer", "radius": 40}],
            "location_types": ["home", "recent"],
        },
        "targeting_automation": {"advantage_audience": 1},
    },
}
"""The part of `targeting` that says whom: adults in Stockholm; and forty kilometres around it, with
ages that Meta takes as suggestions (Basic Targeting, "Advantage+ audience", checked 2026-11-29)."""


def targeting(placement: str, reach: str = "town") -> dict[str, Any]:
    """The whole `targeting` of an ad set: whom, and the placement."""
    where = PLACEMENTS[placement]
    manual = where.get("publisher_platforms")
    effective = {"effective_publisher_platforms": manual} if manual else {}
    return {
        **deepcopy(REACHES[reach]),
        **effective,
        **where,
    }


def places(placement: str, *, guarded: bool) -> list[tuple[str, str, int]]:
    """Where an ad was seen, and how often a day.

    Placements that were chosen late do not undo what was shown before; that an account's guard was
    not heeded happens too.
    """
    if placement == "unknown_platform":
        return [*_AT_HOME, *_UNHEARD_OF]
    if placement == "facebook":
        return [one for one in _AT_HOME if one[0] == "facebook"]
    network = placement in ("automatic", "network", "soft_opt_out") and not guarded
    return [*_AT_HOME, *(_ELSEWHERE if network or placement == "chosen_late" else ())]
