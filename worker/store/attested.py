"""What people attest: given for a finding, ended by a person or by a check that shows otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from policies.attesting import disproved
from policies.model import AccountId, Platform
from policies.model.attested import Attestation
from worker.store.errors import UnknownId
from worker.store.rows import own_id
from worker.store.tables_attested import attested, attested_events


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An attestation, and where it belongs."""

    word: Attestation
    finding_id: str
    platform: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One turn in an attestation's life."""

    at: datetime
    action: str
    """`given`, `ended` by a person, or `disproved` by a check."""
    by: str | None
    reason: str | None


def word_id(finding_id: str, by: str, at: datetime) -> str:
    """The id of a word that somebody gives for a finding."""
    return own_id("attestation", finding_id, by, at.isoformat())


def give(connection: Connection, kept: Kept) -> None:
    """Put a person's word into the register."""
    word = kept.word
    connection.execute(
        insert(attested).values(
            id=word.id,
            finding_id=kept.finding_id,
            platform=kept.platform,
            account_id=kept.account_id,
            rule=word.rule,
            subject_kind=word.subject[0],
            subject_id=word.subject[1],
            tied_to=word.tied_to,
            by=word.by,
            evidence=word.evidence,
            at=word.at,
            until=word.until,
        )
    )
    _note(connection, word.id, at=word.at, action="given", by=word.by)


def end(connection: Connection, wanted: str, *, by: str, reason: str, at: datetime) -> bool:
    """End a word before its time. False: it was ended before.

    Raises:
        UnknownId: there is none of this id; the nearest are told.
    """
    one(connection, wanted)
    ended = _end(connection, wanted, at)
    if ended:
        _note(connection, wanted, at=at, action="ended", by=by, reason=reason)
    return ended


def end_disproved(
    connection: Connection,
    words: Collection[Attestation],
    failing: Mapping[tuple[str, tuple[str, str]], Collection[str]],
    at: datetime,
) -> None:
    """End the words that a check has shown to be wrong; `failing`: as `disproved` takes it."""
    for word in disproved(words, failing):
        if _end(connection, word.id, at):
            _note(connection, word.id, at=at, action="disproved")


def one(connection: Connection, wanted: str) -> Kept:
    """The attestation of this id.

    Raises:
        UnknownId: there is none; the nearest ids are told.
    """
    row = connection.execute(select(attested).where(attested.c.id == wanted)).first()
    if row is None:
        known = connection.execute(select(attested.c.id)).scalars().all()
        raise UnknownId(wanted, tuple(get_close_matches(wanted, known, n=3, cutoff=0.3)))
    return _kept(row)


def listed(
    connection: Connection, at: datetime, *, everything: bool = False, finding: str | None = None
) -> tuple[Kept, ...]:
    """The words that hold at `at`, or all; the first to run out first."""
    query = select(attested).order_by(attested.c.until, attested.c.id)
    if not everything:
        query = query.where(attested.c.ended_at.is_(None), attested.c.until > at)
    if finding is not None:
        query = query.where(attested.c.finding_id == finding)
    return tuple(map(_kept, connection.execute(query)))


def register(
    connection: Connection, platform: Platform, account_id: AccountId, at: datetime
) -> tuple[Attestation, ...]:
    """The words on an account that nobody ended and that hold beyond `at`."""
    query = (
        select(attested)
        .where(
            attested.c.platform == str(platform),
            attested.c.account_id == account_id,
            attested.c.ended_at.is_(None),
            attested.c.until > at,
        )
        .order_by(attested.c.at, attested.c.id)
    )
    return tuple(_kept(row).word for row in connection.execute(query))


def history(connection: Connection, wanted: str) -> tuple[Event, ...]:
    """What became of it, the first event first."""
    mine = attested_events.c.attested == wanted
    rows = connection.execute(select(attested_events).where(mine).order_by(attested_events.c.id))
    return tuple(Event(at=row.at, action=row.action, by=row.by, reason=row.reason) for row in rows)


def _end(connection: Connection, wanted: str, at: datetime) -> bool:
    """Whether this ended it; it was not before."""
    mine = (attested.c.id == wanted, attested.c.ended_at.is_(None))
    return bool(connection.execute(update(attested).where(*mine).values(ended_at=at)).rowcount)


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    return Kept(
        word=Attestation(
            id=row.id,
            rule=row.rule,
            subject=(row.subject_kind, row.subject_id),
            tied_to=row.tied_to,
            by=row.by,
            evidence=row.evidence,
            at=row.at,
            until=row.until,
            ended=row.ended_at,
        ),
        finding_id=row.finding_id,
        platform=row.platform,
        account_id=row.account_id,
    )


def _note(connection: Connection, wanted: str, **told: Any) -> None:
    connection.execute(insert(attested_events).values(attested=wanted, **told))
