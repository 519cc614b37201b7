"""Troubles as they begin and end: done to the sandbox, the mail server, the disk, the database."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from connectors.sandbox.linkedin import tokens
from tests.worker.service.year_city import City
from tests.worker.service.year_house import House
from tests.worker.service.year_post import PostOffice
from tests.worker.service.year_sky import Trouble

RATES = {
    "faulty": "null=0.02,throttle=0.02,transient=0.05,html=0.02,drop=0.01,cut=0.01",
    "slow": "slow=0.04",
}
TOGGLES: dict[str, tuple[str, object]] = {
    "meta-away": ("meta.html_page", True),
    "linkedin-away": ("linkedin.empty_5xx", True),
    "meta-throttled": ("meta.throttled", ["act_100"]),
    "linkedin-day-limit": ("linkedin.day_limit", True),
    "meta-token": ("meta.token_expired", True),
}
FULL = 1024
"""Bytes after which no file can be written while the disk is full."""


class Disk(Protocol):
    """Where everything is written."""

    def fill(self) -> None:
        """Nothing more can be written."""

    def empty(self) -> None:
        """There is room again."""


class Limited:
    """A limit on the size of files (`RLIMIT_FSIZE`): the kernel refuses what goes beyond it.

    It says EFBIG where a full disk says ENOSPC; to SQLite and to us both are writes that failed.
    """

    def fill(self) -> None:
        """No file grows beyond a kilobyte."""
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, self._before[1]))

    def empty(self) -> None:
        """As before."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


class Database(Protocol):
    """The database's server."""

    def stop(self) -> None:
        """It answers nobody."""

    def start(self) -> None:
        """It answers again."""


class Locked:
    """SQLite has no server: another program keeps the file to itself."""

    def __init__(self, file: str) -> None:
        self._file = file

    def stop(self) -> None:
        """Take the file."""
        self._other = sqlite3.connect(self._file, isolation_level=None, timeout=20)
        self._other.execute("BEGIN EXCLUSIVE")

    def start(self) -> None:
        """Let go of it."""
        self._other.execute("ROLLBACK")
        self._other.close()


class Weather:
    """Lets troubles begin and end."""

    def __init__(
        self,
        troubles: list[Trouble],
        city: City,
        house: House,
        post: PostOffice,
        *,
        disk: Disk,
        database: Database,
        cut_off: Callable[[], None],
        stop: Callable[[], None],
        resume: Callable[[], None],
    ) -> None:
        self.troubles = troubles
        self._ahead = [*troubles]
        self.on: list[Trouble] = []
        self.city, self.house, self.post = city, house, post
        self._disk, self._database = disk, database
        self._own: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
            "nobody-listens": (city.sandbox.stop, self._listen),
            "mail-away": (post.stop, post.start),
            "restart": (house.end, self._start),
            "off": (house.end, self._start),
            "twice": (self._start, house.end),
            "cut": (cut_off, lambda: None),
            "disk-full": (self._fill, self._empty),
            "database-away": (self._database_goes, self._database_comes),
            "stopped": (stop, resume),
        }
        self.port = 0
        self.renewed = 0

    def is_on(self, *kinds: str) -> bool:
        """Whether any of these is on."""
        return any(one.kind in kinds for one in self.on)

    def kinds(self, at: datetime) -> frozenset[str]:
        """What is wrong now; that a token of LinkedIn's has run out, or soon will, is wrong too."""
        late = at.timestamp() >= self._token_ends()
        found = {one.kind for one in self.on} | ({"linkedin-token"} if late else set())
        return frozenset(found | ({"consent"} if at.timestamp() >= self._consent_ends() else set()))

    def turn(self, at: datetime) -> None:
        """All that begins and ends up to this instant."""
        for one in [one for one in self.on if one.ends <= at]:
            self.on.remove(one)
            self._change(one, began=False)
        while self._ahead and self._ahead[0].begins <= at:
            one = self._ahead.pop(0)
            if one.ends > at or one.kind == "cut":
                self.on.append(one)
                self._change(one, began=True)
        self._tokens(at)

    def _change(self, one: Trouble, *, began: bool) -> None:
        faults = self.city.world.faults
        if one.kind in RATES:
            faults.set_rates(",".join(RATES[o.kind] for o in self.on if o.kind in RATES))
        elif one.kind in TOGGLES:
            name, value = TOGGLES[one.kind]
            faults.set_toggles({name: value if began else None}, {name})
            if one.kind == "meta-token" and not began:
                self.house.reload(self.house.settings)
        else:
            self._own[one.kind][not began]()

    def _listen(self) -> None:
        self.city.sandbox.start(self.port)

    def _start(self) -> None:
        self.house.start()

    def _fill(self) -> None:
        self.house.database_is_there = False
        self._disk.fill()

    def _empty(self) -> None:
        self._disk.empty()
        self.house.database_is_there = True
        self.house.wait()

    def _database_goes(self) -> None:
        self.house.database_is_there = False
        self._database.stop()

    def _database_comes(self) -> None:
        self._database.start()
        self.house.database_is_there = True
        self.house.wait()

    def _tokens(self, at: datetime) -> None:
        """A person replaces the token for comments some hours after it has run out."""
        if at.timestamp() < self._token_ends() + timedelta(hours=7).total_seconds():
            return
        world, settings = self.city.world, self.house.settings
        section = settings.linkedin
        assert section is not None
        self.renewed += 1
        text = f"sandbox-community-{self.renewed + 1}"
        with world.lock:
            seconds = int(at.timestamp())
            tokens.issue(world, text, "community", first_granted=seconds, now=seconds)
        changed = type(section).model_validate({**section.model_dump(), "community_token": text})
        self.house.reload(settings.model_copy(update={"linkedin": changed}))

    def _consent_ends(self) -> float:
        """When the member has three days left to consent anew: refreshing prolongs no consent."""
        granted = self.city.world.linkedin["tokens"]["sandbox-ads"]["authorized_at"]
        return float(granted + (tokens.REFRESH_LIFE - timedelta(days=3)).total_seconds())

    def _token_ends(self) -> int:
        """When the token for comments runs out, in seconds since 1970."""
        section = self.house.settings.linkedin
        assert section is not None
        assert section.community_token is not None
        now = section.community_token.get_secret_value()
        ends: int = self.city.world.linkedin["tokens"][now]["expires_at"]
        return ends
