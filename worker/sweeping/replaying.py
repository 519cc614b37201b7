"""A verdict made again from what it was made from: the same one, another one, or unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from policies.model import Words
from policies.named import BRIEFS
from policies.promoted import Beside, PostRule, judge
from policies.replaying import said_again
from policies.rule import Facts, Rule, Said, Verdict, evaluate
from policies.rules import CATALOGUE, ON_ACCOUNTS, ON_POSTS, ON_THREADS
from worker.store import evaluations
from worker.store.evaluations import Evaluation, Revision, digest_of
from worker.store.judged import Judged
from worker.store.kept import Connection
from worker.sweeping.revision import revision


class Again(StrEnum):
    """What came of it."""

    SAME = "same"
    ANOTHER = "another"
    UNKNOWN = "unknown"
    """It could not be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A verdict, and what the rules say of the same facts today."""

    again: Again
    now: Said | None
    """What is said today; None: nothing, or nobody can tell."""
    because: Words | None
    """Why it is another one or unknown, where the verdicts themselves do not tell."""
    then: Evaluation | None
    """None: it was never kept."""
    rules: Revision
    """Those that judge today."""

    @property
    def changed(self) -> bool | None:
        """Whether the rules have changed since; None: nobody can tell."""
        if self.then is None or self.then.revision is None:
            return None
        return self.then.revision.rules != self.rules.rules


def replay(connection: Connection, found: Judged) -> Replayed:
    """Make the verdict of a finding again."""
    try:
        then = evaluations.of_finding(connection, found.id)
    except ValueError:
        return _unknown(None, _UNREADABLE)
    if then is None:
        return _unknown(None, _never(found))
    if then.facts is None:
        return _unknown(then, _PURGED)
    asked = (found.rule, found.subject[:2], found.week)
    now = said_again(_verdicts(found.rule, then.facts), asked, then.as_of)
    same = now is not None and digest_of(now) == then.said
    return Replayed(
        again=Again.SAME if same else Again.ANOTHER,
        now=now,
        because=None if now is not None else _silent(found.rule),
        then=then,
        rules=revision(),
    )


def _verdicts(rule_id: str, facts: Facts | Beside) -> Iterator[Verdict]:
    """What the rule of this id says today."""
    if isinstance(facts, Facts):
        return evaluate([one for one in ON_ACCOUNTS if one.id == rule_id], facts)
    return judge([one for one in ON_POSTS if one.id == rule_id], facts)


def _unknown(then: Evaluation | None, because: Words) -> Replayed:
    return Replayed(again=Again.UNKNOWN, now=None, because=because, then=then, rules=revision())


_PURGED = Words("purged: what it was judged by is no longer kept.")
_UNREADABLE = Words("What it was judged by cannot be read by this version of the program.")
_BEFORE = Words(
    "It was judged before the program kept what it judges by. The next sweep that finds it does."
)
_WROTE = Words("It is about what people wrote, and that is not kept to be judged again.")
_KIND = Words("What findings of this kind are judged by is not kept.")
_NAMED = Words("It is about an account that nobody reads, so there is nothing to be judged again.")


def _never(found: Judged) -> Words:
    """Why nothing was kept of what a finding was judged by."""
    if found.rule in {rule.id for rule in ON_THREADS}:
        return _WROTE
    if any(rule.id == found.rule and not isinstance(rule, Rule | PostRule) for rule in CATALOGUE):
        return _KIND
    return _NAMED if BRIEFS in found.evidence and found.subject[0] == "account" else _BEFORE


def _silent(rule_id: str) -> Words:
    """Why nothing is said any more."""
    if rule_id not in {rule.id for rule in CATALOGUE}:
        return Words("There is no such rule any more.")
    return Words("The rule no longer says anything of it.")


class Told(NamedTuple):
    """What a verdict said: in one word, in a sentence, by what evidence."""

    verdict: str
    words: Words | None
    """None: it was a pass, or the finding tells by now why it could no longer be read."""
    evidence: Mapping[str, Any]


def told(then: Evaluation, found: Judged) -> Told:
    """What a finding's verdict said when it was made, as far as the finding still tells it."""
    if then.outcome == "pass":
        return Told(then.outcome, None, found.evidence)
    unsure = found.because if found.unread_since is None else None
    return Told(then.outcome, found.message if then.outcome == "fail" else unsure, found.evidence)
