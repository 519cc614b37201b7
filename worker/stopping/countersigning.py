"""The review of a stop by a second person, as its journal tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.crisis import Review, review, review_until, same_person
from worker.stopping.journal import Journal
from worker.stopping.ordering import Order
from worker.stopping.story import COUNTERSIGNED, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersign:
    """How the review of one stop stands. Instants have an offset."""

    review: Review
    until: datetime
    """The last instant at which it is in time."""
    by: str | None = None
    """Who reviewed it; None: nobody yet."""
    at: datetime | None = None
    remarks: str = ""
    same_account: bool = False
    """Whether stop and review were given from the same account of the operating system."""


def countersign_due(story: Story, *, at: datetime) -> Countersign:
    """How the review of a stop stands at `at`. Pure: nothing is read or written."""
    opened_at = datetime.fromisoformat(story.opened_at)
    record = story.countersigned
    if record is None:
        state = review(opened_at=opened_at, reviewed_at=None, at=at)
        return Countersign(review=state, until=review_until(opened_at))
    reviewed_at = datetime.fromisoformat(record.at)
    return Countersign(
        review=review(opened_at=opened_at, reviewed_at=reviewed_at, at=at),
        until=review_until(opened_at),
        by=str(record.told.get("operator", "")),
        at=reviewed_at,
        remarks=str(record.told.get("reason", "")),
        same_account=_account(record.told) == _account(story.opened),
    )


def _account(told: Mapping[str, Any]) -> tuple[Any, Any]:
    """The account of the operating system, and the machine."""
    return told.get("os_user"), told.get("host")


def may_countersign(story: Story, name: str) -> bool:
    """Whether this name is not that of the one who gave the stop."""
    return not same_person(name, story.operator)


def countersign(journal: Journal, order: Order) -> None:
    """Write down that somebody has reviewed the stop: `operator` who, `reason` the remarks."""
    journal.add(COUNTERSIGNED, order.to_json(()))
