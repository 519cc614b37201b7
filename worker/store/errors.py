"""What can go wrong between us and our database; each tells what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policies.model import Words
from worker.store.kinds import storable

if TYPE_CHECKING:
    from policies.threads import Decision


class StoreError(Exception):
    """The database cannot be used as it is."""

    def __init__(self, words: Words) -> None:
        """`words`: what is wrong and what to do; no secrets, so never the database's address."""
        super().__init__(words.english())
        self.words = words


class Unreachable(StoreError):
    """No database there, or one that cannot be opened, written or waited for."""


class Damaged(Unreachable):
    """The database's file is broken, or it is none of ours."""


class TooNew(StoreError):
    """The database was written by a newer program than this one."""


class TooOld(StoreError):
    """The database must be upgraded before this command can use it."""


class UnknownId(Exception):
    """No row has this id."""

    def __init__(self, wanted: str, near: tuple[str, ...] = ()) -> None:
        """`near`: the ids that look most like it. Half a sign in it is shown as U+FFFD."""
        self.wanted = storable(wanted)
        super().__init__(self.wanted)
        self.near = near


class Outrun(Exception):
    """Somebody else changed the row first."""

    def __init__(self, *, state: str, last: Decision | None) -> None:
        """`state`: of the row now; `last`: who decided what and when; None: the platform."""
        super().__init__(f"{state}: {last}")
        self.state = state
        self.last = last


class Fenced(Exception):
    """Somebody else has claimed it since: what was about to be written must not be."""


@contextmanager
def legible() -> Iterator[None]:
    """SQLite's refusal as one of its own errors, also where it names what is no text.

    Its driver would fail to decode what a damaged file calls a table.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError("malformed: it names what is no text") from error
