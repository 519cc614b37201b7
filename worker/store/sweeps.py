"""Sweeps: when each began and ended, what it read and what it could not read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from policies.briefs.listed import post_of
from policies.model import Platform, PostId, Unread
from worker.store.nouns import unread_to_value, value_to_unread
from worker.store.tables import accounts, comments, posts, sweeps

BY_NAME = 2000
"""Unread things that a sweep's row names one by one."""
_OPENED = 500_000
"""Signs of what sweeps could not read that are opened for a topic, a second's hundredth or two."""
_TRIED = 3000
"""Sweeps of a topic that are opened at most: of three weeks, where it is read every ten minutes."""
NEEDED = frozenset({"ads", "comments", "messages"})
"""The topics of a whole reading, which may be read one by one; figures come when they come."""


def topics_of(scope: Mapping[str, Any]) -> frozenset[str]:
    """What a sweep was to read; one that names no topics was to read all."""
    return frozenset(scope.get("topics") or NEEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The outcome of one sweep."""

    started_at: datetime
    finished_at: datetime
    counts: Mapping[str, Any]
    requests: Mapping[str, Any]
    unread: tuple[Unread, ...]


def begin(connection: Connection, scope: Mapping[str, Any], at: datetime) -> int:
    """Note that a sweep began; the answer is its number."""
    row = insert(sweeps).values(started_at=at, scope=dict(scope), counts={}, requests={}, unread=[])
    return int(connection.execute(row.returning(sweeps.c.id)).scalar_one())


def finish(connection: Connection, number: int, outcome: Finished) -> None:
    """Note how it ended. One without an end is under way, or was interrupted."""
    connection.execute(
        update(sweeps)
        .where(sweeps.c.id == number)
        .values(
            finished_at=outcome.finished_at,
            counts=dict(outcome.counts),
            requests=dict(outcome.requests),
            unread=unread_to_value(in_short(outcome.unread)),
        )
    )


def in_short(unread: Sequence[Unread]) -> tuple[Unread, ...]:
    """Of very many, those beyond the first are named by their kind, once for each sort of reason.

    A platform that answers no more leaves the comments of a hundred thousand posts unread: one by
    one they say nothing that "comments, for this reason" does not.
    """
    rest = unread[BY_NAME:]
    kinds = (replace(one, what=one.what.partition(":")[0]) for one in rest)
    short = {_same(one): one for one in kinds}
    return (*unread[:BY_NAME], *short.values())


def _same(one: Unread) -> tuple[object, ...]:
    return one.what, one.platform, one.account_id, one.because.template


def last_reading(connection: Connection, platform: Platform) -> Finished | None:
    """The newest whole reading of this platform, no account left out, that came to its end.

    Its topics may have been read one by one: then it is as old as the oldest of them. A sweep that
    could not even list the platform's accounts did not read it, and one that got nothing of a topic
    did not read that. None: of a topic nothing was ever got, or not for so long that nobody looks.
    """
    reach, numbers = _Reach(connection, platform), set[int]()
    for topic in sorted(NEEDED):
        number = reach.newest(topic)
        if number is None:
            return None
        numbers.add(number)
    query = select(sweeps).where(sweeps.c.id.in_(numbers)).order_by(sweeps.c.id.desc())
    return _together([_finished(row) for row in connection.execute(query)])


def _finished(row: Row[*tuple[Any, ...]]) -> Finished:
    return Finished(
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=row.counts,
        requests=row.requests,
        unread=value_to_unread(row.unread),
    )


def _together(used: Sequence[Finished]) -> Finished:
    """Several readings as one."""
    oldest = min(used, key=lambda one: one.finished_at)
    return replace(oldest, unread=tuple(unread for one in used for unread in one.unread))


class _Reach:
    """What sweeps got of a platform's topics, by what was stored of them since each began.

    A sweep's row names what is unread, and not what there was to read. An inbox that is read and
    empty leaves nothing behind, so of messages nobody can tell: they count as read.
    """

    def __init__(self, connection: Connection, platform: Platform) -> None:
        """Nothing is asked for before a sweep lacks something; then once for all of them."""
        self._connection = connection
        self._platform = str(platform)

    def newest(self, topic: str) -> int | None:
        """The number of the newest sweep that read the topic.

        Where none of the last ones did, what was stored last tells when one may have: the many
        between, which got nothing, are not opened, for this is asked with every look at the health.
        """
        last: int | None = None
        for row in self._tried(topic):
            if self._read(topic, row):
                return int(row.id)
            last = row.id
        got = self._got(topic)
        if last is None or got is None:
            return None
        older = self._tried(topic, sweeps.c.id < last, sweeps.c.started_at <= got)
        return next((int(row.id) for row in older if self._read(topic, row)), None)

    def _tried(self, topic: str, *where: ColumnElement[bool]) -> Iterator[Row[*tuple[Any, ...]]]:
        """The newest sweeps that were to read the topic, of the whole platform, and ended.

        As many as are opened in a moment; an outage leaves little in each, so that those of weeks
        are, and the rest is not asked for.
        """
        c = sweeps.c
        scope, requests = type_coerce(c.scope, Text), type_coerce(c.requests, Text)
        unread = type_coerce(c.unread, Text).label("unread")
        asked = or_(scope.not_like('%"topics":["%'), scope.like(f'%"{topic}"%'))
        whole = scope.not_like('%"account":"%'), requests.like(f'%"{self._platform}":%')
        query = select(c.id, c.started_at, c.scope, c.requests, unread)
        query = query.where(c.finished_at.is_not(None), asked, *whole, *where)
        query = query.order_by(c.id.desc()).limit(_TRIED)
        opened = 0
        with self._connection.execute(query.execution_options(yield_per=5)) as rows:
            for row in rows:
                yield row
                opened += len(row.unread)
                if opened > _OPENED:
                    return

    def _read(self, topic: str, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether the sweep got anything of the topic, or found nothing to read."""
        if row.scope.get("account") or self._platform not in row.requests:
            return False
        names = [one["what"] for one in json.loads(row.unread) if one["platform"] == self._platform]
        if topic not in topics_of(row.scope) or "accounts" in names:
            return False
        if not any(_lost_of(one) == topic for one in names):
            return True
        got = self._got(topic)
        return got is not None and got >= row.started_at

    def _got(self, topic: str) -> datetime | None:
        """When anything of the topic was last stored; of messages that cannot be told."""
        if topic == "ads":
            return self._ads
        return self._comments if topic == "comments" else None

    @cached_property
    def _ads(self) -> datetime | None:
        """When an account was last read."""
        c = accounts.c
        query = select(func.max(c.read_at)).where(c.platform == self._platform)
        return self._connection.execute(query).scalar()

    @cached_property
    def _comments(self) -> datetime | None:
        """When a post's comments were last read, all of them or some."""
        c, p = comments.c, posts.c
        here = (c.platform == self._platform, c.kind == "comment")
        looks = (
            select(func.max(p.caught_up_at)).where(p.platform == self._platform),
            select(func.max(c.fetched_at)).where(*here),
        )
        told = (self._connection.execute(one).scalar() for one in looks)
        return max((one for one in told if one is not None), default=None)


def _lost_of(name: str) -> str | None:
    """The topic in which an account or a post is lost as a whole; None: a part of one.

    What a brief lists and no platform would call a post is nothing that there was to read.
    """
    what, _, one = name.partition(":")
    if what == "account":
        return "ads"
    if what == "comments" and (not one or post_of(PostId(one))):
        return "comments"
    return None


def first_begun(connection: Connection) -> datetime | None:
    """When the oldest sweep that is still kept began; None: there is none."""
    return connection.execute(select(func.min(sweeps.c.started_at))).scalar()


def ads_read_since(
    connection: Connection,
    platforms: Sequence[Platform],
    *,
    begun_by: datetime,
    ours: int | None = None,
) -> datetime | None:
    """Since when the ads of every account on these platforms were read; None: they never were.

    A reading counts once it has ended, or if it began by `begun_by`, or is `ours`. One of a single
    account tells nothing of the others.
    """
    left = {str(one) for one in platforms}
    since: datetime | None = None
    c = sweeps.c
    columns = (c.id, c.started_at, c.finished_at, c.scope)
    query = select(*columns).order_by(c.started_at.desc(), c.id.desc()).limit(_NEWEST)
    for row in connection.execute(query):
        ended = row.finished_at is not None or row.started_at <= begun_by or row.id == ours
        read = {row.scope.get("platform") or one for one in left}
        if ended and not row.scope.get("account") and "ads" in topics_of(row.scope) and left & read:
            left -= read
            since = row.started_at
            if not left:
                return since
    return None


_NEWEST = 2000
"""Sweeps that are looked through: of more than a week, at the usual intervals."""
