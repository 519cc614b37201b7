"""Reads Meta: ads and Instagram with the system user's token, Pages with tokens of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from connectors import Standing, Visible
from connectors.http import Meter, Patience
from connectors.meta import (
    delivered,
    inbox,
    own_posts,
    page_tokens,
    promoted,
    scope,
    snapshot,
    spent,
    standing,
    talk,
)
from connectors.meta.access import MetaAccess
from connectors.meta.accessible import Accessible
from connectors.meta.graph import Graph
from connectors.meta.identities import Identities
from connectors.meta.own_posts import Own
from connectors.meta.page_tokens import Pages
from connectors.meta.read_token import Worth, inspect
from connectors.meta.uncovered import Uncovered
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
)
from policies.model.spent import Spent


class MetaReader:
    """Reads; ads go on where Pages cannot be read, and the other way round."""

    platform = Platform.META

    def __init__(
        self,
        access: MetaAccess,
        *,
        patience: Patience,
        clock: Callable[[], datetime],
        recall: Recall | None = None,
    ) -> None:
        """`patience` is what may be waited in all; `clock` gives the present instant, aware.

        `recall`: what earlier runs learnt, and where this one leaves what it learns.
        """
        self.meter = Meter()
        self._access = access
        self._clock = clock
        self._graph = Graph(access, patience=patience, clock=clock, meter=self.meter, recall=recall)
        self._identities = Identities(self._graph, access.instagram, self._pages)
        self._accessible = Accessible(self._graph, self._pages)
        self._uncovered = Uncovered(self._pages, self._graph.memory)
        self._lock = threading.Lock()
        self._fetched: Pages | None = None
        self._own: Own | None = None

    def accounts(self) -> Visible:
        """The configured accounts, or all that the token sees.

        Raises:
            ConnectorError: not even the list could be read.
        """
        return scope.visible(self._graph, self._access)

    def snapshot(self, account_id: AccountId) -> Snapshot:
        """The ad side of one account, now.

        Raises:
            ConnectorError: nothing of the account could be read.
        """
        days = self._access.watch_after_days
        return snapshot.take(
            self._graph,
            account_id,
            self._clock(),
            self._identities,
            days=days,
            uncovered=self._uncovered,
        )

    def accessible(self, creatives: Sequence[Creative]) -> tuple[Creative, ...]:
        """These creatives of one account with their pictures and films, each by its own read."""
        return self._accessible.told(creatives)

    def delivered(self, account_id: AccountId) -> Delivered:
        """Where the account's ads were shown this week and the last.

        Raises:
            ConnectorError: nothing of it could be read.
        """
        return delivered.delivered(self._graph, account_id, self._clock())

    def spent(self, account: AdAccount, until: date) -> Spent:
        """What the account's campaigns spent in three years.

        Raises:
            ConnectorError: nothing of it could be read.
        """
        return spent.spent(self._graph, account.id, until)

    def own_ids(self) -> frozenset[str]:
        """The city's own Pages and the Instagram accounts linked to them."""
        return self._pages().own_ids

    def own_posts(self) -> tuple[tuple[Post, ...], tuple[Unread, ...]]:
        """The last 30 days' posts of the city's own Pages and Instagram accounts.

        Posts made for ads are listed further back where an ad that was read has more than it names.
        """
        own = self._read_own()
        return own.posts, own.unread

    def promotions(self) -> Promotions:
        """The posts for ads among the city's own, as they were read last."""
        own = self._own or self._read_own()
        return own.promotions

    def promoted(self, posts: Sequence[Post]) -> Iterator[Promoted | Unread]:
        """Each of these posts by its own read."""
        return promoted.promoted(self._graph, self._pages(), posts)

    def discussions(
        self, posts: Sequence[Post], known: Mapping[PostId, Collection[str]] | None = None
    ) -> Iterator[Discussion]:
        """The comments of each post; of Facebook posts that are `known` what is new."""
        return talk.discussions(self._graph, self._pages(), posts, known)

    def inboxes(self) -> Iterator[Discussion]:
        """The messages sent to the city's own Pages and the Instagram accounts linked to them."""
        return inbox.inboxes(self._graph, self._pages(), self._clock())

    def standings(self, account_id: AccountId, kind: str, ids: Sequence[str]) -> Iterator[Standing]:
        """Each of these objects by its own read."""
        return standing.standings(self._graph, account_id, kind, ids, at=self._clock())

    def gone(self, post: Post, comment_ids: Sequence[str]) -> Iterator[tuple[str, bool | None]]:
        """For each comment, by its own read: true gone, false there, None could not be told."""
        return talk.gone(self._graph, self._pages(), post, comment_ids)

    def token(self) -> Worth:
        """What the configured token is worth.

        Raises:
            ConnectorError: there is no answer, or no secret of the app to ask with.
        """
        return inspect(self._graph, self._access)

    def _pages(self) -> Pages:
        """The Pages with their tokens, fetched once; again after a failure."""
        with self._lock:
            if self._fetched is None or self._fetched.error is not None:
                self._fetched = page_tokens.fetch(self._graph, self._access)
            return self._fetched

    def _read_own(self) -> Own:
        """The posts of the city's own, kept for whoever asks what of them is ads."""
        own = own_posts.read(
            self._graph,
            self._pages(),
            self._access,
            self._clock(),
            ads_since=self._uncovered.since,
            named=self._uncovered.named,
            nameless=self._uncovered.nameless,
        )
        self._own = own
        return own
