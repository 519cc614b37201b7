"""How one finding is told with its life: as JSON, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.rules import remedy_of
from worker.cli import attested, found, terminal
from worker.cli.attested import Told
from worker.cli.stamps import stamp
from worker.language import Language
from worker.store.judged import Judged, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A finding, its history, and the words that people gave for it."""

    found: Judged
    steps: Sequence[Step]
    attested: Sequence[Told]
    at: datetime
    """The present instant."""


def as_json(life: Life, said: Language) -> dict[str, Any]:
    """The keys of the contract, and the finding's life."""
    one = life.found
    return found.as_json(one, said) | {
        "remedy": _remedy(one, said),
        "mute": found.mute(one.mute, said) if one.mute else None,
        "attested": attested.as_list(life.attested, life.at, said),
        "history": [
            {
                "at": stamp(step.at, said.zone),
                "action": step.what,
                "by": step.by,
                "reason": step.reason,
                "until": stamp(step.until, said.zone),
                "diary": step.diary,
            }
            for step in life.steps
        ],
    }


def _remedy(one: Judged, said: Language) -> str | None:
    """What to do about a fail; None: its message says it, or there is nothing to be done."""
    told = remedy_of(one.rule, one.account_id) if one.verdict == "fail" else None
    return said.say(told) if told else None


def draw(life: Life, said: Language) -> None:
    """Everything about one finding."""
    for line in _lines(life, said):
        terminal.out(terminal.safe(line))


def _lines(life: Life, said: Language) -> Iterator[str]:
    one = life.found
    yield from found.lines(one, said)
    if told := _remedy(one, said):
        yield said.text("What to do: {remedy}", remedy=told)
    if one.evidence:
        yield said.text("Evidence:")
        yield from (f"    {name}: {_plain(value)}" for name, value in one.evidence.items())
    for kept, events in life.attested:
        yield said.text("Attested:")
        yield from (f"    {line}" for line in attested.lines(kept, events, life.at, said))
    yield said.text("History:")
    yield from (f"    {_step(step, said)}" for step in life.steps)


def _plain(value: Any) -> str:
    """A value of the evidence on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "-"
    return "-" if value is None else str(value)


def _step(step: Step, said: Language) -> str:
    """One entry of the history: when, what, who, why."""
    until = said.text("until {when}", when=said.instant(step.until)) if step.until else None
    number = said.text("diary number {number}", number=step.diary) if step.diary else None
    parts = (said.instant(step.at), _what(step.what, said), step.by, step.reason, until, number)
    return "  ".join(part for part in parts if part)


def _what(word: str, said: Language) -> str:
    """A turn in words."""
    return {
        "opened": said.text("found"),
        "became-fail": said.text("turned out to fail"),
        "reopened": said.text("is back"),
        "mute-ended": said.text("the mute is over"),
        "resolved": said.text("resolved"),
        "cleared": said.text("could be told after all"),
        "muted": said.text("muted"),
        "unmuted": said.text("no longer muted"),
        "acknowledged": said.text("acknowledged"),
    }.get(word, word)
