"""What rules on the queue say of threads, put beside the findings: at once, and as time passes.

A thread is judged in the transaction that settles it, so that whoever answers or closes it sees
the finding end. That a deadline passes changes no row: `as_time_passes` looks for it, in portions.
It reads nothing again, so a finding that stands is left as it was last seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.awaited import Awaited, QueueRule, judge_queue
from policies.finding import Finding
from policies.findings import Reconciled
from policies.model import AccountId, Platform, PostId, Words
from policies.promoted import NOWHERE
from policies.rule import Breach, Verdict
from policies.talk import joined, reconcile_talk
from policies.threads import UNSETTLED, ThreadState
from worker.clock import Clock
from worker.store import awaiting, findings, posts, threads
from worker.store.kept import Connection, Row
from worker.store.locking import alone
from worker.store.opening import Store
from worker.sweeping.judgement import Judgement

PORTION = 500
"""Threads that are judged in one transaction."""
NOTHING = Reconciled(turned=(), opened=0, resolved=0)


def as_time_passes(store: Store, judgement: Judgement, clock: Clock) -> Reconciled:
    """Judge the threads whose deadline has passed, or that are overdue no more, since last time.

    Raises:
        StoreError: the database failed; what was judged before stays.
    """
    if not judgement.queue_rules:
        return NOTHING
    at, rules = clock(), [rule.id for rule in judgement.queue_rules]
    with store.reading() as connection:
        changed = awaiting.changed(connection, rules, at)
    parts = []
    for start in range(0, len(changed), PORTION):
        with store.writing() as connection:
            rows = threads.rows_of(connection, changed[start : start + PORTION])
            parts.append(judge(connection, rows, judgement, at))
    return joined(parts)


def judge(
    connection: Connection,
    rows: Iterable[Row[*tuple[Any, ...]]],
    judgement: Judgement,
    at: datetime,
    lost: dict[str, Words] | None = None,
) -> Reconciled:
    """Bring what is found of these threads up to date by their rows as they are now.

    `lost`: why those of these ids could not be read again; what was found of them stays.
    """
    by_platform: dict[Platform, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in rows if judgement.queue_rules else ():
        by_platform[Platform(row.platform)].append(row)
    return joined(
        _Round(connection, platform, judgement, at).judge(some, lost or {})
        for platform, some in sorted(by_platform.items())
    )


def judge_settled(
    connection: Connection,
    settled: Sequence[tuple[Row[*tuple[Any, ...]], ThreadState]],
    judgement: Judgement,
    at: datetime,
) -> Reconciled:
    """The same for threads that were settled just now: their rows before, and their states now.

    Of one that was not overdue and is not there is nothing to be told.
    """
    wanted = [row.id for row, now in settled if _was_late(row, at) or _is_late(now, at)]
    if not (wanted and judgement.queue_rules):
        return NOTHING
    return judge(connection, threads.rows_of(connection, wanted), judgement, at)


def _was_late(row: Row[*tuple[Any, ...]], at: datetime) -> bool:
    """Whether something may have been found; the row of a new thread has no deadline yet."""
    return row.state in UNSETTLED and row.due_at is not None and row.due_at < at


def _is_late(now: ThreadState, at: datetime) -> bool:
    """Whether there is something to be found; without a deadline nobody can tell."""
    return now.state in UNSETTLED and (now.due_at is None or now.due_at < at)


@dataclass(frozen=True, slots=True)
class _Round:
    """The judging of threads of one platform, in one transaction."""

    connection: Connection
    platform: Platform
    judgement: Judgement
    at: datetime

    @property
    def rules(self) -> tuple[QueueRule, ...]:
        """Those on the queue."""
        return self.judgement.queue_rules

    def judge(self, rows: Sequence[Row[*tuple[Any, ...]]], lost: dict[str, Words]) -> Reconciled:
        """Reconcile what is said of these threads with what is known, alone."""
        homes = self._homes(rows)
        alone(self.connection, f"findings {self.platform} in threads")
        known = self._known(rows, homes)
        fresh = awaiting.fetched(self.connection, [row.id for row in rows])
        by_home: dict[AccountId, list[Verdict]] = defaultdict(list)
        awaited = self._awaited(rows, lost)
        for row, facts in zip(rows, awaited, strict=True):
            here = known.get(facts.about.key, [])
            if facts.lost is not None and not any(one.live_fail() for one in here):
                continue
            by_home[homes[row.id]] += [
                verdict
                for verdict in judge_queue(self.rules, [facts])
                if not _seen_so(verdict, here, fresh.get(row.id))
            ]
        outcome = joined(
            reconcile_talk(
                [one for some in known.values() for one in some],
                verdicts,
                home=(self.platform, home),
                as_of=self.at,
            )
            for home, verdicts in sorted(by_home.items())
        )
        findings.save(self.connection, outcome, self.at)
        return outcome

    def _homes(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[str, AccountId]:
        """Under which Page, Instagram account or organisation each is found."""
        ids = sorted({PostId(row.post_id) for row in rows if row.post_id})
        known = posts.told(self.connection, self.platform, ids)
        without = [row.id for row in rows if not row.post_id]
        own = self.judgement.ours(self.connection, self.platform)
        answers = awaiting.answering(self.connection, without, sorted(own))
        homes = {}
        for row in rows:
            post = known.get(row.post_id)
            ours = (post.owner_id if post else None) or answers.get(row.id)
            homes[row.id] = AccountId(ours or NOWHERE)
        return homes

    def _known(
        self, rows: Sequence[Row[*tuple[Any, ...]]], homes: dict[str, AccountId]
    ) -> dict[tuple[str, str], list[Finding]]:
        """All that was ever found of these threads, by subject."""
        found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for one in findings.of_subjects(
            self.connection,
            self.platform,
            sorted({NOWHERE, *homes.values()}),
            [rule.id for rule in self.rules],
            sorted({row.thread_id for row in rows}),
        ):
            found[one.subject.key].append(one)
        return found

    def _awaited(
        self, rows: Sequence[Row[*tuple[Any, ...]]], lost: dict[str, Words]
    ) -> list[Awaited]:
        """The threads as rules look at them."""
        links = awaiting.links(self.connection, [row.id for row in rows])
        return [
            Awaited(
                platform=self.platform,
                id=row.id,
                kind=row.kind,
                thread_id=row.thread_id,
                post_id=row.post_id,
                state=row.state,
                due_at=row.due_at,
                owner=row.owner,
                link=links.get(row.id),
                as_of=self.at,
                zone=self.judgement.calendar.zone,
                lost=lost.get(row.id),
            )
            for row in rows
        ]


def _seen_so(verdict: Verdict, known: Sequence[Finding], fetched_at: datetime | None) -> bool:
    """Whether it only says again what was found, of a thread that was not read again since."""
    return isinstance(verdict.said, Breach) and any(
        one.rule == verdict.rule.id
        and one.live_fail()
        and (fetched_at is None or fetched_at <= one.last_seen)
        for one in known
    )
