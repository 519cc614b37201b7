"""A clock that leaps: what it wrote of a time to come is undone, and what it says is not told yet.

Back from ahead, everything that was done for days that have not come is as if it had never been.
Ahead, nobody can tell at first whether the service was off or the clock leapt. Reading goes on in
either case, for it is right in both; mails by the date wait until a platform has answered for a
while, so that somebody sees a clock that is wrong before people are told wrong things. A service
that tries to read all the time needs no answer for its clock to be believed.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.retention.clock import PROVEN, leapt
from policies.weekly import span_at
from worker.logs import ERROR, WARNING, log
from worker.service.office import Office
from worker.store.jumped import ahead, number_ahead, put_right
from worker.store.kept import Connection
from worker.store.resting import last_rest

QUIET = timedelta(minutes=10)
"""The log is told once of what happens again and again within this time."""
LOOK = timedelta(seconds=30)
"""How long an answer to whether the clock leapt is good for."""
SEARCH = timedelta(minutes=10)
"""So often everything is looked through for what is dated ahead, and not only the newest."""


class Sight:
    """What one process knows of its clock."""

    def __init__(self) -> None:
        """Nothing, so far."""
        self._told: dict[str, float] = {}
        self._doubt = False
        self._looked = (0.0, 0.0)
        self._searched: float | None = None

    def mend(self, office: Office) -> None:
        """Undo what is from a time that has not come, and tell it.

        Raises:
            StoreError: the database failed; nothing was changed.
        """
        at, zone = office.clock(), ZoneInfo(office.settings.timezone)
        with office.store.reading() as connection:
            if not (ahead(connection, at) or self._search(connection, at)):
                return
        week, day = span_at(at, zone).label, at.astimezone(zone).date()
        with office.store.writing() as connection:
            undone = put_right(connection, at, week=week, day=day)
        if undone and self._is_news("jumped"):
            log("clock.jumped", level=ERROR, undone=undone)

    def _search(self, connection: Connection, at: datetime) -> bool:
        """Whether anything at all is dated ahead; looked for now and then, for it takes longer."""
        now = time.monotonic()
        if self._searched is not None and now - self._searched < SEARCH.total_seconds():
            return False
        self._searched = now
        return number_ahead(connection, at) > 0

    def doubted(self, office: Office) -> bool:
        """Whether the clock may have leapt: for days nothing was tried, and no answer proves it.

        Raises:
            StoreError: the database failed.
        """
        at = office.clock()
        here = (time.monotonic(), at.timestamp())
        if self._passed(here) < LOOK.total_seconds():
            return self._doubt
        with office.store.reading() as connection:
            self._doubt = leapt(*last_rest(connection, at), at)
        self._looked = here
        if self._doubt and self._is_news("waits"):
            log("clock.waits", level=WARNING, waits=PROVEN.total_seconds())
        return self._doubt

    def _passed(self, here: tuple[float, float]) -> float:
        """Seconds since the last look, by whichever clock went further, and in either direction."""
        return max(abs(now - then) for now, then in zip(here, self._looked, strict=True))

    def _is_news(self, what: str) -> bool:
        """Whether the log was not told of it lately."""
        now, last = time.monotonic(), self._told.get(what)
        if last is not None and now - last < QUIET.total_seconds():
            return False
        self._told[what] = now
        return True
