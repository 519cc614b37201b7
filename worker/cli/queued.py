"""How a thread of the queue is told: as JSON, as a row of a table, in detail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from policies.threads import UNSETTLED, Decision
from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.language import Language, platform_name
from worker.pages.page import web_link
from worker.store.errors import Outrun
from worker.store.queueing import Queued
from worker.store.threads import Move

_SHOWN = 160
"""Characters of a text that a row of the table shows, and of a name."""
_READ = 10_000
"""Characters of a text that is shown by itself. Nobody writes more on any platform."""


def as_json(row: Queued, language: Language, at: datetime) -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "id": row.id,
        "platform": str(row.platform),
        "kind": row.kind,
        "thread_id": row.thread_id,
        "comment_id": row.comment_id,
        "post_id": row.post_id,
        "text": row.text,
        "author": row.author,
        "created_at": stamp(row.created_at, language.zone),
        "due_at": stamp(row.due_at, language.zone),
        "state": row.state,
        "reason": language.say(row.reason),
        "owner": row.owner,
        "overdue": row.overdue(at),
        "link": web_link(row.link),
        "campaign_ids": list(row.campaign_ids),
    }


KEYS = (
    "id", "platform", "kind", "thread_id", "comment_id", "post_id", "text", "author", "created_at",
    "due_at", "state", "reason", "owner", "overdue", "link", "campaign_ids",
)  # fmt: skip
"""The keys of a thread, as the contract writes them."""


def cannot_tell(thread_id: str, because: str) -> dict[str, Any]:
    """The same keys for a thread that cannot be read, for want of its database."""
    return dict.fromkeys(KEYS) | {"id": thread_id, "reason": because}


def decision_as_json(made: Decision, language: Language) -> dict[str, Any]:
    """One decision."""
    return {
        "action": made.action,
        "by": made.by,
        "at": stamp(made.at, language.zone),
        "reason": made.reason,
        "to": made.to,
        "instead_of": made.instead_of,
    }


def move_as_json(move: Move, language: Language) -> dict[str, Any]:
    """How the calendar moved a deadline."""
    return {
        "at": stamp(move.at, language.zone),
        "from": stamp(move.before, language.zone),
        "to": stamp(move.now, language.zone),
        "because": [language.say(words) for words in move.because],
    }


def draw(rows: Sequence[Queued], asked: Collection[str], language: Language, at: datetime) -> None:
    """The queue as a table; `asked`: ids of those about which somebody waits to be told."""
    if not rows:
        terminal.out(language.text("Nothing waits for an answer."))
        return
    columns = (
        language.text("ID"),
        language.text("Answer by"),
        language.text("State"),
        language.text("Platform"),
        language.text("Owner"),
        language.text("Text"),
    )
    terminal.table(columns, (_cells(row, language, at, row.id in asked) for row in rows))


def _cells(row: Queued, language: Language, at: datetime, asked: bool = False) -> tuple[str, ...]:
    """One thread as cells."""
    due = language.instant(row.due_at) if row.due_at else ""
    if row.overdue(at):
        due = language.text("{due} (overdue)", due=due)
    stands = _standing(row, language)
    if asked:
        stands = language.text("{state}, asked", state=stands)
    text = _text(row, language, _SHOWN)
    return row.id, due, stands, platform_name(row.platform), row.owner, text


def _text(row: Queued, language: Language, most: int) -> str:
    """What it says, or that nobody may keep it."""
    if row.withheld:
        return language.text("(erased, for a person asked for it)")
    return begun(row.text or "", most)


def begun(text: str, most: int) -> str:
    """The text, or the beginning of a longer one."""
    return text if len(text) <= most else f"{text[:most]}…"


def state(name: str, language: Language) -> str:
    """A thread's state in words."""
    return {
        "open": language.text("open"),
        "answered": language.text("answered"),
        "exempt": language.text("needs no answer"),
        "referred": language.text("referred"),
        "closed": language.text("closed"),
    }.get(name, name)


def _standing(row: Queued, language: Language) -> str:
    """Its state, and who is answering: of two who do not know it, one works in vain."""
    stands = state(row.state, language)
    if row.claimed_by is None or row.state not in UNSETTLED:
        return stands
    return language.text("{state}, taken by {who}", state=stands, who=row.claimed_by)


def detail(
    row: Queued,
    made: Sequence[Decision],
    moves: Sequence[Move],
    language: Language,
    at: datetime,
) -> None:
    """One thread, a line a fact, what people decided, and how its deadline moved."""
    terminal.fields(
        {
            language.text("ID"): row.id,
            language.text("State"): state(row.state, language),
            language.text("Why"): language.say(row.reason),
            language.text("Answer by"): _cells(row, language, at)[1],
            language.text("Owner"): row.owner,
            language.text("Claimed by"): row.claimed_by or "",
            language.text("Platform"): platform_name(row.platform),
            language.text("Written"): language.instant(row.created_at) if row.created_at else "",
            language.text("Author"): begun(row.author or "", _SHOWN),
            language.text("Text"): _text(row, language, _READ),
            language.text("Link"): row.link or "",
        }
    )
    for one in made:
        terminal.out(terminal.safe(sentence(one, language)))
    for move in moves:
        terminal.out(terminal.safe(" ".join(_moved(move, language))))


def _moved(move: Move, language: Language) -> Iterator[str]:
    """How the calendar moved a deadline, and why."""
    yield language.text(
        "Answer by {now} instead of {before}, since {when}.",
        now=language.instant(move.now),
        before=language.instant(move.before) if move.before else "?",
        when=language.instant(move.at),
    )
    yield from map(language.say, move.because)


def sentence(made: Decision, language: Language) -> str:
    """Who decided what and when."""
    said = {"by": made.by, "when": language.instant(made.at), "reason": made.reason or ""}
    match made.action:
        case "close":
            return language.text("{by} closed it {when}: {reason}", **said)
        case "refer":
            return language.text("{by} referred it to {to} {when}", to=made.to or "", **said)
        case "reopen":
            return language.text("{by} reopened it {when}", **said)
        case "ask" if made.reason:
            return language.text("{by} asked what to answer {when}: {reason}", **said)
        case "ask":
            return language.text("{by} asked what to answer {when}", **said)
        case "release":
            return language.text("{by} gave it back {when}", **said)
        case "claim" if made.instead_of:
            return language.text(
                "{by} took it on instead of {other} {when}", other=made.instead_of, **said
            )
        case _:
            return language.text("{by} took it on {when}", **said)


def outrun(first: Outrun, language: Language) -> str:
    """Why a decision was not taken: somebody was first."""
    now = state(first.state, language)
    if first.last is None:
        return language.text("Nothing done: the thread is {state}.", state=now)
    return language.text(
        "Nothing done: the thread is {state}. {who}.",
        state=now,
        who=sentence(first.last, language),
    )


def outrun_as_json(first: Outrun | None, language: Language) -> dict[str, Any]:
    """Who was first, beside the thread; nothing, if nobody was."""
    if first is None:
        return {}
    made = decision_as_json(first.last, language) if first.last else None
    return {"refused": {"because": outrun(first, language), "first": made}}


def tell(row: Queued, language: Language) -> str:
    """What became of a thread."""
    return language.text(
        "{id}: {state}. {reason}",
        id=row.id,
        state=_standing(row, language),
        reason=language.say(row.reason),
    )
