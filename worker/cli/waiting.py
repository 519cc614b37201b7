"""The outbox for people and as JSON: who gets what, where it stands and why; never its content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from worker.cli import terminal
from worker.language import Language
from worker.store.outbox import Standing, State
from worker.terms import mail_name


def as_json(one: Standing, language: Language) -> dict[str, Any]:
    """A mail as JSON."""
    return {
        "id": one.id,
        "kind": one.kind,
        "period": one.period,
        "recipient": one.recipient,
        "subject": one.subject or None,
        "message_id": one.message_id,
        "state": one.state,
        "attempts": one.attempts,
        "made_at": one.made_at.isoformat(),
        "next_at": one.next_at.isoformat() if one.state is State.WAITING else None,
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "because": language.say(one.because) if one.because else None,
        "erased": one.erased,
    }


def table(rows: Sequence[Standing], language: Language) -> None:
    """The mails as a table."""
    if not rows:
        terminal.out(language.text("No mail waits, and none was refused or given up."))
        return
    columns = [
        language.text("mail"),
        language.text("to"),
        language.text("what"),
        language.text("state"),
        language.text("since"),
        language.text("why"),
    ]
    terminal.table(columns, [_cells(one, language) for one in rows])
    terminal.out(
        language.text("`annonsvakt mail retry ID` tries one again now, `--all` all of them.")
    )


def _cells(one: Standing, language: Language) -> list[str]:
    return [
        str(one.id),
        one.recipient,
        _what(one, language),
        _state(one, language),
        language.instant(one.sent_at or one.made_at),
        language.say(one.because) if one.because else "",
    ]


def _what(one: Standing, language: Language) -> str:
    """What the mail is about, and of when; an alarm's period is a digest of what it tells."""
    name = mail_name(one.kind, language)
    if one.kind == "alarm":
        return name
    return f"{name}, {language.dated(one.period.partition(' preliminary ')[0])}"


def _state(one: Standing, language: Language) -> str:
    match one.state:
        case State.WAITING:
            return language.text("waits until {at}", at=language.instant(one.next_at))
        case State.SENDING:
            return language.text("is being sent")
        case State.SENT:
            return language.text("handed over")
        case State.REFUSED:
            return language.text("refused")
        case State.GIVEN_UP:
            return language.text("given up")
