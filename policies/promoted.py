"""Posts of the city's that are ads: what of them is put beside the ads that our tokens see.

These findings belong to no account that was read. They stand under the account that the platform
names, or under `NOWHERE`, for Meta names none; a finding stays where it began.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from policies.finding import Finding
from policies.findings import Reconciled, of_note, reconcile
from policies.model import AccountId, Platform, PostId, Promotions, Words
from policies.rule import Key, Pass, Row, Subject, Unknown, Verdict

NOWHERE = AccountId("unseen")
"""Stands for an account that no platform names."""
EVERYWHERE = Subject(kind="account", id=NOWHERE, name="")
"""Stands for all Pages or organisations together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What our tokens see of a platform's ads."""

    accounts: frozenset[AccountId]
    """All the accounts, those included that the configuration leaves out."""
    posts: frozenset[PostId] = frozenset()
    """Posts behind ads of these accounts that can run, or, on LinkedIn, ever could."""
    once: Mapping[PostId, datetime] = field(default_factory=dict)
    """Posts behind ads of these accounts that are over, and until when they could run."""
    linked: Mapping[PostId, AccountId] = field(default_factory=dict)
    """Posts behind ads of other accounts, which were seen once."""
    no_list: Words | None = None
    """Why there may be accounts that nobody listed."""
    no_ads: Words | None = None
    """Why there may be ads in these accounts that nobody read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """All that a rule on posts is given."""

    told: Promotions
    sight: Sight
    known: frozenset[PostId] = frozenset()
    """Posts of which something was found that still stands."""
    lost: Mapping[PostId, Words] = field(default_factory=dict)
    """Those of them that could not be read again, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRule(Row[Beside]):
    """A rule on the city's posts, whatever the account that shows them."""


def judge(
    rules: Iterable[PostRule], facts: Beside, found: Collection[tuple[str, Key]] | None = None
) -> Iterator[Verdict]:
    """What each rule says of posts, and of Pages and organisations for their lists.

    `found`: rule and subject of each finding that there ever was. Other passes are left out then:
    there may be a hundred thousand. None: all is told.
    """
    for rule in rules:
        if facts.told.platform in rule.platforms:
            yield from _verdicts(rule, facts, found)


def _verdicts(
    rule: PostRule, facts: Beside, found: Collection[tuple[str, Key]] | None
) -> Collection[Verdict]:
    """All that one rule says; a fault in it hides no other's word."""
    try:
        verdicts = (Verdict(rule, said) for said in rule.check(facts))
        return list(verdicts if found is None else of_note(verdicts, found))
    except Exception:  # noqa: BLE001 one rule's fault hides no other's word; its text may hold secrets
        because = Words("The rule failed. Report it to the developers.")
        return [Verdict(rule, Unknown(subject=EVERYWHERE, because=because))]


def reconcile_posts(
    known: Iterable[Finding],
    verdicts: Iterable[Verdict],
    *,
    platform: Platform,
    as_of: datetime,
) -> Reconciled:
    """What a reading makes of the findings on posts; a finding stays in its account."""
    before: dict[AccountId, list[Finding]] = defaultdict(list)
    places: dict[tuple[str, Key], AccountId] = {}
    for one in known:
        before[one.account_id].append(one)
        places[one.rule, one.subject.key] = one.account_id
    said: dict[AccountId, list[Verdict]] = defaultdict(list)
    asked: list[Row[Any]] = []
    for verdict in verdicts:
        rule, word = verdict
        told = AccountId(str(word.evidence.get("account") or NOWHERE))
        said[places.get((rule.id, word.subject.key), told)].append(verdict)
        asked += [rule] if rule not in asked else []
    parts = [
        reconcile(
            before[account],
            [*said[account], *(_was_asked(rule) for rule in asked)],
            account=(platform, account),
            as_of=as_of,
        )
        for account in sorted({*before, *said})
    ]
    return Reconciled(
        turned=tuple(turned for part in parts for turned in part.turned),
        opened=sum(part.opened for part in parts),
        resolved=sum(part.resolved for part in parts),
        judged={one: said for part in parts for one, said in part.judged.items()},
    )


def _was_asked(rule: Row[Any]) -> Verdict:
    """That the rule spoke: what it did not speak of was missing."""
    return Verdict(rule, Pass(subject=Subject(kind="account", id="", name="")))
