"""A month of polling a simulated city, and after each step the queue compared with the rulebook.

The clock is passed in and jumps: ten minutes, hours, a weekend. In between people comment, answer,
hide, delete, edit and decide; campaigns begin, pause and end, briefs come; polls fail whole, lose
a batch, a post or a page, or the program dies. What the polls were told is kept twice: in the store
by the product, in a `Memory` by the rulebook's plain words. Both must say the same of every thread.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from policies.model import Platform, Post, Unread
from policies.model.briefs import Brief
from policies.retention import strict
from policies.threads import Decision
from tests.worker.made import some_settings
from tests.worker.sweeping.month_book import Book, Ruled
from tests.worker.sweeping.month_city import ACCOUNTS, DAY, Truth, first_walls
from tests.worker.sweeping.month_compared import differs, loses, told_of, untrue
from tests.worker.sweeping.month_life import Life, first_instant, pause
from tests.worker.sweeping.month_memory import (
    DEPARTMENTS,
    HOURS_KEPT,
    WAITS,
    WATCH_AFTER,
    Key,
    Memory,
    Ordered,
)
from tests.worker.sweeping.month_said import SLURS
from tests.worker.sweeping.month_sky import Killed, Weathered
from worker.store import briefs
from worker.store.errors import Outrun
from worker.store.opening import open_store
from worker.store.purging import purge
from worker.store.tables import comments, threads
from worker.sweeping.ads import read_account
from worker.sweeping.deciding import decide
from worker.sweeping.edge import attempt
from worker.sweeping.means import Scope, Talk, means
from worker.sweeping.talk import read_talk

MAY = {
    "close": ("open", "referred"),
    "refer": ("open",),
    "reopen": ("closed", "referred", "exempt", "answered"),
    "claim": ("open", "referred"),
}
PEOPLE = ("Anna", "Bo", "Cilla")
COUNTED = ("polls", "killed", "decisions", "refused", "compared", "waited", "erased", "loose")
"""What is counted: `erased`, comparisons of threads of which a part was; `loose`, those of them
whose state or deadline was another than if nothing had been erased."""


class Month:
    """One month of one seed."""

    def __init__(self, seed: int, folder: Path, steps: int, walls: int) -> None:
        self.dice = Random(seed)
        self.steps = steps
        self.truth = Truth(first_instant(seed, self.dice))
        self.memory = Memory()
        self.life = Life(self.dice, self.truth, self.order)
        self.readers = {one: Weathered(one, self.truth, self.dice) for one in ACCOUNTS}
        file = folder / f"month{seed}.db"
        shutil.copy(empty_database(folder), file)
        self.url = f"sqlite:///{file}"
        departments = [{"id": one, "name": one, "mail": f"{one}@x.se"} for one in DEPARTMENTS]
        self.settings = some_settings(
            moderation={"slurs": SLURS}, departments=departments, watch_after_days=WATCH_AFTER
        )
        self.faults: list[str] = []
        self.count = dict.fromkeys(COUNTED, 0)
        self.start()
        for wall in first_walls(self.at, walls):
            self.truth.walls[wall.post.id] = wall
        for number in range(4):
            self.life.begin_campaign(number)

    @property
    def at(self) -> datetime:
        """The present instant."""
        return self.truth.at

    def order(self, brief_id: str, campaign: str, last: date, posts: list[Post]) -> None:
        """A department registers a brief, or a company that the configuration does not know."""
        ends = last if self.dice.random() < 0.9 else None
        department = self.dice.choice((*DEPARTMENTS, "Vattenbolaget"))
        ids = tuple(one.id for one in posts)
        self.memory.orders[brief_id] = Ordered(department, ends, ids)
        told = Brief(department=department, ends=ends, posts=ids, campaigns=(campaign,))
        with self.store.writing() as connection:
            briefs.save(connection, brief_id, told, source="x", by=None, at=self.at)

    def start(self) -> None:
        """Start the program."""
        self.store = open_store(self.url)
        tools = means(
            self.settings, store=self.store, clock=lambda: self.at, tell=lambda words: None
        )
        self.means = replace(tools, rules=(), post_rules=(), editor_rules=())

    def run(self) -> None:
        """The whole month, to the first fault, and a clean poll at its end."""
        for _ in range(self.steps):
            self.step()
            if self.faults:
                break
        else:
            self.finish()
        self.store.close()

    def step(self) -> None:
        """What happens up to the next poll, that poll, and what people decide after it."""
        self.life.live(self.at + pause(self.dice, self.steps))
        if self.dice.random() < 0.06:
            down = self.readers[self.dice.choice((*ACCOUNTS, Platform.LINKEDIN))]
            down.down_until = self.at + self.dice.uniform(0.2, 6) * DAY
        if self.dice.random() < 0.3:
            self.poll_ads()
        if self.dice.random() < 0.92:
            self.poll_talk()
        self.erase()
        self.compare("after a poll")
        for _ in range(self.dice.randrange(3)):
            self.truth.at += timedelta(seconds=self.dice.randint(1, 60))
            self.decide()
        self.compare("after decisions")

    def finish(self) -> None:
        """A last poll in clear weather: what is stored must then be what is true."""
        self.life.live(self.at + timedelta(hours=6))
        for reader in self.readers.values():
            reader.clear = True
        self.poll_ads()
        self.poll_talk()
        self.erase()
        self.compare("at the end")
        for platform, reader in self.readers.items():
            self.faults += untrue(self.memory, platform, self.truth, {*reader.polled})

    def poll_ads(self) -> None:
        """Read both accounts' ads."""
        for platform, account in ACCOUNTS.items():
            work = partial(read_account, self.means, self.readers[platform], account)
            if isinstance(attempt(work, what="account", platform=platform), Unread):
                continue
            flights = [one for one in self.truth.flights.values() if one.platform is platform]
            self.memory.take_in_ads(flights, self.at)

    def poll_talk(self) -> None:
        """Read both platforms' comments and messages."""
        for platform, reader in self.readers.items():
            reader.heard, reader.polled, reader.own_told = [], [], None
            expected = self.memory.watched(platform, self.states(), self.at)
            self.count["polls"] += 1
            killed = self.dies(reader)
            expected |= {one.id for one in reader.own_told or ()}
            if set(reader.polled) != expected:
                self.fault(f"{platform}: asked {sorted(reader.polled)}, book {sorted(expected)}")
            for one in reader.heard:
                missing = self.memory.take_in(platform, one, self.at)
                if missing != set(one.asked_gone or ()):
                    self.fault(f"{platform}: asked of {one.asked_gone}, missing {sorted(missing)}")
            if not killed:
                self.memory.give(platform, self.states(), self.at)

    def dies(self, reader: Weathered) -> bool:
        """Read one platform; true: the program died meanwhile and was started again."""
        try:
            read_talk(self.means, reader, Scope(), Talk())
        except Killed:
            self.count["killed"] += 1
            self.store.close()
            self.start()
            return True
        return False

    def erase(self) -> None:
        """The job that erases what LinkedIn's members wrote 48 hours after it was last read."""
        purge(self.store, strict(linkedin_comment_hours=HOURS_KEPT), at=self.at)
        self.memory.erase(self.at)
        with self.store.reading() as connection:
            query = select(comments).where(
                comments.c.platform == "linkedin",
                comments.c.fetched_at <= self.at - timedelta(hours=HOURS_KEPT),
                comments.c.created_at.is_not(None) | comments.c.text.is_not(None),
            )
            for row in connection.execute(query):
                self.fault(f"kept too long: {row.id}")

    def decide(self) -> None:
        """A person decides something, which may mean nothing any more."""
        stored, books = self.stored(), self.memory.books
        usable = [one for one, book in books.items() if one in stored and book.seen]
        if not usable:
            return
        erased = [one for one in usable if one in self.memory.loose]
        key = self.dice.choice(erased if erased and self.dice.random() < 0.3 else usable)
        action = self.dice.choice(("close", "close", "refer", "reopen", "claim"))
        made = Ruled(action, self.dice.choice(PEOPLE), self.at)
        state = self.states()[key]
        if action == "close" and key in self.memory.flagged and state not in MAY["close"]:
            return  # whether a person has yet to look at it is the findings' business
        taken = action == "claim" and books[key].claimed_by not in (None, made.by)
        self.count["decisions"] += 1
        done = self.done(stored[key].id, made)
        if done != (state in MAY[action] and not taken):
            self.fault(f"{key}: {action} in {state} was {done}\n  {told_of(books[key])}")
        if done:
            books[key].ruled.append(made)
            books[key].claimed_by = made.by if action == "claim" else books[key].claimed_by

    def done(self, thread: str, made: Ruled) -> bool:
        """Whether the decision took effect."""
        told = Decision(action=made.action, by=made.by, at=made.at, reason="klart", to="Regionen")
        try:
            decide(self.store, self.means.judgement, thread, told)
        except Outrun:
            self.count["refused"] += 1
            return False
        return True

    def states(self) -> dict[Key, str]:
        """How each thread stands by the book."""
        return self.memory.states(self.stored())

    def stored(self) -> dict[Key, Any]:
        """The rows of all threads."""
        with self.store.reading() as connection:
            return {
                (Platform(row.platform), row.kind, row.thread_id): row
                for row in connection.execute(select(threads))
            }

    def compare(self, when: str) -> None:
        """Every thread as stored, and by the book."""
        stored, books = self.stored(), self.memory.books
        loose = self.memory.loose
        for key in sorted(stored.keys() | books.keys()):
            row, book = stored.get(key), books.get(key, Book())
            if row is None:
                fault = " is in no row"
            elif not book.seen:
                fault = " waits, and nobody wrote in it" if row.state in WAITS else None
            else:
                fault = self.compared(row, book, erased=key in loose)
            if fault:
                self.fault(f"{when} {self.at}: {key}{fault}")

    def compared(self, row: Any, book: Book, *, erased: bool) -> str | None:
        """What is wrong with one thread."""
        told = book.verdict()
        if erased:
            self.count["erased"] += 1
            self.count["loose"] += (row.state, row.due_at) != (told.state, told.due)
            book.owner, book.claimed_by = row.owner, row.claimed_by
            return loses(row, book)
        if told.state not in WAITS:
            book.claimed_by = None
        self.count["compared"] += 1
        self.count["waited"] += told.state in WAITS
        return differs(row, book)

    def fault(self, what: str) -> None:
        """Something is not as it should be."""
        self.faults.append(what)


def empty_database(folder: Path) -> Path:
    """A database with its tables: to make them takes longer than a week of a small month."""
    file = folder / "empty.db"
    if not file.exists():
        open_store(f"sqlite:///{file}").close()
    return file


def prove(seed: int, folder: Path, *, steps: int, walls: int = 2) -> dict[str, Any]:
    """One month; `faults` is empty where the queue was as the book says all along."""
    month = Month(seed, folder, steps, walls)
    month.run()
    return {"seed": seed, "steps": steps, "faults": month.faults, **month.count}
