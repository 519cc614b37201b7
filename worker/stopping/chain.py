"""The form of a journal's lines: each holds the digest of the one before, so that change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies.model import Words

START = "0" * 64
"""Stands for the line before the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line."""

    n: int
    """1, 2, 3, …"""
    at: str
    event: str
    told: Mapping[str, Any]
    before: str
    """The digest of line n - 1."""
    torn: str | None = None
    """The digest of a line without end that stood before this one: a write that was cut off."""

    @property
    def digest(self) -> str:
        """SHA-256 of the line without its own digest, in hexadecimal."""
        return hashlib.sha256(_canonical(self._plain())).hexdigest()

    def _plain(self) -> dict[str, Any]:
        torn = {} if self.torn is None else {"torn": self.torn}
        return {
            "n": self.n,
            "at": self.at,
            "event": self.event,
            "told": self.told,
            "before": self.before,
            **torn,
        }

    def line(self) -> bytes:
        """The line as it is written, its end included."""
        return _canonical({**self._plain(), "hash": self.digest}) + b"\n"


def _canonical(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Half a sign, as a hostile name or an old terminal may hold, is written as JSON writes it.
    return text.encode(errors="backslashreplace")


def digest_of(raw: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def read_line(raw: bytes) -> Record | None:
    """The record of a line; None: it is none, or not as it was written."""
    try:
        told = json.loads(raw)
        record = Record(
            n=told["n"],
            at=told["at"],
            event=told["event"],
            told=told["told"],
            before=told["before"],
            torn=told.get("torn"),
        )
        return record if record.digest == told["hash"] else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What stands in the files of one stop."""

    records: tuple[Record, ...]
    faults: tuple[Words, ...]
    """What shows that a line was changed, or that one is missing."""
    torn: bool
    """Whether the last line was cut off while it was written."""

    @property
    def head(self) -> str:
        """The digest of the last line."""
        return self.records[-1].digest if self.records else START


def read_lines(parts: Iterable[bytes]) -> Lines:
    """The lines of all files of a stop, in their order; a line found twice counts once."""
    found: dict[str, Record] = {}
    faults: list[Words] = []
    torn = False
    for part in parts:
        records, wrong, torn_here = _part(part)
        found.update({one.digest: one for one in records})
        faults += wrong
        torn = torn or torn_here
    records = sorted(found.values(), key=lambda one: one.n)
    return Lines(records=tuple(records), faults=(*faults, *_breaks(records)), torn=torn)


def _part(part: bytes) -> tuple[list[Record], list[Words], bool]:
    """The records of one file, its changed lines, and whether it ends in a torn one."""
    *whole, last = part.split(b"\n")
    records: list[Record] = []
    faults: list[Words] = []
    torn: bytes | None = None
    for place, raw in enumerate(whole, start=1):
        record = read_line(raw)
        if record is None and torn is None:
            torn = raw
        elif record is None:
            faults.append(_changed(place - 1))
            torn = raw
        else:
            if torn is not None and record.torn != digest_of(torn):
                faults.append(_changed(place - 1))
            records.append(record)
            torn = None
    if torn is not None:
        faults.append(_changed(len(whole)))
    # A line that lacks nothing but its end is whole: its record counts.
    final = read_line(last)
    if final is not None:
        records.append(final)
    return records, faults, bool(last) and final is None


def _changed(place: int) -> Words:
    return Words("Line {line} is not as it was written.", {"line": str(place)})


def _breaks(records: Sequence[Record]) -> list[Words]:
    """Where the chain does not hold."""
    before, faults = START, []
    for place, record in enumerate(records, start=1):
        if record.n != place or record.before != before:
            told = {"n": str(record.n)}
            faults.append(
                Words("Record {n} does not follow on the one before: lines are missing.", told)
            )
            break
        before = record.digest
    return faults
