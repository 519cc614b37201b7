"""What campaigns have spent, by the platform's own count, and what each spends under a brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from policies.model.common import AccountId, CampaignId, Money, Platform, Unread, Words, aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What the campaigns of one account spent in whole days; no sum means: nothing.

    `unread` says what of it is missing, and then no sum proves nothing.
    """

    platform: Platform
    account_id: AccountId
    since: date
    """The first day, which may be long before anything was spent."""
    until: date
    """The last day, in the account's own time zone; it is over."""
    sums: Mapping[CampaignId, Money]
    """In major units of the account's currency, as the platform reckons it."""
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one campaign plans and has spent under its brief, as last read.

    All amounts are in one currency, the account's.
    """

    platform: Platform
    account_id: AccountId
    campaign_id: CampaignId
    name: str
    read_at: datetime
    spent: Money | None = None
    """At least this; None: nobody knows."""
    least: Money | None = None
    """Planned at least, with what is spent; None: nobody knows."""
    most: Money | None = None
    """Planned at most, with what is spent; None: no bound is known, and `because` says why."""
    because: Words | None = None
    """Why no more than that is known."""
    over: bool = False
    """It could deliver no more."""
    endless: bool = False
    """It spends so much a day and has no end: counted is the time until the brief's last day."""

    def __post_init__(self) -> None:
        aware(self.read_at, "read_at")
