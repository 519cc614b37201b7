"""The numbers as Prometheus takes them. Names end in their unit; instants are Unix seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from policies.retention.clock import AHEAD
from worker.engine.standing import Queue
from worker.health.families import many, one_of
from worker.health.limits import limits
from worker.health.tokens import tokens
from worker.health.watch import Seen
from worker.store.standing import Standing


class Measures(Collector):
    """Gathered anew whenever somebody asks."""

    def __init__(self, look: Callable[[], Seen]) -> None:
        """`look`: gives what is to be seen now."""
        self._look = look

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: to register must not open the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge, with what is known; one of which nothing is known is left out."""
        seen = self._look()
        yield one_of("alive", "Whether the service looks for work.", seen.alive)
        yield one_of("ready", "Whether the service does its work.", seen.ready)
        yield one_of("clock_timestamp_seconds", "What time it is here.", seen.at.timestamp())
        yield one_of("database_up", "Whether the database answers.", seen.tables is not None)
        if seen.tables is not None:
            yield from _tables(seen.tables)
            yield from _readings(seen, seen.tables)
            yield from limits(seen.tables.limits, seen.at)
            text = "Things that are dated later than now: a clock is wrong, or was."
            yield one_of("clock_ahead", text, seen.tables.ahead)
        if seen.queue is not None:
            yield from _queue(seen.queue)
        yield from tokens(seen)
        yield from _ground(seen)


def _queue(queue: Queue) -> Iterator[GaugeMetricFamily]:
    yield one_of("workers", "Workers that give signs of life.", queue.workers)
    pieces = many("pieces", "Pieces of polls in the task queue.", ("state",))
    pieces.add_metric(["in_hand"], queue.in_hand)
    pieces.add_metric(["waiting"], queue.waiting)
    yield pieces


def _tables(tables: Standing) -> Iterator[GaugeMetricFamily]:
    yield from _jobs(tables)
    waiting = many("threads", "Threads that wait.", ("owner", "state", "overdue"))
    for one in tables.waiting:
        waiting.add_metric([one.owner, one.state, str(one.overdue).lower()], one.number)
    yield waiting
    found = many("findings", "Findings that stand open, by rule.", ("rule", "verdict"))
    for finding in tables.found:
        found.add_metric([finding.rule, finding.verdict], finding.number)
    yield found
    mails = many("mails", "Mails in the outbox.", ("state",))
    for state, number in sorted(tables.mails.items()):
        mails.add_metric([state], number)
    yield mails
    if tables.waiting_since is not None:
        yield one_of(
            "mail_waiting_since_timestamp_seconds",
            "When the oldest mail was written that still waits.",
            tables.waiting_since.timestamp(),
        )


def _readings(seen: Seen, tables: Standing) -> Iterator[GaugeMetricFamily]:
    """When things were last read; 0: never, which is the longest ago."""
    accounts = many(
        "account_read_timestamp_seconds",
        "When an ad account that is to be read was last read; 0: never.",
        ("platform", "account"),
    )
    for (platform, account), last in sorted(seen.accounts.items()):
        accounts.add_metric([platform, account], _known(last, seen.at))
    yield accounts
    whole = many(
        "platform_read_timestamp_seconds",
        "When the last whole reading of a platform ended; 0: there was none, or long ago.",
        ("platform",),
    )
    unread = many("unread", "What the last whole reading could not read.", ("platform",))
    for name, read_at in tables.read.items():
        whole.add_metric([str(name)], _known(read_at, seen.at))
        unread.add_metric([str(name)], tables.unread.get(name, 0))
    yield whole
    yield unread
    requests = many(
        "requests_in_a_day", "Requests and counted operations of 24 hours.", ("platform", "kind")
    )
    for label, (http, counted) in sorted(tables.requests.items()):
        requests.add_metric([label, "http"], http)
        requests.add_metric([label, "counted"], counted)
    yield requests


def _known(read_at: datetime | None, at: datetime) -> float:
    """When something was read; 0: never, or a wrong clock says that it will be."""
    return read_at.timestamp() if read_at and read_at <= at + AHEAD else 0.0


def _jobs(tables: Standing) -> Iterator[GaugeMetricFamily]:
    jobs = many("job_done_timestamp_seconds", "When a job last came to its end.", ("job",))
    for job, ended in sorted(tables.jobs.items()):
        jobs.add_metric([job], ended.timestamp())
    yield jobs
    lost = many("job_given_up_in_a_day", "Times a job failed on every try in 24 hours.", ("job",))
    again = many("job_tried_again", "Times of a job that failed and are tried again.", ("job",))
    for job in sorted({*tables.jobs, *tables.given_up, *tables.tried_again}):
        lost.add_metric([job], tables.given_up.get(job, 0))
        again.add_metric([job], tables.tried_again.get(job, 0))
    yield lost
    yield again


def _ground(seen: Seen) -> Iterator[GaugeMetricFamily]:
    """What is needed one day: report, drill, backups, room on disk.

    Where there never was a report or a drill, the time counts from when work began here: what has
    no number is missed by nobody. Who only reads tells nothing of drills and backups.
    """
    begun = seen.tables.begun_at if seen.tables else None
    reported = (seen.tables.reported_at if seen.tables else None) or begun
    drilled = (seen.drilled_at or begun) if seen.keeps else None
    instants: tuple[tuple[str, str, datetime | None], ...] = (
        ("report", "When a weekly report last went out, or work began.", reported),
        ("drill", "When the crisis stop was last drilled, or work began.", drilled),
        ("backup", "When the newest backup was written.", seen.backed_up_at),
    )
    for name, text, at in instants:
        if at is not None:
            yield one_of(f"{name}_timestamp_seconds", text, at.timestamp())
    if seen.backups is not None:
        yield one_of("backups", "Backups that are kept.", seen.backups)
    room = many("disk_free_bytes", "Room that is left on disk.", ("place",))
    for place, left in sorted(seen.free.items()):
        room.add_metric([place], left)
    yield room
