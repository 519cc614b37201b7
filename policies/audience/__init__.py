"""The audience that a brief agreed, held against whom an ad set can reach."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from policies.audience.ages import ages, lowest_age
from policies.audience.facts import names_of
from policies.audience.languages import languages
from policies.audience.parts import Part, Point
from policies.audience.places import places
from policies.model import Platform, Reach
from policies.model.briefs import Audience

__all__ = ["Held", "Part", "Point", "held_against", "lowest_age"]


class Held(NamedTuple):
    """A reach held against an audience."""

    parts: tuple[Part, ...]
    """Those that were agreed."""
    points: tuple[Point, ...]
    """All that is to be said of them."""
    sides: Mapping[str, Mapping[str, str]]
    """What was agreed and what is set, side by side, by the part's name."""
    told: tuple[str, ...]
    """The names of all that was told of the reach."""


@lru_cache(maxsize=4096)
def held_against(reach: Reach, agreed: Audience, platform: Platform, floor: int) -> Held:
    """What comes of it; kept, for many ad sets of a brief reach the same people.

    `floor`: the age below which the account lets nobody be reached, in years.
    """
    found = (
        ages(reach, agreed, platform, floor),
        places(reach, agreed, platform),
        languages(reach, agreed, platform),
    )
    parts = tuple(part for part in found if part is not None)
    return Held(
        parts=parts,
        points=tuple(point for part in parts for point in part.points),
        sides={part.name: {"agreed": part.agreed, "set": part.set} for part in parts},
        told=names_of(reach),
    )
