"""TALK: one folder per platform; delivers facts, never opinions.

Three protocols by capability: a `Reader` cannot change anything, by type; a `Stopper` turns
switches; a `Guardian` sets what an ad account excludes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from connectors.http import Meter
from policies.model import (
    AccountId,
    AdAccount,
    Allowance,
    Beneath,
    Controls,
    ControlsReceipt,
    Creative,
    Delivered,
    Discussion,
    Panel,
    Platform,
    Post,
    PostId,
    Promoted,
    Promotions,
    Receipt,
    Snapshot,
    Switch,
    Unread,
    Words,
)
from policies.model.spent import Spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """The ad accounts to work on, and those that were asked for or listed but cannot be read."""

    accounts: tuple[AccountId, ...]
    unread: tuple[Unread, ...] = ()
    chosen: bool = False
    """The configuration names them; otherwise they are all that the token sees."""
    left_out: Mapping[AccountId, str] = field(default_factory=dict)
    """Accounts with their names that the token sees and the configuration does not name."""
    notes: tuple[Words, ...] = ()
    """What a person should know of the list, though nothing of it is unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an own read of one object says: `on` false means it can no longer deliver.

    `on` None: could not be told, `unread` says why.
    """

    kind: str
    """`campaign`, `ad_set` or `ad`."""
    id: str
    on: bool | None
    unread: Unread | None = None


class Reader(Protocol):
    """Reads one platform. Nothing here raises for a part that could not be read: it is unread."""

    platform: Platform
    meter: Meter

    def accounts(self) -> Visible:
        """The accounts in scope: the configured ones, or all that the token sees.

        Raises:
            ConnectorError: not even the list could be read.
        """
        ...

    def snapshot(self, account_id: AccountId) -> Snapshot:
        """The ad side of one account, now.

        Raises:
            ConnectorError: nothing of the account could be read.
        """
        ...

    def accessible(self, creatives: Sequence[Creative]) -> tuple[Creative, ...]:
        """These creatives of one account, in order, with their pictures and films.

        With alternative texts and captions, as far as the platform tells of them; that may take
        calls of its own, of which only so many are made at a time.
        """
        ...

    def delivered(self, account_id: AccountId) -> Delivered | None:
        """Where the account's ads were shown of late; None: the platform tells no such figures.

        Raises:
            ConnectorError: nothing of it could be read.
        """
        ...

    def spent(self, account: AdAccount, until: date) -> Spent:
        """What each campaign of the account has spent, as far back as the platform tells.

        `until`: the last day, in the account's own time zone; it is over.

        Raises:
            ConnectorError: nothing of it could be read.
        """
        ...

    def own_ids(self) -> frozenset[str]:
        """Author ids of the city's own Pages, accounts and organisations, as far as seen now."""
        ...

    def own_posts(self) -> tuple[tuple[Post, ...], tuple[Unread, ...]]:
        """The last 30 days' posts of the city's own Pages, accounts and organisations."""
        ...

    def promotions(self) -> Promotions:
        """What of the city's own posts is ads, whoever's; as `own_posts` read it, if it did.

        Raises:
            ConnectorError: nothing of it could be read.
        """
        ...

    def promoted(self, posts: Sequence[Post]) -> Iterator[Promoted | Unread]:
        """Each of these posts by its own read; `Unread.what` is `posts:` and its id."""
        ...

    def discussions(
        self, posts: Sequence[Post], known: Mapping[PostId, Collection[str]] | None = None
    ) -> Iterator[Discussion]:
        """The comments of each post, every post once, in any order.

        `known`: comments that are stored and stand, for posts of which the newest are enough now.
        """
        ...

    def inboxes(self) -> Iterator[Discussion]:
        """The messages sent to the city's own Pages and Instagram accounts; nothing on LinkedIn."""
        ...

    def standings(self, account_id: AccountId, kind: str, ids: Sequence[str]) -> Iterator[Standing]:
        """Each of these objects by its own read: an empty answer elsewhere is not a deletion."""
        ...

    def gone(self, post: Post, comment_ids: Sequence[str]) -> Iterator[tuple[str, bool | None]]:
        """For each comment, by its own read: true gone, false there, None could not be told."""
        ...


class Stopper(Protocol):
    """Turns switches. Only the crisis stop and its undoing ever hold one.

    Every method that writes sends each write once: deciding to repeat is the caller's.
    """

    platform: Platform
    meter: Meter

    def accounts(self) -> Visible:
        """The accounts in scope, as for a Reader.

        Raises:
            ConnectorError: not even the list could be read.
        """
        ...

    def panel(self, account_id: AccountId, *, beneath: Beneath | None = None) -> Panel:
        """Every switch of the account, read now, with the right to turn them.

        `beneath`: whose ads are looked at too, where the platform tells of a campaign's effect
        alone; None: nobody's.

        Raises:
            ConnectorError: nothing of the account could be read.
        """
        ...

    def turn_off(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Pause these, all of one account and level, at most `batch_size`; one receipt each.

        Never raises a ConnectorError: a batch without answer gives receipts `unknown`.
        """
        ...

    def turn_on(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Activate these, as `turn_off`."""
        ...

    def rehearse(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Ask the platform to check the pausing of these and to change nothing; one receipt each.

        `accepted` means: it accepted a dry run, which is no proof of the right. `unknown` with a
        reason where the platform offers none.
        """
        ...

    def read_back(self, switches: Sequence[Switch]) -> tuple[Switch | Unread, ...]:
        """Each of these switches by its own fresh read, in order."""
        ...

    def allowance(self, account_id: AccountId) -> Allowance | None:
        """What the account lets us do at a time, as far as was heard; asks the platform nothing.

        None: no limit is known that a stop could meet.
        """
        ...

    @property
    def batch_size(self) -> int:
        """Most switches in one write: 50 on both platforms."""
        ...


class Guardian(Protocol):
    """Sets what ad accounts exclude for all that is in them; only `enforce` ever holds one."""

    platform: Platform
    meter: Meter

    def accounts(self) -> Visible:
        """The accounts in scope, as for a Reader.

        Raises:
            ConnectorError: not even the list could be read.
        """
        ...

    def controls(self, account_id: AccountId) -> Controls:
        """The controls of the account, read now.

        Raises:
            ConnectorError: they could not be read.
        """
        ...

    def set_controls(self, controls: Controls) -> ControlsReceipt:
        """Put these in place of what stands, `status` and what follows it aside; sent once.

        `audience` must be there. Never raises a ConnectorError.
        """
        ...
