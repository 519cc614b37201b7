"""The report's sections about crisis stops: of the week, in force, and the last drill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.crisis import Review
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name, stamp
from worker.stopping.coding import scope_to_json
from worker.stopping.covered import covers
from worker.stopping.drills import Drill
from worker.stopping.recounting import Recounted, Stops
from worker.stopping.uncovered import uncovered


def stop_sections(stops: Stops, settings: Settings, said: Language) -> tuple[Section, ...]:
    """The stops, the last drill, and what no stop reaches."""
    rows = tuple(_cells(one, said) for one in stops.all)
    columns = (
        said.text("Stop"),
        said.text("Given"),
        said.text("Given by"),
        said.text("Reason"),
        said.text("What it covers"),
        said.text("How it stands"),
        said.text("Proof"),
        said.text("Review by a second person"),
    )
    return (
        Section(
            heading=said.text("Crisis stops"),
            sentences=(*_numbers(stops, said), *_doubts(stops, said), *_drills(stops, said)),
            grid=Grid(columns=columns, rows=rows) if rows else None,
        ),
        Section(
            heading=said.text("What no stop reaches"),
            sentences=tuple(
                f"{platform_name(one.channel)}: {said.say(one.because)}"
                for one in uncovered(settings)
            ),
        ),
    )


def _numbers(stops: Stops, said: Language) -> tuple[str, ...]:
    """How many, in a sentence each."""
    if not (stops.all or stops.unreadable):
        return (said.text("No crisis stop was given or lifted this week, and none is in force."),)
    return (
        said.text(
            "Given this week: {given}. Resumed or ended this week: {over}. In force now: {force}.",
            given=said.number(len(stops.given)),
            over=said.number(len(stops.over)),
            force=said.number(len(stops.in_force)),
        ),
    )


def _doubts(stops: Stops, said: Language) -> tuple[str, ...]:
    """Journals that nobody can understand."""
    return tuple(
        said.text(
            "The journal of {stop_id} cannot be understood; that stop may be in force: see "
            "annonsvakt stops verify {stop_id}.",
            stop_id=one,
        )
        for one in stops.unreadable
    )


def _drills(stops: Stops, said: Language) -> Iterator[str]:
    """When the stop was last drilled, what that found, and whether the next drill is overdue."""
    yield _drill(stops, said)
    if stops.drill is not None:
        yield _found(stops.drill, said)
    if stops.vain is not None:
        yield said.text(
            "A drill on {when} by {who} could read no account: it does not count.",
            when=said.instant(stops.vain.at),
            who=stops.vain.operator,
        )


def _drill(stops: Stops, said: Language) -> str:
    """When the stop was last drilled, and whether the next drill is overdue."""
    if stops.drill is None:
        return said.text("The crisis stop has never been drilled here: annonsvakt drill.")
    told = {"when": said.instant(stops.drill.at), "who": stops.drill.operator}
    if stops.drill_overdue:
        return said.text(
            "The crisis stop was last drilled on {when} by {who}. That is more than 90 days ago: "
            "annonsvakt drill.",
            **told,
        )
    return said.text("The crisis stop was last drilled on {when} by {who}.", **told)


def _found(drill: Drill, said: Language) -> str:
    """What a drill came to."""
    if not drill.code:
        return said.text("That drill found nothing that stands in the way of a stop.")
    return said.text(
        "That drill found what needs a person: accounts {accounts}, not read {unread}.",
        accounts=said.number(sum(not one.in_order for one in drill.accounts)),
        unread=said.number(len(drill.unread)),
    )


def _cells(one: Recounted, said: Language) -> tuple[Cell, ...]:
    """One stop as a row."""
    story = one.story
    return (
        Cell(story.stop_id),
        Cell(said.instant(one.opened_at)),
        Cell(story.operator),
        Cell(story.reason),
        Cell(covers(story.scope, said, story.exempt)),
        Cell(_standing(one, said)),
        Cell(_proof(one, said)),
        Cell(_review(one, said)),
    )


def _standing(one: Recounted, said: Language) -> str:
    """Whether it is in force."""
    if one.over_at is None:
        return said.text("in force")
    when = said.instant(one.over_at)
    if one.story.over == "resumed":
        return said.text("resumed {when}", when=when)
    return said.text("ended {when}", when=when)


def _proof(one: Recounted, said: Language) -> str:
    """Whether all was read back as off when it was last looked at."""
    if one.left is None:
        return said.text("unfinished: nobody knows what is off")
    if one.story.verified:
        return said.text("all was read back as off")
    return said.text("NOT verified: {n} left for a person", n=said.number(one.left))


def _review(one: Recounted, said: Language) -> str:
    """Who reviewed it, or until when somebody has to."""
    due = one.review
    if due.review is Review.WAITING:
        return said.text("due before {when}", when=said.instant(due.until))
    if due.review is Review.MISSING:
        return said.text("MISSING since {when}", when=said.instant(due.until))
    when = said.instant(due.at) if due.at else ""
    if due.review is Review.LATE:
        return said.text("{who}, {when}, late", who=due.by or "", when=when)
    return said.text("{who}, {when}", who=due.by or "", when=when)


def stops_as_json(stops: Stops, settings: Settings, said: Language) -> dict[str, Any]:
    """The same as data."""
    return {
        "given": [_stop(one, said) for one in stops.given],
        "over": [_stop(one, said) for one in stops.over],
        "in_force": [_stop(one, said) for one in stops.in_force],
        "unreadable": list(stops.unreadable),
        "last_drill": stops.drill
        and {
            "at": stamp(stops.drill.at, said),
            "operator": stops.drill.operator,
            "code": stops.drill.code,
        },
        "drill_overdue": stops.drill_overdue,
        "not_covered": [
            {"channel": one.channel, "because": said.say(one.because), "link": one.link}
            for one in uncovered(settings)
        ],
    }


def _stop(one: Recounted, said: Language) -> dict[str, Any]:
    story = one.story
    return {
        "stop_id": story.stop_id,
        "opened_at": stamp(one.opened_at, said),
        "operator": story.operator,
        "reason": story.reason,
        "scope": scope_to_json(story.scope),
        "exempt": sorted(story.exempt),
        "in_force": story.in_force,
        "over": story.over,
        "over_at": stamp(one.over_at, said),
        "unfinished": story.unfinished,
        "verified": bool(story.verified),
        "left": one.left,
        "review": one.review.review,
        "review_until": stamp(one.review.until, said),
        "reviewed_by": one.review.by,
    }
