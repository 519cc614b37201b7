"""The pieces of a sweep: each account's ads, and the comments and messages of each platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from connectors import Reader
from policies.model import AccountId, Platform, Unread, Words
from worker.store.leases import Busy
from worker.store.nouns import unread_to_value, value_to_unread
from worker.sweeping.ads import BY_FIGURES, lost_account, read_account, read_figures
from worker.sweeping.attempting import Form, Piece, attempt_each
from worker.sweeping.edge import attempt
from worker.sweeping.means import AccountRead, Means, Scope, Talk, Topic
from worker.sweeping.sharing import share
from worker.sweeping.talk import read_talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One account to read."""

    reader: Reader
    account_id: AccountId


def read_accounts(means: Means, jobs: Sequence[Job], scope: Scope) -> Iterator[AccountRead]:
    """Each account read and evaluated, by us or by another worker."""
    figures = Topic.DELIVERED in scope.topics
    if Topic.ADS not in scope.topics:
        return share(means, [_figures(job) for job in jobs] if figures else [], _ACCOUNT)
    read = share(means, [_ads(job, figures=figures) for job in jobs], _ACCOUNT)
    return _with_figures(means, jobs, read) if figures else read


def _with_figures(
    means: Means, jobs: Sequence[Job], read: Iterator[AccountRead]
) -> Iterator[AccountRead]:
    """The same, with the figures of those that another worker read for a poll of the ads alone."""
    poor: dict[tuple[Platform, AccountId], AccountRead] = {}
    for one in read:
        if one.lacks_figures:
            poor[one.platform, one.id] = one
        else:
            yield one
    pieces = [_figures(job) for job in jobs if (job.reader.platform, job.account_id) in poor]
    for figures in share(means, pieces, _ACCOUNT):
        ads = poor[figures.platform, figures.id]
        yield replace(
            ads,
            opened=ads.opened + figures.opened,
            resolved=ads.resolved + figures.resolved,
            unread=(*ads.unread, *figures.unread),
            lacks_figures=False,
        )


def read_talks(means: Means, wanted: Sequence[tuple[Reader, Scope]]) -> Iterator[Talk]:
    """The comments and messages of each platform, or of one account."""
    return share(means, [_conversation(reader, scope) for reader, scope in wanted], _TALK)


def join(means: Means, readers: Mapping[Platform, Reader], topic: Topic) -> int:
    """Do what another worker's sweep of a topic wants done and nobody does.

    The answer is how many pieces that was.

    Raises:
        Ended: nothing more is to be done.
        StoreError: our own database failed.
    """
    accounts, talks = _named(readers, means.turns.wanted(topic) if means.turns else [])
    helped = [*share(means, accounts, _ACCOUNT), *share(means, talks, _TALK)]
    return len(helped)


def do_named(means: Means, reader: Reader, name: str) -> Busy | None:
    """Do one piece that another worker's sweep wants done, by its name.

    None: it is done, by us or by somebody else; what came of it stands in its lease.

    Raises:
        NothingRead: not even a part of it could be read; it is free.
        Ended: nothing more is to be done.
        StoreError: our own database failed.
    """
    if means.turns is None:
        raise ValueError("a piece is done in one's turn")
    accounts, talks = _named({reader.platform: reader}, [name])
    turns = means.turns
    for _, account in attempt_each(means, turns, accounts, _ACCOUNT):
        if isinstance(account, Busy):
            return account
    for _, talk in attempt_each(means, turns, talks, _TALK):
        if isinstance(talk, Busy):
            return talk
    return None


def _named(
    readers: Mapping[Platform, Reader], names: Sequence[str]
) -> tuple[list[Piece[AccountRead]], list[Piece[Talk]]]:
    """Pieces by their names, such as `ads meta act_1`, as far as there is a reader for them."""
    accounts, talks = list[Piece[AccountRead]](), list[Piece[Talk]]()
    for name in names:
        topic, platform, *account = name.split(" ")
        reader = readers.get(Platform(platform))
        if reader is not None and account:
            job = Job(reader=reader, account_id=AccountId(account[0]))
            accounts.append(_ads(job, figures=False) if topic == Topic.ADS else _figures(job))
        elif reader is not None:
            talks.append(_conversation(reader, Scope(topics=frozenset({Topic(topic)}))))
    return accounts, talks


def _ads(job: Job, *, figures: bool) -> Piece[AccountRead]:
    """The ads of an account."""
    return Piece(
        name=f"{Topic.ADS} {job.reader.platform} {job.account_id}",
        do=partial(_read_ads, job, figures),
        instead=partial(_not_read, job),
        meter=job.reader.meter,
        lost=_lost_account,
    )


def _figures(job: Job) -> Piece[AccountRead]:
    """Where an account's ads were shown."""
    return Piece(
        name=f"{Topic.DELIVERED} {job.reader.platform} {job.account_id}",
        do=partial(_read_delivered, job),
        instead=partial(_not_read, job),
        meter=job.reader.meter,
        lost=_lost_account,
    )


def _conversation(reader: Reader, scope: Scope) -> Piece[Talk]:
    """What is written on a platform, or under one account's ads."""
    topic = Topic.COMMENTS if Topic.COMMENTS in scope.topics else Topic.MESSAGES
    return Piece(
        name=f"{topic} {reader.platform}",
        do=partial(_read_talk, reader, scope),
        instead=lambda because: Talk(
            unread=[Unread(what=str(topic), because=because, platform=reader.platform)]
        ),
        meter=reader.meter,
        lost=_lost_talk,
        whole=scope.account_id is None,
    )


def _not_read(job: Job, because: Words) -> AccountRead:
    """An account that is not read this time, for a reason that says nothing of its findings."""
    platform, account_id = job.reader.platform, job.account_id
    unread = Unread(what="account", because=because, platform=platform, account_id=account_id)
    return AccountRead(
        platform=platform, id=account_id, name=account_id, unread=(unread,), read=False
    )


def _lost_account(read: AccountRead) -> Words | None:
    """Why nothing of an account was read; None: something was."""
    return read.unread[0].because if read.in_vain or not read.read else None


def _lost_talk(talk: Talk) -> Words | None:
    """Why no post and no inbox was read; None: one was, or there was none to read."""
    return talk.unread[0].because if talk.unread and not talk.heard else None


def _unread_account(means: Means, job: Job, unread: Unread) -> AccountRead:
    """An account of which we could read nothing.

    What that says of its findings is for whoever leads the sweep: he tries again.
    """
    if means.turns is not None and means.turns.terms.for_another:
        return replace(_not_read(job, unread.because), unread=(unread,))
    return lost_account(means, unread, job.account_id)


def _read_ads(job: Job, figures: bool, means: Means) -> AccountRead:
    """One account read and evaluated; without `figures`, by all other rules."""
    if not figures:
        others = tuple(rule for rule in means.rules if rule not in BY_FIGURES)
        means = replace(means, rules=others, figures=False)
    platform = job.reader.platform
    read = attempt(
        partial(read_account, means, job.reader, job.account_id),
        what="account",
        platform=platform,
        account_id=job.account_id,
    )
    if isinstance(read, Unread):
        read = _unread_account(means, job, read)
    elif not figures:
        read = replace(read, lacks_figures=True)
    means.tell(
        Words(
            "{platform} {account}: ads: {ads}, unread: {unread}",
            {
                "platform": str(platform),
                "account": read.name or job.account_id,
                "ads": str(read.ads),
                "unread": str(len(read.unread)),
            },
        )
    )
    return read


def _read_delivered(job: Job, means: Means) -> AccountRead:
    """The figures of one account."""
    read = attempt(
        partial(read_figures, means, job.reader, job.account_id),
        what="delivered",
        platform=job.reader.platform,
        account_id=job.account_id,
    )
    return (
        replace(_not_read(job, read.because), unread=(read,)) if isinstance(read, Unread) else read
    )


def _read_talk(reader: Reader, scope: Scope, means: Means) -> Talk:
    """The comments and messages of one platform, or of one account."""
    talk = Talk()
    failed = attempt(
        partial(read_talk, means, reader, scope, talk), what="comments", platform=reader.platform
    )
    if isinstance(failed, Unread):
        talk.unread.append(failed)
    means.tell(
        Words(
            "{platform}: comments: {comments}, messages: {messages}",
            {
                "platform": str(reader.platform),
                "comments": str(talk.comments),
                "messages": str(talk.messages),
            },
        )
    )
    return talk


def _account_value(read: AccountRead) -> Any:
    return {**asdict(replace(read, unread=())), "unread": unread_to_value(read.unread)}


def _account_again(value: Any) -> AccountRead:
    platform, unread = Platform(value["platform"]), value_to_unread(value["unread"])
    return AccountRead(**{**value, "platform": platform, "unread": unread})


def _talk_value(talk: Talk) -> Any:
    told = unread_to_value(tuple(talk.unread))
    return {
        "comments": talk.comments,
        "messages": talk.messages,
        "opened": talk.opened,
        "resolved": talk.resolved,
        "unread": told,
    }


def _talk_again(value: Any) -> Talk:
    return Talk(**{**value, "unread": list(value_to_unread(value["unread"]))})


_ACCOUNT = Form(_account_value, _account_again)
_TALK = Form(_talk_value, _talk_again)
