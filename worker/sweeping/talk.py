"""Comments and messages: every watched post read once, its threads settled, the queue current."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from connectors import Reader
from connectors.errors import ConnectorError
from policies.model import Discussion, Platform, Post, PostId, Unread, Words
from policies.owning import SLK
from worker.store import comments, posts, threads
from worker.store.kept import Connection
from worker.sweeping.edge import attempt
from worker.sweeping.identities import note_identities
from worker.sweeping.known import Known, portions
from worker.sweeping.means import Means, Scope, Talk, Topic
from worker.sweeping.owning import PostOwners, give_threads
from worker.sweeping.rechecking import Reading, recheck, recheck_messages
from worker.sweeping.rounds import note_comments, note_messages
from worker.sweeping.settling import settle
from worker.sweeping.talked import Company, company
from worker.sweeping.watching import watched_posts


def read_talk(means: Means, reader: Reader, scope: Scope, talk: Talk) -> None:
    """Read the comments of every watched post and, unless one account was asked for, messages.

    `talk` is filled as it goes, so that what was read counts even if something fails later.
    """
    talk.count(note_identities(means, reader))
    with means.store.reading() as connection:
        among = company(connection, means.judgement, reader.platform, means.clock())
    if Topic.COMMENTS in scope.topics:
        reading = _read_posts(means, reader, scope, talk, among)
        give_threads(means, reader.platform)
        note_comments(means, reader.platform, reading)
    if Topic.MESSAGES in scope.topics and scope.account_id is None:
        began, before = means.clock(), len(talk.unread)
        whole = _read_inboxes(means, reader, talk, among)
        talk.count(recheck_messages(means, reader.platform, began, talk.unread[before:]))
        note_messages(means, reader.platform, talk.unread[before:], whole=whole)


def _read_posts(means: Means, reader: Reader, scope: Scope, talk: Talk, among: Company) -> Reading:
    """Read the comments of every watched post; the answer is what was read and what was not."""
    began = means.clock()
    watched = watched_posts(means, reader, scope, talk)
    _read_each(means, reader, watched, talk, among)
    reading = Reading(
        began=began,
        watched=frozenset(watched),
        unread=tuple(talk.unread),
        whole=scope.account_id is None,
    )
    talk.count(recheck(means, among, reading))
    return reading


def _read_each(
    means: Means, reader: Reader, watched: Sequence[PostId], talk: Talk, among: Company
) -> None:
    """Read the comments of each of these posts; those of which nothing came are unread."""
    left = set(watched)
    with means.store.reading() as connection:
        owners = PostOwners(connection, means)
    for post, known, discussion in _discussions(means, reader, watched, talk):
        if post.id in left:
            left.remove(post.id)
            heard = _Heard(post, discussion, known, owners)
            failed = attempt(
                partial(_take_in, means, reader, heard, talk, among),
                what=f"comments:{post.id}",
                platform=reader.platform,
            )
            if isinstance(failed, Unread):
                talk.unread.append(failed)
    talk.unread.extend(_silent(one, reader.platform) for one in watched if one in left)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one reading of a post gave, and what stood under it before."""

    post: Post
    discussion: Discussion
    known: Known
    owners: PostOwners

    @property
    def missing(self) -> list[str]:
        """Comments that stood there before and are not in the list now."""
        read = {comment.id for comment in self.discussion.comments}
        return sorted(self.known.standing[self.post.id].keys() - read)

    @property
    def has_news(self) -> bool:
        """Whether it gave comments that did not stand there before."""
        read = {comment.id for comment in self.discussion.comments}
        return not read <= self.known.standing[self.post.id].keys()


def _discussions(
    means: Means, reader: Reader, watched: Sequence[PostId], talk: Talk
) -> Iterator[tuple[Post, Known, Discussion]]:
    """What the reader gives of each post; should it fail as a whole, the rest is unread."""
    try:
        for known in portions(means, reader.platform, watched):
            asked = {str(post.id): post for post in known.posts}
            for discussion in reader.discussions(known.posts, known.lately):
                post = asked.get(discussion.post_id or "")
                if post is not None:
                    yield post, known, discussion
    except ConnectorError as error:
        talk.unread.append(error.unread("comments"))


def _silent(post_id: PostId, platform: Platform) -> Unread:
    """A post that the reader said nothing about."""
    return Unread(what=f"comments:{post_id}", because=_NO_ANSWER, platform=platform)


_NO_ANSWER = Words("The platform gave no answer about the comments of this post.")


def _take_in(means: Means, reader: Reader, heard: _Heard, talk: Talk, among: Company) -> None:
    """Store one post's comments and settle its threads."""
    post, discussion = heard.post, heard.discussion
    talk.lacks(discussion.unread)
    talk.hear(discussion)
    if not (discussion.complete or discussion.caught_up or discussion.unread):
        talk.unread.append(_silent(post.id, post.platform))
    gone = _gone(reader, post, heard.missing, talk) if discussion.complete else ()
    read_at = means.clock()
    with means.writing() as connection:
        seen = comments.rejoined(connection, discussion.comments)
        ids = {*(one.id for one in seen), *gone}
        threads.keep(connection, comments.threads_of(connection, post.platform, ids))
        owner = heard.owners.of(connection, post, read_at) if seen else SLK
        touched = threads.begin(connection, seen, post_id=post.id, owner=owner, at=read_at)
        # Nobody decides about these threads from here on: what is stored now was in nobody's sight
        # when the last decision was made, however long this transaction had to wait.
        at = means.clock()
        judge = means.judgement.judge(connection, post.platform)
        touched |= comments.save(connection, seen, at, judge)
        touched |= comments.mark_gone(connection, post.platform, gone, at)
        outcome = settle(connection, touched, means.judgement, at, among)
        _note_reading(connection, heard, gone, read_at)
    talk.comments += len(discussion.comments)
    talk.count(outcome)


def _note_reading(
    connection: Connection, heard: _Heard, gone: Collection[str], at: datetime
) -> None:
    """Note how far the post was read.

    The next readings hold what stands against the platform's own count. What has left the list and
    is not known to be gone would make up for a new comment there, which nobody would then read. So
    they are whole ones as long as something stands that no list has, or none was read to its end.
    """
    if heard.discussion.complete:
        in_doubt = not set(heard.missing) <= set(gone)
        note = posts.read_in_doubt if in_doubt else posts.read_in_full
        note(connection, heard.post, at)
    elif heard.discussion.caught_up:
        posts.caught_up(connection, heard.post, at)
    elif heard.has_news:
        posts.read_in_part(connection, heard.post)


def _gone(reader: Reader, post: Post, missing: Sequence[str], talk: Talk) -> tuple[str, ...]:
    """Those of the missing comments that are confirmed deleted."""
    if not missing:
        return ()
    told: dict[str, bool | None] = {}
    try:
        told.update(reader.gone(post, missing))
    except ConnectorError as error:
        talk.unread.append(error.unread(f"comments:{post.id}"))
    unsure = [one for one in missing if told.get(one) is None]
    if unsure:
        talk.unread.append(_unsure(post, len(unsure)))
    return tuple(one for one in missing if told.get(one))


def _unsure(post: Post, count: int) -> Unread:
    """Comments that are missing from the list, and nobody can tell whether they are deleted."""
    return Unread(
        what=f"comments:{post.id}",
        because=Words(
            "{count} comments are no longer in the list, and whether they are deleted could not be "
            "told; they stay in the queue.",
            {"count": str(count)},
        ),
        platform=post.platform,
    )


def _read_inboxes(means: Means, reader: Reader, talk: Talk, among: Company) -> bool:
    """Read the messages to the city's own accounts; should the reader fail, the rest is unread.

    The answer is whether each inbox was read in full.
    """
    whole = True
    try:
        for inbox in reader.inboxes():
            whole = whole and (inbox.complete or inbox.caught_up)
            talk.unread.extend(inbox.unread)
            talk.hear(inbox)
            failed = attempt(
                partial(_take_in_messages, means, inbox, talk, among),
                what="messages",
                platform=reader.platform,
            )
            if isinstance(failed, Unread):
                talk.unread.append(failed)
    except ConnectorError as error:
        talk.unread.append(error.unread("messages"))
    return whole


def _take_in_messages(means: Means, inbox: Discussion, talk: Talk, among: Company) -> None:
    """Store one inbox's messages and settle its threads; a message is never taken for deleted."""
    with means.writing() as connection:
        begun = means.clock()
        touched = threads.begin(connection, inbox.comments, post_id=None, owner=SLK, at=begun)
        at = means.clock()  # after the threads are ours alone, as for comments
        judge = means.judgement.judge(connection, inbox.platform)
        comments.save(connection, inbox.comments, at, judge)
        outcome = settle(connection, touched, means.judgement, at, among)
    talk.messages += len(inbox.comments)
    talk.count(outcome)
