"""What the database tells of the service's work: is it done, read, mailed and reported?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.model import Words
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.doctoring.read_accounts import accounts
from worker.doctoring.storage import LATE, interval
from worker.store.progress import Progress

RESTING = timedelta(minutes=10)
"""How long the service may be without a job that came to its end: it has one each minute."""
MAILS_WAIT = timedelta(hours=1)
REPORT_EVERY = timedelta(days=8)
"""A week, and a day for what held it up."""


def books(settings: Settings, now: Clock) -> Iterator[Line]:
    """The lines, or none if the database cannot be used: another check tells that."""
    from worker.store.errors import StoreError
    from worker.store.opening import open_store
    from worker.store.progress import progress

    try:
        store = open_store(settings.database.url.get_secret_value())
        try:
            with store.reading() as connection:
                told = progress(connection, now())
        finally:
            store.close()
    except StoreError:
        return
    zone = ZoneInfo(settings.timezone)
    yield from judge(told, settings, now().astimezone(zone))


def judge(told: Progress, settings: Settings, at: datetime) -> Iterator[Line]:
    """The lines about what was found; `at` in local time."""
    yield from dates(told)
    yield service(told, at, longest=LATE * interval(settings))
    yield from hosts(told)
    yield from jobs(told)
    if platforms.enabled(settings):
        yield from accounts(told.accounts, settings, at)
    yield from mails(told, at)
    if settings.mail.report_to:
        yield report(told, at)


_START = Words(
    "Start the service: systemctl start annonsvakt, docker compose up -d worker, or annonsvakt run."
)


def service(told: Progress, at: datetime, *, longest: timedelta) -> Line:
    """Whether the service is at work; `longest`: after so long polls are missed."""
    desk = Desk("service")
    if told.worked_at is None:
        return desk.warn(Words("The service has never run on this database."), _START)
    values = {"at": _local(told.worked_at, at)}
    if at - told.worked_at <= RESTING:
        return desk.ok(Words("The service is at work; it last did something at {at}.", values))
    words = Words("The service has done nothing since {at}.", values)
    return (desk.fail if at - told.worked_at > longest else desk.warn)(words, _START)


def hosts(told: Progress) -> Iterator[Line]:
    """A line if the service works on more than one host: some things lie on one of them alone."""
    if len(told.hosts) > 1:
        yield Desk("service.hosts").ok(
            Words(
                "At work within a day: {hosts}. Drills, and the journal of a stop, lie on the host "
                "where they were made: hold, continue and undo a stop there.",
                {"hosts": ", ".join(sorted(told.hosts))},
            )
        )


def dates(told: Progress) -> Iterator[Line]:
    """A line if the database holds what is dated later than now."""
    if told.ahead:
        yield Desk("clock.dates").fail(
            Words(
                "The clock is wrong, or was ahead: {n} things here are dated later than now.",
                {"n": str(told.ahead)},
            ),
            Words(
                "Let this machine keep time with NTP. With the right time the service undoes by "
                "itself what was done for days that have not come."
            ),
        )


def jobs(told: Progress) -> Iterator[Line]:
    """A line about each job that was given up, or one if none was."""
    for job, number in sorted(told.given_up.items()):
        yield Desk("jobs", job).fail(
            Words("It failed on every try, {n} times within a day.", {"n": str(number)}),
            Words("The log tells why: look for job.failed. Its next turn comes by itself."),
        )
    if not told.given_up and told.worked_at is not None:
        yield Desk("jobs").ok(Words("No job was given up within a day."))


def mails(told: Progress, at: datetime) -> Iterator[Line]:
    """Mails that wait too long, and those that nobody tries again."""
    desk = Desk("outbox")
    if told.waiting_since is not None and at - told.waiting_since > MAILS_WAIT:
        yield desk.fail(
            Words("Mail has been waiting since {at}.", {"at": _local(told.waiting_since, at)}),
            Words(
                "`annonsvakt mail outbox` says why, `annonsvakt mail test` tries the server. The "
                "service sends them when it works."
            ),
        )
    elif not told.stuck:
        yield desk.ok(Words("No mail has been waiting for long."))
    if told.stuck:
        yield desk.warn(
            Words(
                "Mails of this week that were not taken and are not tried again: {n}.",
                {"n": str(told.stuck)},
            ),
            Words(
                "`annonsvakt mail outbox` shows them and why. Put an address right if need be, and "
                "run `annonsvakt mail retry`."
            ),
        )


def report(told: Progress, at: datetime) -> Line:
    """Whether the weekly report goes out."""
    desk = Desk("report")
    since = told.reported_at or told.begun_at
    if since is not None and at - since > REPORT_EVERY:
        remedy = Words(
            "See to it that the service runs, and look at `annonsvakt mail outbox`. By hand: "
            "annonsvakt report --week WEEK --send, such as 2026-W47."
        )
        if told.reported_at is None:
            return desk.fail(Words("No weekly report was ever sent."), remedy)
        return desk.fail(
            Words("The last weekly report went out at {at}.", {"at": _local(since, at)}), remedy
        )
    if told.reported_at is None:
        return desk.ok(Words("No weekly report has been due yet."))
    return desk.ok(
        Words("The last weekly report went out at {at}.", {"at": _local(told.reported_at, at)})
    )


def _local(instant: datetime, at: datetime) -> str:
    """An instant in the zone of `at`, to the minute."""
    return f"{instant.astimezone(at.tzinfo):%Y-%m-%d %H:%M}"
