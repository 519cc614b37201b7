"""The database, and what it tells of the last reading of each platform."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.model import Platform, Words
from policies.register import Register
from policies.retention.clock import AHEAD
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line, asking

LATE = 3
"""Intervals after which a platform counts as no longer read."""
_BUSY_SECONDS = 3.0


def database(settings: Settings, now: Clock, *, patience: float = _BUSY_SECONDS) -> Iterator[Line]:
    """The database opens, is current and writable; when each platform was last read.

    An empty database gets its tables, as with every command. `patience`: seconds to wait for
    another's transaction.
    """
    from worker.store import briefs
    from worker.store.errors import StoreError
    from worker.store.opening import open_store
    from worker.store.probing import prove_writable
    from worker.store.sweeps import Finished, last_reading
    from worker.store.upgrading import HEAD

    desk, last = asking("database"), dict[Platform, Finished | None]()
    try:
        store = open_store(settings.database.url.get_secret_value(), patience=patience)
        try:
            prove_writable(store)
            with store.reading() as connection:
                register = briefs.register(connection)
                for platform in platforms.enabled(settings):
                    last[platform] = last_reading(connection, platform)
        finally:
            store.close()
    except StoreError as error:
        yield desk.fail(Words("The database cannot be used."), error.words, answered=False)
        yield from _untold(settings)
        return
    told = {"revision": HEAD}
    yield desk.ok(Words("It opens, is current (revision {revision}) and can be written.", told))
    for platform, finished in last.items():
        ended = finished.finished_at if finished else None
        lost = finished is not None and any(one.platform is platform for one in finished.unread)
        zone = ZoneInfo(settings.timezone)
        yield polled(
            platform,
            ended.astimezone(zone) if ended else None,
            now(),
            every=interval(settings),
            partly=lost,
        )
    yield asked_for(
        Register(briefs=register, since=settings.rules.since, zone=settings.timezone), now()
    )


def asked_for(register: Register, at: datetime) -> Line:
    """Whether campaigns are held against briefs and proofs by now, and whether there are any."""
    desk, number = Desk("register"), len(register.briefs)
    if not register.asks(at):
        told = {"day": f"{register.since}"}
        return desk.ok(
            Words(
                "Briefs and proofs are asked for from {day}. Until then no campaign is held "
                "against them.",
                told,
            )
        )
    if not number:
        return desk.warn(
            Words(
                "Briefs are asked for, and the register is empty: every campaign that can deliver "
                "lacks one."
            ),
            Words("Register them with annonsvakt brief import FILE, or set since in [rules]."),
        )
    return desk.ok(Words("Campaigns are held against {n} briefs.", {"n": str(number)}))


def _untold(settings: Settings) -> Iterator[Line]:
    """Without the database nobody knows when a platform was read."""
    for platform in platforms.enabled(settings):
        yield Desk("poll", str(platform)).unknown(
            Words("Without the database nobody knows when it was last read."),
            Words("Put the database in order first."),
        )


def interval(settings: Settings) -> timedelta:
    """How often everything is read, at least."""
    poll = settings.poll
    longest = max(poll.ads_minutes, poll.comments_minutes, poll.messages_minutes)
    return timedelta(minutes=longest)


def polled(
    platform: Platform, ended: datetime | None, at: datetime, *, every: timedelta, partly: bool
) -> Line:
    """The line about a platform's last reading, which ended then, in local time.

    `partly`: not everything could be read.
    """
    desk = Desk("poll", str(platform))
    remedy = Words(
        "Run annonsvakt sweep: it tells what hinders it. The service reads every {minutes} minutes "
        "by itself: see to it that it runs.",
        {"minutes": str(round(every / timedelta(minutes=1)))},
    )
    if ended is None:
        return desk.fail(Words("It was never read as a whole, or long ago."), remedy)
    told = {"at": f"{ended:%Y-%m-%d %H:%M}"}
    if ended > at + AHEAD:
        return desk.unknown(
            Words("It was last read at {at}, which has not come: nobody knows when.", told), remedy
        )
    if at - ended > LATE * every:
        return desk.fail(Words("It was last read at {at}, which is too long ago.", told), remedy)
    if partly:
        return desk.warn(
            Words("It was last read at {at}, but not all of it.", told),
            Words("Run annonsvakt sweep: it tells what could not be read, and why."),
        )
    return desk.ok(Words("It was last read at {at}.", told))
