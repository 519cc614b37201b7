"""What a word on an audience rests on: each value that is set, each bound of the brief.

A place or a language that is gone while the ad set is as it was may only have been left out; so
may a bound be that is gone from a brief which nobody has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.briefs.matching import Registered
from policies.model import AdSet, Area, Reach
from policies.model.briefs import Audience
from policies.told import Told

YOUNGEST, OLDEST = "audience.youngest", "audience.oldest"
PLACES, LANGUAGES = "audience.places", "audience.languages"
EXPANDED, UNKNOWN_AGES = "audience_expansion", "user_age_unknown"


def shown(area: Area) -> str:
    """A place as people read it, and may write it into a brief."""
    label = area.name or area.id or "?"
    return f"{label} +{area.radius_km} km" if area.radius_km else label


def place(area: Area) -> str:
    """The fact that a place is among those of an ad set: such as `city Malmö +40 km, SE`."""
    country = f", {area.country}" if area.country and area.country != area.id else ""
    return f"{area.kind} {shown(area)}{country}"


def language(code: str) -> str:
    """The fact that a language is."""
    return f"language {code}"


def youngest(age: int) -> str:
    """The fact that people of this age and above are reached."""
    return f"age_min {age}"


def oldest(age: int) -> str:
    """The fact that people up to this age are reached."""
    return f"age_max {age}"


def state_of(ad_set: AdSet) -> str:
    """An ad set in the state that it is in, as what carries its facts."""
    return f"ad_set {ad_set.id} {ad_set.updated}"


def told_of_reach(ad_set: AdSet, names: Iterable[str]) -> Told:
    """What was told of whom an ad set reaches."""
    state = state_of(ad_set)
    return Told((state,), tuple([(state, name) for name in names]))


def names_of(reach: Reach) -> tuple[str, ...]:
    """The names of all that was told of whom an ad set reaches."""
    return (
        *([] if reach.youngest is None else [youngest(reach.youngest)]),
        *([] if reach.oldest is None else [oldest(reach.oldest)]),
        *map(place, reach.areas),
        *map(language, reach.languages),
        *([EXPANDED] if reach.expanded else []),
        *([UNKNOWN_AGES] if reach.unknown_ages else []),
    )


def bounds_of(found: Registered) -> str:
    """A brief's bounds in the revision that it is in, as what carries them.

    They have a carrier of their own: where a campaign runs under another brief by now, its bounds
    count, and not those of this one.
    """
    return f"{found.carrier} audience"


def told_of_brief(found: Registered) -> Told:
    """The bounds that a brief states."""
    carrier = bounds_of(found)
    return Told((carrier,), tuple((carrier, name) for name in _bounds(found.brief.audience)))


def _bounds(agreed: Audience | None) -> Iterator[str]:
    if agreed is None:
        return
    if agreed.youngest:
        yield YOUNGEST
    if agreed.oldest is not None:
        yield OLDEST
    if agreed.places:
        yield PLACES
    if agreed.languages:
        yield LANGUAGES
