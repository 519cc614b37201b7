"""What rules say of threads, put beside the findings in them. It asks nothing of any platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from policies.finding import LIVE, Finding
from policies.findings import Reconciled
from policies.model import AccountId, Platform, PostId, Words
from policies.promoted import NOWHERE
from policies.rule import Key, Pass, Unknown, Verdict
from policies.talk import (
    Manners,
    Talked,
    TalkRule,
    closed_by,
    joined,
    judge_thread,
    reconcile_talk,
)
from policies.threads import Decision, Standards, Talk
from worker.store import briefs, comments, findings, posts, threads
from worker.store.kept import Connection, Row
from worker.store.locking import alone
from worker.sweeping.judgement import Judgement
from worker.words import signing

NOTHING = Reconciled(turned=(), opened=0, resolved=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What is known besides the threads of a platform; it is gathered once for many of them."""

    platform: Platform
    manners: Manners
    begun: Mapping[str, datetime]
    """Kind of threads → when the first was read."""
    met: Mapping[str, datetime]
    """Page, account or organisation → when we first met a post of its."""
    at: datetime
    """When this was gathered: nothing was read before, where nothing else is known."""

    def since(self, kind: str, home: AccountId) -> datetime:
        """Since when threads of this kind are read there."""
        begun = self.begun.get(kind, self.at)
        return max(begun, self.met.get(home, begun))


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread as it is stored."""

    row: Row[*tuple[Any, ...]]
    talk: Talk
    standards: Standards
    """What its messages were sorted and are measured by."""
    decisions: Sequence[Decision]
    fetched_at: datetime | None
    """When the newest reading of any of its messages was."""
    lost: Words | None = None
    """Why it could not be read again this time."""

    @property
    def platform(self) -> Platform:
        """Where it stands."""
        return Platform(self.row.platform)


def company(
    connection: Connection, judgement: Judgement, platform: Platform, at: datetime
) -> Company:
    """What is known by now."""
    editors = {
        editor.first_name
        for one in briefs.register(connection)
        for editor in one.brief.editors
        if editor.first_name
    }
    return Company(
        platform=platform,
        manners=Manners(
            signing=signing((*judgement.people, *editors)),
            zone=judgement.calendar.zone,
            house_rules=judgement.house_rules,
        ),
        begun=threads.begun(connection, platform),
        met=posts.first_of(connection, platform),
        at=at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A thread as rules look at it, and where its findings stand."""

    facts: Talked
    home: AccountId

    def subjects(self) -> Iterator[str]:
        """The ids of all that can be found in it."""
        talk = self.facts.talk
        yield self.facts.id
        yield from (one.message.id for one in (*talk.ours, *talk.others))
        yield from (one.id for one in talk.faded)


def judge(
    connection: Connection,
    among: Company,
    heard: Sequence[Thread],
    judgement: Judgement,
    at: datetime,
) -> Reconciled:
    """Bring the findings in these threads up to date by what was last read of them.

    Written is only where something is found now or was found before. `at`: the present instant.
    """
    told = list(_told(connection, among, heard))
    if not (_known(connection, among, judgement.rules, told) or _finds_any(judgement, told)):
        return NOTHING
    read_at = max((one.fetched_at for one in heard if one.fetched_at), default=at)
    return _put(connection, among, told, _Terms(judgement.rules, read_at, at))


def judge_unread(
    connection: Connection,
    among: Company,
    heard: Sequence[Thread],
    judgement: Judgement,
    at: datetime,
) -> Reconciled:
    """Mark the findings in these threads that cannot be read again, and no others."""
    told = list(_told(connection, among, heard))
    lasting = tuple(rule for rule in judgement.rules if not rule.event)
    return _put(connection, among, told, _Terms(lasting, at, at, only=Unknown))


def waits_for_a_look(
    connection: Connection, thread: Row[*tuple[Any, ...]], judgement: Judgement
) -> bool:
    """Whether something was found in this thread that a person has yet to look at."""
    platform = Platform(thread.platform)
    rules = [rule.id for rule in judgement.rules if not rule.event]
    found = {one.subject.id for one in findings.live(connection, platform, rules)}
    return any(one.id in found for one in comments.of_threads(connection, [thread.id])[thread.id])


class _Terms(NamedTuple):
    """By which rules threads are judged, and when."""

    rules: Sequence[TalkRule]
    read_at: datetime
    at: datetime
    only: type[Unknown] | None = None
    """All that is to be told; None: everything."""

    def judged(self, facts: Talked) -> Iterator[Verdict]:
        """What is to be told of a thread."""
        for verdict in judge_thread(self.rules, facts):
            if self.only is None or isinstance(verdict.said, self.only):
                yield verdict


def _put(
    connection: Connection, among: Company, told: Sequence[_Told], terms: _Terms
) -> Reconciled:
    """Reconcile what is said with what is known, alone."""
    alone(connection, f"findings {among.platform} in threads")
    known = _known(connection, among, terms.rules, told)
    standing = _standing(known)
    by_home: dict[AccountId, list[Verdict]] = defaultdict(list)
    for one in told:
        by_home[one.home] += terms.judged(replace(one.facts, known=standing))
    outcome = joined(
        reconcile_talk(known, verdicts, home=(among.platform, home), as_of=terms.read_at)
        for home, verdicts in sorted(by_home.items())
    )
    findings.save(connection, outcome, terms.at)
    return outcome


def _told(connection: Connection, among: Company, heard: Sequence[Thread]) -> Iterator[_Told]:
    """The threads as rules look at them."""
    ids = {PostId(one.row.post_id) for one in heard if one.row.post_id}
    known = posts.told(connection, among.platform, sorted(ids))
    for one in heard:
        post = known.get(one.row.post_id)
        ours = (answer.comment.author_id for answer in one.talk.ours)
        home = AccountId((post.owner_id if post else None) or next(ours, None) or NOWHERE)
        facts = Talked(
            platform=among.platform,
            id=one.row.id,
            kind=one.row.kind,
            channel=post.kind if post else None,
            post_id=one.row.post_id,
            link=post.link if post else None,
            talk=one.talk,
            closing=closed_by(one.talk, one.decisions),
            since=among.since(one.row.kind, home),
            manners=among.manners,
            lost=one.lost,
        )
        yield _Told(facts=facts, home=home)


def _known(
    connection: Connection, among: Company, rules: Sequence[TalkRule], told: Sequence[_Told]
) -> list[Finding]:
    """All that was ever found in these threads."""
    return findings.of_subjects(
        connection,
        among.platform,
        sorted({NOWHERE, *(one.home for one in told)}),
        [rule.id for rule in rules],
        sorted({subject for one in told for subject in one.subjects()}),
    )


def _finds_any(judgement: Judgement, told: Sequence[_Told]) -> bool:
    """Whether any rule finds something in threads in which nothing was found before."""
    return any(
        not isinstance(said, Pass)
        for one in told
        for _, said in judge_thread(judgement.rules, one.facts)
    )


def _standing(known: Sequence[Finding]) -> dict[Key, tuple[str, ...]]:
    """The subjects of what was so when last seen, with the kinds of it."""
    return {
        one.subject.key: tuple(one.evidence.get("kinds", ()))
        for one in known
        if one.state in LIVE and not one.event
    }
