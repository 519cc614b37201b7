"""One sweep: every account's ads, then every watched post's comments, then what may be kept.

A scope of fewer topics reads only these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from connectors import Reader, Visible
from connectors.silence import nothing_listed
from policies.model import AccountId, Platform, Unread, Words
from worker.store import findings, sweeps
from worker.store.purging import purge
from worker.sweeping.blocks import give_back_large_blocks
from worker.sweeping.calendars import keep_up, sentences
from worker.sweeping.edge import attempt
from worker.sweeping.editors import EditorsRead, read_editors
from worker.sweeping.fan import fan_out
from worker.sweeping.listing import remarks
from worker.sweeping.means import EVERYTHING, AccountRead, Means, Scope, Swept, Talk, Topic
from worker.sweeping.named import NamedRead, read_named
from worker.sweeping.overdue import as_time_passes
from worker.sweeping.pieces import Job, read_accounts, read_talks
from worker.sweeping.promoted import PostsRead, read_promoted
from worker.sweeping.round_days import RoundsRead, judge_days
from worker.sweeping.spending import judge_again, shares
from worker.sweeping.unlisted import unlisted


class UnknownAccount(Exception):
    """The account asked for is not among those that the tokens see."""

    def __init__(self, wanted: AccountId, known: Sequence[AccountId]) -> None:
        """`known`: the accounts that there are."""
        super().__init__(wanted)
        self.wanted = wanted
        self.known = tuple(known)


def sweep(means: Means, readers: Mapping[Platform, Reader], scope: Scope) -> Swept:
    """Read everything in scope, evaluate it, settle the queue. Writes to no platform.

    Raises:
        UnknownAccount: every list was read, and the account asked for is in none.
        StoreError: our own database failed.
    """
    give_back_large_blocks()
    started = means.clock()
    asks_accounts = scope.account_id or scope.topics & {Topic.ADS, Topic.DELIVERED}
    listed = tuple(fan_out(_list, readers.values())) if asks_accounts else ()
    jobs, unread = _jobs(means, listed, scope)
    lost = [
        account
        for reader, visible in listed
        for account in unlisted(means, reader.platform, visible, scope)
    ]
    if scope.account_id and not (jobs or unread or lost):
        raise UnknownAccount(scope.account_id, _seen(listed))
    with means.store.writing() as connection:
        number = sweeps.begin(connection, _asked(scope), started)
    before = shares(means)
    read = tuple(read_accounts(means, jobs, scope))
    accounts = (*judge_again(means, read, before), *lost)
    if scope.topics & _TALK:
        _keep_calendar(means)
    talks = (*read_talks(means, _talks(readers, jobs, scope)), _passed(means, scope))
    beside = (*_beside(means, listed, scope, accounts), *_rounds(means, scope, number))
    purge(means.store, means.kept, at=means.clock())
    unread += (one for account in accounts for one in account.unread)
    unread += (one for talk in talks for one in talk.unread)
    unread += (one for read in beside for one in read.unread)
    swept = Swept(
        accounts=accounts,
        read=_read(accounts, talks),
        unread=tuple(unread),
        findings=_tally(means, (*accounts, *talks, *beside)),
        requests={platform: reader.meter for platform, reader in readers.items()},
        started_at=started,
        finished_at=means.clock(),
    )
    _finish(means, number, swept)
    return swept


_TALK = {Topic.COMMENTS, Topic.MESSAGES}


def _keep_calendar(means: Means) -> None:
    """Let open deadlines go by the calendar in force, and say so if it is another."""
    moved = keep_up(means.store, means.judgement, means.clock)
    for words in sentences(moved, means.judgement.calendar.zone) if moved else ():
        means.warn(words)


def _passed(means: Means, scope: Scope) -> Talk:
    """What became of findings by deadlines that have passed."""
    passed = Talk()
    if scope.topics & _TALK:
        passed.count(as_time_passes(means.store, means.judgement, means.clock))
    return passed


def _asked(scope: Scope) -> dict[str, Any]:
    """The scope as it is written down."""
    asked: dict[str, Any] = {
        "platform": str(scope.platform) if scope.platform else None,
        "account": scope.account_id,
    }
    if scope.topics != EVERYTHING:
        asked["topics"] = sorted(scope.topics)
    return asked


_Listed: TypeAlias = Sequence[tuple[Reader, Visible | Unread]]


def _seen(listed: _Listed) -> list[AccountId]:
    """All the accounts that could be worked on."""
    return [
        one for _, visible in listed if not isinstance(visible, Unread) for one in visible.accounts
    ]


def _jobs(means: Means, listed: _Listed, scope: Scope) -> tuple[list[Job], list[Unread]]:
    """The accounts to read, and what could not even be listed."""
    jobs: list[Job] = []
    unread: list[Unread] = []
    for reader, visible in listed:
        if isinstance(visible, Unread):
            unread.append(visible)
            continue
        unread += visible.unread
        jobs += [
            Job(reader=reader, account_id=one)
            for one in visible.accounts
            if scope.account_id in (None, one, one.removeprefix("act_"))
        ]
        means.tell(
            Words(
                "{platform}: ad accounts: {count}",
                {"platform": str(reader.platform), "count": str(len(visible.accounts))},
            )
        )
        for words in remarks(reader.platform, visible):
            means.warn(words)
    return jobs, unread


def _list(reader: Reader) -> tuple[Reader, Visible | Unread]:
    """The accounts that a reader sees, or why it cannot tell.

    A list that names none is a gap for all that goes by it: nobody can tell from silence that a
    post, or a brief, belongs to an account out of sight.
    """
    visible = attempt(reader.accounts, what="accounts", platform=reader.platform)
    if isinstance(visible, Visible) and not visible.unread:
        visible = replace(visible, unread=nothing_listed(reader.platform, visible))
    return reader, visible


def _talks(
    readers: Mapping[Platform, Reader], jobs: Sequence[Job], scope: Scope
) -> list[tuple[Reader, Scope]]:
    """Whose comments to read: every platform's, or those of the one account asked for."""
    if not scope.topics & _TALK:
        return []
    if scope.account_id is None:
        return [(reader, scope) for reader in readers.values()]
    return [(job.reader, replace(scope, account_id=job.account_id)) for job in jobs]


def _read(accounts: Sequence[AccountRead], talks: Sequence[Talk]) -> dict[str, int]:
    """How much was read."""
    return {
        "campaigns": sum(account.campaigns for account in accounts),
        "ad_sets": sum(account.ad_sets for account in accounts),
        "ads": sum(account.ads for account in accounts),
        "comments": sum(talk.comments for talk in talks),
        "messages": sum(talk.messages for talk in talks),
    }


def _beside(
    means: Means, listed: _Listed, scope: Scope, accounts: Sequence[AccountRead]
) -> Iterator[PostsRead | NamedRead | EditorsRead]:
    """What stands beside the accounts, wherever all of a platform's were read.

    The city's posts that are ads; and, where every platform was asked, the accounts and the
    editors that briefs name.
    """
    if scope.account_id is not None or Topic.ADS not in scope.topics:
        return
    for reader, visible in listed:
        yield read_promoted(means, reader, visible, accounts)
    if scope.platform is None:
        yield from read_named(means, listed)
        yield from read_editors(means, [reader.platform for reader, _ in listed])


def _rounds(means: Means, scope: Scope, number: int) -> Iterator[RoundsRead]:
    """The days that have ended, judged once the ads were read after them."""
    if scope.account_id is None and Topic.ADS in scope.topics:
        yield judge_days(means, sweep=number)


def _tally(
    means: Means,
    read: Sequence[AccountRead | Talk | PostsRead | NamedRead | EditorsRead | RoundsRead],
) -> dict[str, int]:
    """What became of findings in this sweep, and how many there are now."""
    with means.store.reading() as connection:
        now = findings.tally(connection, means.clock())
    return {
        "opened": sum(one.opened for one in read),
        "open": now["fail"],
        "resolved": sum(one.resolved for one in read),
        "unknown": now["unknown"],
    }


def _finish(means: Means, number: int, swept: Swept) -> None:
    """Note the sweep's outcome in its row."""
    requests = {str(platform): meter.told() for platform, meter in swept.requests.items()}
    with means.store.writing() as connection:
        sweeps.finish(
            connection,
            number,
            sweeps.Finished(
                started_at=swept.started_at,
                finished_at=swept.finished_at,
                counts={**swept.read, **swept.findings},
                requests=requests,
                unread=swept.unread,
            ),
        )
