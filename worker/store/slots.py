"""Slots: a job's ticks as rows, claimed by one worker at a time for as long as its lease lasts.

Each claim has a token that is greater than all before it. Whoever lost a slot, because its lease
ran out and another claimed it, is told when it comes to finish it, and its transaction has no
effect. Instants are those of the workers' clocks, which must agree to a fraction of a lease.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, union_all, update

from policies.model import Words
from worker.store.errors import Fenced
from worker.store.nouns import words_to_value
from worker.store.rows import put_new
from worker.store.tables_service import slots

ATTEMPTS = 5
"""Claims after which a slot is given up."""
_OPEN = ("waiting", "running")
STATES = (*_OPEN, "done", "failed", "skipped")
VOID = "void"
"""Made by a clock that was ahead, and undone (`worker.store.jumped`): as if it were not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A slot in the hands of one worker."""

    job: str
    scheduled_at: datetime
    holder: str
    token: int
    attempts: int
    """Claims so far, this one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A slot to be made."""

    job: str
    scheduled_at: datetime
    because: Words | None = None
    """Why it is skipped at once; None: it waits."""


def last_of(connection: Connection, jobs: Iterable[str], by: datetime) -> dict[str, datetime]:
    """Each job's latest slot up to `by`, whatever became of it; jobs without any are left out.

    Asked every other second: one look into the key for each job, however many slots are kept.
    """
    c = slots.c
    latest = [
        select(c.job, c.scheduled_at)
        .where(c.job == job, c.scheduled_at <= by, c.state != VOID)
        .order_by(c.scheduled_at.desc())
        .limit(1)
        .subquery()
        for job in jobs
    ]
    if not latest:
        return {}
    rows = connection.execute(union_all(*(select(one) for one in latest)))
    return {row.job: row.scheduled_at for row in rows}


def had_one(connection: Connection, job: str) -> bool:
    """Whether a slot of the job was ever done, or given up."""
    wanted = select(slots.c.job).where(slots.c.job == job, slots.c.state.in_(("done", "failed")))
    return connection.execute(wanted.limit(1)).first() is not None


def make(connection: Connection, made: Sequence[Made], at: datetime) -> None:
    """Make slots; those that stand there are left as they are, unless they are void."""
    rows = [
        {
            "job": one.job,
            "scheduled_at": one.scheduled_at,
            "state": "skipped" if one.because else "waiting",
            "token": 0,
            "attempts": 0,
            "finished_at": at if one.because else None,
            "because": _value(one.because),
        }
        for one in made
    ]
    put_new(connection, slots, rows, key=("job", "scheduled_at"))
    _revive(connection, rows)


def _revive(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Have those of the rows that stand void stand as they are made now, but for their token.

    It goes on from where it was: who had the slot when it was undone is fenced off for good.
    """
    if not rows:
        return
    c, times = slots.c, [row["scheduled_at"] for row in rows]
    void = (c.state == VOID, c.scheduled_at >= min(times), c.scheduled_at <= max(times))
    rows_void = connection.execute(select(c.job, c.scheduled_at).where(*void))
    found = {(row.job, row.scheduled_at) for row in rows_void}
    for row in rows:
        if (row["job"], row["scheduled_at"]) in found:
            changed = {name: row[name] for name in ("state", "attempts", "finished_at", "because")}
            here = (c.job == row["job"], c.scheduled_at == row["scheduled_at"], c.state == VOID)
            connection.execute(update(slots).where(*here).values(**changed))


def supersede(
    connection: Connection, job: str, latest: datetime, at: datetime, because: Words
) -> int:
    """Skip what nobody works on of a job's slots before `latest`; the answer is how many."""
    c = slots.c
    outdated = and_(c.job == job, c.scheduled_at < latest, _free(at))
    values = {"state": "skipped", "finished_at": at, "because": _value(because)}
    done = update(slots).where(outdated).values(token=c.token + 1, lease_until=None, **values)
    return connection.execute(done).rowcount


def claim(
    connection: Connection,
    job: str,
    *,
    holder: str,
    at: datetime,
    lease: timedelta,
    due: datetime | None = None,
    attempts: int = ATTEMPTS,
) -> Claim | None:
    """Claim the job's oldest slot that nobody works on; None: there is none, or another was faster.

    `due`: only slots not later than this; default `at`. One that was claimed `attempts` times is
    left for `give_up`.
    """
    c = slots.c
    oldest = (
        select(c.scheduled_at, c.token, c.attempts)
        .where(c.job == job, c.scheduled_at <= (due or at), c.attempts < attempts, _free(at))
        .order_by(c.scheduled_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = connection.execute(oldest).first()
    if found is None:
        return None
    taken = connection.execute(
        update(slots)
        .where(c.job == job, c.scheduled_at == found.scheduled_at, c.token == found.token)
        .values(
            state="running",
            holder=holder,
            token=found.token + 1,
            lease_until=at + lease,
            attempts=found.attempts + 1,
        )
    )
    if taken.rowcount != 1:
        return None
    return Claim(
        job=job,
        scheduled_at=found.scheduled_at,
        holder=holder,
        token=found.token + 1,
        attempts=found.attempts + 1,
    )


def renew(connection: Connection, mine: Claim, until: datetime) -> bool:
    """Hold it until then; false: it is no longer ours."""
    return _change(connection, mine, lease_until=until)


def finish(connection: Connection, mine: Claim, at: datetime) -> None:
    """It is done. In the same transaction as its effect, the two happen together or not at all.

    Raises:
        Fenced: it is no longer ours; the caller's transaction must be undone.
    """
    if not _change(connection, mine, state="done", lease_until=None, finished_at=at, because=None):
        raise Fenced(mine.job)


def give_back(connection: Connection, mine: Claim) -> bool:
    """Let others have it at once; the attempt does not count. False: it is no longer ours."""
    return _change(connection, mine, **_waiting(mine, None, counted=False))


def put_off(
    connection: Connection, mine: Claim, until: datetime, because: Words, *, counted: bool = True
) -> bool:
    """It failed: nobody tries it before `until`; without `counted` once more. False: not ours."""
    values = _waiting(mine, until, counted=counted) | {"because": _value(because)}
    return _change(connection, mine, **values)


def _waiting(mine: Claim, until: datetime | None, *, counted: bool) -> dict[str, Any]:
    return {"state": "waiting", "lease_until": until, "attempts": mine.attempts - (not counted)}


def fail(connection: Connection, mine: Claim, at: datetime, because: Words) -> bool:
    """It failed for good. False: it is no longer ours."""
    return _change(
        connection,
        mine,
        state="failed",
        lease_until=None,
        finished_at=at,
        because=_value(because),
    )


def give_up(
    connection: Connection, at: datetime, because: Words, *, attempts: int = ATTEMPTS
) -> list[tuple[str, datetime]]:
    """Fail what was claimed `attempts` times and never finished; the answer names each."""
    c = slots.c
    spent = and_(c.attempts >= attempts, _free(at))
    rows = connection.execute(
        update(slots)
        .where(spent)
        .values(
            state="failed",
            token=c.token + 1,
            lease_until=None,
            finished_at=at,
            because=_value(because),
        )
        .returning(c.job, c.scheduled_at)
    )
    return sorted((row.job, row.scheduled_at) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A slot that has not ended."""

    job: str
    scheduled_at: datetime
    busy: bool
    """Whether somebody works on it, or it is put off until later."""
    holder: str | None
    running: bool
    spent: bool
    """Whether it was claimed as often as it may be."""


def open_slots(connection: Connection, at: datetime, *, attempts: int = ATTEMPTS) -> list[Open]:
    """Every slot that has not ended, the oldest first."""
    c = slots.c
    rows = connection.execute(
        select(slots).where(c.state.in_(_OPEN)).order_by(c.scheduled_at, c.job)
    )
    return [
        Open(
            job=row.job,
            scheduled_at=row.scheduled_at,
            busy=row.lease_until is not None and row.lease_until > at,
            holder=row.holder,
            running=row.state == "running",
            spent=row.attempts >= attempts,
        )
        for row in rows
    ]


def over(before: datetime) -> ColumnElement[bool]:
    """Whether a slot ended before this instant and is not its job's latest."""
    c = slots.c
    newer = slots.alias()
    later = select(newer.c.job).where(newer.c.job == c.job, newer.c.scheduled_at > c.scheduled_at)
    return and_(c.state.not_in(_OPEN), c.finished_at < before, later.correlate(slots).exists())


def _value(words: Words | None) -> dict[str, Any] | None:
    """A sentence as it is kept."""
    return None if words is None else words_to_value(words)


def _free(at: datetime) -> ColumnElement[bool]:
    """Open, and in nobody's hands: never claimed, given back, or its lease has run out."""
    c = slots.c
    return and_(c.state.in_(_OPEN), or_(c.lease_until.is_(None), c.lease_until <= at))


def _change(connection: Connection, mine: Claim, **values: object) -> bool:
    """Change the claimed row, if it is still this claim's."""
    c = slots.c
    ours = and_(
        c.job == mine.job,
        c.scheduled_at == mine.scheduled_at,
        c.token == mine.token,
        c.state == "running",
    )
    return connection.execute(update(slots).where(ours).values(**values)).rowcount == 1
