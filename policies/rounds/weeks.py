"""The rounds of a week, for rules on them: of each campaign that ran, and of SLK (C9, C10).

A finding of them is one for each subject and ISO week, so that all days of the week that have ended
are judged together. A campaign's stands in its account; SLK's stands under `OFFICE`, where it
began, for its rounds belong to no account and to every platform.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from policies.finding import Finding, week_of
from policies.findings import Reconciled, reconcile
from policies.model import AccountId, Platform, Words
from policies.owning import SLK
from policies.rounds.days import Day
from policies.rule import Row, Subject, Unknown, Verdict
from policies.talk import joined

OFFICE = AccountId(SLK)
"""Stands for an account, where a finding is about SLK's own rounds."""
SLKS = Subject(kind="slk", id=SLK, name="SLK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """All that a rule on rounds is given: one subject and the days of one ISO week."""

    platform: Platform
    account_id: AccountId
    subject: Subject
    days: tuple[Day, ...]
    """Those that have ended, in order."""
    earlier: tuple[Day, ...] = ()
    """Days before that week, for the last round that was held."""
    zone: ZoneInfo
    as_of: datetime
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRule(Row[Rounded]):
    """A rule on the rounds of watching."""


def judge_rounds(rules: Collection[RoundRule], weeks: Iterable[Rounded]) -> Iterator[Verdict]:
    """What each rule says of each subject and week; a fault in one hides no other's word."""
    for facts in weeks:
        for rule in rules:
            if facts.platform in rule.platforms:
                yield from _verdicts(rule, facts)


def _verdicts(rule: RoundRule, facts: Rounded) -> Collection[Verdict]:
    try:
        return [Verdict(rule, said) for said in rule.check(facts)]
    except Exception:  # noqa: BLE001 one rule's fault hides no other's word; its text may hold secrets
        because = Words("The rule failed. Report it to the developers.")
        on = facts.days[-1].day if facts.days else None
        return [Verdict(rule, Unknown(subject=facts.subject, because=because, on=on))]


_Place: TypeAlias = tuple[Platform, AccountId]


def reconcile_rounds(
    known: Iterable[Finding],
    judged: Iterable[tuple[Rounded, Verdict]],
    *,
    as_of: datetime,
) -> Reconciled:
    """What a judging makes of the findings on rounds; one stays in its account.

    `known`: all that were ever found by these rules. Of what was not said nothing changes.
    """
    before = {(one.rule, one.subject.key, one.week, one.account_id): one for one in known}
    home = {(one.rule, one.week): one.platform for one in before.values() if _is_slk(one)}
    said: dict[_Place, list[Verdict]] = defaultdict(list)
    there: dict[_Place, list[Finding]] = defaultdict(list)
    for facts, verdict in judged:
        week = week_of(verdict.said.on or as_of.date())
        key = (verdict.rule.id, verdict.said.subject.key, week, facts.account_id)
        platform = facts.platform
        if facts.account_id == OFFICE:
            platform = home.get((verdict.rule.id, week), platform)
        said[platform, facts.account_id].append(verdict)
        if key in before:
            there[platform, facts.account_id].append(before[key])
    return joined(
        reconcile(there[place], verdicts, account=place, as_of=as_of)
        for place, verdicts in sorted(said.items())
    )


def _is_slk(one: Finding) -> bool:
    return one.account_id == OFFICE
