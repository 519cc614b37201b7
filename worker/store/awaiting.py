"""Threads as rules on the queue need them: which to judge anew, where they lead, when last read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from policies.finding import LIVE
from policies.model import Platform, PostId
from policies.threads import UNSETTLED
from worker.store.rows import own_id, parts
from worker.store.tables import comments, findings, posts, threads
from worker.store.whereabouts import Whereabouts


def changed(connection: Connection, rules: Sequence[str], at: datetime) -> list[str]:
    """Our ids of threads that are overdue and not found so, and of those found so that are not."""
    late = {
        (row.platform, row.kind, row.thread_id)
        for row in connection.execute(
            select(threads.c.platform, threads.c.kind, threads.c.thread_id).where(
                threads.c.state.in_(UNSETTLED), threads.c.due_at < at
            )
        )
    }
    found = {
        (row.platform, row.subject_kind, row.subject_id): row
        for row in connection.execute(
            select(
                findings.c.platform,
                findings.c.subject_kind,
                findings.c.subject_id,
                findings.c.outcome,
                findings.c.state,
            ).where(findings.c.rule.in_(rules), findings.c.state.in_((*LIVE, "acknowledged")))
        )
    }
    fails = {key for key, row in found.items() if row.outcome == "fail"}
    live = {key for key, row in found.items() if row.state in LIVE}
    return sorted(own_id(*key) for key in (late - fails) | (live - late))


def fetched(connection: Connection, ids: Sequence[str]) -> dict[str, datetime]:
    """When any message of each of these threads was last read."""
    found: dict[str, datetime] = {}
    for part in parts(ids):
        query = (
            select(comments.c.thread, func.max(comments.c.fetched_at))
            .where(comments.c.thread.in_(part))
            .group_by(comments.c.thread)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def whereabouts(
    connection: Connection, platform: Platform, kind: str, thread_ids: Sequence[str]
) -> dict[str, Whereabouts]:
    """Where these threads stand, by the ids that the platform gave; one without messages: left out.

    That a text was erased makes no difference to a thread's row.
    """
    found: dict[str, Whereabouts] = {}
    for part in parts(thread_ids):
        query = (
            select(
                threads.c.id,
                threads.c.thread_id,
                threads.c.post_id,
                func.max(comments.c.fetched_at).label("fetched_at"),
            )
            .join(comments, comments.c.thread == threads.c.id)
            .where(
                threads.c.platform == str(platform),
                threads.c.kind == kind,
                threads.c.thread_id.in_(part),
            )
            .group_by(threads.c.id)
        )
        for row in connection.execute(query):
            found[row.thread_id] = Whereabouts(
                thread=row.id,
                post_id=PostId(row.post_id) if row.post_id else None,
                fetched_at=row.fetched_at,
                erased=False,
            )
    return found


def answering(connection: Connection, ids: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """Which of our own identities writes in each of these threads; left out: none, or not known."""
    found: dict[str, str] = {}
    for part in parts(ids):
        query = (
            select(comments.c.thread, func.min(comments.c.author_id))
            .where(comments.c.thread.in_(part), comments.c.author_id.in_(own))
            .group_by(comments.c.thread)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def links(connection: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Where each of these threads can be seen: the comment that it shows, else its post."""
    shown = and_(
        comments.c.platform == threads.c.platform,
        comments.c.kind == threads.c.kind,
        comments.c.id == threads.c.comment_id,
    )
    post = and_(posts.c.platform == threads.c.platform, posts.c.id == threads.c.post_id)
    found: dict[str, str | None] = {}
    for part in parts(ids):
        query = (
            select(threads.c.id, func.coalesce(comments.c.link, posts.c.link))
            .select_from(threads.outerjoin(comments, shown).outerjoin(posts, post))
            .where(threads.c.id.in_(part))
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found
