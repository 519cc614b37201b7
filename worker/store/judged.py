"""Findings as people read them, and what people do with them: mute, unmute, acknowledge.

What people do changes a finding's state, and never what was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from policies.model import Words
from worker.store.errors import UnknownId
from worker.store.findings import last_turns
from worker.store.nouns import value_to_words
from worker.store.rows import parts
from worker.store.tables import finding_events, findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """A finding's exemption: whose it is, why, how long, and under what number it was decided."""

    by: str
    at: datetime
    reason: str
    until: datetime
    diary: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One finding."""

    id: str
    rule: str
    clause: str
    severity: str
    event: bool
    verdict: str
    """`fail` or `unknown`."""
    state: str
    """`open`, `muted`, `resolved` or `acknowledged`; a mute that has run out counts as open."""
    platform: str
    account_id: str
    subject: tuple[str, str, str]
    """Kind, id and name."""
    message: Words
    because: Words | None
    evidence: Mapping[str, Any]
    first_seen: datetime
    last_seen: datetime
    unread_since: datetime | None
    """Since when it could not be read; `because` says why."""
    muted_until: datetime | None
    link: str | None
    mute: Mute | None = None
    """Of one that is muted."""
    week: str = ""
    """ISO week of an event, as `2026-W47`; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry in a finding's history."""

    at: datetime
    what: str
    by: str | None
    """A person; None: a sweep, or somebody who gave no name."""
    reason: str | None
    until: datetime | None
    diary: str | None


class NotAnEvent(Exception):
    """Only what happened can be acknowledged; what is so must be put right, or muted."""


class NotInState(Exception):
    """The finding is not in a state in which this means something."""

    def __init__(self, state: str) -> None:
        """`state`: in which it is."""
        super().__init__(state)
        self.state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a person does to a finding: who, when, why."""

    by: str
    at: datetime
    reason: str | None = None
    diary: str | None = None
    """The number under which it was decided."""


def listed(
    connection: Connection, *, at: datetime, everything: bool = False, rule: str | None = None
) -> list[Judged]:
    """Open findings and unknowns, or `everything`; the gravest first, then the oldest."""
    query = select(findings)
    if not everything:
        run_out = and_(findings.c.state == "muted", findings.c.muted_until <= at)
        query = query.where(or_(findings.c.state == "open", run_out))
    if rule is not None:
        query = query.where(findings.c.rule == rule)
    found = _with_mutes(connection, [_judged(row, at) for row in connection.execute(query)])
    weight = {"stop": 0, "warn": 1, "info": 2}
    return sorted(
        found,
        key=lambda one: (
            one.verdict != "fail",
            weight.get(one.severity, 3),
            one.rule,
            one.first_seen,
            one.id,
        ),
    )


def _judged(row: Row[*tuple[Any, ...]], at: datetime) -> Judged:
    """A row as a value."""
    run_out = row.state == "muted" and row.muted_until is not None and row.muted_until <= at
    return Judged(
        id=row.id,
        rule=row.rule,
        clause=row.clause,
        severity=row.severity,
        event=row.event,
        verdict=row.outcome,
        state="open" if run_out else row.state,
        platform=row.platform,
        account_id=row.account_id,
        subject=(row.subject_kind, row.subject_id, row.subject_name),
        message=value_to_words(row.message),
        because=value_to_words(row.because) if row.because else None,
        evidence=row.evidence,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        unread_since=row.unread_since,
        muted_until=row.muted_until,
        link=row.link,
        week=row.week,
    )


def _with_mutes(connection: Connection, found: Sequence[Judged]) -> list[Judged]:
    """The same, with what those who muted them said."""
    told = {
        finding_id: mute
        for some in parts([one.id for one in found if one.state == "muted"])
        for finding_id, mute in _mutes(connection, some)
    }
    return [replace(one, mute=told.get(one.id)) if one.id in told else one for one in found]


def _mutes(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, Mute]]:
    """The last mute in the history of each finding."""
    columns = finding_events.c
    muted = (columns.finding_id.in_(ids), columns.what == "muted")
    last = select(func.max(columns.id)).where(*muted).group_by(columns.finding_id)
    for row in connection.execute(select(finding_events).where(columns.id.in_(last))):
        yield (
            row.finding_id,
            Mute(
                by=row.by or "",
                at=row.at,
                reason=row.reason or "",
                until=row.until,
                diary=row.diary,
            ),
        )


def one(connection: Connection, wanted: str, at: datetime, *, to_change: bool = True) -> Judged:
    """The finding of this id. `to_change`: nobody else changes it until this transaction ends.

    Raises:
        UnknownId: there is none; it carries the nearest ids.
    """
    query = select(findings).where(findings.c.id == wanted)
    row = connection.execute(query.with_for_update() if to_change else query).first()
    if row is None:
        ids = connection.execute(select(findings.c.id)).scalars().all()
        raise UnknownId(wanted, tuple(get_close_matches(wanted, ids, n=3, cutoff=0.5)))
    return _with_mutes(connection, [_judged(row, at)])[0]


def history(connection: Connection, wanted: str) -> tuple[Step, ...]:
    """What became of a finding, and who did it; the first first."""
    mine = finding_events.c.finding_id == wanted
    rows = connection.execute(
        select(finding_events).where(mine).order_by(finding_events.c.at, finding_events.c.id)
    )
    return tuple(
        Step(
            at=row.at,
            what=row.what,
            by=row.by or None,
            reason=row.reason,
            until=row.until,
            diary=row.diary,
        )
        for row in rows
    )


def mute(connection: Connection, wanted: str, turn: Turn, *, until: datetime) -> None:
    """Keep silent about an open finding; one that is muted gets a new end.

    Raises:
        UnknownId: no finding has this id.
        NotInState: it is neither open nor muted.
    """
    state = one(connection, wanted, turn.at).state
    if state not in ("open", "muted"):
        raise NotInState(state)
    _change(connection, wanted, "muted", turn, state="muted", until=until)


def unmute(connection: Connection, wanted: str, turn: Turn) -> None:
    """Speak of a finding again.

    Raises:
        UnknownId: no finding has this id.
        NotInState: it is not muted.
    """
    state = one(connection, wanted, turn.at).state
    if state != "muted":
        raise NotInState(state)
    _change(connection, wanted, "unmuted", turn, state="open")


def acknowledge(connection: Connection, wanted: str, turn: Turn) -> None:
    """Close the finding of an event, which nothing else closes.

    Raises:
        UnknownId: no finding has this id.
        NotAnEvent: it tells of something that is so, not of something that happened.
        NotInState: it is closed already.
    """
    found = one(connection, wanted, turn.at)
    if not found.event:
        raise NotAnEvent
    if found.state not in ("open", "muted"):
        raise NotInState(found.state)
    _change(connection, wanted, "acknowledged", turn, state="acknowledged")


def _change(
    connection: Connection,
    wanted: str,
    what: str,
    turn: Turn,
    *,
    state: str,
    until: datetime | None = None,
) -> None:
    """Write the new state, and the turn in its history, which never runs backwards.

    A person's turn may have waited for a sweep that began later and was done first.
    """
    at = max(turn.at, last_turns(connection, [wanted]).get(wanted, turn.at))
    connection.execute(
        update(findings).where(findings.c.id == wanted).values(state=state, muted_until=until)
    )
    connection.execute(
        insert(finding_events).values(
            finding_id=wanted,
            at=at,
            what=what,
            by=turn.by,
            reason=turn.reason,
            until=until,
            diary=turn.diary,
        )
    )
