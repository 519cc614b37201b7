"""The report's sections about the queue: numbers, and who waits. What people wrote is not in it."""

from __future__ import annotations

from collections import Counter

from policies.weekly import Ask, AskEnd, Queue, Week, late_by
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name
from worker.store.queueing import Queued
from worker.store.week import Material


def waiting_sections(
    week: Week, material: Material, settings: Settings, said: Language
) -> tuple[Section, ...]:
    """Who waits, the first deadline first; no section if nobody does."""
    if not week.queue.waiting:
        return ()
    columns = (
        said.text("Thread"),
        said.text("Deadline"),
        said.text("How it stands"),
        said.text("Overdue by"),
        said.text("Who answers"),
    )
    rows = tuple(_cells(ask, week, material, settings, said) for ask in week.queue.waiting)
    grid = Grid(columns=columns, rows=rows, whole="queue.csv").without_empty()
    return (Section(heading=said.text("Who waits for an answer"), grid=grid),)


def queue_numbers(queue: Queue, material: Material, said: Language) -> Section:
    """The numbers, in the order in which they add up."""
    ended = queue.ended
    facts = [
        (said.text("Waited when the week began"), queue.open_before),
        (said.text("Arrived"), queue.arrived),
        (said.text("Answered in time"), ended[AskEnd.IN_TIME]),
        (said.text("Answered late"), ended[AskEnd.LATE]),
        (said.text("Answered, whether in time cannot be told"), ended[AskEnd.UNTOLD]),
        (said.text("Closed by a person, or deleted"), ended[AskEnd.CLOSED]),
        (said.text("No longer in need of an answer"), ended[AskEnd.WITHDRAWN]),
        (said.text("Wait now"), len(queue.waiting)),
        (said.text("of these referred"), sum(one.state == "referred" for one in queue.waiting)),
        (said.text("of these overdue"), len(queue.overdue)),
        *_beforehand(queue, said),
        (said.text("Needed no answer"), len(queue.exempt)),
    ]
    kinds = exempt_kinds(queue, material, said)
    facts += [
        (said.text("of these: {reason}", reason=why.removesuffix(".")), number)
        for why, number in kinds
    ]
    return Section(
        heading=said.text("Comments and messages in numbers"),
        facts=tuple((name, said.number(number)) for name, number in facts),
    )


def _beforehand(queue: Queue, said: Language) -> tuple[tuple[str, int], ...]:
    """What had its answer when it was first read here, by when the city wrote."""
    counted = beforehand_numbers(queue)
    return (
        (said.text("Already answered when first read here"), counted["all"]),
        (said.text("of these answered in the week"), counted["in_week"]),
        (said.text("of these answered in earlier weeks"), counted["earlier"]),
        (said.text("of these answered nobody knows when"), counted["unknown"]),
    )


def beforehand_numbers(queue: Queue) -> dict[str, int]:
    """The same as numbers; all of them are outside the sum."""
    in_week = sum(one.beforehand for one in queue.answered)
    unknown = sum(one.answered is None for one in queue.beforehand)
    every = len(queue.beforehand)
    return {
        "all": every,
        "in_week": in_week,
        "earlier": every - in_week - unknown,
        "unknown": unknown,
    }


def exempt_kinds(queue: Queue, material: Material, said: Language) -> list[tuple[str, int]]:
    """Why threads needed no answer, the commonest reason first."""
    return Counter(_why(material, one, said) for one in queue.exempt).most_common()


def _why(material: Material, thread: str, said: Language) -> str:
    """The reason, unless it quotes somebody or the thread has moved on."""
    row = material.threads[thread]
    if row.state != "exempt" or row.reason.values:
        return said.text("another reason")
    return said.say(row.reason)


def owner_name(owner: str, settings: Settings) -> str:
    """A department's name; SLK is no department."""
    names = {one.id: one.name for one in settings.departments}
    return names.get(owner, owner.upper() if owner == "slk" else owner)


def standing(ask: Ask, week: Week, said: Language) -> str:
    """How it stands, with lateness in words."""
    if ask.thread in week.queue.overdue:
        return said.text("overdue")
    return said.text("referred, waits") if ask.state == "referred" else said.text("waits")


def late_words(ask: Ask, week: Week, said: Language) -> str:
    """By how much its deadline has passed; empty if it has not."""
    late = late_by(ask, week.until)
    return "" if late is None else said.duration(late)


def _cells(
    ask: Ask, week: Week, material: Material, settings: Settings, said: Language
) -> tuple[Cell, ...]:
    """One thread as a row: link, deadline and owner stand for what was written."""
    row = material.threads[ask.thread]
    return (
        Cell(_named(row, said), row.link),
        Cell(said.instant(ask.due_at) if ask.due_at else ""),
        Cell(standing(ask, week, said)),
        Cell(late_words(ask, week, said)),
        Cell(owner_name(row.owner, settings)),
    )


def _named(row: Queued, said: Language) -> str:
    """A thread by its id, and what its link leads to."""
    platform = platform_name(row.platform)
    if row.kind == "message":
        return said.text("{id}: message on {platform}", id=row.id, platform=platform)
    return said.text("{id}: comment on {platform}", id=row.id, platform=platform)
