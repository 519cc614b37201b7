"""Snapshots: one row for each change of an account, so that a rule can be tried on last month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, insert, select, update

from policies.model import AccountId, Platform, Snapshot
from worker.store.nouns import REVISION, body_to_snapshot, snapshot_bytes, snapshot_digest
from worker.store.rows import put, utf8
from worker.store.tables import accounts, snapshots


def keep(connection: Connection, snapshot: Snapshot) -> None:
    """Keep what was read; the same content as last time only moves `confirmed_at`."""
    account = snapshot.account
    row = {
        "platform": str(account.platform),
        "id": account.id,
        "name": account.name,
        "link": account.link,
        "read_at": snapshot.read_at,
        "first_seen": snapshot.read_at,
    }
    put(connection, accounts, [row], key=("platform", "id"), first=("first_seen",))
    digest = snapshot_digest(snapshot)
    last = _last(connection, account.platform, account.id)
    if last is not None and (last.digest, last.revision) == (digest, REVISION):
        connection.execute(
            update(snapshots).where(snapshots.c.id == last.id).values(confirmed_at=snapshot.read_at)
        )
        return
    connection.execute(
        insert(snapshots).values(
            platform=str(account.platform),
            account_id=account.id,
            read_at=snapshot.read_at,
            confirmed_at=snapshot.read_at,
            revision=REVISION,
            digest=digest,
            body=utf8(connection, snapshot_bytes(snapshot)),
        )
    )


def latest(
    connection: Connection,
    platform: Platform,
    account_id: AccountId,
    *,
    until: datetime | None = None,
) -> Snapshot | None:
    """The last snapshot of the account, or the last one begun at or before `until`.

    Its `read_at` is the last reading that gave this content, but not after `until`.
    """
    row = _last(connection, platform, account_id, until=until)
    if row is None:
        return None
    read_at = min(row.confirmed_at, until) if until else row.confirmed_at
    return body_to_snapshot(row.body, read_at)


def by_digest(
    connection: Connection,
    platform: Platform,
    account_id: AccountId,
    digest: str,
    read_at: datetime,
) -> Snapshot | None:
    """The account's content of this digest, as read at `read_at`; None: it is gone."""
    columns = snapshots.c
    query = select(columns.body).where(
        columns.platform == str(platform),
        columns.account_id == account_id,
        columns.digest == digest,
        columns.revision == REVISION,
    )
    body = connection.execute(query.limit(1)).scalar()
    return None if body is None else body_to_snapshot(body, read_at)


def digest_at(
    connection: Connection, platform: Platform, account_id: AccountId, read_at: datetime
) -> str | None:
    """The digest of the content that was read at this instant; None: it was not kept."""
    columns = (snapshots.c.digest, snapshots.c.confirmed_at)
    row = _last(connection, platform, account_id, until=read_at, columns=columns)
    return str(row.digest) if row is not None and row.confirmed_at >= read_at else None


def has_newer() -> ColumnElement[bool]:
    """Whether a row is not its account's last."""
    columns = snapshots.c
    other = snapshots.alias()
    newer = (
        select(other.c.id)
        .where(
            other.c.platform == columns.platform,
            other.c.account_id == columns.account_id,
            other.c.read_at > columns.read_at,
        )
        .correlate(snapshots)
    )
    return newer.exists()


def account_ids(connection: Connection) -> tuple[tuple[Platform, AccountId], ...]:
    """Every account that was ever read."""
    rows = connection.execute(
        select(accounts.c.platform, accounts.c.id).order_by(accounts.c.platform, accounts.c.id)
    )
    return tuple((Platform(row.platform), AccountId(row.id)) for row in rows)


def _last(
    connection: Connection,
    platform: Platform,
    account_id: AccountId,
    *,
    until: datetime | None = None,
    columns: Sequence[Column[Any]] = tuple(snapshots.c),
) -> Row[*tuple[Any, ...]] | None:
    """The newest row of the account."""
    of = snapshots.c
    wanted = (
        select(*columns)
        .where(of.platform == str(platform), of.account_id == account_id)
        .order_by(of.read_at.desc(), of.id.desc())
        .limit(1)
    )
    if until is not None:
        wanted = wanted.where(of.read_at <= until)
    return connection.execute(wanted).first()
