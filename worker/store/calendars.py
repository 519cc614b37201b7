"""The calendars that deadlines were worked out by, each from when it was first gone by.

A row is begun before the first deadline moves and ended after the last: whatever is killed in
between, the next look finds that there is something left to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from policies.calendars import Written, Year
from policies.threads import UNSETTLED
from worker.store.locking import alone
from worker.store.nouns import value_to_words, words_to_value
from worker.store.tables import comments, thread_events, threads
from worker.store.tables_calendars import calendars

_LOOKED_BACK = 20
"""Calendars of before by which a deadline may have been worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A calendar as it is kept."""

    id: int
    since: datetime
    written: Written
    settled: bool
    """Whether all open deadlines that can be told go by it."""


def newest(connection: Connection, most: int = _LOOKED_BACK) -> list[Kept]:
    """The calendars, the newest first."""
    query = select(calendars).order_by(calendars.c.id.desc()).limit(most)
    return [_kept(row) for row in connection.execute(query)]


def last(connection: Connection) -> Kept | None:
    """The newest; None: there was none yet."""
    return next(iter(newest(connection, 1)), None)


def before(connection: Connection, kept: Kept) -> Kept | None:
    """The one by which deadlines had all been worked out before; None: there was none."""
    query = (
        select(calendars)
        .where(calendars.c.id < kept.id, calendars.c.settled_at.is_not(None))
        .order_by(calendars.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return _kept(row) if row else None


def begin(connection: Connection, written: Written, at: datetime) -> Kept:
    """Write down that this calendar is in force; the answer is its row, whoever made it."""
    alone(connection, "calendars")
    standing = last(connection)
    if standing is not None and standing.written.agrees(written):
        return standing
    connection.execute(insert(calendars).values(since=at, body=_value(written)))
    return newest(connection, 1)[0]


def renew(connection: Connection, kept: Kept, written: Written) -> None:
    """Let the row tell of more years of the same calendar; those that it tells of stay."""
    body = _value(written.with_years_of(kept.written))
    connection.execute(update(calendars).where(calendars.c.id == kept.id).values(body=body))


def settle(connection: Connection, kept: Kept, at: datetime) -> bool:
    """Write down that all deadlines go by it; false if another had done so."""
    ended = connection.execute(
        update(calendars)
        .where(calendars.c.id == kept.id, calendars.c.settled_at.is_(None))
        .values(settled_at=at)
    )
    return ended.rowcount == 1


def waiting(connection: Connection, after: str, size: int) -> list[str]:
    """Our ids of the next threads that have a deadline, at most so many."""
    query = (
        select(threads.c.id).where(threads.c.id > after, *_WAITS).order_by(threads.c.id).limit(size)
    )
    return list(connection.execute(query).scalars())


_WAITS = (threads.c.state.in_(UNSETTLED), threads.c.due_at.is_not(None))


def moved_since(connection: Connection, at: datetime) -> list[str]:
    """Our ids of threads whose deadline has moved with the calendar since then."""
    query = (
        select(thread_events.c.thread)
        .where(thread_events.c.at >= at, thread_events.c.because.is_not(None))
        .distinct()
        .order_by(thread_events.c.thread)
    )
    return list(connection.execute(query).scalars())


def remembered(connection: Connection) -> int:
    """How many threads wait of which nobody can tell any more when they were written."""
    shown = and_(
        comments.c.platform == threads.c.platform,
        comments.c.kind == threads.c.kind,
        comments.c.id == threads.c.comment_id,
    )
    query = (
        select(func.count())
        .select_from(threads.join(comments, shown))
        .where(comments.c.created_at.is_(None), *_WAITS)
    )
    return connection.execute(query).scalar_one()


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    return Kept(
        id=row.id,
        since=row.since,
        written=_written(row.body),
        settled=row.settled_at is not None,
    )


def _value(written: Written) -> dict[str, Any]:
    """A calendar as a plain value."""
    return {
        "zone": written.zone,
        "office_closes": written.closes.isoformat(),
        "years": {
            str(number): {
                "closed": {
                    day.isoformat(): words_to_value(why) for day, why in year.closed.items()
                },
                "clocks": {day.isoformat(): ahead for day, ahead in year.clocks.items()},
            }
            for number, year in written.years.items()
        },
    }


def _written(body: dict[str, Any]) -> Written:
    """The calendar again."""
    return Written(
        zone=body["zone"],
        closes=time.fromisoformat(body["office_closes"]),
        years={
            int(number): Year(
                closed={
                    date.fromisoformat(day): value_to_words(why)
                    for day, why in year["closed"].items()
                },
                clocks={date.fromisoformat(day): ahead for day, ahead in year["clocks"].items()},
            )
            for number, year in body["years"].items()
        },
    )
