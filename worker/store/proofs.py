"""The register of proofs: what was seen, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, select, update

from policies.model import AccountId, Platform
from policies.model.proofs import Proof
from worker.store.errors import UnknownId
from worker.store.tables_proofs import proof_events, proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A proof in the register, and whether somebody took it back."""

    proof: Proof
    revoked_at: datetime | None
    revoked_by: str | None
    revoked_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One turn in a proof's life."""

    at: datetime
    action: str
    """`seen`, `approved` or `revoked`."""
    by: str
    reason: str | None


@cache
def _proofs() -> TypeAdapter[Proof]:
    return TypeAdapter(Proof)


def to_value(proof: Proof) -> Any:
    """A proof as plain values, as JSON knows them."""
    return _proofs().dump_python(proof, mode="json")


def add(connection: Connection, proof: Proof) -> None:
    """Put a proof into the register."""
    value = to_value(proof)
    connection.execute(
        insert(proofs).values(
            {name: value[name] for name in _PLAIN} | {"at": proof.at, "shown": value["shown"]}
        )
    )
    _note(connection, proof.id, at=proof.at, action=str(proof.level), by=proof.by)


_PLAIN = (
    "id", "platform", "account_id", "ad_id", "creative_id", "fingerprint", "level", "by", "remarks",
    "reached",
)  # fmt: skip
"""The columns that hold a proof's value as it is written in JSON."""


def revoke(connection: Connection, wanted: str, *, by: str, reason: str, at: datetime) -> bool:
    """Take a proof back: it covers nothing any more. False: that was done before.

    Raises:
        UnknownId: there is none of this id.
    """
    one(connection, wanted)
    revoked = connection.execute(
        update(proofs)
        .where(proofs.c.id == wanted, proofs.c.revoked_at.is_(None))
        .values(revoked_at=at, revoked_by=by, revoked_reason=reason)
    ).rowcount
    if revoked:
        _note(connection, wanted, at=at, action="revoked", by=by, reason=reason)
    return bool(revoked)


def one(connection: Connection, wanted: str) -> Kept:
    """The proof of this id.

    Raises:
        UnknownId: there is none; the nearest ids are told.
    """
    row = connection.execute(select(proofs).where(proofs.c.id == wanted)).first()
    if row is None:
        known = connection.execute(select(proofs.c.id)).scalars().all()
        raise UnknownId(wanted, tuple(get_close_matches(wanted, known, n=3, cutoff=0.3)))
    return _kept(row)


def listed(connection: Connection, *, everything: bool = False) -> tuple[Kept, ...]:
    """The proofs that count, or all of them, the first first."""
    query = select(proofs).order_by(proofs.c.at, proofs.c.id)
    if not everything:
        query = query.where(proofs.c.revoked_at.is_(None))
    return tuple(map(_kept, connection.execute(query)))


def register(
    connection: Connection, platform: Platform, account_id: AccountId
) -> tuple[Proof, ...]:
    """What the ads of an account are held against."""
    query = (
        select(proofs)
        .where(
            proofs.c.platform == str(platform),
            proofs.c.account_id == account_id,
            proofs.c.revoked_at.is_(None),
        )
        .order_by(proofs.c.at, proofs.c.id)
    )
    return tuple(_kept(row).proof for row in connection.execute(query))


def history(connection: Connection, wanted: str) -> tuple[Event, ...]:
    """What became of it, the first event first."""
    rows = connection.execute(
        select(proof_events).where(proof_events.c.proof == wanted).order_by(proof_events.c.id)
    )
    return tuple(Event(at=row.at, action=row.action, by=row.by, reason=row.reason) for row in rows)


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    told = {name: getattr(row, name) for name in _PLAIN} | {"at": row.at, "shown": row.shown}
    return Kept(
        proof=_proofs().validate_python(told),
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
        revoked_reason=row.revoked_reason,
    )


def _note(connection: Connection, wanted: str, **told: Any) -> None:
    connection.execute(insert(proof_events).values(proof=wanted, **told))
