"""The records of a journal as a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from policies.crisis import LEFT
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name, stamp
from worker.stopping.chain import Record
from worker.stopping.story import (
    CONTINUED,
    COUNTERSIGNED,
    ENDED,
    EXEMPTED,
    HELD,
    INTENT,
    OPENED,
    OUTCOME,
    READ,
    RESTORED,
    RESUMED,
    TOLD,
    VERIFIED,
)


def records(found: Sequence[Record], said: Language) -> Section:
    """Every record: its number, when, what, by whom and why."""
    columns = (
        said.text("Record"),
        said.text("When"),
        said.text("What"),
        said.text("By"),
        said.text("Reason given"),
    )
    rows = tuple(_row(one, said) for one in found)
    grid = Grid(columns=columns, rows=rows) if rows else None
    return Section(heading=said.text("What happened"), grid=grid)


def when(at: str, said: Language) -> str:
    """An instant of the journal, in local time; as it stands, if it is none."""
    try:
        return stamp(datetime.fromisoformat(at), said) or at
    except ValueError:
        return at


def _row(record: Record, said: Language) -> tuple[Cell, ...]:
    told = record.told
    return (
        Cell(str(record.n)),
        Cell(when(record.at, said)),
        Cell(_what(record, said)),
        Cell(str(told.get("operator") or "")),
        Cell(str(told.get("reason") or "")),
    )


def _what(record: Record, said: Language) -> str:
    """A record in words; its event alone, if it is not known or cannot be understood."""
    words = _WORDS.get(record.event)
    try:
        return record.event if words is None else words(record.told, said)
    except (KeyError, TypeError, ValueError, AttributeError):
        return said.text("{event}: cannot be understood", event=record.event)


def _intent(told: Mapping[str, Any], said: Language) -> str:
    names = ", ".join(f"{one['name']} ({one['campaign_id']})" for one in told["switches"])
    if told["turn"] == "off":
        return said.text("About to turn off: {names}", names=names)
    return said.text("About to turn on: {names}", names=names)


def _outcome(told: Mapping[str, Any], said: Language) -> str:
    counted = Counter(str(one["answer"]) for one in told["receipts"])
    answers = ", ".join(f"{answer} {n}" for answer, n in sorted(counted.items()))
    because = sorted({str(one["because"]) for one in told["receipts"] if one.get("because")})
    return said.text(
        "The platform answered: {answers}. {because}", answers=answers, because=" ".join(because)
    ).strip()


def _read(told: Mapping[str, Any], said: Language) -> str:
    account = f"{platform_name(told['platform'])} {told['account_id']}"
    off = sum(one["intent"] != "ACTIVE" for one in told["switches"])
    return said.text(
        "Read back {account}: {off} of {n} switches of this stop are off",
        account=account,
        off=off,
        n=len(told["switches"]) + len(told.get("on", ())),
    )


def _verified(told: Mapping[str, Any], said: Language) -> str:
    if told["verified"]:
        return said.text("Verified: everything in scope is off, by a reading")
    left = sum(outcome in LEFT for _, outcome in told["outcomes"])
    unread = len(told.get("unread", ()))
    return said.text("NOT verified: {left} left, {unread} unread", left=left, unread=unread)


def _exempted(told: Mapping[str, Any], said: Language) -> str:
    numbers = ", ".join(map(str, told["campaigns"]))
    return said.text("Exempted from the stop: {numbers}", numbers=numbers)


def _told(told: Mapping[str, Any], said: Language) -> str:
    mails = ", ".join(f"{one['recipient']}: {one['fate']}" for one in told["to"])
    return said.text("Mails handed over: {mails}", mails=mails or "-")


_WORDS: Mapping[str, Callable[[Mapping[str, Any], Language], str]] = {
    OPENED: lambda told, said: said.text("The stop was ordered and confirmed"),
    CONTINUED: lambda told, said: said.text("The stop was gone on with"),
    HELD: lambda told, said: said.text("What had turned active is stopped again"),
    INTENT: _intent,
    OUTCOME: _outcome,
    READ: _read,
    VERIFIED: _verified,
    RESUMED: lambda told, said: said.text("Turning on again was ordered and confirmed"),
    RESTORED: lambda told, said: said.text("Turning on again is done"),
    ENDED: lambda told, said: said.text("The stop was ended; what is off stays off"),
    EXEMPTED: _exempted,
    COUNTERSIGNED: lambda told, said: said.text("Reviewed by a second person"),
    TOLD: _told,
}
