"""The editors whom briefs name, for rules on the roles that they have or no longer need.

No platform tells it: LinkedIn names those with a role by the number of a person alone, and who that
is may not be kept (organizationAcls); the roles on a Page are told by name alone, and a first name
proves nothing. So nothing is asked of a platform, and a person's word stands for it.

These findings belong to no account. They stand under `REGISTER`, one for each brief and platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from policies.attesting import evidence_of, stands
from policies.briefs.accounts import home
from policies.briefs.matching import Registered
from policies.finding import Finding
from policies.findings import Reconciled, reconcile
from policies.model import AccountId, Platform
from policies.register import Register
from policies.rule import Pass, Row, Said, Unknown, Verdict

REGISTER = AccountId("briefs")
"""Stands for an account, where a finding is about a brief itself."""
AFTER_END = timedelta(days=30)
"""How long after a brief's last day it is asked whether its editors still have their role."""


class Phase(StrEnum):
    """What of a brief's time it is."""

    BEFORE = "before"
    START = "start"
    """From the first day to the last, both included: the editors need their role."""
    END = "end"
    """The days after: they need it no longer."""
    OVER = "over"
    UNTOLD = "untold"
    """The brief does not tell its dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """All that a rule on the editors of briefs is given."""

    platform: Platform
    register: Register
    as_of: datetime
    takes_all: bool = False
    """Whether the platform stands for all of those that a brief without accounts may mean."""
    known: frozenset[str] = frozenset()
    """Ids of briefs of which something was found here that still stands."""

    def briefs(self) -> Iterator[Registered]:
        """Those whose editors answer on this platform, as far as the briefs tell."""
        for one in self.register.briefs:
            homes = {home(account_id) for account_id in one.brief.accounts}
            here = self.platform in homes or (not homes and self.takes_all)
            if here or one.id in self.known:
                yield one

    def phase(self, one: Registered) -> Phase:
        """What of the brief's time the city's day is."""
        return phase_of(one, self.register.day(self.as_of))


def phase_of(one: Registered, today: date) -> Phase:
    """What of the brief's time this day is; a closed brief begins no more."""
    starts, ends = one.brief.starts, one.brief.ends
    if starts is None or ends is None:
        return Phase.UNTOLD
    if today < starts:
        return Phase.BEFORE
    if today <= ends:
        return Phase.START
    return Phase.END if today <= ends + AFTER_END else Phase.OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorRule(Row[Edited]):
    """A rule on the editors whom briefs name."""


def judge_editors(rules: Iterable[EditorRule], facts: Edited) -> Iterator[Verdict]:
    """What each rule says of each brief, and a pass where a person's word stands for it."""
    for rule in rules:
        if facts.platform in rule.platforms and facts.register.asks(facts.as_of):
            yield from (Verdict(rule, _heard(said, rule, facts)) for said in rule.check(facts))


def _heard(said: Said, rule: EditorRule, facts: Edited) -> Said:
    """What is said, or what a person attests instead."""
    if not isinstance(said, Unknown) or said.attest is None:
        return said
    asked = (rule.id, said.subject.key, said.attest)
    word = stands(facts.register.attested, asked, facts.as_of)
    return said if word is None else Pass(subject=said.subject, evidence=evidence_of(word))


def reconcile_editors(
    known: Iterable[Finding], verdicts: Iterable[Verdict], *, platform: Platform, as_of: datetime
) -> Reconciled:
    """What the register makes of the findings on editors; of what was not said nothing changes."""
    verdicts = tuple(verdicts)
    spoken = {(rule.id, said.subject.key) for rule, said in verdicts}
    there = [one for one in known if (one.rule, one.subject.key) in spoken]
    return reconcile(there, verdicts, account=(platform, REGISTER), as_of=as_of)
