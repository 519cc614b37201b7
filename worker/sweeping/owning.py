"""Threads given to whom they belong (C10), by the briefs of the campaigns that show their posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from policies.briefs.matching import Registered, match
from policies.model import CampaignId, Platform, Post, PostId, Snapshot
from policies.owning import SLK, Claim, claim_of, owner
from worker.store import briefs, owning
from worker.store.kept import Connection
from worker.sweeping.means import Means


def note_briefs(
    connection: Connection, snapshot: Snapshot, register: tuple[Registered, ...]
) -> dict[CampaignId, str | None]:
    """Note under which brief each campaign of the snapshot runs; the answer tells it too."""
    told: dict[CampaignId, str | None] = {}
    for one in snapshot.campaigns:
        found = match(one.id, one.name, one.account_id, register, suggest=False).found
        told[one.id] = found.id if found else None
    account = snapshot.account
    owning.note_briefs(connection, account.platform, account.id, told)
    return told


def give_threads(means: Means, platform: Platform) -> int:
    """Give each unsettled thread of the platform to its owner of today; the answer is how many.

    Its deadline stays as it is. A thread of messages is SLK's.
    """
    at = means.clock()
    with means.store.reading() as connection:
        wanted = _wanted(connection, means, platform, at)
    if not wanted:
        return 0
    with means.writing() as connection:
        # Somebody may have answered or closed one in between.
        standing = owning.unsettled(connection, platform, sorted(wanted))
        moved = [(one, wanted[one.id]) for one in standing if one.owner != wanted[one.id]]
        owning.move(connection, moved, at)
    return len(moved)


class PostOwners:
    """Whose the threads under a post are, from their first reading on."""

    def __init__(self, connection: Connection, means: Means) -> None:
        """The briefs are read once."""
        self._departments = means.departments
        self._zone = ZoneInfo(means.zone)
        self._of_briefs: dict[str, Claim] = {}
        self._of_posts: dict[PostId, list[Claim]] = defaultdict(list)
        for kept in briefs.listed(connection, everything=True):
            claim = claim_of(kept.brief, kept.closed_at, self._zone)
            self._of_briefs[kept.id] = claim
            for post_id in kept.brief.posts:
                self._of_posts[post_id].append(claim)

    def of(self, connection: Connection, post: Post, at: datetime) -> str:
        """The owner at that instant."""
        if not self._of_briefs:
            return SLK
        shown = owning.briefs_of(connection, post.platform, [post.id]).get(post.id, set())
        claims = [self._of_briefs[one] for one in sorted(shown) if one in self._of_briefs]
        today = at.astimezone(self._zone).date()
        return owner([*claims, *self._of_posts.get(post.id, ())], self._departments, today)


def _wanted(
    connection: Connection, means: Means, platform: Platform, at: datetime
) -> dict[str, str]:
    """The owner of each thread that is not its owner's."""
    mine = owning.unsettled(connection, platform)
    zone = ZoneInfo(means.zone)
    claims = _claims(connection, platform, (one.post_id for one in mine if one.post_id), zone)
    today = at.astimezone(zone).date()
    found = {}
    for one in mine:
        claimed = claims.get(one.post_id, ()) if one.post_id else ()
        whose = owner(claimed, means.departments, today)
        if whose != one.owner:
            found[one.id] = whose
    return found


def _claims(
    connection: Connection, platform: Platform, posts: Iterable[PostId], zone: ZoneInfo
) -> dict[PostId, list[Claim]]:
    """Each post's briefs: those of campaigns that show it, and those that list it."""
    shown: dict[str, set[PostId]] = defaultdict(set)
    for post_id, ids in owning.briefs_of(connection, platform, posts).items():
        for brief_id in ids:
            shown[brief_id].add(post_id)
    found: dict[PostId, list[Claim]] = defaultdict(list)
    for kept in briefs.listed(connection, everything=True):
        claim = claim_of(kept.brief, kept.closed_at, zone)
        for post_id in {*kept.brief.posts, *shown[kept.id]}:
            found[post_id].append(claim)
    return found
