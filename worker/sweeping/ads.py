"""One account: read, stored, evaluated, its findings reconciled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from connectors import Reader
from connectors.errors import ConnectorError
from policies.findings import Finding, Reconciled, reconcile
from policies.model import AccountId, Snapshot, Unread, Words
from policies.rule import Facts, evaluate
from worker.store import findings, posts, snapshots
from worker.sweeping.means import AccountRead, Means
from worker.sweeping.running import shown

Subject = tuple[str, str]
"""Kind and id."""


def read_account(means: Means, reader: Reader, account_id: AccountId) -> AccountRead:
    """Read one account and bring its findings up to date.

    Raises:
        ConnectorError: nothing of it could be read.
    """
    snapshot = reader.snapshot(account_id)
    with means.store.writing() as connection:
        snapshots.keep(connection, snapshot)
        posts.link(connection, shown(snapshot), snapshot.read_at)
    verdicts = evaluate(means.judgement.rules, _facts(means, snapshot))
    off, unread = _confirmed_off(means, reader, snapshot)
    with means.store.writing() as connection:
        known = findings.of_account(connection, reader.platform, account_id)
        outcome = reconcile(known, verdicts, ...)
        findings.save(connection, known, outcome)
    return AccountRead()
