"""Reads LinkedIn: ads with the advertising token, comments with the community token."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from connectors import Standing, Visible
from connectors.http import Meter, Patience
from connectors.linkedin import delivered, promoted, scope, snapshot, spent, standing, talk
from connectors.linkedin import posts as own
from connectors.linkedin.access import LinkedInAccess
from connectors.linkedin.breaker import Breaker
from connectors.linkedin.day_limits import DayLimits
from connectors.linkedin.transport import Token, Wire
from connectors.recall import Recall
from policies.model import (
    AccountId,
    AdAccount,
    Creative,
    Delivered,
    Discussion,
    Platform,
    Post,
    PostId,
    Promoted,
    Promotions,
    Snapshot,
    Unread,
    Words,
)
from policies.model.spent import Spent

OWN_POSTS = timedelta(days=30)
"""How long the city's own posts are watched."""


class LinkedInReader:
    """Reads; each side goes on when the other's token is missing or dead."""

    platform = Platform.LINKEDIN

    def __init__(
        self,
        access: LinkedInAccess,
        *,
        patience: Patience,
        clock: Callable[[], datetime],
        recall: Recall | None = None,
    ) -> None:
        """`patience` is what may be waited in all; `clock` gives the present instant, aware.

        `recall`: which day limits earlier readers met, and where this one leaves those it meets.
        """
        self.meter = Meter()
        self._access = access
        self._clock = clock
        self._visible: Visible | None = None

        def wire(place: str, value: str | None, issued_at: datetime | None) -> Wire:
            token = Token(place=place, value=value, issued_at=issued_at)
            limits = DayLimits(recall, access.base_url, place) if recall is not None else None
            return Wire(
                access,
                token,
                patience=patience,
                clock=clock,
                meter=self.meter,
                breaker=Breaker(clock, limits=limits),
            )

        self._ads = wire("[linkedin] ads_token", access.ads_token, access.ads_issued_at)
        self._community = wire(
            "[linkedin] community_token", access.community_token, access.community_issued_at
        )

    def accounts(self) -> Visible:
        """The configured accounts, or all that the token sees.

        Raises:
            ConnectorError: not even the list could be read.
        """
        self._visible = scope.visible(self._ads, self._access)
        return self._visible

    def snapshot(self, account_id: AccountId) -> Snapshot:
        """The ad side of one account, now.

        Raises:
            ConnectorError: not even the account itself could be read.
        """
        return snapshot.take(self._ads, account_id, self._clock())

    def accessible(self, creatives: Sequence[Creative]) -> tuple[Creative, ...]:
        """These creatives as they are: their posts told all that LinkedIn tells."""
        return tuple(creatives)

    def delivered(self, account_id: AccountId) -> Delivered | None:
        """Where the account's ads were shown this week and the last, in UTC.

        Raises:
            ConnectorError: nothing of it could be read.
        """
        return delivered.delivered(self._ads, account_id, self._clock())

    def spent(self, account: AdAccount, until: date) -> Spent:
        """What the account's campaign groups spent in ten years, in UTC.

        Raises:
            ConnectorError: nothing of it could be read.
        """
        return spent.spent(self._ads, account, until)

    def own_ids(self) -> frozenset[str]:
        """The configured organisations: LinkedIn is asked for no others."""
        return frozenset(self._access.organizations)

    def own_posts(self) -> tuple[tuple[Post, ...], tuple[Unread, ...]]:
        """The last 30 days' posts of the city's own organisations."""
        if not self._access.organizations:
            because = Words(
                "No organisation is named in [linkedin] organizations, so its own posts are not "
                "read."
            )
            return (), (Unread(what=own.OWN, because=because, platform=self.platform),)
        since = self._clock() - OWN_POSTS
        return own.own((self._ads, self._community), self._access.organizations, since)

    def promotions(self) -> Promotions:
        """The posts for ads in the name of the city's own organisations."""
        visible = self._visible
        seen = (*visible.accounts, *visible.left_out) if visible is not None else ()
        since = self._clock() - timedelta(days=self._access.watch_after_days)
        wires = (self._ads, self._community)
        return promoted.promotions(wires, self._access.organizations, since, seen)

    def promoted(self, posts: Sequence[Post]) -> Iterator[Promoted | Unread]:
        """Each of these posts by its own read."""
        return promoted.promoted((self._ads, self._community), posts)

    def discussions(
        self, posts: Sequence[Post], known: Mapping[PostId, Collection[str]] | None = None
    ) -> Iterator[Discussion]:
        """The comments of each post; in development tier there are no batch reads, nor counts."""
        batches = self._access.community_tier == "standard"
        return talk.discussions(self._community, posts, batches=batches, known=known)

    def inboxes(self) -> Iterator[Discussion]:
        """Nothing: LinkedIn shows a Page's messages to no app."""
        return iter(())

    def standings(self, account_id: AccountId, kind: str, ids: Sequence[str]) -> Iterator[Standing]:
        """Each of these objects by its own read."""
        return standing.standings(self._ads, account_id, kind, ids)

    def gone(self, post: Post, comment_ids: Sequence[str]) -> Iterator[tuple[str, bool | None]]:
        """For each comment, by its own read: true gone, false there, None could not be told."""
        return talk.gone(self._community, post, comment_ids)
