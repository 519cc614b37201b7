"""Threads: their state, and what people decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from policies.model import Comment, Platform, PostId, Words
from policies.threads import UNSETTLED, Decision, ThreadState
from worker.store.comments import own_thread_id
from worker.store.errors import Outrun, UnknownId
from worker.store.nouns import value_to_words, words_to_value
from worker.store.rows import parts, put
from worker.store.tables import decisions, thread_events, threads

_UNSETTLED = ThreadState(state="open", reason=Words(""), moderate=(), comment_id=None, due_at=None)
"""What stands in a new thread's row until it is settled, in the same transaction."""


def begin(
    connection: Connection,
    seen: Iterable[Comment],
    *,
    post_id: PostId | None,
    owner: str,
    at: datetime,
) -> set[str]:
    """Make sure that the threads of these comments have rows; the answer is our ids of them.

    `post_id`: of the post that was asked about, whatever the comments call it; None: an inbox.
    """
    tops = {own_thread_id(comment): comment for comment in seen}
    rows = [
        {
            "id": one,
            "post_id": post_id,
            "platform": str(tops[one].platform),
            "kind": tops[one].kind,
            "thread_id": tops[one].thread_id,
            "owner": owner,
            "revision": 0,
            "first_seen": at,
            "changed_at": at,
            **_columns(_UNSETTLED),
        }
        for one in sorted(tops.keys() - {row.id for row in rows_of(connection, tops)})
    ]
    begun = {column.name for column in threads.c} - {"id", "post_id"}
    put(connection, threads, rows, key=("id",), first=begun)
    return set(tops)


def _columns(settled: ThreadState) -> dict[str, Any]:
    """A settlement as columns."""
    return {
        "state": settled.state,
        "reason": words_to_value(settled.reason),
        "moderate": list(settled.moderate),
        "comment_id": settled.comment_id,
        "due_at": settled.due_at,
    }


def state_of(thread: Row[*tuple[Any, ...]]) -> ThreadState | None:
    """What the thread's row says; None: it was never settled."""
    if not thread.reason["template"]:
        return None
    return ThreadState(
        state=thread.state,
        reason=value_to_words(thread.reason),
        moderate=tuple(thread.moderate),
        comment_id=thread.comment_id,
        due_at=thread.due_at,
    )


def stamp(changed_at: datetime, at: datetime) -> datetime:
    """When a thread changes now, by what its row says of its last change.

    Two clocks differ, and one that was ahead comes back: no change is dated before the last one, so
    that the thread's history, which is read by its instants, ends with its state.
    """
    return max(changed_at, at)


def settle(
    connection: Connection,
    settled: Iterable[tuple[Row[*tuple[Any, ...]], ThreadState]],
    at: datetime,
    moved: Mapping[str, Sequence[Words]] = MappingProxyType({}),
) -> int:
    """Write what each thread's row says now; the answer is how many changed.

    Who had taken it on is free of it once nothing waits. Each state and deadline enters the
    thread's history, which never runs backwards; `moved`: why, of those whose deadline moved with
    the calendar.
    """
    changed, events = [], []
    for row, new in settled:
        before, since = state_of(row), stamp(row.changed_at, at)
        if before != new:
            claimed_by = row.claimed_by if new.state in UNSETTLED else None
            changed.append(
                _columns(new) | {"thread": row.id, "changed_at": since, "claimed_by": claimed_by}
            )
        if before is None or (before.state, before.due_at) != (new.state, new.due_at):
            because = [words_to_value(one) for one in moved.get(row.id, ())] or None
            stands = {"state": new.state, "due_at": new.due_at}
            events.append({"thread": row.id, "at": since, "because": because} | stands)
    if changed:
        connection.execute(update(threads).where(threads.c.id == bindparam("thread")), changed)
    if events:
        connection.execute(insert(thread_events), events)
    return len(changed)


def keep(connection: Connection, ids: Iterable[str]) -> None:
    """Keep these threads from others until the transaction ends, in the order in which all do."""
    for part in parts(sorted(ids)):
        connection.execute(
            select(threads.c.id)
            .where(threads.c.id.in_(part))
            .order_by(threads.c.id)
            .with_for_update()
        ).all()


def rows_of(connection: Connection, ids: Iterable[str]) -> list[Row[*tuple[Any, ...]]]:
    """The rows of these threads, kept from others until the transaction ends."""
    wanted = sorted(ids)
    found: list[Row[*tuple[Any, ...]]] = []
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found += connection.execute(
            select(threads).where(threads.c.id.in_(part)).order_by(threads.c.id).with_for_update()
        )
    return found


def begun(connection: Connection, platform: Platform) -> dict[str, datetime]:
    """When the first thread of each kind, `comment` and `message`, was read on a platform."""
    query = (
        select(threads.c.kind, func.min(threads.c.first_seen))
        .where(threads.c.platform == str(platform))
        .group_by(threads.c.kind)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def decisions_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Decision, ...]]:
    """What people decided about each of these threads, in the order in which it took effect.

    Of two who decide at once the first to act may have to wait for the other.
    """
    found: dict[str, list[Decision]] = {one: [] for one in ids}
    for start in range(0, len(ids), 500):
        query = (
            select(decisions)
            .where(decisions.c.thread.in_(ids[start : start + 500]))
            .order_by(decisions.c.id)
        )
        for row in connection.execute(query):
            found[row.thread].append(decision_of(row))
    return {one: tuple(made) for one, made in found.items()}


def decision_of(row: Row[*tuple[Any, ...]]) -> Decision:
    """A row of `decisions` as a value."""
    return Decision(
        action=row.action,
        by=row.by,
        at=row.at,
        reason=row.reason,
        to=row.to,
        instead_of=row.instead_of,
    )


def one(connection: Connection, wanted: str, *, to_change: bool = False) -> Row[*tuple[Any, ...]]:
    """The thread of this id of ours; kept from others until the transaction ends, if `to_change`.

    Raises:
        UnknownId: there is none; it carries the nearest ids.
    """
    query = select(threads).where(threads.c.id == wanted)
    row = connection.execute(query.with_for_update() if to_change else query).first()
    if row is None:
        ids = connection.execute(select(threads.c.id)).scalars().all()
        raise UnknownId(wanted, tuple(get_close_matches(wanted, ids, n=3, cutoff=0.5)))
    return row


def decide(connection: Connection, thread: Row[*tuple[Any, ...]], decision: Decision) -> None:
    """Write down a person's decision about the thread as that person saw it.

    The decision keeps its own instant, whatever the thread's: what was read later than that was in
    nobody's sight.

    Raises:
        Outrun: somebody else decided in between.
    """
    since = stamp(thread.changed_at, decision.at)
    values: dict[str, Any] = {"revision": thread.revision + 1, "changed_at": since}
    if decision.action in ("claim", "release"):
        values["claimed_by"] = decision.by if decision.action == "claim" else None
    taken = connection.execute(
        update(threads)
        .where(threads.c.id == thread.id, threads.c.revision == thread.revision)
        .values(values)
    )
    if taken.rowcount != 1:
        now = one(connection, thread.id)
        raise Outrun(state=now.state, last=decisions_of(connection, [now.id])[now.id][-1])
    connection.execute(
        insert(decisions).values(
            thread=thread.id,
            action=decision.action,
            by=decision.by,
            at=decision.at,
            reason=decision.reason,
            to=decision.to,
            instead_of=decision.instead_of,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A deadline that moved with the calendar."""

    at: datetime
    """When it moved."""
    before: datetime | None
    now: datetime
    because: tuple[Words, ...]


def moves_of(connection: Connection, thread_id: str) -> tuple[Move, ...]:
    """When and why the thread's deadline moved with the calendar, in order."""
    query = (
        select(thread_events)
        .where(thread_events.c.thread == thread_id)
        .order_by(thread_events.c.at, thread_events.c.id)
    )
    found: list[Move] = []
    before = None
    for row in connection.execute(query):
        if row.because and row.due_at:
            because = tuple(map(value_to_words, row.because))
            found.append(Move(at=row.at, before=before, now=row.due_at, because=because))
        before = row.due_at
    return tuple(found)
