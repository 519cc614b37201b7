"""The report's first sentence: how the week stands, in words that anybody understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policies.weekly import Week
from worker.language import Language
from worker.store.sweeps import NEEDED
from worker.store.week import Material, SweptOnce


def verdict(week: Week, material: Material, said: Language) -> str:
    """All is well, or how much is not; what was never read is never called well."""
    last = last_whole(material)
    if last is None:
        doubt = said.text("No whole sweep came to its end this week, so nobody can say how it is.")
        return f"{doubt} {standing(week, material, said)}" if _something(week) else doubt
    if _something(week):
        return standing(week, material, said)
    if last.unread:
        return said.text("What could be read is in order, but not everything could be read.")
    return said.text("All is well: nothing is against the routine, and nobody waits for an answer.")


def last_whole(material: Material) -> SweptOnce | None:
    """The week's last whole sweep."""
    return whole_of(material.sweeps)


def whole_of(sweeps: Sequence[SweptOnce]) -> SweptOnce | None:
    """The last of them that was asked to read everything and came to its end.

    Where topics are read one by one, the last of each together. One that could not even list the
    accounts of a platform has not read it.
    """
    left, used = set(NEEDED), list[SweptOnce]()
    for run in reversed(sweeps):
        listed = not any(one.what == "accounts" for one in run.unread)
        if run.whole and run.finished_at and listed and left & run.topics:
            left -= run.topics
            used.append(run)
    if left:
        return None
    return replace(used[-1], unread=tuple(unread for run in used for unread in run.unread))


def _something(week: Week) -> bool:
    """Whether there is anything to tell."""
    return bool(week.findings.open_now or week.findings.unknown or week.queue.waiting)


OVERDUE = "sla.overdue"
"""The rule whose findings are the overdue threads: sentences tell of them once, among who waits."""


def wrong_now(week: Week, material: Material) -> int:
    """How much is wrong, overdue threads apart."""
    late = {one.id for one in material.findings if one.rule == OVERDUE}
    return sum(one not in late for one in week.findings.open_now)


def standing(week: Week, material: Material, said: Language) -> str:
    """What is wrong, what waits, what is overdue and what nobody could tell, in one sentence."""
    parts = [
        wrong(wrong_now(week, material), said),
        waiting(len(week.queue.waiting), said),
        overdue(len(week.queue.overdue), said),
        untold(len(week.findings.unknown), said),
    ]
    return said.text("{parts}.", parts=", ".join(part for part in parts if part))


def wrong(number: int, said: Language) -> str:
    """How much is wrong."""
    if number == 0:
        return said.text("Nothing is known to be wrong")
    return (
        said.text("1 thing is wrong")
        if number == 1
        else said.text("{number} things are wrong", number=said.number(number))
    )


def waiting(number: int, said: Language) -> str:
    """How many wait."""
    if number == 0:
        return said.text("nobody waits for an answer")
    return (
        said.text("1 waits for an answer")
        if number == 1
        else said.text("{number} wait for an answer", number=said.number(number))
    )


def overdue(number: int, said: Language) -> str:
    """How many of those that wait have waited too long; nothing at all if none has."""
    if number == 0:
        return ""
    return (
        said.text("1 of them overdue")
        if number == 1
        else said.text("{number} of them overdue", number=said.number(number))
    )


def untold(number: int, said: Language) -> str:
    """How much nobody could tell; nothing at all if that is nothing."""
    if number == 0:
        return ""
    return (
        said.text("in 1 case nobody could tell")
        if number == 1
        else said.text("in {number} cases nobody could tell", number=said.number(number))
    )
