"""Instants as people type them: RFC 3339, or local time without offset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from policies.model import Words
from worker.cli.lines import NotUnderstood

_DAY = r"\d{4}-\d{2}-\d{2}"
_CLOCK = r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
_WRITTEN = re.compile(rf"({_DAY})[Tt ]({_CLOCK}) ?([Zz]|[+-]\d{{2}}:?\d{{2}})?", re.ASCII)
_DAY_ALONE = re.compile(_DAY, re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant, and what had to be assumed to understand it."""

    at: datetime
    assumed: tuple[Words, ...] = ()


def read_moment(text: str, zone: ZoneInfo) -> Moment:
    """The instant that `text` means; without offset it is local time in `zone`.

    Raises:
        NotUnderstood: it is not written so, or no clock ever showed it.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise NotUnderstood(_not_so(text.strip()))
    day, clock, offset = written.groups()
    try:
        when = datetime.fromisoformat(f"{day}T{clock}{(offset or '').upper()}")
        return _local(when, zone) if when.tzinfo is None else Moment(at=when.astimezone(UTC))
    except (ValueError, OverflowError):
        raise NotUnderstood(Words("there is no such day or time")) from None


def _not_so(text: str) -> Words:
    """What is wrong with the form."""
    if _DAY_ALONE.fullmatch(text):
        return Words("a time is missing: write it as in {typed}T10:00", {"typed": text})
    return Words("write it as in 2026-11-13T15:00 (local time) or 2026-11-13T15:00:00+01:00")


def _local(naive: datetime, zone: ZoneInfo) -> Moment:
    """A local time; shown twice by the clocks, the first is meant.

    Raises:
        NotUnderstood: the clocks jumped over it.
    """
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    at = first.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != naive:
        raise NotUnderstood(
            Words(
                "there was no such time in {zone}: the clocks were put forward", {"zone": str(zone)}
            )
        )
    if first.utcoffset() != second.utcoffset():
        return Moment(
            at=at,
            assumed=(Words("The clocks showed this time twice that night; the first is meant."),),
        )
    return Moment(at=at)
