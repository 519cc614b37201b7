"""The report's sections about findings: what is wrong, what nobody could tell, numbers."""

from __future__ import annotations

from collections.abc import Iterator

from policies.editors import REGISTER
from policies.model import AccountId
from policies.promoted import NOWHERE
from policies.rounds.weeks import OFFICE
from policies.rules import remedy_of
from policies.weekly import Week
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name
from worker.reporting.verdict import wrong_now
from worker.store.judged import Judged
from worker.store.week import Material, Said

NAMED_KINDS = ("campaign", "ad_set", "ad", "account", "page", "brief", "slk")
"""Kinds of subjects whose names are ours; a comment's would be a member's words."""
STANDING, ALL = "findings.csv", "annonsvakt findings --all"
"""Where open and muted findings stand, and where those stand as well that are over."""


def subject(found: Judged, said: Language) -> str:
    """What the finding is about: platform, account, kind, and a name where it is the city's own."""
    kind, subject_id, name = found.subject
    return said.text(
        "{platform} {account}: {kind} {name}",
        platform=platform_name(found.platform),
        account=account_name(found, said),
        kind=kind_name(kind, said),
        name=name if name and kind in NAMED_KINDS else subject_id,
    )


def account_name(found: Judged, said: Language) -> str:
    """The account that a finding stands under, or that nobody sees which it is."""
    return {
        NOWHERE: said.text("(no account in sight)"),
        REGISTER: said.text("(the register of briefs)"),
        OFFICE: said.text("(messages, and posts of no running campaign)"),
    }.get(AccountId(found.account_id), found.account_id)


def kind_name(kind: str, said: Language) -> str:
    """A kind of subject in words."""
    return {
        "account": said.text("account"),
        "campaign": said.text("campaign"),
        "ad_set": said.text("ad set"),
        "ad": said.text("ad"),
        "post": said.text("post"),
        "page": said.text("Page"),
        "organization": said.text("organisation"),
        "thread": said.text("thread"),
        "brief": said.text("brief"),
        "comment": said.text("comment"),
        "message": said.text("message"),
        "slk": said.text("rounds of"),
    }.get(kind, kind)


def findings_sections(week: Week, material: Material, said: Language) -> tuple[Section, ...]:
    """The findings themselves, what is wrong first."""
    by_id = {found.id: found for found in material.findings}
    counted = week.findings
    parts = (
        (said.text("What is wrong"), counted.open_now, STANDING),
        (said.text("What nobody could tell"), counted.unknown, STANDING),
        (said.text("Muted"), (*counted.muted_now, *counted.muted_unknown), STANDING),
        (said.text("Put right this week"), counted.resolved, ALL),
        (said.text("Acknowledged this week"), counted.acknowledged, ALL),
    )
    return tuple(
        _part(heading, [by_id[one] for one in by_id if one in ids], where, material, said)
        for heading, ids, where in ((heading, set(ids), where) for heading, ids, where in parts)
        if ids
    )


def standing_findings(week: Week, material: Material) -> Iterator[tuple[str, Judged]]:
    """What stood open or muted at the week's end, each with which of the two; the gravest first."""
    counted = week.findings
    places = {
        "open": {*counted.open_now, *counted.unknown},
        "muted": {*counted.muted_now, *counted.muted_unknown},
    }
    for found in material.findings:
        for name, ids in places.items():
            if found.id in ids:
                yield name, found


def finding_numbers(week: Week, material: Material, said: Language) -> Section:
    """The numbers, in the order in which they add up."""
    numbers = week.findings.numbers()
    names = {
        "open_before": said.text("Open when the week began"),
        "muted_before": said.text("Muted when the week began"),
        "opened": said.text("New"),
        "reopened": said.text("Came back"),
        "resolved": said.text("Put right"),
        "acknowledged": said.text("Acknowledged"),
        "open_now": said.text("Open now"),
        "muted_now": said.text("Muted now"),
        "unknown": said.text("Could not be told, counted apart"),
    }
    facts = tuple((name, str(numbers[key])) for key, name in names.items())
    if late := len(week.findings.open_now) - wrong_now(week, material):
        facts += ((said.text("Of what is open now, overdue answers"), str(late)),)
    muted = len(week.findings.muted_unknown)
    if muted:
        facts += ((said.text("Could not be told, and muted"), str(muted)),)
    sums = said.text(
        "What was open or muted, with what is new or came back, less what was put right or "
        "acknowledged, makes what is open or muted now."
    )
    return Section(heading=said.text("Findings in numbers"), sentences=(sums,), facts=facts)


def _part(
    heading: str, found: list[Judged], where: str, material: Material, said: Language
) -> Section:
    """One table of findings. `where`: all of them stand there too."""
    columns = (
        said.text("Concerns"),
        said.text("What was found"),
        said.text("Clause and rule"),
        said.text("Seen since"),
        said.text("Handled by"),
        said.text("Finding"),
    )
    rows = tuple(_cells(one, material.said.get(one.id), said) for one in found)
    grid = Grid(columns=columns, rows=rows, whole=where).without_empty()
    is_wrong = heading == said.text("What is wrong")
    return Section(heading=heading, points=_what_to_do(found, said) if is_wrong else (), grid=grid)


def _what_to_do(found: list[Judged], said: Language) -> tuple[tuple[str, str], ...]:
    """What to do about each rule that is broken, once, whatever the number of its findings."""
    accounts: dict[str, set[str]] = {}
    for one in found:
        accounts.setdefault(one.rule, set()).add(one.account_id)
    told = ((rule, remedy_of(rule, _the_one(some))) for rule, some in accounts.items())
    return tuple((rule, said.say(words)) for rule, words in told if words)


def _the_one(accounts: set[str]) -> str:
    """The account; A stands for any of several."""
    return next(iter(accounts)) if len(accounts) == 1 else "A"


def remedy(found: Judged, said: Language) -> str | None:
    """What to do about a breach; None: it is none, or its message says it."""
    words = remedy_of(found.rule, found.account_id) if found.verdict == "fail" else None
    return said.say(words) if words else None


def told(found: Judged, said: Language) -> str:
    """What is wrong, or why nobody could tell; for a fail that can no longer be read, both."""
    message, why = said.say(found.message), said.say(found.because) if found.because else ""
    if why and found.unread_since:
        since = said.instant(found.unread_since)
        why = said.text("Unread since {when}: {why}", when=since, why=why)
    return f"{message} {why}".strip() if found.verdict == "fail" else why or message


def _cells(found: Judged, handled: Said | None, said: Language) -> tuple[Cell, ...]:
    """One finding as a row."""
    return (
        Cell(subject(found, said), found.link),
        Cell(told(found, said)),
        Cell(f"{found.clause} {found.rule}"),
        Cell(said.instant(found.first_seen)),
        Cell(handling(handled, said)),
        Cell(found.id),
    )


def handling(handled: Said | None, said: Language) -> str:
    """Who last did something about it and why, and how long it is muted."""
    if handled is None:
        return ""
    parts = [f"{handled.by} {said.instant(handled.at)}", handled.reason or ""]
    if handled.what == "muted" and handled.until:
        parts.append(said.text("muted until {when}", when=said.instant(handled.until)))
    return ", ".join(part for part in parts if part)
