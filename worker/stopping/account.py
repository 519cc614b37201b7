"""A stop told from its journal alone, for people who read it later: who, what, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.crisis import LEFT, Doing, Key, Mark, Outcome, account_link, key_of
from worker.language import Language
from worker.pages.page import Cell, Grid, Page, Section, platform_name
from worker.stopping.account_records import records, when
from worker.stopping.chain import Record
from worker.stopping.coding import key_from_json, switch_from_json
from worker.stopping.lines import Lines
from worker.stopping.story import COUNTERSIGNED, INTENT, VERIFIED, Story
from worker.stopping.wording import outcome_word


def page_of(stop_id: str, lines: Lines, story: Story | None, said: Language) -> Page:
    """The account of a stop. `story` None: its journal cannot be understood.

    Nothing in it depends on when or where it is made, but for the language and its time zone.
    """
    told = () if story is None else (_order(story, said), _turned_off(story, said))
    return Page(
        code=said.code,
        title=said.text("Crisis stop {stop_id}", stop_id=stop_id),
        alerts=tuple(_alerts(lines, said)),
        verdict=_verdict(story, said),
        sentences=(),
        sections=(
            *told,
            *(() if story is None else _left(story, said)),
            _review(lines, said),
            records(lines.records, said),
            _proof(stop_id, lines, said),
        ),
    )


def _alerts(lines: Lines, said: Language) -> Iterator[str]:
    """What is wrong with the journal."""
    if lines.faults:
        yield said.text("THE JOURNAL IS NOT AS IT WAS WRITTEN.")
    yield from map(said.say, lines.faults)
    if lines.torn:
        yield said.text("The last line is not whole: the program was cut off while it wrote.")


def _verdict(story: Story | None, said: Language) -> str:
    """How it stood when the last record was written."""
    if story is None:
        return said.text("The journal cannot be understood: it is given here as it stands.")
    if story.verified is None:
        return said.text("The program was interrupted: nobody can tell by this what was off.")
    if story.verified:
        return said.text("Everything in the scope of the stop was off, by a reading.")
    return said.text("NOT everything was off, or not everything could be read.")


def _order(story: Story, said: Language) -> Section:
    """Who gave it, where, when and why; and whether it still holds."""
    opened = story.opened
    facts = {
        said.text("Given by"): story.operator,
        said.text("Reason given"): story.reason,
        said.text("When"): when(story.opened_at, said),
        said.text("Scope"): _scope(story, said),
        said.text("Among the configured operators"): _yes(opened.get("listed"), said),
        said.text("Account on the computer"): str(opened.get("os_user") or "-"),
        said.text("Computer"): str(opened.get("host") or "-"),
        said.text("Terminal"): str(opened.get("terminal") or "-"),
        said.text("Campaigns in the plan"): str(len(story.shown)),
        said.text("Turned off"): str(len(story.marks)),
        said.text("State"): _state(story, said),
    }
    return Section(heading=said.text("The order"), facts=tuple(facts.items()))


def _yes(value: object, said: Language) -> str:
    return said.text("yes") if value is True else said.text("no")


def _scope(story: Story, said: Language) -> str:
    """In the platforms' own ids."""
    scope = story.scope
    parts = (scope.platform, scope.account_id, scope.campaign_id)
    return " ".join(str(one) for one in parts if one) or said.text("everything")


def _state(story: Story, said: Language) -> str:
    if story.over_at is None:
        return said.text("IN FORCE")
    word = said.text("resumed") if story.over == "resumed" else said.text("ended")
    return f"{word}, {when(story.over_at, said)}"


def _turned_off(story: Story, said: Language) -> Section:
    """Each switch that it turned, or may have."""
    columns = (
        said.text("Campaign"),
        said.text("Account"),
        said.text("Before"),
        said.text("Read afterwards"),
        said.text("Turned on again"),
    )
    rows = tuple(_mark(key, mark, said) for key, mark in story.marks.items())
    none = () if rows else (said.text("Nothing."),)
    grid = Grid(columns=columns, rows=rows) if rows else None
    return Section(heading=said.text("What it turned off"), sentences=none, grid=grid)


def _mark(key: Key, mark: Mark, said: Language) -> tuple[Cell, ...]:
    before, after = mark.before, mark.after
    read = said.text("not read") if after is None else " ".join((after.intent or "?", *_in(after)))
    return (
        Cell(f"{before.name} ({key.level} {key.campaign_id})", before.link),
        Cell(f"{platform_name(key.platform)} {key.account_id}"),
        Cell(" ".join((before.intent or "?", *_in(before)))),
        Cell(read),
        Cell(said.text("yes") if mark.turned_on else ""),
    )


def _in(switch: Any) -> tuple[str, ...]:
    """What happened with it, as the platform says."""
    return (f"({', '.join(switch.delivery)})",) if switch.delivery else ()


def _left(story: Story, said: Language) -> Iterator[Section]:
    """What the last verdict left to a person; nothing, if it left nothing."""
    verdicts = [one.told for one in story.lines.records if one.event == VERIFIED]
    if not verdicts:
        return
    names = _names(story.lines)
    rows = [*_left_on(verdicts[-1], names, said), *_unread(verdicts[-1], said)]
    if rows:
        columns = (said.text("Campaign or account"), said.text("What became of it"))
        grid = Grid(columns=columns, rows=tuple(rows))
        yield Section(heading=said.text("Left to be finished by hand"), grid=grid)


def _names(lines: Lines) -> dict[Key, str]:
    """The names of all that was to be turned."""
    intents = [one.told for one in lines.records if one.event == INTENT]
    switches = [switch_from_json(one) for told in intents for one in told["switches"]]
    return {key_of(one): one.name for one in switches}


def _left_on(
    verdict: Mapping[str, Any], names: Mapping[Key, str], said: Language
) -> Iterator[tuple[Cell, ...]]:
    for told, outcome in verdict.get("outcomes", ()):
        if outcome in LEFT:
            key = key_from_json(told)
            name = f"{names.get(key, '')} ({key.campaign_id})".strip()
            yield (
                Cell(name, account_link(key.platform, key.account_id)),
                Cell(outcome_word(Outcome(outcome), Doing.STOP, said)),
            )


def _unread(verdict: Mapping[str, Any], said: Language) -> Iterator[tuple[Cell, ...]]:
    for one in verdict.get("unread", ()):
        place = " ".join(filter(None, (platform_name(one["platform"]), one.get("account_id"))))
        yield (Cell(place), Cell(f"{said.text('not read')}: {one.get('because', '')}"))


def _review(lines: Lines, said: Language) -> Section:
    """The review by a second person, as far as this journal tells."""
    heading = said.text("Countersigned")
    found: Record | None = next((r for r in lines.records if r.event == COUNTERSIGNED), None)
    if found is None:
        return Section(heading=heading, sentences=(said.text("Not in this journal."),))
    facts = {
        said.text("By"): str(found.told.get("operator", "")),
        said.text("When"): when(found.at, said),
        said.text("Remarks"): str(found.told.get("reason") or "-"),
    }
    return Section(heading=heading, facts=tuple(facts.items()))


def _proof(stop_id: str, lines: Lines, said: Language) -> Section:
    """How somebody else can check it."""
    facts = {
        said.text("Records"): str(len(lines.records)),
        said.text("Last digest"): lines.head,
        said.text("Files"): str(len(lines.parts)),
    }
    sentences = (
        said.text(
            "Each record holds the SHA-256 digest of the one before. Compare the last digest with "
            "the one that was noted when the stop was given, or mailed: only that shows whether "
            "records at the end were taken away. This command checks all of it: {command}",
            command=f"annonsvakt stops verify {stop_id} --head {lines.head}",
        ),
    )
    return Section(heading=said.text("Proof"), sentences=sentences, facts=tuple(facts.items()))
