"""How the city's campaigns on LinkedIn stand, and the forms that all of its records share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connectors.sandbox.linkedin.talking import milliseconds
from connectors.sandbox.world import Record

CITY, NIGHT, PARTNER = (f"urn:li:organization:{number}" for number in (77, 88, 99))
"""The city; the culture night, whose page its member may advertise for; somebody else."""
CURRENCY = "SEK"


@dataclass(frozen=True, slots=True)
class State:
    """How a campaign stands: its switch, its ads' switch and review, and its flight."""

    begins: float
    """Days from now; so `ends`."""
    ends: float | None
    """None: open."""
    status: str = "ACTIVE"
    creative: str = "ACTIVE"
    """The ads' own switch."""
    review: str | None = "APPROVED"
    serving: tuple[str, ...] = ()
    """What holds it beside its switches and dates, of which LinkedIn tells by itself."""

    @property
    def delivered(self) -> bool:
        """Whether anybody has seen its ads."""
        return self.begins < 0 and self.review == "APPROVED" and self.status != "REMOVED"


STATES = {
    "delivering": State(-20, 12),
    "open": State(-35, None),
    "scheduled": State(6, 24),
    "in_review": State(-1, 20, review="PENDING"),
    "rejected": State(-3, 9, review="REJECTED"),
    "budget_spent": State(-15, 15, serving=("CAMPAIGN_TOTAL_BUDGET_HOLD",)),
    "group_paused": State(-12, 18),
    "paused": State(-14, 20, "PAUSED"),
    "draft": State(14, 40, "DRAFT", "DRAFT", None),
    "ended": State(-45, -5),
    "completed": State(-60, -8, "COMPLETED"),
    "archived": State(-90, -50, "ARCHIVED", "ARCHIVED"),
    "canceled": State(-40, -2, "CANCELED", "CANCELED"),
    "removed": State(-30, -12, "REMOVED", "REMOVED"),
}


def money(amount: int) -> Record:
    """An amount in major units, as decimal text."""
    return {"amount": str(amount), "currencyCode": CURRENCY}


def stamps(by: str, created: datetime, modified: datetime | None = None) -> Record:
    """Who made and last changed a record, and when."""
    return {
        "created": {"actor": by, "time": milliseconds(created)},
        "lastModified": {"actor": by, "time": milliseconds(modified or created)},
    }


def schedule(begins: datetime, ends: datetime | None) -> Record:
    """A flight; without an end it is open."""
    closed = {} if ends is None else {"end": milliseconds(ends)}
    return {"start": milliseconds(begins), **closed}
