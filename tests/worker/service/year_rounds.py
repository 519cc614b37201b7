"""Every day's rounds of a simulated year: held, missed or unknown, and none passed over.

A day is surely held where both of its windows were read as a whole while nothing was wrong, and
surely missed where in one of them nothing was read as a whole. In between lie days of which a part
was read: of them only that the day was judged is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from tests.worker.service.year_book import Entry
from tests.worker.service.year_city import Flight
from tests.worker.service.year_counts import LAST, at_local, days_between
from tests.worker.service.year_sky import ROUNDS
from tests.worker.sweeping.month_book import STOCKHOLM
from worker.store.opening import Store
from worker.store.tables import findings
from worker.store.tables_rounds import round_days

DAY = timedelta(days=1)
Window = tuple[datetime, datetime]


def windows(day: datetime) -> list[Window]:
    """Begin and end of each window of a local day; the last ends at midnight."""
    begun = [at_local(day, clock) for clock in ROUNDS]
    return [*pairwise([*begun, at_local(day + DAY, time(0))])]


class Rounds:
    """The days, as they were by the log of what was read and what was wrong."""

    def __init__(self, log: Sequence[Entry], store: Store) -> None:
        self._log = log
        self.days = {"held": 0, "missed": 0, "between": 0}
        with store.reading() as connection:
            self._judged = {*connection.execute(select(round_days.c.day)).scalars()}
            query = select(findings).where(findings.c.rule == "monitoring.round-missed")
            self._found = {
                (row.subject_id, row.week): row for row in connection.execute(query).all()
            }

    def faults(self, flights: Sequence[Flight], begins: datetime, ends: datetime) -> Iterator[str]:
        """What is not accounted for as it was."""
        for day in days_between(begins, ends - LAST):
            if day.date().isoformat() not in self._judged:
                yield f"{day.date()} was never judged"
            for flight in flights:
                if flight.begins < at_local(day, time(0)) and windows(day)[-1][1] < flight.ends:
                    yield from self._day(flight, day)

    def _day(self, flight: Flight, day: datetime) -> Iterator[str]:
        if flight.stopped and flight.stopped < windows(day)[-1][1]:
            self.days["between"] += 1
            return
        read = [self._read(one, flight) for one in windows(day)]
        named = self._named(flight, day.date())
        if not all(read):
            self.days["missed"] += 1
            if not named and not self._doubted(flight, day.date()):
                yield f"{flight.id} was not read in all rounds of {day.date()}; nothing tells so"
        elif self._quiet(day) and self._known(flight, windows(day)[0][0]):
            self.days["held"] += 1
            if named:
                yield f"{flight.id} was watched on {day.date()}; a finding tells otherwise"
        else:
            self.days["between"] += 1

    def _read(self, window: Window, flight: Flight) -> bool:
        """Whether anything of it may have been read in the window."""
        platform = str(flight.platform)
        return any(
            window[0] <= one.now
            and one.at < window[1]
            and one.processes
            and one.writable
            and (one.comments or "comments" in one.read)
            and platform in one.reached
            for one in self._log
        )

    def _known(self, flight: Flight, by: datetime) -> bool:
        """Whether the campaign's posts were known before then."""
        return any(
            "ads" in one.read and one.at > flight.begins and one.now < by for one in self._log
        )

    def _quiet(self, day: datetime) -> bool:
        """Whether nothing was wrong all day, and each window was read as a whole."""
        first, last = windows(day)[0][0], windows(day)[-1][1]
        mine = [one for one in self._log if first - DAY / 2 <= one.at < last]
        return not any(one.troubles for one in mine) and all(
            any(since <= one.at and one.now < until and "comments" in one.read for one in mine)
            for since, until in windows(day)
        )

    def _named(self, flight: Flight, day: date) -> bool:
        """Whether a finding tells of that day."""
        row = self._finding(flight, day)
        days = row.evidence.get("days", ()) if row is not None else ()
        return day.isoformat() in {one["day"] if isinstance(one, dict) else one for one in days}

    def _doubted(self, flight: Flight, day: date) -> bool:
        """Whether the week's finding tells of worse days than this one, that nobody can tell of."""
        row = self._finding(flight, day)
        return row is not None and not self._ran_surely(flight, day)

    def _ran_surely(self, flight: Flight, day: date) -> bool:
        """Whether readings before and after the day tell that the campaign ran all along."""
        noon = datetime.combine(day, time(12), STOCKHOLM)
        first, last = windows(noon)[0][0], windows(noon)[-1][1]
        told = [one for one in self._log if "ads" in one.read and one.at > flight.begins]
        return any(one.now <= first for one in told) and any(
            last <= one.at < flight.ends for one in told
        )

    def _finding(self, flight: Flight, day: date) -> Any:
        label = "{}-W{:02}".format(*day.isocalendar()[:2])
        return self._found.get((flight.id, label))
