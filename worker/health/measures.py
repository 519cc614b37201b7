"""The numbers as Prometheus takes them. Names end in their unit; instants are Unix seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

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
        yield _one("alive", "Whether the service looks for work.", seen.alive)
        yield _one("ready", "Whether the service does its work.", seen.ready)
        yield _one("database_up", "Whether the database answers.", seen.tables is not None)
        if seen.tables is not None:
            yield from _tables(seen.tables)
        yield from _instants(seen)


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"annonsvakt_{name}", text, value=float(value))


def _many(name: str, text: str, labels: tuple[str, ...]) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"annonsvakt_{name}", text, labels=labels)


def _tables(tables: Standing) -> Iterator[GaugeMetricFamily]:
    yield from _reading(tables)
    waiting = _many("threads", "Threads that wait.", ("owner", "state", "overdue"))
    for one in tables.waiting:
        waiting.add_metric([one.owner, one.state, str(one.overdue).lower()], one.number)
    yield waiting
    found = _many("findings", "Findings that stand open, by rule.", ("rule", "verdict"))
    for finding in tables.found:
        found.add_metric([finding.rule, finding.verdict], finding.number)
    yield found
    mails = _many("mails", "Mails in the outbox.", ("state",))
    for state, number in sorted(tables.mails.items()):
        mails.add_metric([state], number)
    yield mails


def _reading(tables: Standing) -> Iterator[GaugeMetricFamily]:
    accounts = _many(
        "account_read_timestamp_seconds",
        "When an ad account was last read.",
        ("platform", "account"),
    )
    for one in tables.accounts:
        accounts.add_metric([one.platform, one.id], one.read_at.timestamp())
    yield accounts
    platforms = _many(
        "platform_read_timestamp_seconds",
        "When the last whole reading of a platform ended.",
        ("platform",),
    )
    for platform, read_at in tables.read.items():
        if read_at is not None:
            platforms.add_metric([str(platform)], read_at.timestamp())
    yield platforms
    jobs = _many("job_done_timestamp_seconds", "When a job last came to its end.", ("job",))
    for job, ended in sorted(tables.jobs.items()):
        jobs.add_metric([job], ended.timestamp())
    yield jobs
    requests = _many(
        "requests_in_a_day", "Requests and counted operations of 24 hours.", ("platform", "kind")
    )
    for name, (http, counted) in sorted(tables.requests.items()):
        requests.add_metric([name, "http"], http)
        requests.add_metric([name, "counted"], counted)
    yield requests


def _instants(seen: Seen) -> Iterator[GaugeMetricFamily]:
    ends = _many("token_end_timestamp_seconds", "When a token ends.", ("token",))
    for token, end in sorted(seen.tokens.items()):
        ends.add_metric([token], end.timestamp())
    yield ends
    reported = seen.tables.reported_at if seen.tables else None
    instants: tuple[tuple[str, str, datetime | None], ...] = (
        ("report", "When a weekly report was last sent.", reported),
        ("drill", "When the crisis stop was last drilled.", seen.drilled_at),
        ("backup", "When the newest backup was written.", seen.backed_up_at),
    )
    for name, text, at in instants:
        if at is not None:
            yield _one(f"{name}_timestamp_seconds", text, at.timestamp())
