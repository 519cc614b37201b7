"""The queue as people read it: threads with the message that waits, by deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select, union_all

from policies.model import Platform, Words
from policies.threads import UNSETTLED
from worker.store.nouns import value_to_words
from worker.store.tables import comments, post_campaigns, posts, threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A thread, and the message of it that waits (or last waited)."""

    id: str
    platform: Platform
    kind: str
    thread_id: str
    comment_id: str | None
    post_id: str | None
    text: str | None
    """None: no text, or erased."""
    author: str | None
    """None: withheld, erased, or LinkedIn, which lets nobody keep it."""
    created_at: datetime | None
    """None: erased."""
    due_at: datetime | None
    state: str
    reason: Words
    moderate: tuple[str, ...]
    owner: str
    claimed_by: str | None
    link: str | None
    campaign_ids: tuple[str, ...]
    withheld: bool = False
    """Whether a person asked to have erased what it says."""

    def overdue(self, at: datetime) -> bool:
        """Whether it still waits after its deadline."""
        return self.state in UNSETTLED and self.due_at is not None and self.due_at < at


def listed(
    connection: Connection,
    *,
    everything: bool = False,
    owner: str | None = None,
    only: str | None = None,
    most: int | None = None,
    linkedin_fetched_after: datetime,
) -> list[Queued]:
    """Open and referred threads, or `everything`, the first deadline first, `most` of them.

    `only`: our id of one thread, whatever its state. What LinkedIn members wrote is shown only if
    it was fetched after `linkedin_fetched_after`: nobody may keep it longer.
    """
    wanted = _wanted(everything=everything, owner=owner)
    if only is not None:
        wanted = select(threads.c.id).where(threads.c.id == only)
    return _told(connection, wanted, linkedin_fetched_after, most)


def flowing(
    connection: Connection,
    *,
    everything: bool = False,
    owner: str | None = None,
    linkedin_fetched_after: datetime,
) -> Iterator[Queued]:
    """The same as `listed`, read as they are asked for: any number of them takes little memory."""
    query = _query(_wanted(everything=everything, owner=owner))
    rows = connection.execute(query, execution_options={"yield_per": _BLOCK})
    for block in rows.partitions():
        yield from _values(connection, block, linkedin_fetched_after)


_BLOCK = 2000
"""Rows that are read at once."""


def _wanted(*, everything: bool, owner: str | None) -> Select[*tuple[Any, ...]]:
    """The ids of open and referred threads, or of all, or of an owner's."""
    wanted = select(threads.c.id)
    if not everything:
        wanted = wanted.where(threads.c.state.in_(UNSETTLED))
    if owner is not None:
        wanted = wanted.where(threads.c.owner == owner)
    return wanted


def some(
    connection: Connection, ids: Sequence[str], *, linkedin_fetched_after: datetime
) -> list[Queued]:
    """These threads, a few hundred at most, whatever their state, the first deadline first."""
    return _told(
        connection, select(threads.c.id).where(threads.c.id.in_(ids)), linkedin_fetched_after
    )


def page(
    connection: Connection,
    size: int,
    *,
    after: Queued | None = None,
    owner: str | None = None,
    linkedin_fetched_after: datetime,
) -> list[Queued]:
    """The next open and referred threads by deadline, at most `size`, found without reading all.

    `after`: the last one of the page before; None: from the start.
    """
    parts = [_begun(state, size, after, owner).subquery() for state in UNSETTLED]
    either = union_all(*(select(part) for part in parts)).subquery()
    wanted = select(either.c.id).order_by(either.c.due_at, either.c.id).limit(size)
    return _told(connection, wanted, linkedin_fetched_after)


def _begun(
    state: str, size: int, after: Queued | None, owner: str | None
) -> Select[*tuple[Any, ...]]:
    """The first threads of one state, as the index on state and deadline has them."""
    query = select(threads.c.id, threads.c.due_at).where(
        threads.c.state == state, threads.c.due_at.is_not(None)
    )
    if owner is not None:
        query = query.where(threads.c.owner == owner)
    if after is not None:
        later = threads.c.due_at > after.due_at
        as_early = and_(threads.c.due_at == after.due_at, threads.c.id > after.id)
        query = query.where(threads.c.due_at >= after.due_at, or_(later, as_early))
    return query.order_by(threads.c.due_at, threads.c.id).limit(size)


def _told(
    connection: Connection,
    wanted: Select[*tuple[Any, ...]],
    fetched_after: datetime,
    most: int | None = None,
) -> list[Queued]:
    """These threads as values, the first deadline first; None: all of them."""
    return _values(connection, connection.execute(_query(wanted).limit(most)).all(), fetched_after)


def _values(
    connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], fetched_after: datetime
) -> list[Queued]:
    """Rows as values."""
    campaigns = _campaigns(connection, {row.post_id for row in rows if row.post_id})
    return [_queued(row, campaigns[row.platform, row.post_id], fetched_after) for row in rows]


def _query(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Threads with their waiting message and their post."""
    shown = and_(
        comments.c.platform == threads.c.platform,
        comments.c.kind == threads.c.kind,
        comments.c.id == threads.c.comment_id,
    )
    post = and_(posts.c.platform == threads.c.platform, posts.c.id == threads.c.post_id)
    return (
        select(
            *(column for column in threads.c if column.name not in _UNTOLD),
            comments.c.text,
            comments.c.author_name,
            comments.c.created_at,
            comments.c.fetched_at,
            comments.c.erasure,
            comments.c.link,
            posts.c.link.label("post_link"),
        )
        .select_from(threads.outerjoin(comments, shown).outerjoin(posts, post))
        .where(threads.c.id.in_(wanted))
        .order_by(threads.c.due_at.asc().nulls_last(), threads.c.id)
    )


_UNTOLD = ("first_seen", "changed_at", "revision")
"""Columns of a thread that the queue does not tell."""


def _campaigns(
    connection: Connection, post_ids: Iterable[str]
) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """Our Campaigns that show each of these posts."""
    wanted = sorted(post_ids)
    found: dict[tuple[str, str | None], tuple[str, ...]] = defaultdict(tuple)
    for start in range(0, len(wanted), 500):
        query = (
            select(post_campaigns)
            .where(post_campaigns.c.post_id.in_(wanted[start : start + 500]))
            .order_by(post_campaigns.c.campaign_id)
        )
        for row in connection.execute(query):
            found[row.platform, row.post_id] += (row.campaign_id,)
    return found


def _queued(
    row: Row[*tuple[Any, ...]], campaign_ids: tuple[str, ...], fetched_after: datetime
) -> Queued:
    """One row as a value."""
    linkedin = row.platform == Platform.LINKEDIN
    expired = linkedin and row.fetched_at is not None and row.fetched_at <= fetched_after
    return Queued(
        id=row.id,
        platform=Platform(row.platform),
        kind=row.kind,
        thread_id=row.thread_id,
        comment_id=row.comment_id,
        post_id=row.post_id,
        text=None if expired else row.text,
        author=None if linkedin else row.author_name,
        created_at=None if expired else row.created_at,
        due_at=row.due_at,
        state=row.state,
        reason=value_to_words(row.reason),
        moderate=tuple(row.moderate),
        owner=row.owner,
        claimed_by=row.claimed_by,
        link=row.link or row.post_link,
        campaign_ids=campaign_ids,
        withheld=row.erasure is not None,
    )
