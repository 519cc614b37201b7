"""The stops of a week by their journals alone, for the weekly report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from policies.crisis import LEFT
from policies.weekly import Span
from worker.stopping.countersigning import Countersign, countersign_due
from worker.stopping.drills import Drill, last_drill, vain_drill
from worker.stopping.places import Places
from worker.stopping.story import VERIFIED, Story, stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """One stop, as it stands now."""

    story: Story
    opened_at: datetime
    over_at: datetime | None
    """When it was resumed or ended; None: it is in force."""
    left: int | None
    """How many campaigns and accounts its last verdict leaves to a person; None: it has none."""
    review: Countersign


@dataclass(frozen=True, slots=True, kw_only=True)
class Stops:
    """The stops that a week's report tells of."""

    given: tuple[Recounted, ...]
    """Begun in the week."""
    over: tuple[Recounted, ...]
    """Resumed or ended in the week."""
    in_force: tuple[Recounted, ...]
    """As of the count, whenever they were begun."""
    unreadable: tuple[str, ...]
    """Ids of stops whose journal cannot be understood: any of them may be in force."""
    drill: Drill | None
    """The last drill that counts; None: there was none."""
    drill_overdue: bool
    vain: Drill | None
    """A drill after it that could read nothing."""

    @property
    def all(self) -> tuple[Recounted, ...]:
        """Each once, the oldest first."""
        found = {one.story.stop_id: one for one in (*self.given, *self.over, *self.in_force)}
        return tuple(found[stop_id] for stop_id in sorted(found))


def recount(places: Places, span: Span, at: datetime, *, beside: Iterable[Story] = ()) -> Stops:
    """What the journals hold of a week, counted at `at`. Reads files only, and raises nothing.

    `beside`: stops whose journals lie somewhere else.
    """
    known: list[Recounted] = []
    unreadable: list[str] = []
    for one in (*beside, *stories(places)):
        found = one if isinstance(one, str) else _recounted(one, at)
        if isinstance(found, str):
            unreadable.append(found)
        else:
            known.append(found)
    drill = last_drill(places)
    return Stops(
        given=tuple(one for one in known if span.holds(one.opened_at)),
        over=tuple(one for one in known if one.over_at and span.holds(one.over_at)),
        in_force=tuple(one for one in known if one.story.in_force),
        unreadable=tuple(unreadable),
        drill=drill,
        drill_overdue=drill is None or drill.is_overdue(at),
        vain=vain_drill(places),
    )


def _recounted(story: Story, at: datetime) -> Recounted | str:
    """One stop; its id alone where a record does not hold what it should."""
    try:
        return Recounted(
            story=story,
            opened_at=datetime.fromisoformat(story.opened_at),
            over_at=datetime.fromisoformat(story.over_at) if story.over_at else None,
            left=_left(story),
            review=countersign_due(story, at=at),
        )
    except (ValueError, KeyError, TypeError):
        return story.stop_id


def _left(story: Story) -> int | None:
    """How much the last verdict leaves to a person; None: it was interrupted before it had one."""
    if story.unfinished:
        return None
    verdicts = [one.told for one in story.lines.records if one.event == VERIFIED]
    return _undone(verdicts[-1].get("outcomes", ())) + len(verdicts[-1].get("unread", ()))


def _undone(outcomes: Iterable[tuple[object, str]]) -> int:
    return sum(outcome in LEFT for _, outcome in outcomes)
