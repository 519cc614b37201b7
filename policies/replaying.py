"""A verdict made once more, from the facts that were kept: what is said now of one finding."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from policies.finding import week_of
from policies.rule import Key, Said, Verdict, graver


def said_again(
    verdicts: Iterable[Verdict], asked: tuple[str, Key, str], as_of: datetime
) -> Said | None:
    """What these verdicts say of one finding; None: nothing.

    `asked`: the finding's rule, its subject and, of an event, the week. `as_of`: when it was
    judged, which is the week of an event that names no day.
    """
    name, subject, week = asked
    found: Said | None = None
    for rule, said in verdicts:
        if (rule.id, said.subject.key) != (name, subject):
            continue
        if rule.event and week_of(said.on or as_of.date()) != week:
            continue
        found = graver(found or said, said)
    return found
