"""The ad side of one account: what was read, and what was not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from connectors.errors import ConnectorError, NotFound, PermissionMissing, Unreadable
from connectors.linkedin import ask, posts
from connectors.linkedin.errors import ScopeMissing
from connectors.linkedin.pages import Gathered, by_cursor
from connectors.linkedin.read_ads import is_test, read_account, read_ad, read_campaign, read_group
from connectors.linkedin.read_creatives import post_of
from connectors.linkedin.read_posts import Seen
from connectors.linkedin.scope import rights
from connectors.linkedin.shape import Record, record
from connectors.linkedin.transport import Wire
from policies.model import (
    AccountId,
    Ad,
    AdSet,
    AdSetId,
    CampaignId,
    Platform,
    Snapshot,
    Unread,
    Words,
)

N = TypeVar("N")
_OF_ONE = (NotFound, PermissionMissing, Unreadable)
"""Failures that may be those of a single post."""


class Collected:
    """The nouns of one account, and beside them everything that became none."""

    def __init__(self, account_id: AccountId) -> None:
        self._account_id = account_id
        self.unread: list[Unread] = []

    def nouns(self, what: str, gathered: Gathered, read: Callable[[Record], N]) -> tuple[N, ...]:
        """Each row as a noun, once; test objects, which never show, are left out."""
        if gathered.error is not None:
            self.unread.append(gathered.error.unread(what, self._account_id))
        found: dict[str, N] = {}
        for row in gathered.rows:
            try:
                told = record(row, what)
                if not is_test(told):
                    found[str(told.get("id"))] = read(told)
            except ConnectorError as error:
                self.unread.append(error.unread(_name(what, row), self._account_id))
        return tuple(found.values())

    def lacks(self, what: str, because: Words) -> None:
        """Note something that could not be read."""
        self.unread.append(
            Unread(
                what=what,
                because=because,
                platform=Platform.LINKEDIN,
                account_id=self._account_id,
            )
        )


def _name(what: str, row: object) -> str:
    """The name of a row that is unread, with its id where it has one."""
    identity = row.get("id") if isinstance(row, dict) else None
    return f"{what}:{identity}" if isinstance(identity, str | int) else what


def take(wire: Wire, account_id: AccountId, at: datetime) -> Snapshot:
    """Everything of the account, now; what fails is named and the rest goes on.

    Raises:
        ConnectorError: not even the account itself could be read.
    """
    told = wire.read(ask.account(account_id))
    account = read_account(told, rights=rights(wire, account_id))
    collected = Collected(account_id)
    groups = collected.nouns(
        "campaigns",
        by_cursor(wire, ask.groups(account_id)),
        lambda row: read_group(row, account_id),
    )
    ad_sets = collected.nouns(
        "ad_sets",
        by_cursor(wire, ask.campaigns(account_id)),
        lambda row: read_campaign(row, account_id),
    )
    ads = _ads(wire, account_id, ad_sets, collected)
    if isinstance(account.rights, Unread):
        collected.unread.append(account.rights)
    return Snapshot(
        account=account,
        read_at=at,
        campaigns=groups,
        ad_sets=ad_sets,
        ads=ads,
        identities=(),
        unread=tuple(collected.unread),
    )


def _ads(
    wire: Wire, account_id: AccountId, ad_sets: tuple[AdSet, ...], collected: Collected
) -> tuple[Ad, ...]:
    """The creatives with their posts; a post that several show is read once."""
    gathered = by_cursor(wire, ask.creatives(account_id))
    shown = posts.behind(wire, _posts_of(gathered.rows))
    above: dict[AdSetId, CampaignId] = {one.id: one.campaign_id for one in ad_sets}
    ads = collected.nouns(
        "ads",
        gathered,
        lambda row: read_ad(row, account_id, campaigns=above, posts=shown),
    )
    _lost_posts(shown, collected)
    _strays(ads, above, collected)
    return ads


def _posts_of(rows: tuple[Any, ...]) -> Iterator[str]:
    """The posts behind creatives; a creative that cannot be read is refused later, by name."""
    for row in rows:
        try:
            told = record(row, "ads")
            if not is_test(told) and (urn := post_of(told)):
                yield urn
        except ConnectorError:
            continue


def _lost_posts(shown: Mapping[str, Seen | ConnectorError], collected: Collected) -> None:
    """Name each post that was refused for itself, and once what kept posts as such from us."""
    reasons: dict[str, ConnectorError] = {}
    for urn, seen in shown.items():
        if isinstance(seen, ConnectorError):
            single = isinstance(seen, _OF_ONE) and not isinstance(seen, ScopeMissing)
            if single:
                collected.lacks(f"posts:{urn}", seen.words)
            else:
                reasons[str(seen)] = seen
    for error in reasons.values():
        collected.lacks("posts", error.words)


def _strays(ads: tuple[Ad, ...], above: dict[AdSetId, CampaignId], collected: Collected) -> None:
    """Name each campaign that an ad belongs to and that its list did not hold."""
    for campaign_id in dict.fromkeys(ad.ad_set_id for ad in ads if ad.ad_set_id not in above):
        collected.lacks(
            f"ad_sets:{campaign_id}",
            Words(
                "An ad belongs to campaign {campaign}, which LinkedIn did not list. The next "
                "round tries again.",
                {"campaign": campaign_id},
            ),
        )
