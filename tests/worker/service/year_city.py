"""The small city of a simulated year: campaigns that begin and end, people who write, answers.

It lives in the sandbox, whose clock is the year's. Beside it stands what is true, in the plain
words of `month_book`, so that nobody has to ask the program what waits and until when.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, NamedTuple

from connectors.sandbox import Sandbox, city_linkedin, city_meta
from connectors.sandbox.city_linkedin_ads import Builder as LinkedInBuilder
from connectors.sandbox.city_linkedin_campaigns import GroupStory
from connectors.sandbox.city_linkedin_campaigns import Story as LinkedInStory
from connectors.sandbox.city_linkedin_shapes import schedule
from connectors.sandbox.city_linkedin_talk import post_of
from connectors.sandbox.city_meta_ads import Builder as MetaBuilder
from connectors.sandbox.city_meta_campaigns import Story as MetaStory
from connectors.sandbox.linkedin import talking as on_linkedin
from connectors.sandbox.linkedin.tokens import MEMBER
from connectors.sandbox.meta import talking as on_meta
from policies.model import Platform
from tests.worker.service.year_clock import Clock
from tests.worker.sweeping.month_book import STOCKHOLM, Book, Seen
from tests.worker.sweeping.month_said import Line

META, LINKEDIN = ("act_100", "act_101", "act_102"), ("9100",)
ORGANISATION = "urn:li:organization:77"
DEPARTMENTS = ("trafikkontoret", "kulturforvaltningen")
SECRET = "Fruängen"
"""Stands in all that members of LinkedIn write, and may stand in no mail."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TALKED_ABOUT = 12 * DAY
"""How long after a campaign's end people still write under it."""
QUESTION = Line("När öppnar anmälan?", needs=True)
CHEER = Line("Så fint!", needs=False)
ANSWER = Line("Hej! På måndag. /Anna", needs=False)
Key = tuple[str, str]
"""Platform, and the id of a top comment or conversation."""
Order = Callable[["Flight"], None]
"""Registers the brief of a campaign."""


class Writer(NamedTuple):
    """Somebody who wrote something, once."""

    platform: Platform
    author: str
    number: str
    """Of the comment, as the platform has it."""
    at: datetime
    word: str
    """Stands in what this person writes alone."""


@dataclass
class Flight:
    """A campaign as it truly is."""

    platform: Platform
    id: str
    begins: datetime
    ends: datetime
    posts: tuple[str, ...]
    department: str | None
    """Who ordered it; None: there is no brief."""
    stopped: datetime | None = None
    """Since when a crisis stop may have kept it off; nobody tells whether it ran from then on."""

    @property
    def last_day(self) -> date:
        """The last day of its brief."""
        return self.ends.astimezone(STOCKHOLM).date()


class City:
    """The city, and what happens in it by the dice."""

    def __init__(self, seed: int, clock: Clock, order: Order, accounts: int) -> None:
        """`accounts`: so many on Meta; on LinkedIn there is one."""
        self.on_meta = META[:accounts]
        self.dice = Random(f"{seed}:city")
        self.clock = clock
        self.order = order
        self.sandbox = Sandbox(seed, clock=clock, city=False)
        self.world = self.sandbox.world
        self.flights: list[Flight] = []
        self.books: dict[Key, Book] = {}
        self.where: dict[Key, str | None] = {}
        """The post of each thread."""
        self.writers: list[Writer] = []
        """Who wrote lately."""
        self.waiting: set[Key] = set()
        """Threads that wait for an answer."""
        self._numbers = count(1)
        self._ahead: list[tuple[datetime, int, Callable[[], None]]] = []
        city_meta.found(self.world)
        city_linkedin.found(self.world)
        for one in self.on_meta:
            city_meta.account(self.world, one, f"Konto {one}")
        for one in LINKEDIN:
            city_linkedin.account(self.world, one, f"Konto {one}")
            city_linkedin.appoint(self.world, one, "CAMPAIGN_MANAGER")
        for one in (*self.on_meta, *LINKEDIN):
            self.begin_campaign(one)
        self._later(self.dice.uniform(0.2, 5), self.comment)

    def _later(self, hours: float, what: Callable[[], None]) -> None:
        at = self.clock() + hours * HOUR
        heapq.heappush(self._ahead, (at.replace(microsecond=0), next(self._numbers), what))

    def live(self, until: datetime) -> None:
        """All that happens up to that instant."""
        while self._ahead and self._ahead[0][0] <= until:
            at, _, what = heapq.heappop(self._ahead)
            self.clock.turn_to(at)
            what()
        self.clock.turn_to(until)

    def begin_campaign(self, account: str) -> None:
        """A campaign of a few weeks in that account; the next one follows it."""
        begins = self.clock().replace(microsecond=0)
        ends = begins + self.dice.uniform(6, 24) * DAY
        made = self._on_meta if account in META else self._on_linkedin
        platform, number, posts = made(account, begins, ends)
        department = self.dice.choice((*DEPARTMENTS, None))
        flight = Flight(platform, number, begins, ends, posts, department)
        self.flights.append(flight)
        if department:
            self.order(flight)
        gone = (ends - begins) / HOUR
        self._later(gone + self.dice.uniform(-48, 72), lambda: self.begin_campaign(account))

    def _on_meta(
        self, account: str, begins: datetime, ends: datetime
    ) -> tuple[Platform, str, tuple[str, ...]]:
        meta, first = self.world.meta, 1000 * next(self._numbers)
        with self.world.lock:
            before = set(meta)
            builder = MetaBuilder(self.world, self.dice, first=first)
            story = MetaStory(account, f"Insats {first}", "delivering", "manual", "city", ads=1)
            number = builder.campaign(story)
            new = [meta[one] for one in meta if one not in before]
            start, stop = (on_meta.stamp(one) for one in (begins, ends))
            for node in new:
                if node.kind in ("Campaign", "AdSet"):
                    end = "stop_time" if node.kind == "Campaign" else "end_time"
                    node.fields |= {"start_time": start, end: stop}
                if "delivery" in node.hidden:
                    node.hidden["delivery"] |= {"from": begins.isoformat(), "to": ends.isoformat()}
            posts = tuple(n.fields["id"] for n in new if n.kind in ("PagePost", "IGMedia"))
        return Platform.META, number, posts

    def _on_linkedin(
        self, account: str, begins: datetime, ends: datetime
    ) -> tuple[Platform, str, tuple[str, ...]]:
        first = 1000 * next(self._numbers)
        tables = self.world.linkedin
        with self.world.lock:
            builder = LinkedInBuilder(self.world, self.dice, first=first)
            group = builder.group(GroupStory(account, f"Insats {first}"))
            story = LinkedInStory(
                account, f"Insats {first}", f"Kampanj {first}", "delivering", ("image",)
            )
            campaign = builder.campaign(story)
            flight = schedule(begins, ends)
            tables["adCampaignGroups"][group]["runSchedule"] = flight
            tables["adCampaigns"][campaign]["runSchedule"] = flight
            mine = f"urn:li:sponsoredCampaign:{campaign}"
            made = [one for one in tables["creatives"].values() if one["campaign"] == mine]
        return Platform.LINKEDIN, group, tuple(filter(None, map(post_of, made)))

    def comment(self) -> None:
        """Somebody writes: something new, or once more in a thread; the next one will."""
        self._later(self.dice.expovariate(1 / 5), self.comment)
        now = self.clock()
        live = [one for one in self.flights if now < one.ends + TALKED_ABOUT]
        if not live:
            return
        line = QUESTION if self.dice.random() < 0.75 else CHEER
        young = [key for key, book in self.books.items() if _age(book, now) < 5 * DAY]
        if young and self.dice.random() < 0.2:
            key = self.dice.choice(young)
        else:
            flight = self.dice.choice(live)
            post = self.dice.choice(flight.posts)
            number = self._write(flight.platform, post, None, line, ours=False)
            key = (str(flight.platform), number)
            self.books[key], self.where[key] = Book(), post
            self._note(key, number, line, ours=False)
            self._answer_later(key, line)
            return
        self._note(key, self._reply(key, line, ours=False), line, ours=False)
        self._answer_later(key, line)

    def _answer_later(self, key: Key, line: Line) -> None:
        """Most are answered in time, some late, some only by a person's word in the queue."""
        if line.needs and self.dice.random() < 0.93:
            late = self.dice.random() < 0.2
            hours = self.dice.uniform(26, 150) if late else self.dice.uniform(0.5, 20)
            self._later(hours, lambda: self.answer(key))

    def answer(self, key: Key) -> None:
        """The city answers, as itself."""
        if self.books[key].verdict().waiting:
            self._note(key, self._reply(key, ANSWER, ours=True), ANSWER, ours=True)

    def _reply(self, key: Key, line: Line, *, ours: bool) -> str:
        post = self.where[key]
        assert post is not None
        return self._write(Platform(key[0]), post, key[1], line, ours=ours)

    def _note(self, key: Key, number: str, line: Line, *, ours: bool) -> None:
        at = self.clock().replace(microsecond=0)
        self.books[key].seen[number] = Seen(
            id=number, ours=ours, line=line, at=at, hidden=False, first=at, read=at,
            was_visible=True,
        )  # fmt: skip
        waits = self.books[key].verdict().waiting is not None
        (self.waiting.add if waits else self.waiting.discard)(key)

    def _write(
        self, platform: Platform, post: str, top: str | None, line: Line, *, ours: bool
    ) -> str:
        at = self.clock().replace(microsecond=0)
        with self.world.lock:
            if platform is Platform.LINKEDIN:
                by = ORGANISATION if ours else f"urn:li:person:{self.dice.randrange(10**9)}"
                text = self._said(line, f"Undrar vi i {SECRET}", by, ours=ours)
                record = on_linkedin.write(self.world, post, text, by, top, at=at)
                if ours:
                    record["agent"] = MEMBER
                number = str(record["id"])
            else:
                node = self.world.meta[post]
                author = self._author(node, ours=ours)
                by = author["id"]
                text = self._said(line, "Hälsar", by, ours=ours)
                written = on_meta.write(self.world, top or post, text, author, at=at)
                number = str(written.fields["id"])
        if not ours:
            self.writers.append(Writer(platform, by, number, at, word(by)))
        return number

    def _author(self, node: Any, *, ours: bool) -> dict[str, Any]:
        """Who writes on Meta."""
        if node.kind == "IGMedia":
            if ours:
                return {"id": node.fields["owner"]["id"], "username": "stockholms.stad"}
            return {"id": f"56{self.dice.randrange(10**9)}", "username": "tuva.ek"}
        if ours:
            return {"id": "1001", "name": "Stockholms stad"}
        return {"id": f"24{self.dice.randrange(10**9)}", "name": "Tuva Ek"}

    def _said(self, line: Line, end: str, by: str, *, ours: bool) -> str:
        """A person's question ends with a word of this person's own."""
        return f"{line.text} {end} {word(by)}" if line.needs and not ours else line.text or ""


def word(author: str) -> str:
    """A word that stands in what one person writes alone."""
    return "".join("bdfgklmnrs"[int(digit)] for digit in author if digit.isdigit()).capitalize()


def _age(book: Book, now: datetime) -> timedelta:
    return now - max(one.at for one in book.seen.values())
