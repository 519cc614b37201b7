"""Findings brought up to date, with what their new verdicts were made from."""

from __future__ import annotations

from policies.findings import Reconciled
from policies.promoted import Beside
from policies.rule import Facts
from worker.store import evaluations, snapshots
from worker.store.evaluations import Judging
from worker.store.kept import Connection
from worker.sweeping.means import Means
from worker.sweeping.revision import revision


def keep_account(connection: Connection, means: Means, facts: Facts, outcome: Reconciled) -> None:
    """Keep what an account was judged by, in the transaction that saves its findings."""
    account = facts.snapshot.account
    judging = Judging(
        platform=account.platform,
        account_id=account.id,
        as_of=facts.as_of,
        revision=revision(),
        snapshot=snapshots.digest_at(
            connection, account.platform, account.id, facts.snapshot.read_at
        ),
    )
    evaluations.keep(connection, judging, facts, outcome.judged, means.clock())


def keep_posts(connection: Connection, means: Means, facts: Beside, outcome: Reconciled) -> None:
    """Keep what the city's posts were judged by, likewise."""
    at = means.clock()
    judging = Judging(platform=facts.told.platform, account_id=None, as_of=at, revision=revision())
    evaluations.keep(connection, judging, facts, outcome.judged, at)
