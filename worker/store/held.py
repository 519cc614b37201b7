"""What holds keep, as conditions on rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, or_, select, tuple_

from policies.model import Platform
from worker.store.holds import Hold, shows
from worker.store.tables import comments, post_campaigns, snapshots, threads


@dataclass(frozen=True, slots=True)
class Holding:
    """The holds that stand while rows are erased."""

    holds: tuple[Hold, ...] = ()

    def of_campaigns(self, table: Table) -> ColumnElement[bool]:
        """Rows that name a campaign that is held."""
        return _among((table.c.platform, table.c.campaign_id), self.campaigns())

    def of_accounts(self, table: Table) -> ColumnElement[bool]:
        """Rows of an account that shows a campaign that is held."""
        named = (table.c.platform, table.c.id if table.name == "accounts" else table.c.account_id)
        return _among(named, [(str(one.platform), it) for one in self.holds for it in one.accounts])

    def of_snapshots(self, _table: Table) -> ColumnElement[bool]:
        """Snapshots in which a campaign that is held is named."""
        account = (snapshots.c.platform, snapshots.c.account_id)
        return or_(
            false(),
            *(
                and_(
                    _among(account, [(str(one.platform), it) for it in one.accounts]),
                    shows(one.campaign_id),
                )
                for one in self.holds
            ),
        )

    def of_comments(self, _table: Table) -> ColumnElement[bool]:
        """Comments under the posts of a campaign that is held; LinkedIn's if that says so."""
        c = post_campaigns.c
        posts = select(threads.c.id).join(
            post_campaigns, and_(c.platform == threads.c.platform, c.post_id == threads.c.post_id)
        )
        campaigns = self.campaigns(words=True)
        held = _among((c.platform, c.campaign_id), campaigns)
        return comments.c.thread.in_(posts.where(held)) if campaigns else false()

    def campaigns(self, *, words: bool = False) -> list[tuple[str, str]]:
        """The campaigns that are held; with `words`, those whose comments are."""
        return [
            (str(one.platform), one.campaign_id)
            for one in self.holds
            if not words or covers_comments(one)
        ]


def covers_comments(hold: Hold) -> bool:
    """Whether it keeps what people wrote: LinkedIn's 48 hours bind unless it says otherwise."""
    return hold.platform is not Platform.LINKEDIN or hold.comments_diary is not None


def _among(columns: Iterable[Any], wanted: list[tuple[str, str]]) -> ColumnElement[bool]:
    return tuple_(*columns).in_(wanted) if wanted else false()
