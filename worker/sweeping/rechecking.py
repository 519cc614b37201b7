"""What is found in threads, and could not be read again by this sweep.

Without this a finding would go on as if it had been seen: what failed to be read, what may not be
kept any longer and what nobody watches any more is told, and stays a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from policies.findings import Reconciled
from policies.model import Platform, PostId, Unread, Words
from policies.talk import joined
from worker.store import awaiting, findings, threads
from worker.store.kept import Connection
from worker.store.whereabouts import Whereabouts, whereabouts
from worker.sweeping import overdue
from worker.sweeping.means import Means
from worker.sweeping.overdue import PORTION
from worker.sweeping.settling import stored_threads
from worker.sweeping.talked import NOTHING, Company, judge_unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a platform's posts."""

    began: datetime
    watched: Collection[PostId]
    """The posts whose comments were asked for."""
    unread: Collection[Unread]
    whole: bool
    """Whether all posts that are watched were asked for."""


def recheck(means: Means, among: Company, reading: Reading) -> Reconciled:
    """Mark what is found under posts and could not be read again."""
    return joined((_recheck_words(means, among, reading), _recheck_queue(means, among, reading)))


def recheck_messages(
    means: Means, platform: Platform, began: datetime, unread: Sequence[Unread]
) -> Reconciled:
    """Mark the conversations that are found and were not read again since `began`.

    Whose inbox a conversation stands in is not kept: where one could not be read, each that was not
    read again may have stood there.
    """
    because = next((one.because for one in unread if one.what.startswith("messages")), None)
    if because is None:
        return NOTHING
    with means.store.reading() as connection:
        places = _found_late(connection, means, platform, "message")
    late = {one.thread: because for one in places.values() if one.fetched_at < began}
    return _mark(means, late)


def _recheck_queue(means: Means, among: Company, reading: Reading) -> Reconciled:
    """Mark the threads that are found by their rows and could not be read again."""
    with means.store.reading() as connection:
        places = _found_late(connection, means, among.platform, "comment")
    late = {one: because for one, because in _lost(places, reading).items() if because is not None}
    return _mark(means, late)


def _found_late(
    connection: Connection, means: Means, platform: Platform, kind: str
) -> dict[str, Whereabouts]:
    """Where the threads of this kind stand of which rules on the queue found something."""
    found = findings.live(connection, platform, [rule.id for rule in means.judgement.queue_rules])
    ids = sorted({one.subject.id for one in found if one.subject.kind == kind})
    return awaiting.whereabouts(connection, platform, kind, ids)


def _mark(means: Means, lost: dict[str, Words]) -> Reconciled:
    """Mark these threads, in portions."""
    at, ids, parts = means.clock(), sorted(lost), []
    for start in range(0, len(ids), PORTION):
        with means.writing() as connection:
            rows = threads.rows_of(connection, ids[start : start + PORTION])
            parts.append(overdue.judge(connection, rows, means.judgement, at, lost))
    return joined(parts)


def _recheck_words(means: Means, among: Company, reading: Reading) -> Reconciled:
    """Mark the comments that are found by what was written and could not be read again."""
    rules = [rule.id for rule in means.judgement.rules if not rule.event]
    with means.store.reading() as connection:
        found = findings.live(connection, among.platform, rules)
        ids = [one.subject.id for one in found if one.subject.kind == "comment"]
        places = whereabouts(connection, among.platform, ids)
    lost = _lost(places, reading)
    if not lost:
        return NOTHING
    at = means.clock()
    with means.writing() as connection:
        stored = stored_threads(connection, sorted(lost), means.judgement)
        heard = [replace(one, lost=lost[one.row.id]) for one in stored]
        return judge_unread(connection, among, heard, means.judgement, at)


def _lost(places: Mapping[str, Whereabouts], reading: Reading) -> dict[str, Words | None]:
    """Threads to look at again: why they could not be read; None: their text had to be erased."""
    because = {
        PostId(one.what.removeprefix("comments:")): one.because
        for one in reading.unread
        if one.what.startswith("comments:")
    }
    no_list = next((one.because for one in reading.unread if one.what == "own_posts"), None)
    lost: dict[str, Words | None] = {}
    for one in places.values():
        if one.fetched_at >= reading.began or one.post_id is None:
            continue
        if one.post_id in because:
            lost[one.thread] = because[one.post_id]
        elif reading.whole and one.post_id not in reading.watched:
            lost[one.thread] = no_list or _NOT_WATCHED
        elif one.erased:
            lost[one.thread] = None
    return lost


_NOT_WATCHED = Words("The comments of its post are not read any more: nothing runs under it.")
