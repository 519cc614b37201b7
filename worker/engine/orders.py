"""What stands in the queue: which piece of which poll. No text, no name, no secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

TASK = "annonsvakt.read"
"""The task's name in the queue."""
_URGENT = {"comments": 20, "messages": 20, "ads": 10, "delivered": 0}
"""Deadlines hang on comments; figures can wait. The greater goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One piece to be done."""

    topic: str
    platform: str
    account: str | None
    """None: all of the platform."""
    period: str
    """The slot that it was laid down for, RFC 3339; for people who look into the queue."""

    @property
    def name(self) -> str:
        """The piece's name, such as `ads meta act_1`."""
        return " ".join(one for one in (self.topic, self.platform, self.account) if one)

    @property
    def priority(self) -> int:
        """How soon it is taken among others."""
        return _URGENT.get(self.topic, 0)


def order_of(name: str, period: datetime) -> Order:
    """The order for a piece."""
    topic, platform, *account = name.split(" ")
    told = period.isoformat()
    return Order(
        topic=topic, platform=platform, account=account[0] if account else None, period=told
    )
