"""How a finding is told: as JSON, and as a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policies.editors import REGISTER
from policies.promoted import NOWHERE
from policies.rounds.weeks import OFFICE
from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.language import Language, platform_name
from worker.pages.page import web_link
from worker.store.judged import Judged, Mute


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
        "link": web_link(row.link),
        **({"mute": mute(row.mute, language)} if row.mute else {}),
    }


def mute(told: Mute, language: Language) -> dict[str, Any]:
    """Whose an exemption is, why, until when, and its diary number."""
    return {
        "by": told.by,
        "at": stamp(told.at, language.zone),
        "reason": told.reason,
        "until": stamp(told.until, language.zone),
        "diary": told.diary,
    }


KEYS = (
    "id", "rule", "clause", "verdict", "state", "severity", "platform", "account_id", "subject",
    "message", "because", "evidence", "first_seen", "last_seen", "link",
)  # fmt: skip
"""The keys of a finding, as the contract writes them; one that is muted has `mute` as well."""


def cannot_tell(finding_id: str, because: str) -> dict[str, Any]:
    """The same keys for a finding that cannot be read, for want of its database."""
    return dict.fromkeys(KEYS) | {"id": finding_id, "because": because}


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
    """Findings one after the other, their ids whole, so that one can copy them."""
    if not rows:
        terminal.out(language.text("No findings."))
    for row in rows:
        for line in lines(row, language):
            terminal.out(terminal.safe(line))


def lines(row: Judged, language: Language) -> Iterator[str]:
    """One finding: what it is, whom it concerns, what is wrong, where to put it right."""
    when = language.text("since {when}", when=language.instant(row.first_seen))
    yield f"{row.id}  {verdict(row, language)}  {row.clause} {row.rule}  {when}"
    kind, subject_id, name = row.subject
    account = row.account_id
    if account == NOWHERE:
        account = language.text("(no account in sight)")
    elif account == REGISTER:
        account = language.text("(the register of briefs)")
    elif account == OFFICE:
        account = language.text("(messages, and posts of no running campaign)")
    place = f"{platform_name(row.platform)} {account}"
    yield f"    {place}, {_kind(kind, language)} {name or subject_id}"
    why = because(row, language)
    said = language.say(row.message)
    told = [said, why] if row.verdict == "fail" else [why or said]
    yield f"    {' '.join(part for part in told if part)}"
    if (what := _what_to_do(row, language)) is not None:
        yield f"    {what}"
    if row.mute:
        yield f"    {_muted(row.mute, language)}"
    if row.link:
        yield f"    {row.link}"


def _muted(told: Mute, language: Language) -> str:
    """An exemption in one line."""
    text = language.text(
        "Muted by {who} until {when}: {reason}",
        who=told.by or "-",
        when=language.instant(told.until),
        reason=told.reason,
    )
    if not told.diary:
        return text
    return f"{text} ({language.text('diary number {number}', number=told.diary)})"


def _what_to_do(row: Judged, language: Language) -> str | None:
    """What a person should do about it; None: nothing any more, or its message says it."""
    from policies.rules import remedy_of

    if row.verdict != "fail" or row.state not in ("open", "muted"):
        return None
    remedy = remedy_of(row.rule, row.account_id)
    return language.text("What to do: {what}", what=language.say(remedy)) if remedy else None


def _kind(name: str, language: Language) -> str:
    """The kind of a subject in words."""
    return {
        "account": language.text("account"),
        "campaign": language.text("campaign"),
        "ad_set": language.text("ad set"),
        "ad": language.text("ad"),
        "post": language.text("post"),
        "page": language.text("Page"),
        "organization": language.text("organisation"),
        "thread": language.text("thread"),
        "brief": language.text("brief"),
        "comment": language.text("comment"),
        "message": language.text("message"),
        "slk": language.text("rounds of"),
    }.get(name, name)


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
