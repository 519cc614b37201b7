"""Stops whose journals lie on another host, where several work with one database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from worker.stopping.lines import Part, read_lines
from worker.stopping.story import CONTINUED, COUNTERSIGNED, ENDED, EXEMPTED, HELD, OPENED, RESUMED
from worker.store.errors import StoreError
from worker.store.hosts import hosts_at_work
from worker.store.kept import Connection
from worker.store.opening import Store
from worker.store.stops import filed, lines_of

LATELY = timedelta(days=1)
"""A service takes some of a day's slots, however many share them: one that took none is gone."""
_ORDERS = (OPENED, CONTINUED, HELD, RESUMED, EXEMPTED, ENDED, COUNTERSIGNED)
"""The events that tell on which host they were given."""


def elsewhere(
    connection: Connection, absent: Collection[str], host: str, *, at: datetime
) -> frozenset[str]:
    """Which of the filed stops that have no file here lie on another host than this one.

    Those that nobody ever worked on here, while a service works elsewhere. Where none does, and of
    what was given here, a file that is gone is one that somebody took away.
    """
    if not absent or not hosts_at_work(connection, at - LATELY) - {host}:
        return frozenset()
    return frozenset(one for one in absent if host not in _hosts(connection, one))


def over(store: Store) -> frozenset[str]:
    """The stops that the database knows to be over; none, if it cannot be asked.

    A host that was away may lack the end that another gave a stop. What it would hold, somebody
    may have turned on again long ago.
    """
    try:
        with store.reading() as connection:
            known = filed(connection)
    except StoreError:
        return frozenset()  # a hold waits for no database
    return frozenset(one for one, stop in known.items() if stop.told and stop.told.over)


def _hosts(connection: Connection, stop_id: str) -> frozenset[str]:
    """The hosts on which somebody worked on a stop, by the records that are filed."""
    lines = lines_of(connection, stop_id, _ORDERS)
    # Records that are left out between make no fault here: only what each tells counts.
    found = read_lines([Part(name=stop_id, raw=b"".join(lines))]).records
    return frozenset(str(one.told.get("host")) for one in found)
