"""How the history of stops is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from worker.cli import terminal
from worker.cli.reviewed import as_review, in_short, in_words
from worker.language import Language, platform_name
from worker.stopping.coding import scope_to_json, words_to_json
from worker.stopping.covered import covers
from worker.stopping.story import Story
from worker.stopping.verifying import Verdict


def as_rows(
    found: Sequence[Story | str], language: Language, *, at: datetime
) -> list[dict[str, Any]]:
    """Stops as JSON; of one whose journal cannot be understood only the id is known."""
    return [
        {"stop_id": one, "state": "unreadable"} if isinstance(one, str) else _row(one, language, at)
        for one in found
    ]


def _row(story: Story, language: Language, at: datetime) -> dict[str, Any]:
    return {
        "stop_id": story.stop_id,
        "state": story.over or "in-force",
        "scope": scope_to_json(story.scope),
        "opened_at": story.opened_at,
        "over_at": story.over_at,
        "operator": story.operator,
        "reason": story.reason,
        "verified": story.verified,
        "turned_off": len(story.marks),
        "countersign": as_review(story, language, at=at),
    }


def as_story(story: Story, language: Language, *, at: datetime) -> dict[str, Any]:
    """One stop as JSON, its journal included."""
    return {
        **_row(story, language, at),
        "head": story.lines.head,
        "switches": [
            {
                "platform": key.platform,
                "account_id": key.account_id,
                "campaign_id": key.campaign_id,
                "level": key.level,
                "name": mark.before.name,
                "before": mark.before.intent,
                "after": mark.after.intent if mark.after else None,
            }
            for key, mark in story.marks.items()
        ],
        "exempt": sorted(story.exempt),
        "faults": [words_to_json(one) for one in story.lines.faults],
        "records": [
            {"n": one.n, "at": one.at, "event": one.event, "told": one.told, "hash": one.digest}
            for one in story.lines.records
        ],
    }


def draw(found: Sequence[Story | str], language: Language, *, at: datetime) -> None:
    """Stops as a table."""
    if not found:
        terminal.out(language.text("No stops."))
        return
    columns = (
        language.text("ID"),
        language.text("State"),
        language.text("Covers"),
        language.text("Verified"),
        language.text("Turned off"),
        language.text("Given by"),
        language.text("Reason given"),
        language.text("Countersigned"),
    )
    terminal.table(columns, (_cells(one, language, at) for one in found))


def _cells(one: Story | str, language: Language, at: datetime) -> tuple[str, ...]:
    if isinstance(one, str):
        return (one, language.text("its journal cannot be understood"), "", "", "", "", "", "")
    return (
        one.stop_id,
        state(one, language),
        covers(one.scope, language, one.exempt),
        _verified(one, language),
        str(len(one.marks)),
        one.operator,
        one.reason,
        in_short(one, language, at=at),
    )


def state(story: Story, language: Language) -> str:
    """Whether a stop holds, in words."""
    if story.in_force:
        return language.text("IN FORCE")
    return language.text("resumed") if story.over == "resumed" else language.text("ended")


def _verified(story: Story, language: Language) -> str:
    if story.verified is None:
        return language.text("never finished")
    return language.text("yes, by a reading") if story.verified else language.text("NO")


def tell(story: Story, language: Language, *, at: datetime) -> None:
    """One stop in words."""
    terminal.fields(
        {
            language.text("ID"): story.stop_id,
            language.text("State"): state(story, language),
            language.text("Covers"): covers(story.scope, language, story.exempt),
            language.text("Verified"): _verified(story, language),
            language.text("Given by"): story.operator,
            language.text("Reason given"): story.reason,
            language.text("Turned off"): str(len(story.marks)),
            language.text("Countersigned"): in_words(story, language, at=at),
            language.text("Last digest"): story.lines.head,
        }
    )
    for mark in story.marks.values():
        one = mark.before
        terminal.out(
            terminal.safe(
                f"  {platform_name(one.platform)} {one.account_id} {one.campaign_id} {one.name}"
            )
        )
    for fault in story.lines.faults:
        terminal.note(terminal.safe(language.say(fault)))


def proof(verdict: Verdict, language: Language) -> None:
    """What a journal's chain proves, in words."""
    first = (
        language.text("The chain of {n} records holds.", n=verdict.records)
        if verdict.intact
        else language.text("THE JOURNAL IS NOT AS IT WAS WRITTEN.")
    )
    terminal.out(first)
    for words in (*verdict.faults, *verdict.cannot_tell):
        terminal.out(terminal.safe(language.say(words)))
    terminal.out(language.text("Last digest: {head}", head=verdict.head))
