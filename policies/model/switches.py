"""The switches of a crisis stop: what can be turned off, and what a platform answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.model.common import AccountId, Money, Platform, Unread, Words, aware


class Level(StrEnum):
    """The object that carries a switch, in the platform's own words."""

    CAMPAIGN = "campaign"
    CAMPAIGN_GROUP = "campaign_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The LinkedIn campaign group above a campaign, as far as it could be read."""

    id: str
    name: str
    intent: str | None
    """Its `status`; None: unreadable."""
    updated: str | None
    backfilled: bool = False
    """A default group that cannot be updated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lingering:
    """An ad that may still be shown by what the platform says of it, whatever stands above it."""

    ad_id: str
    name: str
    delivery: str
    """Its own Meta `effective_status`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneath:
    """Which campaigns' ads are looked at beside the switches: those that are meant to be off."""

    campaign_id: str | None = None
    """This one's alone; None: any."""
    exempt: frozenset[str] = frozenset()
    """None of these."""

    def holds(self, campaign_id: str) -> bool:
        """Whether the ads of this campaign are looked at."""
        return self.campaign_id in (None, campaign_id) and campaign_id not in self.exempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One campaign's (or group's) own switch and what is needed to stop and restore it.

    Meta: level campaign, `group` None. LinkedIn: level campaign with its `group`; level
    campaign_group where the group itself is turned.
    """

    platform: Platform
    account_id: AccountId
    campaign_id: str
    """The number of the object named by `level`."""
    level: Level
    name: str
    intent: str | None
    """Own switch: `ACTIVE`, `PAUSED`, …; None: not given."""
    delivery: tuple[str, ...]
    """Meta `effective_status`; LinkedIn `servingStatuses`."""
    start: datetime | None
    end: datetime | None
    daily_budget: Money | None
    total_budget: Money | None
    updated: str | None
    """Meta `updated_time`; LinkedIn `versionTag`; as written."""
    group: Group | None = None
    link: str | None = None
    lingering: Lingering | None = None
    """An ad under it that may still be shown; None: none, or nobody looked."""

    def __post_init__(self) -> None:
        aware(self.start, "start")
        aware(self.end, "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """All switches of one account, read at one instant.

    `complete` is true only if the full list was read, and the ads beneath, where they were asked
    for. `may_turn`: true, false, or an Unread that
    says why the right to pause could not be told.
    """

    platform: Platform
    account_id: AccountId
    account_name: str
    switches: tuple[Switch, ...]
    may_turn: bool | Unread
    complete: bool
    unread: tuple[Unread, ...] = ()
    account_status: str | None = None
    """As `AdAccount.status`; None: not given."""


class Answer(StrEnum):
    """What became of one write."""

    ACCEPTED = "accepted"
    """The platform says it did it. Only a read-back proves it."""
    REFUSED = "refused"
    """The platform says no."""
    THROTTLED = "throttled"
    """Refused for now; `retry_after` says for how long."""
    UNKNOWN = "unknown"
    """No answer, a null answer, or one that cannot be understood. Never a success."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the platform answered to one turn of one switch."""

    platform: Platform
    account_id: AccountId
    campaign_id: str
    level: Level
    answer: Answer
    because: Words | None = None
    retry_after: float | None = None
    """Seconds, where the platform states them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What an account lets us do within a span of time, where that is less than a stop may need."""

    most: int
    """Points that the account holds at most."""
    free: int
    """Of these, what is free now."""
    returns: tuple[tuple[float, int], ...]
    """Seconds from now, and the points that are free again by then."""
    read: int
    """Points of reading all switches of the account once."""
    write: int
    """Points of turning one."""
    window: float
    """Seconds after which a point that is spent now is free again."""
