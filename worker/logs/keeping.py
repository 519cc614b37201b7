"""Where logs go and how they look: one JSON object a line for machines, columns at a terminal.

Records of libraries (APScheduler, urllib3, Alembic) pass through the same steps as ours.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, MutableMapping
from typing import Any, TextIO

import structlog

from worker.logs.leaving_out import LeavingOut
from worker.logs.marks import FACTS, OURS

Event = MutableMapping[str, Any]
QUIET = ("apscheduler", "urllib3", "alembic", "sqlalchemy", "asyncio", "procrastinate", "psycopg")
"""Libraries that write of each small step; of them warnings are enough."""


def keep_logs(
    stream: TextIO, *, readable: bool, secrets: Collection[str] = (), level: int = logging.INFO
) -> None:
    """Send every record from `level` on to `stream`; doing so again takes the place of the first.

    `readable`: for a person at a terminal; else JSON. `secrets`: values that no line may show. The
    instant, `at`, is in UTC, as RFC 3339.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(readable=readable, colours=stream.isatty(), secrets=secrets))
    handler.addFilter(_worth_a_line)
    root = logging.getLogger()
    for one in [*root.handlers]:
        if isinstance(one.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(one)
    root.addHandler(handler)
    root.setLevel(level)


def leave_out_too(secrets: Collection[str]) -> None:
    """Let no line show these either; those of before stay hidden, for they may still be in use."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter):
            for step in handler.formatter.processors:
                if isinstance(step, LeavingOut):
                    step.also(secrets)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Whether it is ours, or a warning, or of a library that says little."""
    if record.levelno < logging.WARNING and record.name.partition(".")[0] in QUIET:
        return False
    return record.name == OURS or not _told_by_us(record)


def _told_by_us(record: logging.LogRecord) -> bool:
    """Whether a library tells of what we tell in one line of our own (`worker.engine`).

    That is a database that is away, which each of its tasks reports with a traceback of its own,
    and a piece of work that failed.
    """
    failed = type(record.exc_info[1]).__module__ if record.exc_info else ""
    return (
        failed.partition(".")[0] in ("psycopg", "psycopg_pool", "procrastinate")
        or record.name == "psycopg.pool"
        or getattr(record, "action", None) == "job_error"
    )


def _formatter(
    *, readable: bool, colours: bool, secrets: Collection[str]
) -> structlog.stdlib.ProcessorFormatter:
    """The steps from a record to its line."""
    last: Any = structlog.processors.JSONRenderer()
    if readable:
        last = structlog.dev.ConsoleRenderer(
            colors=colours,
            event_key="action",
            timestamp_key="at",
            exception_formatter=structlog.dev.plain_traceback,
        )
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            _as_action,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.format_exc_info,
            LeavingOut(secrets, printable=readable),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            last,
        ],
    )


def _as_action(_logger: object, _name: str, event: Event) -> Event:
    """A record of ours as its action and facts; one of a library as `log` and what it said."""
    record: logging.LogRecord = event["_record"]
    said = event.pop("event")
    if record.name == OURS:
        return {**getattr(record, FACTS, {}), **event, "action": said}
    return {**event, "action": "log", "logger": record.name, "message": str(said)}
