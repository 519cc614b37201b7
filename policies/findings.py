"""An account's findings brought up to date by what its rules said: opened, resolved, reopened.

There is one finding for each rule and subject; of an event, one for each of these and ISO week.
Nothing is resolved because it was missing: a subject that is gone is confirmed by its own read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from policies.finding import (
    LIVE,
    Finding,
    Place,
    Turned,
    awake,
    begin,
    holds,
    over,
    turn,
    unread,
    week_of,
)
from policies.model import AccountId, Platform, Words
from policies.rule import Key, Pass, Said, Unknown, Verdict, graver


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """What became of subjects that are missing from the snapshot, by their own reads."""

    off: frozenset[Key] = frozenset()
    """Confirmed: they can no longer deliver."""
    unread: Mapping[Key, Words] = field(default_factory=dict)
    """Why it could not be confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Everything that changed, and how many fails came and went."""

    turned: tuple[Turned, ...]
    opened: int
    """New ones, those that came back, and unknowns that turned out to fail."""
    resolved: int
    judged: Mapping[str, Said] = field(default_factory=dict)
    """Of those that changed, by their ids: the verdict that each now holds, if it is a new one."""


def of_note(verdicts: Iterable[Verdict], known: Collection[tuple[str, Key]]) -> Iterator[Verdict]:
    """Those that can matter: a pass of which nothing was ever found changes nothing.

    `known`: rule and subject of each finding. A large account is mostly such passes.
    """
    for verdict in verdicts:
        rule, said = verdict
        kind, _ = key = said.subject.key
        if not isinstance(said, Pass) or kind == "account" or (rule.id, key) in known:
            yield verdict


def reconcile(
    known: Iterable[Finding],
    verdicts: Iterable[Verdict],
    *,
    account: tuple[Platform, AccountId],
    as_of: datetime,
    absent: Absent | None = None,
) -> Reconciled:
    """What a reading makes of an account's findings.

    `known`: all that were ever found in the account. `as_of`: when it was read. Reconciling the
    outcome with the same verdicts changes nothing more.
    """
    before = {one.id: one for one in known}
    verdicts = tuple(verdicts)
    judged = _by_place(verdicts, account, as_of)
    spoken_of = {place.finding_id for place in judged}
    left = [one for one in before.values() if one.id not in spoken_of]
    missing = absent or Absent()
    told = tuple(_told(before, judged, as_of, missing))
    turns = (*(turned for turned, _ in told), *_untold(left, verdicts, as_of, missing))
    new = {one.finding.id: said for one, said in told if holds(one, said)}
    return _changes(before, turns, new)


def lost(known: Iterable[Finding], because: Words, as_of: datetime) -> Reconciled:
    """The findings of an account of which nothing could be read: as they were, and unread."""
    before = {one.id: one for one in known}
    awoken = (awake(one, as_of) for one in before.values())
    turns = [_still(one, because, as_of) for one in awoken]
    return _changes(before, turns)


def _by_place(
    verdicts: Iterable[Verdict], account: tuple[Platform, AccountId], as_of: datetime
) -> dict[Place, Verdict]:
    """The finding that each verdict speaks of, whether it exists or not; the gravest stands."""
    found: dict[Place, Verdict] = {}
    for verdict in verdicts:
        rule, said = verdict
        week = week_of(said.on or as_of.date()) if rule.event else ""
        place = Place(*account, rule.id, said.subject.key, week)
        before = found.get(place, verdict)
        found[place] = Verdict(rule, graver(before.said, said))
    return found


def _told(
    before: Mapping[str, Finding], judged: Mapping[Place, Verdict], as_of: datetime, absent: Absent
) -> Iterator[tuple[Turned, Said]]:
    """What was said of each place, and what that makes of its finding."""
    off = frozenset(" ".join(key) for key in absent.off)
    for place, (rule, said) in judged.items():
        known = before.get(place.finding_id)
        if known is not None:
            yield turn(known, rule, said, as_of, off), said
        elif not isinstance(said, Pass):
            yield begin(place, rule, said, as_of), said


def _untold(
    left: Iterable[Finding], verdicts: Iterable[Verdict], as_of: datetime, absent: Absent
) -> Iterator[Turned]:
    """Findings of which no rule said anything this time."""
    lists = {
        rule.id: said.because if isinstance(said, Unknown) else None
        for rule, said in verdicts
        if said.subject.kind == "account"
    }
    for known in left:
        was, words = awake(known, as_of)
        key = was.subject.key
        if was.rule not in lists:
            yield _still(Turned(was, words), _NOT_ASKED, as_of)
        elif key in absent.off and was.state in LIVE and not was.event:
            now, more = over(was)
            yield Turned(now, (*words, *more))
        else:
            because = absent.unread.get(key) or lists[was.rule] or _MISSING
            yield _still(Turned(was, words), because, as_of)


_NOT_ASKED = Words(
    "The rule was not asked: it is switched off or asked from a later day, or there is no such "
    "rule any more."
)
_MISSING = Words("It was missing from what was read.")


def _still(turned: Turned, because: Words, as_of: datetime) -> Turned:
    """Left as it was; what tells of something that is so has been unread since then."""
    was, words = turned
    if was.state not in LIVE or was.event:
        return turned
    return Turned(unread(was, because, as_of), words)


def _changes(
    before: Mapping[str, Finding], turns: Iterable[Turned], new: Mapping[str, Said] | None = None
) -> Reconciled:
    """The turns that changed something, and what came of fails. `new`: verdicts that are held."""
    changed = tuple(one for one in turns if one.finding != before.get(one.finding.id))
    moves = [(before.get(one.finding.id), one.finding) for one in changed]
    return Reconciled(
        turned=changed,
        opened=sum(_failing(now) and not _failing(was) for was, now in moves),
        resolved=sum(_failing(was) and not _failing(now) for was, now in moves),
        judged={now.id: new[now.id] for _, now in moves if new and now.id in new},
    )


def _failing(finding: Finding | None) -> bool:
    return finding is not None and finding.live_fail()
