"""What a clock that was ahead has left behind: instants later than the present, put right.

A worker writes by its clock. If that jumped ahead and came back, slots stand there that nobody
wrote yet, and leases that would last for weeks. Clocks of several machines differ a little, so only
what is later than `AHEAD` from now counts: a machine that is behind undoes nothing of the others.
Tokens stay and grow: who still works for a slot that was undone is fenced off as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from policies.model import Words
from policies.retention.clock import AHEAD
from worker.store import token_states
from worker.store.misjudged import take_back
from worker.store.nouns import words_to_value
from worker.store.outbox import OPEN, STUCK, State
from worker.store.redating import last_certain, newest, redatable, redate
from worker.store.resting import leapt_there
from worker.store.slots import STATES, VOID
from worker.store.tables import sweeps
from worker.store.tables_alarms import alarms
from worker.store.tables_digests import digests, floods
from worker.store.tables_rounds import round_days, rounds, run_readings, runs
from worker.store.tables_service import leases, outbox, slots
from worker.store.tables_weeks import weeks

_LEASE = timedelta(minutes=1)
"""So long who holds something may hold it without a sign; longer, and it is given to others."""
_LONGEST = timedelta(minutes=30)
"""No lease, and no rest after a failure, of slots and accounts lasts so long."""
_SENDING = timedelta(minutes=15)
"""No mail takes so long to be handed over."""
_TRIED_LATER = timedelta(hours=5)
"""No mail waits so long for its next try."""
_TRIED_FOR = timedelta(days=5)
VOIDED = "void"
"""In the period of a mail of a time that had not come; the mail that is due then is another."""
_BY_DATE = ("digest", "alarm", "token", "drill-reminder")
"""Kinds of mails that tell what the date says, whatever their period."""
_VOID = words_to_value(Words("It was written when the clock was ahead of the true time."))


def ahead(connection: Connection, at: datetime) -> bool:
    """Whether anything is from a time that has not come; quick, for it is asked at every tick."""
    s, o = slots.c, outbox.c
    looks = (
        select(s.job).where(s.state.in_(STATES), s.scheduled_at > at + AHEAD),
        select(s.job).where(s.state == "running", s.lease_until > at + _LONGEST),
        select(leases.c.name).where(_held_too_long(at)),
        select(o.id).where(o.state.in_(OPEN), _waits_too_long(at)),
        select(sweeps.c.id).where(sweeps.c.id == _last_sweep(), sweeps.c.started_at > at + AHEAD),
        *newest(at + AHEAD),
    )
    return any(connection.execute(one.limit(1)).first() is not None for one in looks)


def number_ahead(connection: Connection, at: datetime) -> int:
    """How many slots, readings, mails, findings and rows of the queue are from a time to come."""
    late = at + AHEAD
    counted = (
        (slots, and_(slots.c.state.in_(STATES), slots.c.scheduled_at > late)),
        (slots, and_(slots.c.scheduled_at <= late, slots.c.finished_at > late)),
        (sweeps, sweeps.c.started_at > late),
        (outbox, outbox.c.made_at > late),
        (weeks, weeks.c.kept_at > late),
        (round_days, round_days.c.judged_at > late),
        (runs, runs.c.seen_at > late),
        (run_readings, run_readings.c.read_at > late),
        *redatable(late),
    )
    return sum(
        connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()
        for table, where in counted
    )


def put_right(connection: Connection, at: datetime, *, week: str, day: date) -> dict[str, int]:
    """Undo what is from a time that has not come; the answer counts the rows, by table.

    `week` and `day`: those that run at `at` in local time; reports of this week and of later ones,
    and days from this one on, cannot have been, nor what was found of them; save where it is the
    present clock that is behind: then what was found stays.
    """
    found: dict[str, int] = {}
    read = last_certain(connection, at + AHEAD)  # before readings get other dates
    leapt = leapt_there(connection, at, at + AHEAD)
    _untell(connection, at, week, day)
    for name, statement in chain(_statements(connection, at, week, day), _runs(at, read)):
        found[name] = found.get(name, 0) + connection.execute(statement).rowcount
    for undone in (
        take_back(connection, at, week=week, day=day) if leapt else {},
        redate(connection, at, at + AHEAD, read),
    ):
        found |= {name: found.get(name, 0) + rows for name, rows in undone.items()}
    return {name: rows for name, rows in found.items() if rows}


def _statements(
    connection: Connection, at: datetime, week: str, day: date
) -> Iterator[tuple[str, Executable]]:
    yield from (("slots", one) for one in _slots(at))
    yield from (("leases", one) for one in _leases(at))
    yield from (("outbox", one) for one in _mails(at, week, day))
    yield from (("sweeps", one) for one in _readings(connection, at))
    late = at + AHEAD
    yield "weeks", delete(weeks).where(weeks.c.kept_at > late, weeks.c.week >= week)
    yield "weeks", update(weeks).where(weeks.c.kept_at > late).values(kept_at=at)
    yield "digests", delete(digests).where(digests.c.starts > at)
    yield "floods", delete(floods).where(floods.c.began_at > late)
    # Who was told of a deadline that has not passed is told when it has; else it stands.
    yield "alarms", delete(alarms).where(alarms.c.at > late, alarms.c.due_at > at)
    yield "alarms", update(alarms).where(alarms.c.at > late).values(at=at)
    yield "rounds", delete(rounds).where(rounds.c.starts > at)
    # A day that had ended and was judged then is judged anew: what was found of it is taken back.
    to_come = or_(round_days.c.day >= day.isoformat(), round_days.c.judged_at > late)
    yield "rounds", delete(round_days).where(to_come)


def _runs(at: datetime, read: datetime | None) -> Iterator[tuple[str, Executable]]:
    """Campaigns ran then if they did when last read for certain; their next reading counts again.

    What is planned for a time to come stays: it is the platform's word. `read`: the last reading
    of a known time.
    """
    c, late = runs.c, at + AHEAD
    seen = min(read, at) if read else None
    begun = c.maybe_from <= late
    yield "runs", update(runs).where(c.over_at > late, begun).values(over_at=at)
    yield "runs", update(runs).where(c.runs_from > late, begun).values(runs_from=at)
    yield "runs", update(runs).where(c.seen_at > late).values(seen_at=seen)
    yield "runs", delete(run_readings).where(run_readings.c.read_at > late)


def times_voided(connection: Connection, kind: str, period: str) -> int:
    """How often mails of this kind and period were undone: the next ones are others than those."""
    c = outbox.c
    same = (c.kind == kind, c.period.like(f"{period} {VOIDED} %"))
    return connection.execute(select(func.count(c.period.distinct())).where(*same)).scalar_one()


def _slots(at: datetime) -> Iterator[Executable]:
    """Slots of a time to come never were; one that was ever claimed keeps its token.

    Nor was anything missed that was skipped then: it is planned anew, or waits as before.
    """
    c, late = slots.c, at + AHEAD
    skipped = and_(c.state == "skipped", c.finished_at > late)
    yield delete(slots).where(or_(c.scheduled_at > at, skipped), c.token == 0)
    yield (
        update(slots)
        .where(c.scheduled_at > at, c.state != VOID)
        .values(state=VOID, token=c.token + 1, lease_until=None, finished_at=at, because=_VOID)
    )
    yield update(slots).where(skipped).values(state="waiting", finished_at=None, because=None)
    yield update(slots).where(c.lease_until > at + _LONGEST).values(lease_until=at + _LEASE)
    yield update(slots).where(c.finished_at > late).values(finished_at=c.scheduled_at)


def _leases(at: datetime) -> Iterator[Executable]:
    """Who works on an account goes on renewing; what was read for a time to come is read again."""
    c, late = leases.c, at + AHEAD
    yield update(leases).where(c.until > at + _LONGEST).values(until=at + _LEASE)
    yield update(leases).where(c.done_for > late).values(done_for=None, outcome=None)
    yield update(leases).where(c.wanted_for > late).values(wanted_for=None)


def _held_too_long(at: datetime) -> ColumnElement[bool]:
    c, late = leases.c, at + AHEAD
    return or_(c.until > at + _LONGEST, c.done_for > late, c.wanted_for > late)


def _void(at: datetime, week: str, day: date) -> ColumnElement[bool]:
    """Which mails are of a time to come: what they tell by the date is not so yet."""
    c = outbox.c
    kinds = or_(
        and_(c.kind == "report", c.period >= week),
        and_(c.kind == "backup-failed", c.period > day.isoformat()),
        c.kind.in_(_BY_DATE),
    )
    return and_(c.made_at > at + AHEAD, c.period.not_like(f"% {VOIDED} %"), kinds)


def _mails(at: datetime, week: str, day: date) -> Iterator[Executable]:
    """Mails of a time to come are void, sent or not, and leave their key to the true ones."""
    c, late, void = outbox.c, at + AHEAD, _void(at, week, day)
    unsent = (State.WAITING, *STUCK)
    yield (
        update(outbox)
        .where(void, c.kind != "alarm", c.state.in_(unsent))
        .values(state=State.GIVEN_UP, until=at, because=_VOID)
    )
    suffix = literal(f" {VOIDED} {at.isoformat()}")
    yield update(outbox).where(void, c.state != State.SENDING).values(period=c.period + suffix)
    # Who is handing it over has the time for that; then another may try.
    sending = and_(c.state == State.SENDING, c.next_at > at + _SENDING)
    yield update(outbox).where(sending).values(next_at=at + _SENDING)
    waits = and_(c.state == State.WAITING, c.next_at > at + _TRIED_LATER)
    yield update(outbox).where(waits).values(next_at=at)
    longest = at + _TRIED_FOR
    yield update(outbox).where(c.until > longest + AHEAD).values(until=longest)
    yield update(outbox).where(c.sent_at > late).values(sent_at=at)
    yield update(outbox).where(c.made_at > late).values(made_at=at)


def _untell(connection: Connection, at: datetime, week: str, day: date) -> None:
    """What mails about tokens told that are void is told again when it is so."""
    void = (outbox.c.kind == "token", outbox.c.state != State.SENDING, _void(at, week, day))
    periods = connection.execute(select(outbox.c.period).where(*void)).scalars().all()
    token_states.untell(connection, periods, at, at + AHEAD)


def _waits_too_long(at: datetime) -> ColumnElement[bool]:
    c = outbox.c
    return or_(
        and_(c.state == State.SENDING, c.next_at > at + _SENDING),
        and_(c.state == State.WAITING, c.next_at > at + _TRIED_LATER),
    )


def _readings(connection: Connection, at: datetime) -> Iterator[Executable]:
    """A reading at an unknown time is as old as the last one of a known time; else it never ended.

    Of the two that can be said of it, the one that makes nobody believe that more was read.
    """
    c, late = sweeps.c, at + AHEAD
    before: datetime | None = connection.execute(
        select(func.max(c.started_at)).where(c.started_at <= late)
    ).scalar()
    ended: Any = None if before is None else before
    yield (
        update(sweeps).where(c.started_at > late).values(started_at=before or at, finished_at=ended)
    )
    yield update(sweeps).where(c.finished_at > late).values(finished_at=c.started_at)


def _last_sweep() -> Any:
    return select(func.max(sweeps.c.id)).scalar_subquery()
