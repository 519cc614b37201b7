"""Ad accounts that briefs name: whether any of the city's tokens sees them.

These findings stand under the account itself, though nobody reads it. Once it is read, the rule on
accounts that are read takes over: it finds and puts right what is under the same id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from policies.briefs.accounts import home, is_seen
from policies.briefs.matching import Registered
from policies.finding import Finding
from policies.findings import Reconciled, reconcile
from policies.model import AccountId, Platform, Words
from policies.register import Register
from policies.rule import Row, Verdict

BRIEFS = "briefs"
"""The evidence that tells a finding of this rule from one in an account that was read."""
BEFORE_START = timedelta(days=7)
"""How long before a brief's first day its accounts must be in sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """All that a rule on named accounts is given."""

    platform: Platform
    """The one whose accounts are judged."""
    register: Register
    seen: Mapping[Platform, Collection[AccountId]]
    """All the accounts that each platform listed, those included that are left out."""
    gaps: Mapping[Platform, Words]
    """Why a platform may have more of them, or could not list them at all."""
    as_of: datetime
    known: frozenset[AccountId] = field(default_factory=frozenset)
    """Accounts of which something was found by this rule that still stands."""

    @property
    def today(self) -> date:
        """The city's day."""
        return self.register.day(self.as_of)

    def briefs(self) -> Mapping[AccountId, list[Registered]]:
        """Each account of the platform that a brief needs by now, with these briefs."""
        found: dict[AccountId, list[Registered]] = {}
        for one in self.register.briefs:
            for account_id in dict.fromkeys(one.brief.accounts):
                if home(account_id) is self.platform and is_needed(one, self.today):
                    found.setdefault(account_id, []).append(one)
        return found

    def is_seen(self, account_id: AccountId) -> bool:
        """Whether a token of ours sees the account."""
        return is_seen(account_id, self.seen)

    def gap(self, account_id: AccountId) -> Words | None:
        """Why the account may be in sight all the same; a bare number may be Meta's as well."""
        asked = {self.platform} if account_id.startswith("act_") else {*Platform} - {Platform.X}
        return next((self.gaps[one] for one in sorted(asked) if one in self.gaps), None)


def is_needed(one: Registered, today: date) -> bool:
    """Whether a brief's accounts must be in sight: from a week before its start until its end.

    A day that it does not name sets no bound.
    """
    starts, ends = one.brief.starts, one.brief.ends
    begun = starts is None or starts - BEFORE_START <= today
    return begun and not one.closed and (ends is None or today <= ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRule(Row[Named]):
    """A rule on accounts that briefs name."""


def judge(rule: NamedRule, facts: Named) -> Iterator[Verdict]:
    """What the rule says of each account."""
    if facts.platform in rule.platforms:
        yield from (Verdict(rule, said) for said in rule.check(facts))


def is_ours(finding: Finding) -> bool:
    """Whether a finding tells of an account that a brief names, and not of one that was read."""
    return BRIEFS in finding.evidence


def reconcile_named(
    known: Collection[Finding], verdict: Verdict, *, platform: Platform, as_of: datetime
) -> Reconciled:
    """What a verdict makes of the one finding on its account; `known`: all in that account."""
    rule, said = verdict
    place = (platform, AccountId(said.subject.id))
    mine = [one for one in known if (one.rule, one.subject.key) == (rule.id, said.subject.key)]
    return reconcile(mine, [verdict], account=place, as_of=as_of)
