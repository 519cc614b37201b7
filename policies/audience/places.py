"""Places: each that an ad set names must lie within one that was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.audience.facts import PLACES as BOUND
from policies.audience.facts import place, shown
from policies.audience.parts import PLACES, Part, Point, loose
from policies.audience.within import meant, within
from policies.model import Area, Platform, Reach, Words
from policies.model.briefs import Audience

_NONE = Words("The platform did not tell in which places the ad set is shown.")


def places(reach: Reach, agreed: Audience, platform: Platform) -> Part | None:
    """The places of an ad set; None: none were agreed."""
    if not agreed.places:
        return None
    points = tuple(_points(reach, agreed.places, platform))
    told = ", ".join(map(shown, reach.areas))
    return Part("places", ", ".join(agreed.places), told, points)


def _points(reach: Reach, wanted: tuple[str, ...], platform: Platform) -> Iterator[Point]:
    agreed = meant(wanted)
    judged = [(area, within(area, agreed)) for area in reach.areas]
    beyond = [place(area) for area, is_in in judged if is_in is False]
    unclear = [area for area, is_in in judged if is_in is None]
    if beyond:
        yield Point(BOUND, PLACES, rests_on=tuple(beyond))
    if unclear:
        facts = tuple(map(place, unclear))
        yield Point(BOUND, doubt=_unclear(unclear, wanted), rests_on=facts, looked_at=True)
    if not judged:
        yield Point(BOUND, doubt=_NONE)
    if platform is Platform.LINKEDIN:
        yield from loose(BOUND, reach)


def _unclear(areas: Iterable[Area], wanted: Iterable[str]) -> Words:
    return Words(
        "Whether {places} lies within {agreed} cannot be told by the names. Look at the ad set; "
        "if it does, add the place to the brief just as it is written here.",
        {"places": ", ".join(map(shown, areas)), "agreed": ", ".join(wanted)},
    )
