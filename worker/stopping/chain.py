"""The form of a journal's lines: each holds the digest of the one before, so that change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
"""Of the format, as the first record tells it; a journal of a higher one is not read."""
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
    """The digest of what stands between the record before and this one: cut off writes."""

    _digest: str = field(default="", repr=False, compare=False)
    """Kept once it is known: it is asked for often."""

    @property
    def digest(self) -> str:
        """SHA-256 of the line without its own digest, in hexadecimal."""
        if not self._digest:
            object.__setattr__(self, "_digest", digest_of(self._body()))
        return self._digest

    def _body(self) -> bytes:
        """The line without its digest and its end."""
        torn = {} if self.torn is None else {"torn": self.torn}
        return _canonical(
            {
                "n": self.n,
                "at": self.at,
                "event": self.event,
                "told": self.told,
                "before": self.before,
                **torn,
            }
        )

    def line(self) -> bytes:
        """The line as it is written, its end included."""
        body = self._body()
        if not self._digest:
            object.__setattr__(self, "_digest", digest_of(body))
        # Keys are sorted, and no text holds a quotation mark as it is: this is the record's own.
        head, n, rest = body.partition(b',"n":')
        return b"".join((head, b',"hash":"', self.digest.encode(), b'"', n, rest, b"\n"))


def _canonical(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Half a sign, as a hostile name or an old terminal may hold, is written as JSON writes it.
    return text.encode(errors="backslashreplace")


def digest_of(raw: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def plain(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a record will hold once it has been written and read: two half signs become one."""
    made: Mapping[str, Any] = json.loads(json.dumps(told))
    return made


def read_line(raw: bytes) -> Record | None:
    """The record of a line without its end; None: it is none, or not to the byte as written."""
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
        return record if _is_sound(record) and record.line() == raw + b"\n" else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _is_sound(record: Record) -> bool:
    """Whether every key holds what it should; what `told` holds is the reader's matter."""
    texts = (record.at, record.event, record.before, record.torn or "")
    return (
        type(record.n) is int
        and isinstance(record.told, dict)
        and all(isinstance(one, str) for one in texts)
    )


def loose_end(raw: bytes) -> bytes | None:
    """What stands in a file after its last whole record, without the line end; None: nothing."""
    lines = raw.removesuffix(b"\n").split(b"\n") if raw else []
    loose: list[bytes] = []
    while lines and read_line(lines[-1]) is None:
        loose.insert(0, lines.pop())
    return b"\n".join(loose) if loose else None


_BEGINNING = b'{"at":"'


def may_be_cut(raw: bytes) -> bool:
    """Whether a line that is no record can be the beginning of one, and no more than that."""
    if not raw or not (raw.startswith(_BEGINNING) or _BEGINNING.startswith(raw)):
        return False
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return True
    return False
