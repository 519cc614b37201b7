"""The answers of several holds as one: what is left of any is left of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from policies.crisis import EVERYTHING, LEFT, Doing, Key, Outcome, Row
from worker.stopping.outcome import Result

T = TypeVar("T")


def merged(results: Sequence[Result]) -> Result:
    """One answer that goes by the newest stop's id; each row once, as it matters most."""
    newest = results[-1]
    return replace(
        newest,
        rows=_rows(row for one in results for row in one.rows),
        panels=_once(panel for one in results for panel in one.panels),
        gaps=_once(gap for one in results for gap in one.gaps),
        unread=_once(gap for one in results for gap in one.unread),
        not_covered=_once(gap for one in results for gap in one.not_covered),
        exempted=_once(spared for one in results for spared in one.exempted),
        confirmed=any(one.confirmed for one in results),
        verified=all(one.verified for one in results),
        seconds=sum(one.seconds for one in results),
    )


def _once(values: Iterable[T]) -> tuple[T, ...]:
    found: list[T] = []
    for one in values:
        if one not in found:
            found.append(one)
    return tuple(found)


def _rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each switch once."""
    found: dict[Key, Row] = {}
    for row in rows:
        known = found.get(row.key)
        if known is None or _weight(row) > _weight(known):
            found[row.key] = row
    return tuple(found.values())


def _weight(row: Row) -> int:
    """What is left for a person comes before what was done, and that before what was so."""
    if row.outcome in LEFT:
        return 3
    return {Outcome.ADDED: 2, Outcome.STOPPED: 1}.get(row.outcome, 0)


def nothing_held() -> Result:
    """The answer where no stop is in force: nothing was read, and nothing is proven."""
    return Result(
        doing=Doing.STOP,
        stop_id="",
        scope=EVERYTHING,
        confirmed=True,
        rows=(),
        panels=(),
        gaps=(),
        unread=(),
        not_covered=(),
        verified=False,
        requests={},
        seconds=0.0,
        number=0,
    )
