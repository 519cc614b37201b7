"""What must hold at every instant of a simulated year, told from what is true in the city.

No verdict, deadline or owner here comes from the program: they are the rulebook's words, as
`month_book` tells them again, over what the city itself knows. After a reading that left nothing
out every thread must stand as it truly is; at all other times nothing may be due at another time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.worker.service.year_city import City, Flight, Key
from tests.worker.service.year_ledger import Run
from tests.worker.sweeping.month_book import STOCKHOLM, due
from worker.store.opening import Store
from worker.store.tables import comments, threads

WAITS = ("open", "referred")
YOUNG = timedelta(days=15)
"""How long threads are compared at each look after somebody wrote in them; then now and then."""
KEPT = timedelta(hours=48)
NOW_AND_THEN = 60
POLLS = ("ads", "comments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One instant at which the processes looked at their work."""

    at: datetime
    """Before they did."""
    now: datetime
    """After it."""
    processes: int
    writable: bool
    """Whether the database and its disk took what was written."""
    mail: bool
    """Whether the mail server was open."""
    read: frozenset[str]
    """`ads`, `comments`: read by then with nothing left out."""
    comments: bool
    """Whether anybody began to read comments."""
    reached: frozenset[str]
    """Platforms that may have answered something."""
    waiting: dict[str, int]
    """How many threads truly waited, by owner."""
    troubles: frozenset[str]


class Book:
    """Everything that was looked at, and what was not as it should be."""

    def __init__(self, city: City, store: Store) -> None:
        self.city = city
        self.store = store
        self.log: list[Entry] = []
        self.faults: list[str] = []
        self.compared = 0
        self.deadlines = 0
        self._posts = {post: one for one in city.flights for post in one.posts}
        self._ads_known: datetime | None = None
        """Campaigns that began before then are known."""
        self._last_purge: datetime | None = None

    def look(self, at: datetime, now: datetime, runs: list[Run], **state: Any) -> None:
        """Look at everything once the processes have done what was due."""
        clean = {one.job for one in runs if one.job in POLLS and one.ended and not one.gaps}
        begun = any(one.job == "comments" for one in runs)
        waiting = self._waiting(now)
        self.log.append(
            Entry(at=at, now=now, read=frozenset(clean), comments=begun, waiting=waiting, **state)
        )
        known = self._ads_known
        if state["writable"]:
            self._look_at_threads(now, known if "comments" in clean else None)
            self._look_at_texts(now, runs)
        if "ads" in clean:
            self._ads_known = min(one.began for one in runs if one.job == "ads")

    def flight(self, post: str | None) -> Flight:
        """The campaign that shows a post."""
        if post not in self._posts:
            self._posts = {post: one for one in self.city.flights for post in one.posts}
        return self._posts[post or ""]

    def owner(self, key: Key, day: date) -> str:
        """Whose a thread is."""
        one = self.flight(self.city.where[key])
        return one.department if one.department and day <= one.last_day else "slk"

    def _waiting(self, now: datetime) -> dict[str, int]:
        day, found = now.astimezone(STOCKHOLM).date(), dict[str, int]()
        for key, book in self.city.books.items():
            if key in self.city.waiting and book.verdict().waiting:
                whose = self.owner(key, day)
                found[whose] = found.get(whose, 0) + 1
        return found

    def _look_at_threads(self, now: datetime, known: datetime | None) -> None:
        """Deadlines of all that waits; after a whole reading, every thread."""
        rows = self._stored(now, everything=len(self.log) % NOW_AND_THEN == 0)
        for key, row in rows.items():
            if row.state in WAITS:
                self.deadlines += 1
                if fault := self._wrong_deadline(key, row):
                    self.fault(f"{now} {key}: {fault}")
        if known is None:
            return
        for key, book in self.city.books.items():
            last = max(one.at for one in book.seen.values())
            there = key in rows or (last > now - YOUNG)
            if there and self.flight(self.city.where[key]).begins < known:
                self.compared += 1
                if fault := self._differs(key, rows.get(key), now):
                    self.fault(f"{now} {key}: {fault}")

    def _stored(self, now: datetime, *, everything: bool) -> dict[Key, Any]:
        c = threads.c
        recent = c.state.in_(WAITS) | (c.changed_at > now - YOUNG) | (c.first_seen > now - YOUNG)
        query = select(threads) if everything else select(threads).where(recent)
        with self.store.reading() as connection:
            return {(row.platform, row.thread_id): row for row in connection.execute(query)}

    def _wrong_deadline(self, key: Key, row: Any) -> str | None:
        book = self.city.books.get(key)
        if book is None:
            return "nobody wrote it"
        asked = book.seen.get(row.comment_id)
        if asked is None or asked.ours:
            return f"{row.comment_id} is no question of anybody's"
        if row.due_at != due(asked.at):
            return f"of {asked.at} is due {row.due_at}, by the book {due(asked.at)}"
        return None

    def _differs(self, key: Key, row: Any, now: datetime) -> str | None:
        """How a thread stands otherwise than it is true."""
        told = self.city.books[key].verdict()
        if row is None:
            return f"is in no row, and is {told.state}"
        stored = (row.state in WAITS, row.due_at, row.comment_id if row.due_at else None)
        truly = (told.state in WAITS, told.due, told.waiting)
        if stored != truly:
            return f"stands as {row.state} {stored}, and truly is {told.state} {truly}"
        whose = self.owner(key, now.astimezone(STOCKHOLM).date())
        if row.state in WAITS and row.owner != whose:
            return f"is {row.owner}'s, and truly {whose}'s"
        return None

    def _look_at_texts(self, now: datetime, runs: list[Run]) -> None:
        """What members of LinkedIn wrote is gone 48 hours after it was last read."""
        purged = [one for one in runs if one.job == "purge" and one.ended]
        if not purged:
            return
        c = comments.c
        query = select(comments).where(
            c.platform == "linkedin",
            c.fetched_at <= purged[-1].began - KEPT,
            c.created_at.is_not(None) | c.text.is_not(None),
        )
        with self.store.reading() as connection:
            for row in connection.execute(query):
                self.fault(f"{now}: {row.id} was kept too long")

    def fault(self, what: str) -> None:
        """Something is not as it should be."""
        self.faults.append(what)
