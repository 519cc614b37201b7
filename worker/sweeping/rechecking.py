"""Comments that somebody should look at, and that this sweep could not read again.

Without this a finding would go on as if it had been seen: what failed to be read, what may not be
kept any longer and what nobody watches any more is told, and stays a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from policies.findings import Reconciled
from policies.model import PostId, Unread, Words
from worker.store import comments, findings
from worker.store.comments import Whereabouts
from worker.sweeping.means import Means
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
    """Mark what is found and could not be read again."""
    rules = [rule.id for rule in means.judgement.rules if not rule.event]
    with means.store.reading() as connection:
        found = findings.live(connection, among.platform, rules)
        ids = [one.subject.id for one in found if one.subject.kind == "comment"]
        places = comments.whereabouts(connection, among.platform, ids)
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
