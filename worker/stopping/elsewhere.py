"""Stops whose journals are not here, as the database holds them: where several hosts share one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from policies.model import Words
from worker.stopping.in_force import in_force
from worker.stopping.journal import stop_ids
from worker.stopping.lines import Part, read_lines
from worker.stopping.places import Places
from worker.stopping.story import NoJournal, Story, story_of_lines
from worker.store.opening import Store
from worker.store.stops import filed, journal_of


def anywhere(store: Store, state_dir: Path, *, at: datetime | None = None) -> Words | None:
    """A sentence about the stop that is in force here or, by what is filed, elsewhere.

    None: there is none. `at` as for `in_force`.

    Raises:
        StoreError: the database failed.
    """
    return in_force(state_dir, at=at, beside=elsewhere(store, Places(state_dir=state_dir)))


def elsewhere(store: Store, places: Places, *, over: bool = False) -> tuple[Story, ...]:
    """The filed stops of which no file is here, the oldest first; `over`: those that are over too.

    One that nobody ever understood tells nothing here: it is told where its journal lies.

    Raises:
        StoreError: the database failed.
    """
    here = set(stop_ids(places))
    with store.reading() as connection:
        known = filed(connection).values()
    wanted = [
        one.stop_id
        for one in known
        if one.stop_id not in here and one.told is not None and (over or one.told.over is None)
    ]
    return tuple(story for stop_id in wanted for story in _told(store, stop_id))


def _told(store: Store, stop_id: str) -> Iterator[Story]:
    """A stop by its records that are filed, if they can still be understood."""
    raw, _ = journal_of(store, stop_id)
    try:
        yield story_of_lines(stop_id, read_lines([Part(name=stop_id, raw=raw)]))
    except (NoJournal, ValueError, KeyError, TypeError):
        return
