"""A simulated year of the service, in one process and on a clock that is passed in.

Everything is the service's own: planning, slots, jobs, polls over real HTTP against the sandbox,
the database, mail to a real server. The clock does not run: it goes from one instant to the next,
to what people do in the city, and on while a job waits. At each instant every process looks at what
is due, as it would every two seconds; in between it is as one that was suspended, so that of a job
that is due each minute the latest slot is done and those before it are skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from policies.model.briefs import Brief
from tests.worker.made import some_settings
from tests.worker.service.year_book import Book
from tests.worker.service.year_city import DEPARTMENTS, ORGANISATION, SECRET, City, Flight
from tests.worker.service.year_clock import Clock
from tests.worker.service.year_erasing import Erasing
from tests.worker.service.year_house import House
from tests.worker.service.year_judged import judged
from tests.worker.service.year_ledger import Ledger, Listener
from tests.worker.service.year_post import PostOffice
from tests.worker.service.year_size import Week, weighed
from tests.worker.service.year_sky import KINDS, ROUNDS, Kind, draw, instants
from tests.worker.service.year_stop import Person
from tests.worker.service.year_weather import Database, Disk, Limited, Locked, Weather
from worker.config import Settings
from worker.store import briefs
from worker.store.opening import open_store

AWAY = (
    ("meta", frozenset({"meta-away", "meta-token", "nobody-listens"})),
    (
        "linkedin",
        frozenset({"linkedin-away", "nobody-listens", "linkedin-day-limit", "linkedin-token"}),
    ),
)
"""Which troubles leave nothing of a platform to be read."""
ON_ITS_WAY = timedelta(days=4)
"""Longer than the mail server is ever away."""
REPORT_TO = ("anna@example.org", "redaktion@example.org")


@dataclass(kw_only=True)
class Plan:
    """Which year."""

    seed: int
    begins: datetime
    days: int
    accounts: int = 3
    """On Meta."""
    every: timedelta = timedelta(hours=3)
    """Between two looks at the work, events aside."""
    step: timedelta = timedelta(minutes=15)
    """The same while two processes are there, or the disk or database is not."""
    times: Sequence[time] = (*ROUNDS, time(0, 10))
    """Times of day at which it looks in any case."""
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    """What goes wrong."""
    token_days: float | None = None
    """After how many days the first token for comments runs out; None: as LinkedIn has it."""
    url: str | None = None
    """Of an empty database; None: a new SQLite file."""
    database: Database | None = None
    disk: Disk = field(default_factory=Limited)
    tell: Callable[[str], None] = lambda line: None
    """Told of each week."""


class Year:
    """One year of one seed."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.ends = plan.begins + timedelta(days=plan.days)
        self.clock = Clock(plan.begins)
        self.url = plan.url or f"sqlite:///{folder}/year.db"
        self.ledger, self.listener = Ledger(), Listener(clock=self.clock)
        self.orders: list[Flight] = []
        self.post = PostOffice(self.clock, SECRET)
        self.city = City(plan.seed, self.clock, self.orders.append, plan.accounts)
        if plan.token_days is not None:
            ends = plan.begins + timedelta(days=plan.token_days)
            token = self.city.world.linkedin["tokens"]["sandbox-community"]
            token["expires_at"] = int(ends.timestamp())
        address = self.city.sandbox.start()
        self.house = House(self.clock, self.ledger, self.settings(address, folder))
        self.person = Person(self.house, self.city)
        troubles = draw(plan.seed, plan.begins, self.ends, plan.kinds)
        self.weather = Weather(
            troubles,
            self.city,
            self.house,
            self.post,
            disk=plan.disk,
            database=plan.database or Locked(self.url.removeprefix("sqlite:///")),
            cut_off=self.cut,
            stop=self.person.stop,
            resume=self.person.resume,
        )
        self.weather.port = int(address.rpartition(":")[2])
        self.store = open_store(self.url, upgrade=True)
        self.book = Book(self.city, self.store)
        self.erasing = Erasing(plan.seed, self.house, self.city, self.store)
        self.post.erased = self.erasing.told_by
        self.weeks: list[Week] = []
        self.report_to = REPORT_TO
        self.addresses = {one: f"{one}@example.org" for one in (*DEPARTMENTS, "slk")}

    def settings(self, address: str, folder: Path) -> Settings:
        """The configuration of the small city."""
        return some_settings(
            state_dir=folder / "var",
            database={"url": self.url},
            meta={
                "base_url": address,
                "app_id": "1",
                "app_secret": "sandbox-secret",
                "access_token": "sandbox-meta",
                "ad_accounts": self.city.on_meta,
                "pages": ["1001"],
                "approved_pages": ["1001"],
                "approved_instagram": [{"id": "17841400000000001", "username": "stockholms.stad"}],
            },
            linkedin={
                "base_url": address,
                "oauth_url": address,
                "ads_token": "sandbox-ads",
                "ads_client_id": "1",
                "ads_client_secret": "sandbox-secret",
                "ads_refresh_token": "sandbox-refresh-ads",
                "community_token": "sandbox-community",
                "ad_accounts": ["9100"],
                "organizations": [ORGANISATION],
                "approved_organizations": [ORGANISATION],
            },
            mail={
                "url": f"smtp://127.0.0.1:{self.post.port}",
                "sender": "annonsvakt@example.org",
                "report_to": REPORT_TO,
            },
            contacts={
                "first": "first@example.org",
                "editorial": "editorial@example.org",
                "slk": "slk@example.org",
            },
            departments=[
                {"id": one, "name": one.capitalize(), "mail": f"{one}@example.org"}
                for one in DEPARTMENTS
            ],
        )

    def cut(self) -> None:
        """A process dies at its work."""
        self.house.cut(self.city.sandbox, lambda: None)

    def run(self) -> None:
        """The whole year."""
        self.listener.begin()
        self.post.start()
        self.house.start()
        try:
            for at in instants(
                self.plan.begins,
                self.ends,
                self.weather.troubles,
                self.plan.every,
                step=self.plan.step,
                times=self.plan.times,
            ):
                self.step(at)
        finally:
            self.close()

    def step(self, at: datetime) -> None:
        """What happens up to an instant, and what is done then."""
        self.city.live(at)
        began = len(self.ledger.runs)
        self.weather.turn(at)
        self.register()
        self.erasing.step(at)
        self.house.work()
        self.look(at, began)

    def look(self, at: datetime, began: int) -> None:
        """Compare everything with the book."""
        on = self.weather.kinds(at)
        self.book.look(
            at,
            self.clock(),
            self.ledger.since(began),
            processes=len(self.house.alive),
            writable=self.house.database_is_there,
            mail=self.post.open,
            reached=frozenset({"meta", "linkedin"} - {away for away, kinds in AWAY if on & kinds}),
            troubles=on,
        )
        if self.house.database_is_there:
            for fault in self.erasing.faults(self.store):
                self.book.fault(f"{self.clock()}: {fault}")
        week = at.date().isocalendar()[:2]
        if self.house.database_is_there and (not self.weeks or week != self._week):
            self._week = week
            self.city.sandbox.requests.clear()
            self.weeks.append(weighed(self.clock(), self.store, *self.beside()))
            self.look_at_files()
            self.plan.tell(f"{at:%Y-%m-%d} {len(self.book.faults)} faults")

    def beside(self) -> tuple[object, ...]:
        """What the world around the service, and the book of it, have come to hold."""
        world = self.city.world
        told = (self.ledger.runs, self.listener.failures, self.book.log, self.post.came)
        here = (world.meta, world.linkedin, world.used, self.city.books, self.city.where)
        return (*here, *told)

    def look_at_files(self) -> None:
        """No more backups are kept than are to be, and nothing stands in them that may not.

        Nor does the database's file hold what was erased, once mails on their way have gone.
        """
        settings = self.house.settings
        kept = sorted((settings.state_dir / "backups").glob("*.db"))
        if len(kept) > settings.backup.keep + 1:
            self.book.fault(f"{self.clock()}: {len(kept)} backups are kept")
        for file in kept[-1:]:
            if SECRET.encode() in file.read_bytes():
                self.book.fault(f"{self.clock()}: {file.name} holds what a member wrote")
            made = datetime.strptime(file.stem[-15:], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            self.erased_is_not_in(file, made)
        if self.plan.url is None:
            here = Path(self.url.removeprefix("sqlite:///"))
            for file in here.parent.glob(f"{here.name}*"):
                self.erased_is_not_in(file, self.clock() - ON_ITS_WAY)

    def erased_is_not_in(self, file: Path, since: datetime) -> None:
        """What was erased before that instant stands nowhere in it."""
        for fault in self.erasing.left_in(file, since):
            self.book.fault(f"{self.clock()}: {fault}")

    def register(self) -> None:
        """Departments' briefs come to the register as soon as it can be written."""
        while self.orders and self.house.database_is_there:
            flight = self.orders.pop(0)
            told = Brief(department=flight.department, ends=flight.last_day, campaigns=(flight.id,))
            with self.store.writing() as connection:
                name = f"b{flight.id}"
                briefs.save(connection, name, told, source="x", by=None, at=self.clock())

    def judged(self) -> dict[str, Any]:
        """What came of it."""
        return judged(self)

    def close(self) -> None:
        """Everything comes to its end."""
        while self.house.alive:
            self.house.end()
        self.post.stop()
        self.city.sandbox.stop()
        self.listener.end()


def prove(plan: Plan, folder: Path) -> dict[str, Any]:
    """One year; `faults` is empty where all held that the book asks for."""
    year = Year(plan, folder)
    try:
        year.run()
        return year.judged()
    finally:
        year.store.close()
