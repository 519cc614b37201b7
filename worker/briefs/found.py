"""A brief as a file holds it, and what keeps a file from being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies.briefs.answers import Question
from policies.model import Words
from policies.model.briefs import Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A brief that a file holds."""

    place: str
    """Where in the file: `line 3`, `brief 2`; empty: it is all of it."""
    id: str | None
    """As the file names it; None: it does not."""
    brief: Brief
    questions: tuple[Question, ...] = ()


class NotRead(Exception):
    """The file cannot be taken in; nothing of it was. Each fault names its place and remedy."""

    def __init__(self, faults: Sequence[Words]) -> None:
        """`faults`: all of them at once."""
        super().__init__("; ".join(one.english() for one in faults))
        self.faults = tuple(faults)
