"""The report's sections about findings: what is wrong, what nobody could tell, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from policies.editors import REGISTER
from policies.model import AccountId
from policies.promoted import NOWHERE
from policies.rounds.weeks import OFFICE
from policies.rules import remedy_of
from policies.weekly import Week
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name
from worker.reporting.concerning import Concerns
from worker.reporting.telling_queue import owner_name
from worker.reporting.verdict import wrong_now
from worker.store.judged import Judged
from worker.store.week import Material, Said

NAMED_KINDS = ("campaign", "ad_set", "ad", "account", "page", "brief", "slk")
"""Kinds of subjects whose names are ours; a comment's would be a member's words."""
STANDING, ALL = "findings.csv", "annonsvakt findings --all"
"""Where open and muted findings stand, and where those stand as well that are over."""
_REASONS = 10
"""So many reasons for not knowing are counted; all of them stand in the table too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What is needed to tell of findings."""

    material: Material
    concerns: Concerns
    settings: Settings
    said: Language

    def owner(self, found: Judged) -> str:
        """Who has to act on it, by name."""
        return owner_name(self.concerns.owner(found), self.settings)


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


def findings_sections(week: Week, teller: Teller) -> tuple[Section, ...]:
    """The findings themselves, what is wrong first."""
    said, counted = teller.said, week.findings
    by_id = {found.id: found for found in teller.material.findings}
    parts = (
        (said.text("What is wrong"), counted.open_now, STANDING),
        (said.text("What nobody could tell"), counted.unknown, STANDING),
        (said.text("Muted"), (*counted.muted_now, *counted.muted_unknown), STANDING),
        (said.text("Put right this week"), counted.resolved, ALL),
        (said.text("Acknowledged this week"), counted.acknowledged, ALL),
    )
    made = []
    for heading, ids, where in parts:
        some = set(ids)
        if found := [by_id[one] for one in by_id if one in some]:
            made.append(_part(heading, found, where, week, teller))
    return tuple(made)


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
    shown = {key: said.number(number) for key, number in numbers.items()}
    if summed := open_sum(week, material, said):
        shown["open_now"] = summed
    facts = tuple((name, shown[key]) for key, name in names.items())
    muted = len(week.findings.muted_unknown)
    if muted:
        facts += ((said.text("Could not be told, and muted"), said.number(muted)),)
    return Section(
        heading=said.text("Findings in numbers"), sentences=sums(week, said), facts=facts
    )


def open_sum(week: Week, material: Material, said: Language) -> str:
    """The open findings as the sum of what the verdict calls wrong and of overdue answers.

    Empty if there are none of these: then the two numbers are the same.
    """
    number, apart = len(week.findings.open_now), wrong_now(week, material)
    late = number - apart
    if not late:
        return ""
    figures = {"sum": said.number(number), "wrong": said.number(apart), "late": said.number(late)}
    return (
        said.text("{sum} = {wrong} + 1 overdue answer", **figures)
        if late == 1
        else said.text("{sum} = {wrong} + {late} overdue answers", **figures)
    )


def sums(week: Week, said: Language) -> tuple[str, str]:
    """What makes what, in words and as a sum that anybody can do again; it stays on one line."""
    figures = {name: said.number(one) for name, one in week.findings.numbers().items()}
    shown = (
        "{open_before} + {muted_before} + {opened} + {reopened} − {resolved} − {acknowledged} "
        "= {open_now} + {muted_now}"
    )
    words = said.text(
        "What was open or muted, with what is new or came back, less what was put right or "
        "acknowledged, makes what is open or muted now."
    )
    return words, shown.format(**figures).replace(" ", "\xa0")


def _part(heading: str, found: list[Judged], where: str, week: Week, teller: Teller) -> Section:
    """One table of findings. `where`: all of them stand there too."""
    said = teller.said
    columns = (
        said.text("Concerns"),
        said.text("What was found"),
        said.text("Clause and rule"),
        said.text("Who acts"),
        said.text("Seen since"),
        said.text("Muted until"),
        said.text("Handled by"),
        said.text("Finding"),
    )
    rows = tuple(_cells(one, week.until, teller) for one in found)
    grid = Grid(columns=columns, rows=rows, whole=where).without_empty()
    if heading == said.text("Muted"):
        # Who silenced it and until when matters more than since when, and needs the room.
        grid = grid.without(said.text("Seen since"))
    if heading == said.text("What is wrong"):
        points = _what_to_do(found, said)
        return Section(heading=heading, sentences=_new(week, said), points=points, grid=grid)
    untold = heading == said.text("What nobody could tell")
    return Section(heading=heading, facts=_reasons(found, said) if untold else (), grid=grid)


def _new(week: Week, said: Language) -> tuple[str, ...]:
    """How many of those that are open came in this week."""
    standing = set(week.findings.open_now)
    came = len(standing & {*week.findings.opened, *week.findings.reopened})
    if not came:
        return ()
    figures = {"came": said.number(came), "all": said.number(len(standing))}
    return (said.text("{came} of {all} are new this week or came back in it.", **figures),)


def _reasons(found: list[Judged], said: Language) -> tuple[tuple[str, str], ...]:
    """Why nobody could tell, the commonest reason first; nothing where each has one of its own."""
    counted = Counter(told(one, said).removesuffix(".") for one in found).most_common(_REASONS)
    several = any(number > 1 for _, number in counted)
    return tuple((why, said.number(number)) for why, number in counted) if several else ()


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


def _cells(found: Judged, at: datetime, teller: Teller) -> tuple[Cell, ...]:
    """One finding as a row."""
    said, handled = teller.said, teller.material.said.get(found.id)
    until = muted_until(handled, at)
    return (
        Cell(subject(found, said), found.link),
        Cell(told(found, said)),
        Cell(f"{found.clause} {found.rule}"),
        Cell(teller.owner(found)),
        Cell(said.instant(found.first_seen)),
        Cell(said.instant(until) if until else ""),
        Cell(handling(handled, said)),
        Cell(found.id),
    )


def muted_until(handled: Said | None, at: datetime) -> datetime | None:
    """When the silence ends that a person asked for last, if it has not ended by this instant."""
    if handled is None or handled.what != "muted" or handled.until is None:
        return None
    return handled.until if handled.until > at else None


def handling(handled: Said | None, said: Language) -> str:
    """Who last did something about it, when and why."""
    if handled is None:
        return ""
    parts = (f"{handled.by} {said.instant(handled.at)}", handled.reason or "")
    return ", ".join(part for part in parts if part)
