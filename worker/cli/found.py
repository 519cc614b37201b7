"""How a finding is told: as JSON, and as a row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.language import Language
from worker.store.judged import Judged


def as_json(row: Judged, language: Language) -> dict[str, Any]:
    """The keys of the contract."""
    kind, subject_id, name = row.subject
    return {
        "id": row.id,
        "rule": row.rule,
        "clause": row.clause,
        "verdict": row.verdict,
        "state": row.state,
        "severity": row.severity,
        "platform": row.platform,
        "account_id": row.account_id,
        "subject": {"kind": kind, "id": subject_id, "name": name},
        "message": language.say(row.message),
        "because": because(row, language),
        "evidence": dict(row.evidence),
        "first_seen": stamp(row.first_seen, language.zone),
        "last_seen": stamp(row.last_seen, language.zone),
        "link": row.link,
    }


def because(row: Judged, language: Language) -> str | None:
    """Why nobody can tell, or why what failed can no longer be read and since when."""
    if row.because is None:
        return None
    why = language.say(row.because)
    if row.unread_since is None:
        return why
    return language.text(
        "Unread since {when}: {why}", when=language.instant(row.unread_since), why=why
    )


def draw(rows: Sequence[Judged], language: Language) -> None:
    """Findings as a table."""
    if not rows:
        terminal.out(language.text("No findings."))
        return
    columns = (
        language.text("ID"),
        language.text("Verdict"),
        language.text("Rule"),
        language.text("Subject"),
        language.text("What is wrong"),
        language.text("Since"),
    )
    terminal.table(columns, (_cells(row, language) for row in rows))


def _cells(row: Judged, language: Language) -> tuple[str, ...]:
    """One finding as cells."""
    kind, subject_id, name = row.subject
    why = because(row, language)
    said = language.say(row.message)
    told = [said, why] if row.verdict == "fail" else [why or said]
    return (
        row.id,
        verdict(row, language),
        f"{row.rule} ({row.clause})",
        f"{row.platform} {row.account_id} {kind} {name or subject_id}",
        " ".join(part for part in told if part),
        language.instant(row.first_seen),
    )


def verdict(row: Judged, language: Language) -> str:
    """Verdict, and the state where it is not open."""
    word = language.text("fails") if row.verdict == "fail" else language.text("unknown")
    return word if row.state == "open" else f"{word}, {state(row.state, language)}"


def state(name: str, language: Language) -> str:
    """A finding's state in words."""
    return {
        "open": language.text("open"),
        "muted": language.text("muted"),
        "resolved": language.text("resolved"),
        "acknowledged": language.text("acknowledged"),
    }.get(name, name)


def tell(row: Judged, language: Language) -> str:
    """How a finding stands now."""
    if row.state == "muted" and row.muted_until:
        return language.text(
            "{id} is muted until {when}.", id=row.id, when=language.instant(row.muted_until)
        )
    return language.text("{id} is {state}.", id=row.id, state=state(row.state, language))
