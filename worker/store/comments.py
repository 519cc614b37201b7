"""Comments as last read. A LinkedIn comment's text, author and time stand in its one row alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, select, update

from policies.model import Comment, Platform, PostId
from worker.store.kinds import storable
from worker.store.nouns import tags_to_value, value_to_tags
from worker.store.rows import own_id, parts
from worker.store.tables import comments, threads
from worker.store.wordless import ERASED, Judge, awaited, wordless, wordless_from_the_first


def own_thread_id(comment: Comment) -> str:
    """Our id of the comment's thread."""
    return own_id(str(comment.platform), comment.kind, comment.thread_id)


def save(
    connection: Connection, seen: Sequence[Comment], at: datetime, judge: Judge | None = None
) -> set[str]:
    """Put these comments in their rows, as fetched at `at`. Their threads must stand already.

    A comment that was taken for gone and is seen again is no longer gone. The answer is our ids of
    threads that comments have left: a reply to a reply stands in a thread of its own until it is
    read to what that one is a reply.

    Of one that a person had erased (`worker.store.erasures`) it is kept what `judge` makes of it,
    and none of its words; None: what was made of it before.
    """
    fresh = {(one.platform, one.kind, storable(one.id)): one for one in seen}
    known = _known(connection, fresh)
    left, again = set(), []
    for key, was in known.items():
        comment = fresh[key]
        values = _values(comment, at) | {"gone_at": None, "erased_at": None, "judged": None}
        values["erasure"] = was.erasure
        values["first_hidden"] = was.first_hidden and comment.hidden
        values["hidden_at"] = (was.hidden_at or at) if comment.hidden else None
        values["reworded_at"] = at if _reworded(was, comment) else was.reworded_at
        if was.erasure is not None:
            values |= wordless(was, comment, judge, at)
        again.append(values | dict(zip(_KEY, key, strict=True)))
        if values["thread"] != was.thread:
            left.add(was.thread)
    if again:
        connection.execute(_AGAIN, again)
    new = {key: comment for key, comment in fresh.items() if key not in known}
    if new:
        wanted = awaited(connection)
        first = [_first(one, at, judge, wanted.get(key)) for key, one in new.items()]
        connection.execute(insert(comments), first)
    return left


def rejoined(connection: Connection, seen: Sequence[Comment]) -> tuple[Comment, ...]:
    """The comments, those below one that was not read now in the thread in which that one stands.

    A reading that ends early tells of a reply to a reply, and not to what that one is a reply.
    """
    read = {one.id for one in seen}
    above = sorted({one.thread_id for one in seen if one.thread_id not in read})
    tops: dict[tuple[str, str, str], str] = {}
    for part in parts(above):
        query = (
            select(comments.c.platform, comments.c.kind, comments.c.id, threads.c.thread_id)
            .join(threads, threads.c.id == comments.c.thread)
            .where(comments.c.id.in_(part))
        )
        for row in connection.execute(query):
            tops[row.platform, row.kind, row.id] = row.thread_id
    return tuple(
        replace(
            one, thread_id=tops.get((str(one.platform), one.kind, one.thread_id), one.thread_id)
        )
        for one in seen
    )


Key = tuple[Platform, str, str]
"""Platform, kind and id of a comment, as they stand in its row."""


_KEY = ("the_platform", "the_kind", "the_id")
_AGAIN = update(comments).where(
    *(
        column == bindparam(name)
        for column, name in zip(
            (comments.c.platform, comments.c.kind, comments.c.id), _KEY, strict=True
        )
    )
)
"""Change the row of a comment that is read again: one statement for all of a reading."""


def _known(connection: Connection, keys: Iterable[Key]) -> dict[Key, Row[*tuple[Any, ...]]]:
    """Which of these have a row, where it stands, what it says, and says of being hidden."""
    wanted = sorted(keys)
    found: dict[Key, Row[*tuple[Any, ...]]] = {}
    for start in range(0, len(wanted), 500):
        part = set(wanted[start : start + 500])
        query = select(
            comments.c.platform,
            comments.c.kind,
            comments.c.id,
            comments.c.first_hidden,
            comments.c.hidden_at,
            comments.c.text,
            comments.c.reworded_at,
            comments.c.erased_at,
            comments.c.erasure,
            comments.c.judged,
            comments.c.thread,
        ).where(comments.c.id.in_([key[2] for key in part]))
        for row in connection.execute(query):
            key = (Platform(row.platform), row.kind, row.id)
            if key in part:
                found[key] = row
    return found


def _reworded(was: Row[*tuple[Any, ...]], comment: Comment) -> bool:
    """Whether it says something else than it did; of what was erased nobody can tell."""
    said = storable(comment.text or "")
    return bool(said) and was.erased_at is None and said != (was.text or "")


def _values(comment: Comment, at: datetime) -> dict[str, Any]:
    """What a new reading may change."""
    return {
        "thread": own_thread_id(comment),
        "parent_id": comment.parent_id,
        "author_id": comment.author_id,
        "author_name": None if comment.platform is Platform.LINKEDIN else comment.author_name,
        "text": comment.text,
        "created_at": comment.created_at,
        "tags": tags_to_value(comment.tags),
        "attachment": comment.attachment,
        "hidden": comment.hidden,
        "link": comment.link,
        "fetched_at": at,
    }


def _first(
    comment: Comment, at: datetime, judge: Judge | None, erasure: str | None
) -> dict[str, Any]:
    """A whole new row; without words, if a person had it erased."""
    values = _values(comment, at) | {"judged": None, "erasure": None, "erased_at": None}
    if erasure is not None:
        values |= wordless_from_the_first(erasure, comment, judge, at)
    return values | {
        "platform": str(comment.platform),
        "kind": comment.kind,
        "id": comment.id,
        "first_hidden": comment.hidden,
        "hidden_at": at if comment.hidden else None,
        "first_seen": at,
    }


def standing(
    connection: Connection, platform: Platform, post_ids: Sequence[PostId]
) -> dict[PostId, dict[str, str | None]]:
    """Of each of these posts the comments not known to be gone: id → what it replies to."""
    found: dict[PostId, dict[str, str | None]] = {one: {} for one in post_ids}
    for part in parts(post_ids):
        for row in connection.execute(
            select(threads.c.post_id, comments.c.id, comments.c.parent_id)
            .join(threads, threads.c.id == comments.c.thread)
            .where(
                threads.c.platform == str(platform),
                threads.c.post_id.in_(part),
                comments.c.gone_at.is_(None),
            )
        ):
            found.setdefault(PostId(row.post_id), {})[row.id] = row.parent_id
    return found


def threads_of(connection: Connection, platform: Platform, ids: Collection[str]) -> set[str]:
    """Our ids of the threads in which these comments stand; those that have no row have none."""
    return {
        thread
        for part in parts(sorted(ids))
        for thread in connection.execute(
            select(comments.c.thread).where(
                comments.c.platform == str(platform), comments.c.id.in_(part)
            )
        ).scalars()
    }


def mark_gone(
    connection: Connection, platform: Platform, ids: Iterable[str], at: datetime
) -> set[str]:
    """These were confirmed deleted: what they said goes with them, when it was said stays.

    The answer is our ids of their threads.
    """
    touched = set()
    for one in ids:
        here = and_(
            comments.c.platform == str(platform),
            comments.c.kind == "comment",
            comments.c.id == one,
        )
        connection.execute(
            update(comments)
            .where(here, comments.c.gone_at.is_(None))
            .values(ERASED | {"gone_at": at, "erased_at": at})
        )
        touched |= set(connection.execute(select(comments.c.thread).where(here)).scalars())
    return touched


def of_threads(
    connection: Connection, ids: Sequence[str]
) -> dict[str, list[Row[*tuple[Any, ...]]]]:
    """The rows of each of these threads, oldest first as far as their time is known."""
    found: dict[str, list[Row[*tuple[Any, ...]]]] = {one: [] for one in ids}
    for start in range(0, len(ids), 500):
        query = (
            select(comments, threads.c.thread_id, threads.c.post_id)
            .join(threads, threads.c.id == comments.c.thread)
            .where(comments.c.thread.in_(ids[start : start + 500]))
            .order_by(comments.c.created_at, comments.c.id)
        )
        for row in connection.execute(query):
            found[row.thread].append(row)
    return found


def comment_of(row: Row[*tuple[Any, ...]]) -> Comment | None:
    """The comment of a row; None: its time was erased, and nothing can be concluded from it.

    A deleted comment whose time is erased stands at when it was first seen: it only has to be known
    that it is gone.
    """
    created_at = row.created_at or (row.first_seen if row.gone_at else None)
    if created_at is None:
        return None
    return Comment(
        platform=Platform(row.platform),
        kind=row.kind,
        id=row.id,
        thread_id=row.thread_id,
        post_id=PostId(row.post_id) if row.post_id else None,
        parent_id=row.parent_id,
        author_id=row.author_id,
        author_name=row.author_name,
        text=row.text,
        created_at=created_at,
        tags=value_to_tags(row.tags),
        attachment=row.attachment,
        hidden=row.hidden,
        link=row.link,
    )


def erase(
    connection: Connection, platform: Platform, *, kept: timedelta | None, at: datetime
) -> int:
    """Erase what was said longer ago than `kept` since it was last fetched; the answer counts rows.

    None: all of it, whenever it was fetched, for the clock may have been ahead.

    Ids, the thread's state and its deadline are our own facts and stay.
    """
    query = update(comments).where(
        comments.c.platform == str(platform), comments.c.created_at.is_not(None)
    )
    if kept is not None:
        query = query.where(comments.c.fetched_at <= at - kept)
    values = ERASED | {"created_at": None, "erased_at": at}
    return connection.execute(query.values(values)).rowcount
