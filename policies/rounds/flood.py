"""A flood: very many new threads for one owner within an hour are told once, until it is over."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

HOUR = timedelta(hours=1)
FLOOD = 100
"""New threads within an hour that are a flood, unless the configuration says otherwise."""


class Turn(StrEnum):
    """What an hour's new threads make of a flood."""

    NONE = "none"
    BEGINS = "begins"
    LASTS = "lasts"
    ENDS = "ends"


def turn(new: int, flood: int = FLOOD, *, standing: bool) -> Turn:
    """What `new` threads within the last hour mean; `standing`: a flood was told and goes on.

    `flood`: how many make one. It is over with the first hour that has fewer than half of that: one
    that wavers about the mark is one flood, not many.
    """
    if standing:
        return Turn.LASTS if 2 * new >= flood else Turn.ENDS
    return Turn.BEGINS if new >= flood else Turn.NONE
