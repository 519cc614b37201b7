"""The lines of a health check: what was looked at, how it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from policies.model import Words

ENDLESS = datetime.max.replace(tzinfo=UTC)
"""The end of what never ends."""


class State(StrEnum):
    """How it is; what could not be told is never in order."""

    OK = "ok"
    WARN = "warn"
    """It works, and somebody should look at it in time."""
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line."""

    check: str
    """A stable name, such as `meta.scopes`."""
    subject: str
    """What was looked at: a place in the configuration, an account, a Page. Often empty."""
    state: State
    words: Words
    remedy: Words | None = None
    """What to do; there is one unless the state is ok."""
    answered: bool | None = None
    """Whether who was asked gave an answer, good or bad; None: nobody was asked."""
    rejected: bool = False
    """Whether it is because the token that was asked with is missing or was refused."""
    until: datetime | None = None
    """When what it is about ends, `ENDLESS` if never; None: it is about no end, or nobody told."""

    def __post_init__(self) -> None:
        """Refuse a line that leaves people alone with it, or frightens them for nothing.

        Raises:
            ValueError: a remedy is missing, or nobody needs it.
        """
        if (self.remedy is None) is not (self.state is State.OK):
            raise ValueError(f"{self.check} is {self.state}: remedy {self.remedy!r}")


def needs_a_person(lines: Iterable[Line]) -> bool:
    """Whether somebody must act: something failed, or could not be told.

    Unknown counts, for in a crisis what nobody knows to work does not.
    """
    return any(line.state in (State.FAIL, State.UNKNOWN) for line in lines)


def nobody_answered(lines: Iterable[Line]) -> bool:
    """Whether somebody was asked, and not one of those gave an answer."""
    told = {line.answered for line in lines}
    return False in told and True not in told


@dataclass(frozen=True, slots=True)
class Desk:
    """Writes the lines of one check about one subject; of what is found here, nobody's answer."""

    check: str
    subject: str = ""
    asks: bool = False
    """Whether somebody else is asked: then each line says whether there was an answer."""

    def ok(self, words: Words) -> Line:
        """It is in order."""
        return self._line(State.OK, words, None)

    def warn(self, words: Words, remedy: Words) -> Line:
        """It works for now."""
        return self._line(State.WARN, words, remedy)

    def fail(self, words: Words, remedy: Words, *, answered: bool = True) -> Line:
        """It does not work."""
        return self._line(State.FAIL, words, remedy, answered=answered)

    def unknown(self, words: Words, remedy: Words, *, answered: bool = False) -> Line:
        """It could not be told."""
        return self._line(State.UNKNOWN, words, remedy, answered=answered)

    def _line(
        self, state: State, words: Words, remedy: Words | None, *, answered: bool = True
    ) -> Line:
        return Line(
            check=self.check,
            subject=self.subject,
            state=state,
            words=words,
            remedy=remedy,
            answered=answered if self.asks else None,
        )


def asking(check: str, subject: str = "") -> Desk:
    """The desk of a check that asks somebody else."""
    return Desk(check, subject, asks=True)
