"""What is stored of some days of one campaign, and the days that are made of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policies.model import Platform
from policies.rounds.days import Note, day_of
from policies.rounds.held import Mailed
from policies.rounds.spans import Span
from policies.rounds.weeks import Rounded
from policies.rounds.windows import windows
from policies.rule import Subject

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TIMES = (time(8, 30), time(14, 30))
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
WEEK = tuple(MONDAY + number * DAY for number in range(7))
MINUTE = timedelta(minutes=1)
OWNER = "trafikkontoret"
LONG_AGO = datetime(2026, 11, 1, tzinfo=STOCKHOLM)
MUCH_LATER = datetime(2026, 12, 31, tzinfo=STOCKHOLM)
THROUGHOUT = Span(maybe=LONG_AGO, runs_from=LONG_AGO, seen=MUCH_LATER)


@dataclass(frozen=True)
class Stored:
    spans: tuple[Span, ...] = (THROUGHOUT,)
    notes: dict[datetime, Note] = field(default_factory=dict)
    digests: dict[tuple[str, datetime], Mailed] = field(default_factory=dict)
    counts: frozenset[date] = frozenset(WEEK)
    times: tuple[time, ...] = TIMES

    def day(self, day):
        notes = {
            starts: one
            for starts, one in self.notes.items()
            if starts.astimezone(STOCKHOLM).date() == day
        }
        return day_of(
            day,
            windows(day, self.times, STOCKHOLM),
            spans=self.spans,
            notes=notes,
            digests=self.digests,
            owner=OWNER,
            counts=day in self.counts,
        )

    def week(self, *days, **changed):
        """The facts of these days, a week after them."""
        told = {
            "platform": Platform.META,
            "account_id": "act_1",
            "subject": Subject(kind="campaign", id="c1", name="Simskola"),
            "days": tuple(map(self.day, days)),
            "zone": STOCKHOLM,
            "as_of": datetime(2026, 12, 7, tzinfo=STOCKHOLM),
        }
        return Rounded(**{**told, **changed})

    def without(self, *starts):
        """These windows not read."""
        kept = {one: note for one, note in self.notes.items() if one not in starts}
        return replace(self, notes=kept)

    def untold(self, starts, digest=None):
        """The window's digest not handed over; or `digest`, whatever it is."""
        digest = digest or Mailed(threads=2, sent_at=None)
        return replace(self, digests={**self.digests, (OWNER, starts): digest})

    def undigested(self, *starts):
        kept = {key: one for key, one in self.digests.items() if key[1] not in starts}
        return replace(self, digests=kept)


def starts_of(day, times=TIMES):
    return [one.starts for one in windows(day, times, STOCKHOLM)]


def as_it_should_be(*days, times=TIMES):
    """Every round of these days was read, and its digest handed over."""
    starts = [one for day in days for one in starts_of(day, times)]
    return Stored(
        notes={one: Note(read_at=one + 10 * MINUTE, because=None, owner=OWNER) for one in starts},
        digests={(OWNER, one): Mailed(threads=2, sent_at=one + MINUTE) for one in starts},
        times=times,
    )
