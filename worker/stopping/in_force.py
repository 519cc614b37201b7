"""Stops in force: for the banner in the queue, the findings and the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from policies.crisis import Review, Scope
from policies.model import Words
from worker.clock import now
from worker.stopping.countersigning import countersign_due
from worker.stopping.covered import part_of
from worker.stopping.journal import unlisted
from worker.stopping.places import Places
from worker.stopping.story import Story, standing


def in_force(
    state_dir: Path, *, at: datetime | None = None, beside: Iterable[Story | str] = ()
) -> Words | None:
    """A sentence about the stop that is in force; None: there is none.

    Of several the one that needs a person most, the newest of these. A journal that cannot be
    understood is told too, and a folder that cannot be read: a stop may be in force. `at` (None:
    now) decides whether a review is late. `beside`: stops whose journals lie somewhere else. Reads
    files only.
    """
    places = Places(state_dir=state_dir)
    told = sentence_of((*beside, *standing(places)), at or now())
    return told or next(iter(unlisted(places)), None)


def sentence_of(stories: Iterable[Story | str], at: datetime) -> Words | None:
    """As `in_force`, of these stops, the newest last."""
    told = [one for one in stories if _counts(one)]
    if not told:
        return None
    worst = max(reversed(told), key=lambda one: _weight(one, at))
    if isinstance(worst, str):
        return Words(
            "A crisis stop may be in force: the journal of {stop_id} cannot be understood. "
            "See `annonsvakt stops verify {stop_id}`.",
            {"stop_id": worst},
        )
    spared = (Words("WITH EXEMPTIONS"),) if worst.exempt else ()
    return _sentence(worst, (*wants(worst, at), *spared), more=len(told) - 1)


def _sentence(story: Story, wanting: tuple[Words, ...], *, more: int) -> Words:
    """One stop, what it lacks, and how many more there are."""
    values = {
        "stop_id": story.stop_id,
        "operator": story.operator,
        "reason": story.reason,
        "more": str(more),
        "kinds": ", ".join(one.english() for one in wanting),
        "scope": part_of(story.scope),
    }
    if not more:
        del values["more"]
    if not wanting:
        del values["kinds"]
    templates = _OF_A_PART if values["scope"] else _OF_EVERYTHING
    if not values["scope"]:
        del values["scope"]
    return replace(templates[bool(wanting), bool(more)], values=values)


_OF_EVERYTHING = {
    (False, False): Words(
        "Crisis stop {stop_id} is in force. Given by {operator}: {reason}. "
        "See `annonsvakt stops show {stop_id}`."
    ),
    (False, True): Words(
        "Crisis stop {stop_id} is in force, and {more} more. Given by {operator}: {reason}. "
        "See `annonsvakt stops`."
    ),
    (True, False): Words(
        "Crisis stop {stop_id} is in force: {kinds}. Given by {operator}: {reason}. "
        "See `annonsvakt stops show {stop_id}`."
    ),
    (True, True): Words(
        "Crisis stop {stop_id} is in force: {kinds}; and {more} more. Given by {operator}: "
        "{reason}. See `annonsvakt stops`."
    ),
}
"""By whether it lacks anything, and whether there are more stops in force."""

_OF_A_PART = {
    (False, False): Words(
        "Crisis stop {stop_id} is in force for {scope} alone. Given by {operator}: {reason}. "
        "See `annonsvakt stops show {stop_id}`."
    ),
    (False, True): Words(
        "Crisis stop {stop_id} is in force for {scope} alone, and {more} more. Given by "
        "{operator}: {reason}. See `annonsvakt stops`."
    ),
    (True, False): Words(
        "Crisis stop {stop_id} is in force for {scope} alone: {kinds}. Given by {operator}: "
        "{reason}. See `annonsvakt stops show {stop_id}`."
    ),
    (True, True): Words(
        "Crisis stop {stop_id} is in force for {scope} alone: {kinds}; and {more} more. Given by "
        "{operator}: {reason}. See `annonsvakt stops`."
    ),
}
"""The same of a stop of some of it: nobody may take that for a stop of everything."""


def wants(story: Story, at: datetime) -> tuple[Words, ...]:
    """What a stop in force lacks, the worst first: an end, a proof, a second person's review."""
    found = []
    if story.unfinished:
        found.append(Words("UNFINISHED"))
    elif not story.verified:
        found.append(Words("NOT VERIFIED"))
    if _is_review_missing(story, at):
        found.append(Words("not countersigned within 24 hours"))
    return tuple(found)


def _is_review_missing(story: Story, at: datetime) -> bool:
    """Whether the time for a review is over; one whose instant cannot be read is none."""
    try:
        return countersign_due(story, at=at).review is Review.MISSING
    except (ValueError, TypeError):
        return True


def _weight(one: Story | str, at: datetime) -> int:
    """How much it needs a person."""
    if isinstance(one, str):
        return 4
    if one.unfinished:
        return 3
    return 2 if not one.verified else len(wants(one, at))


def _counts(one: Story | str) -> bool:
    return isinstance(one, str) or one.in_force


def same_scope(scope: Scope, places: Places) -> Story | None:
    """The newest stop of this very scope that is in force: a new order joins it."""
    found = [
        one
        for one in standing(places)
        if isinstance(one, Story) and one.in_force and one.scope == scope
    ]
    return found[-1] if found else None
