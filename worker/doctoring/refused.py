"""A platform's refusal as a line: its own sentence says why and what to do."""

from __future__ import annotations

from dataclasses import replace

from connectors.errors import ConnectorError, TokenRejected, Transient
from policies.model import Unread, Words
from worker.doctoring.lines import Desk, Line


def refused(desk: Desk, error: ConnectorError) -> Line:
    """What will pass by itself could not be told; anything else failed."""
    if isinstance(error, Transient):
        return desk.unknown(Words("This could not be asked."), error.words)
    line = desk.fail(Words("This does not work."), error.words)
    return replace(line, rejected=isinstance(error, TokenRejected))


def not_told(desk: Desk, unread: Unread) -> Line:
    """Something that the platform did not give."""
    return desk.unknown(Words("This could not be read."), unread.because, answered=True)
