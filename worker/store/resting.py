"""How long nothing was tried to be read, and whether a platform has answered since.

Sweeps are the traces that the service leaves of its time: each has a row, whatever came of it. Who
tried to read all the time has not leapt, though no platform answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from policies.retention.clock import LEAP
from worker.store.tables import sweeps


class Rest(NamedTuple):
    """The rest before the sweeps of late."""

    length: timedelta
    """From the last sweep before them to the first of them; zero if there was none before."""
    answered: datetime | None
    """When the first of them began that a platform answered; None: no platform did."""


def last_rest(connection: Connection, at: datetime) -> Rest:
    """The rest before the sweeps that began within `LEAP` before `at`; it goes on if none did.

    Any rest that is longer than `LEAP` and ended within it is this one.
    """
    c = sweeps.c
    before = select(c.id, c.started_at).where(c.started_at <= at - LEAP)
    # By the key: rows stand in the order of their time, and the newest are few.
    last = connection.execute(before.order_by(c.id.desc()).limit(1)).first()
    if last is None:
        return Rest(timedelta(), None)
    began = None
    since = select(c.started_at, c.requests).where(c.id > last.id).order_by(c.id)
    with connection.execute(since.execution_options(yield_per=20)) as rows:
        for row in rows:
            began = began or row.started_at
            if any(_answered(told) for told in row.requests.values()):
                return Rest(began - last.started_at, row.started_at)
    return Rest((began or at) - last.started_at, None)


def last_answer(connection: Connection, since: datetime, until: datetime) -> datetime | None:
    """When the last sweep began, of those between the two, that a platform answered."""
    c = sweeps.c
    here = select(c.started_at, c.requests).where(c.started_at.between(since, until))
    newest = here.order_by(c.id.desc()).execution_options(yield_per=20)
    with connection.execute(newest) as rows:
        for row in rows:
            if any(_answered(told) for told in row.requests.values()):
                began: datetime = row.started_at
                return began
    return None


def leapt_there(connection: Connection, at: datetime, late: datetime) -> bool:
    """Whether the clock that dated sweeps later than `late` had leapt there; it is `at` now.

    Then there is a rest before them about as long as they are ahead. Where sweeps go on without one
    the clock went right, and it is now that is behind.
    """
    c = sweeps.c.started_at
    before, after, newest = connection.execute(
        select(
            select(func.max(c)).where(c <= late).scalar_subquery(),
            select(func.min(c)).where(c > late).scalar_subquery(),
            select(func.max(c)).scalar_subquery(),
        )
    ).one()
    if before is None or after is None:
        return True
    rest, ahead = after - before, newest - at
    return bool(rest >= ahead / 2)


def _answered(told: Mapping[str, Any]) -> bool:
    """Whether a platform answered; rows of older versions tell only what it was asked."""
    return bool(told.get("answered", told.get("http", 0)))
