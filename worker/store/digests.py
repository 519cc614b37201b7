"""Digests: which owner was told of the open threads for which window, and when it was handed over.

The row is laid down with its mails, in one transaction; whether they went is the outbox's to tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from worker.store.outbox import State
from worker.store.rows import insert_new, parts
from worker.store.tables_digests import digests
from worker.store.tables_service import outbox

KIND = "digest"
"""Of its mails in the outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one owner was told, or had nothing to be told of, for one window."""

    owner: str
    starts: datetime
    """When the window began."""
    laid_at: datetime
    threads: int
    """How many threads it tells of; 0: nothing waited, and no mail was made."""
    sent_at: datetime | None
    """When the mail server had the last of its mails; None: it lacks one, or there is none."""

    @property
    def done(self) -> bool:
        """Whether the owner has been told all there was to tell."""
        return self.threads == 0 or self.sent_at is not None


def period_of(owner: str, starts: datetime) -> str:
    """What makes its mails the only ones of their kind."""
    return f"{owner} {starts.astimezone(UTC).isoformat()}"


def lay(
    connection: Connection, owner: str, starts: datetime, *, threads: int, at: datetime
) -> bool:
    """Note the digest, in the transaction that lays down its mails; false if it stands there."""
    row = {"owner": owner, "starts": starts, "laid_at": at, "threads": threads}
    return insert_new(connection, digests, row, key=("owner", "starts"))


def of_windows(
    connection: Connection, starts: Iterable[datetime]
) -> dict[tuple[str, datetime], Digest]:
    """The digests of the windows that began at these instants, by owner and window."""
    rows = [
        row
        for part in parts(sorted({one.astimezone(UTC) for one in starts}))
        for row in connection.execute(select(digests).where(digests.c.starts.in_(part)))
    ]
    sent = _sent(connection, [period_of(row.owner, row.starts) for row in rows])
    return {
        (row.owner, row.starts): Digest(
            owner=row.owner,
            starts=row.starts,
            laid_at=row.laid_at,
            threads=row.threads,
            sent_at=sent.get(period_of(row.owner, row.starts)),
        )
        for row in rows
    }


def _sent(connection: Connection, periods: Sequence[str]) -> Mapping[str, datetime]:
    """When each digest's last mail was handed over; left out: one of its mails was not."""
    mails: dict[str, list[datetime | None]] = defaultdict(list)
    for part in parts(periods):
        query = select(outbox.c.period, outbox.c.state, outbox.c.sent_at).where(
            outbox.c.kind == KIND, outbox.c.period.in_(part)
        )
        for row in connection.execute(query):
            mails[row.period].append(row.sent_at if row.state == State.SENT else None)
    return {
        period: max(one for one in sent if one is not None)
        for period, sent in mails.items()
        if None not in sent
    }
