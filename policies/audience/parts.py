"""Ages, places, languages: what was agreed of each, what is set, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policies.audience.facts import EXPANDED
from policies.model import Reach, Words

AGES = Words("ages").template
EVERY_AGE = Words("every age").template
SUGGESTED = Words("ages that are suggestions only").template
NO_AGE = Words("people of unknown age").template
PLACES = Words("places").template
LANGUAGES = Words("languages").template
EVERY_LANGUAGE = Words("every language").template

_UNTOLD = Words("Whether the platform may look beyond what is set was not told.")
_EXPANSION = Words(
    "LinkedIn's audience expansion is on, and how far it goes beyond what is set is not told."
)


class Point(NamedTuple):
    """One thing to be said of a part: it goes beyond what was agreed, or nobody can tell."""

    bound: str
    """What the brief says of it, by the fact's name."""
    beyond: str | None = None
    """In what it goes beyond: one of the words above."""
    doubt: Words | None = None
    """Why nobody can tell."""
    rests_on: tuple[str, ...] = ()
    """What was told of the ad set without which this would not be said, by the facts' names."""
    looked_at: bool = False
    """Whether somebody who looks at the ad set can tell what the platform does not."""


class Part(NamedTuple):
    """One part of an audience that was agreed; without points it is as agreed."""

    name: str
    agreed: str
    """As people read it."""
    set: str
    """The same of the ad set; empty where nothing was chosen."""
    points: tuple[Point, ...] = ()


def loose(bound: str, reach: Reach, doubt: Words = _EXPANSION) -> Iterator[Point]:
    """What is as agreed as it is set, if the platform keeps to what is set.

    `doubt`: why it need not, where it is known to look beyond.
    """
    if reach.expanded is None:
        yield Point(bound, doubt=_UNTOLD)
    elif reach.expanded:
        yield Point(bound, doubt=doubt, rests_on=(EXPANDED,))
