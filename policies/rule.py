"""A rule as a row: what it enforces, what it looks at, and the function that looks.

A check tells what is against its clause (`Breach`) and what could not be told (`Unknown`). Silence
about a subject means that it complies, or that it cannot deliver any more; `Pass` says the same
with a word of evidence. Of events silence says nothing, for most of what is there has none: such a
rule says `Pass` where it can tell. `evaluate` calls the checks and makes one verdict of each rule
and subject.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from policies.attesting import evidence_of, stands
from policies.delivery import Family
from policies.model import Delivered, Platform, Snapshot, Unread, Words, aware
from policies.model.rights import UNTOLD, Permitted
from policies.model.spent import Spent
from policies.once import each_once
from policies.overview import Overview
from policies.register import Register
from policies.subjects import (
    Key,
    Subject,
    about_account,
    about_ad,
    about_ad_set,
    about_campaign,
    subjects,
)
from policies.told import NOTHING, Told

__all__ = [
    "Approved",
    "Breach",
    "Facts",
    "Key",
    "Pass",
    "Row",
    "Rule",
    "Said",
    "Severity",
    "Subject",
    "Unknown",
    "Verdict",
    "about_account",
    "about_ad",
    "about_ad_set",
    "about_campaign",
    "evaluate",
    "graver",
    "if_it_runs",
    "said_of_ads",
    "subjects",
]


class Severity(StrEnum):
    """How grave a breach is: what must stop, what must be put right, what one should know."""

    STOP = "stop"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """The facts were read, and they do not comply."""

    subject: Subject
    message: Words
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """Plain values, as JSON knows them."""
    link: str | None = None
    on: date | None = None
    """Of an event: the day on which it happened."""
    told: Told = NOTHING
    """What it rests on, of that which a platform need not tell."""
    failing: tuple[str, ...] = ()
    """What was seen to fail, such as each film, in the words that attestations are tied to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nobody can tell whether it complies, and why."""

    subject: Subject
    because: Words
    evidence: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None
    on: date | None = None
    """Of an event: the day of which nobody can tell."""
    told: Told = NOTHING
    """As of a breach."""
    attest: str | None = None
    """What an attestation of it is tied to, such as the media shown; None: no word of a person can
    stand for this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """The facts were read, and they comply."""

    subject: Subject
    evidence: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None
    """Of an event: a day of the week in which it did not happen."""
    told: Told = NOTHING
    """What was told this time: what rests on more than that is not put right."""


Said: TypeAlias = Breach | Unknown | Pass
F = TypeVar("F")
"""What a check is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """Who may be a sender, by id."""

    pages: frozenset[str] = frozenset()
    instagram: Mapping[str, str] = field(default_factory=dict)
    """Account id → username, without @."""
    partners: frozenset[str] = frozenset()
    """Pages and accounts that may be shown beside the city."""
    organizations: frozenset[str] = frozenset()
    """LinkedIn organisations, as URNs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a rule is given."""

    snapshot: Snapshot
    approved: Approved
    as_of: datetime
    delivered: Delivered | Unread | None = None
    """Where the account's ads were shown; None: nobody asked."""
    stops_apart: bool = False
    """A token of its own stops, and the account's rights are those of the one that reads."""
    permitted: Permitted = UNTOLD
    """What is known of the token that stops, besides the account's rights."""
    register: Register | None = None
    """What people told; None: nobody asked for it, and rules that go by it say nothing."""
    spent: Spent | Unread | None = None
    """What the account's campaigns have spent; None: nobody asked."""
    overview: Overview = field(init=False, repr=False, compare=False)
    """The snapshot, looked through once for every rule."""

    def __post_init__(self) -> None:
        aware(self.as_of, "as_of")
        object.__setattr__(self, "overview", Overview(self.snapshot, self.as_of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[F]):
    """One rule: a clause of the routine, or a part of one, that a machine can check."""

    id: str
    clause: str
    severity: Severity
    about: str
    """The kind of its subjects: `account`, `campaign`, `ad_set`, `ad` or `post`."""
    platforms: tuple[Platform, ...]
    check: Callable[[F], Iterator[Said]]
    event: bool = False
    """It tells of what happened, and only a person closes that."""
    by_register: bool = False
    """It goes by what people told, and is asked from the day on which that is asked for."""
    remedy: Words | None = None
    """What to do about a breach; None: its message says it."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The published text, in English: the check's own description."""
        text = self.check.__doc__ or ""
        return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Row[Facts]):
    """A rule on what is in one account."""


class Verdict(NamedTuple):
    """What a rule says of one subject."""

    rule: Row[Any]
    said: Said


def if_it_runs(said: Said, runs: bool | None) -> Said | None:
    """What is left of a verdict on something that can run, cannot, or of which nobody can tell.

    What cannot run is against nothing. A breach by what perhaps cannot run is not proved.
    """
    if runs is False:
        return None
    if runs is None and isinstance(said, Breach):
        because = Words("As it is set it does not comply, but whether it can run was not told.")
        return Unknown(
            subject=said.subject,
            because=because,
            evidence=said.evidence,
            link=said.link,
            told=said.told,
        )
    return said


def said_of_ads(facts: Facts, judge: Callable[[Family], Said | None]) -> Iterator[Said]:
    """What `judge` says of every ad that can be shown, or of which that was not told."""
    for family, runs in facts.overview.running_ads:
        if (said := judge(family)) is not None:
            yield if_it_runs(said, runs) or said


def evaluate(rules: Iterable[Rule], facts: Facts) -> Iterator[Verdict]:
    """One verdict of each rule on each of its subjects, and on the account for its lists.

    A rule of another platform says nothing, nor does one whose day has not come. Where two things
    are said of one subject, the graver stands.
    """
    facts = replace(facts, snapshot=each_once(facts.snapshot))
    for rule in rules:
        if facts.snapshot.account.platform in rule.platforms and _is_asked(rule, facts):
            for said in _verdicts(rule, facts):
                yield Verdict(rule, said)


def _is_asked(rule: Rule, facts: Facts) -> bool:
    """Whether the rule has what it goes by, and its day has come."""
    register = facts.register
    return not rule.by_register or (register is not None and register.asks(facts.as_of))


def _verdicts(rule: Rule, facts: Facts) -> Collection[Said]:
    """What the rule says of every subject; silence included, save of events."""
    found: dict[tuple[Key, date | None], Said] = {}
    try:
        lists = () if rule.event else _unread(rule, facts.snapshot)
        for said in chain(lists, rule.check(facts)):
            _keep(found, _heard(said, rule, facts))
    except Exception:  # noqa: BLE001 one rule's fault hides no other's word; its text may hold secrets
        because = Words("The rule failed. Report it to the developers.")
        _keep(found, Unknown(subject=about_account(facts.snapshot.account), because=because))
        return [said for said in found.values() if not isinstance(said, Pass)]
    if rule.event:
        return found.values()
    spoken_of = {key for key, _ in found}
    all_of_them = facts.overview.subjects(rule.about)
    silence = (Pass(subject=one) for key, one in all_of_them.items() if key not in spoken_of)
    return [*found.values(), *silence]


def _heard(said: Said, rule: Rule, facts: Facts) -> Said:
    """What is said, or a pass where a person's word stands for what nobody can tell."""
    if not isinstance(said, Unknown) or said.attest is None or facts.register is None:
        return said
    asked = (rule.id, said.subject.key, said.attest)
    word = stands(facts.register.attested, asked, facts.as_of)
    if word is None:
        return said
    return Pass(subject=said.subject, evidence=evidence_of(word), on=said.on, told=said.told)


def _keep(found: dict[tuple[Key, date | None], Said], said: Said) -> None:
    """Keep what is said, unless something as grave was said of the same subject and day."""
    key = (said.subject.key, said.on)
    before = found.setdefault(key, said)
    if before is not said:
        found[key] = graver(before, said)


def graver(one: Said, other: Said) -> Said:
    """The graver of two: a breach before what is unknown, that before a pass; else the first."""
    return other if _WEIGHT[type(other)] > _WEIGHT[type(one)] else one


_WEIGHT: Mapping[type[Said], int] = {Pass: 0, Unknown: 1, Breach: 2}


def _unread(rule: Rule, snapshot: Snapshot) -> Iterator[Unknown]:
    """The list of the rule's subjects, or single ones in it, that could not be read."""
    for unread in snapshot.unread:
        part, _, one = unread.what.partition(":")
        if part != f"{rule.about}s":
            continue
        subject = (
            Subject(kind=rule.about, id=one, name="") if one else about_account(snapshot.account)
        )
        link = snapshot.account.link
        yield Unknown(subject=subject, because=unread.because, link=link)
