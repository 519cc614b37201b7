"""The review of a stop by a second person: until when, and how it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

REVIEW_WITHIN = timedelta(hours=24)
"""How long after a stop began somebody else has to review it. It never holds up the stop."""


class Review(StrEnum):
    """How the review of a stop stands."""

    WAITING = "waiting"
    """Nobody has reviewed it yet, and there is still time."""
    MISSING = "missing"
    """Nobody has reviewed it, and the time is over."""
    DONE = "done"
    LATE = "late"
    """It was reviewed after its time."""


def review_until(opened_at: datetime) -> datetime:
    """The last instant at which a review is in time."""
    return opened_at + REVIEW_WITHIN


def review(*, opened_at: datetime, reviewed_at: datetime | None, at: datetime) -> Review:
    """How the review stands at `at`, of a stop that began at `opened_at`."""
    if reviewed_at is not None:
        return Review.DONE if reviewed_at <= review_until(opened_at) else Review.LATE
    return Review.WAITING if at <= review_until(opened_at) else Review.MISSING


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same, whatever their case and spaces."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
