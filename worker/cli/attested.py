"""How attestations are told: as JSON, and as a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.language import Language, platform_name
from worker.store.attested import Event, Kept

Told: TypeAlias = tuple[Kept, Sequence[Event]]
"""An attestation with its history."""


KEYS = (
    "id", "finding_id", "rule", "platform", "account_id", "subject", "tied_to", "by", "evidence",
    "at", "until", "ended_at", "holds", "history",
)  # fmt: skip
"""The keys of an attestation, as `--json` writes them."""


def cannot_tell(because: str, **known: str) -> dict[str, Any]:
    """The same keys where no word was given or ended, and why."""
    return dict.fromkeys(KEYS) | known | {"because": because}


def as_list(told: Sequence[Told], at: datetime, said: Language) -> list[dict[str, Any]]:
    """Attestations, each with its history."""
    return [as_one(kept, events, at, said) for kept, events in told]


def as_one(kept: Kept, events: Sequence[Event], at: datetime, said: Language) -> dict[str, Any]:
    """One attestation with its history."""
    word = kept.word
    kind, subject_id = word.subject
    return {
        "id": word.id,
        "finding_id": kept.finding_id,
        "rule": word.rule,
        "platform": kept.platform,
        "account_id": kept.account_id,
        "subject": {"kind": kind, "id": subject_id},
        "tied_to": word.tied_to,
        "by": word.by,
        "evidence": word.evidence,
        "at": stamp(word.at, said.zone),
        "until": stamp(word.until, said.zone),
        "ended_at": stamp(word.ended, said.zone),
        "holds": word.holds(at),
        "history": [
            {
                "at": stamp(one.at, said.zone),
                "action": one.action,
                "by": one.by,
                "reason": reason(one, said),
            }
            for one in events
        ],
    }


def reason(event: Event, said: Language) -> str | None:
    """Why it came to that."""
    return said.text("a check proved failure") if event.action == "disproved" else event.reason


def tell(
    said: Language, kept: Kept, events: Sequence[Event], *, given: bool = False, json: bool
) -> None:
    """One attestation as it stands now, and what becomes of its finding."""
    at = events[-1].at
    if json:
        terminal.emit(as_one(kept, events, at, said))
        return
    draw([(kept, events)], at, said)
    if given:
        terminal.out(
            said.text("Finding {id} is cleared by the next sweep.", id=kept.finding_id),
        )


def draw(told: Sequence[Told], at: datetime, said: Language) -> None:
    """A few lines for each, its id whole, so that one can copy it."""
    if not told:
        terminal.out(said.text("Nothing is attested."))
    for kept, events in told:
        for line in lines(kept, events, at, said):
            terminal.out(terminal.safe(line))


def lines(kept: Kept, events: Sequence[Event], at: datetime, said: Language) -> Iterator[str]:
    """One attestation: whose word it is, of what, until when, and what became of it."""
    word = kept.word
    until = said.instant(word.until)
    if word.holds(at):
        holds = said.text("holds until {when}", when=until)
    elif word.ended:
        holds = said.text("ended {when}", when=said.instant(word.ended))
    else:
        holds = said.text("ran out {when}", when=until)
    yield f"{word.id}  {word.by}  {holds}"
    kind, subject_id = word.subject
    yield f"    {word.rule}  {platform_name(kept.platform)} {kept.account_id}, {kind} {subject_id}"
    yield f"    {word.evidence} ({word.tied_to})"
    for one in events[1:]:
        parts = (said.instant(one.at), one.by, reason(one, said))
        yield f"    {'  '.join(part for part in parts if part)}"
