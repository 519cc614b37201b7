"""When each ad account was last read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from policies.model import Platform, Words
from policies.retention.clock import AHEAD
from worker import platforms
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.doctoring.storage import LATE, interval
from worker.health.accounts import wanted
from worker.store.week_covered import LastRead


def accounts(found: Sequence[LastRead], settings: Settings, at: datetime) -> Iterator[Line]:
    """A line on each account that is late or was never read, and one on the others."""
    for platform in platforms.enabled(settings):
        # A platform of which nothing was ever read has a line of its own elsewhere.
        if any(one.platform == str(platform) for one in found):
            yield from _of(platform, found, settings, at)


def _of(
    platform: Platform, found: Sequence[LastRead], settings: Settings, at: datetime
) -> Iterator[Line]:
    """The lines of one platform."""
    asked = wanted(platform, found, settings, at)
    longest = LATE * interval(settings)
    late = [one for one, read in asked.items() if read is None or _is_late(read, at, longest)]
    for one in late:
        read = asked[one]
        if read is None:
            yield Desk("poll.account", one).fail(
                Words("The account has never been read."), _why(one)
            )
        elif getattr(settings, str(platform)).ad_accounts:
            yield Desk("poll.account", _shown(read)).fail(_last(read, at), _why(one))
        else:
            yield Desk("poll.account", _shown(read)).warn(
                _last(read, at),
                Words(
                    "Give the token's user the account again. If the city has given it up, nothing "
                    "need be done."
                ),
            )
    good = [read for one, read in asked.items() if one not in late and read is not None]
    if good:
        first = min(read.read_at for read in good)
        told = {"n": str(len(good)), "at": _local(first, at)}
        yield Desk("poll.account", str(platform)).ok(
            Words("Ad accounts that were read since {at}: {n}.", told)
        )


def _is_late(read: LastRead, at: datetime, longest: timedelta) -> bool:
    """Whether it was read too long ago, or at a time that has not come: nobody knows when."""
    return at - read.read_at > longest or read.read_at > at + AHEAD


def _why(account_id: str) -> Words:
    return Words(
        "Run annonsvakt sweep --account {account}: it tells why it cannot be read.",
        {"account": account_id},
    )


def _last(read: LastRead, at: datetime) -> Words:
    return Words("The account was last read at {at}.", {"at": _local(read.read_at, at)})


def _shown(read: LastRead) -> str:
    return read.id if read.name == read.id else f"{read.id} {read.name}"


def _local(instant: datetime, at: datetime) -> str:
    return f"{instant.astimezone(at.tzinfo):%Y-%m-%d %H:%M}"
