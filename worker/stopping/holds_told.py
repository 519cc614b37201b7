"""Which holds are worth a mail: they run after each poll, for weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from policies.crisis import LEFT, Outcome, Row
from worker.stopping.chain import Record
from worker.stopping.outcome import Result
from worker.stopping.story import CONTINUED, HELD, OPENED, TOLD, VERIFIED, Story

_BEGINNINGS = frozenset({OPENED, CONTINUED, HELD})


def is_news(result: Result, story: Story | None) -> bool:
    """Whether a hold has anything to tell: what turned active, or that the residue changed."""
    if story is None or any(row.outcome is Outcome.ADDED for row in result.rows):
        return True
    since = _after_last(story.lines.records, TOLD)
    held = any(one.event == HELD for one in since)
    return held and (finishes(story) or not _same_as_before(story))


def _after_last(records: Sequence[Record], event: str) -> Sequence[Record]:
    """The records after the last of this event; all, if there is none."""
    places = [place for place, one in enumerate(records) if one.event == event]
    return records[places[-1] + 1 :] if places else records


def _same_as_before(story: Story) -> bool:
    """Whether the last two verdicts of the journal leave the same undone."""
    verdicts = [one.told for one in story.lines.records if one.event == VERIFIED]
    if len(verdicts) < 2:  # noqa: PLR2004 it takes two to compare
        return False
    before, now = (_undone(one) for one in verdicts[-2:])
    return before == now


def _undone(verdict: Mapping[str, Any]) -> tuple[Any, Any]:
    """What a verdict leaves to a person, and what could not be read."""
    left = [key for key, outcome in verdict.get("outcomes", ()) if outcome in LEFT]
    return left, verdict.get("unread")


def finishes(story: Story) -> bool:
    """Whether the last hold finished a stop that had been interrupted."""
    finished = True
    before = True
    for record in story.lines.records:
        if record.event == HELD:
            before = finished
        if record.event in _BEGINNINGS:
            finished = False
        elif record.event == VERIFIED:
            finished = True
    return not before


def turned_again(rows: Iterable[Row]) -> tuple[Row, ...]:
    """What this hold turned off stands out; what the stop had turned off before was off already."""
    return tuple(
        replace(row, outcome=Outcome.ALREADY_OFF) if row.outcome is Outcome.STOPPED else row
        for row in rows
    )
