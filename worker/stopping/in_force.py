"""Stops in force: for the banner in the queue, the findings and the report."""

from __future__ import annotations

from pathlib import Path

from policies.crisis import Scope
from policies.model import Words
from worker.stopping.places import Places
from worker.stopping.story import Story, stories


def in_force(state_dir: Path) -> Words | None:
    """A sentence about the stop that is in force; None: there is none.

    A journal that cannot be understood is told too: a stop may be in force. Reads files only.
    """
    told = [one for one in stories(Places(state_dir=state_dir)) if _counts(one)]
    if not told:
        return None
    newest = told[-1]
    if isinstance(newest, str):
        return Words(
            "A crisis stop may be in force: the journal of {stop_id} cannot be understood. "
            "See `annonsvakt stops verify {stop_id}`.",
            {"stop_id": newest},
        )
    values = {"stop_id": newest.stop_id, "operator": newest.operator, "reason": newest.reason}
    if len(told) > 1:
        return Words(
            "Crisis stop {stop_id} is in force, and {more} more. Given by {operator}: {reason}. "
            "See `annonsvakt stops`.",
            {**values, "more": str(len(told) - 1)},
        )
    return Words(
        "Crisis stop {stop_id} is in force. Given by {operator}: {reason}. "
        "See `annonsvakt stops show {stop_id}`.",
        values,
    )


def _counts(one: Story | str) -> bool:
    return isinstance(one, str) or one.in_force


def same_scope(scope: Scope, places: Places) -> Story | None:
    """The newest stop of this very scope that is in force: a new order joins it."""
    found = [
        one
        for one in stories(places)
        if isinstance(one, Story) and one.in_force and one.scope == scope
    ]
    return found[-1] if found else None
