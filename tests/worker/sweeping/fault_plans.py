"""Sweeps of the sandbox's city while its answers break, held against the sweep in which none does.

A plan is a seed. Its sweep must end, and give what the whole one gave, or name as unread what
every difference lies under. A second sweep, over a database that holds the whole truth, must take
nothing of it away.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from pydantic import SecretStr
from sqlalchemy import Table, select

from connectors.http import Patience
from connectors.meta.budget import budget_of
from connectors.meta.learnt import learnt_of
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta import ACCOUNTS, account, found
from connectors.sandbox.city_meta_ads import Builder
from connectors.sandbox.city_meta_campaigns import STORIES
from connectors.sandbox.city_meta_messages import converse
from connectors.sandbox.city_meta_talk import talk
from policies.model import Platform, Snapshot, Unread
from tests.worker.made import some_settings
from tests.worker.sweeping.differences import Names, snapshots_differ, talk_differs
from tests.worker.sweeping.verdicts_compared import verdicts_differ
from worker.platforms import reader
from worker.store import snapshots, tables
from worker.store.opening import Store, open_store
from worker.sweeping.means import Scope, means
from worker.sweeping.sweep import sweep

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEGINS = NOON + timedelta(minutes=17)
"""When sweeps begin: what stands at whole days and hours in the city is not at the edge of any."""
RATES = "null=0.05,throttle=0.05,transient=0.05,html=0.05"
SPARSE = "null=0.012"
"""So few faults that a sweep lacks one thing, or two: nothing else names what that one does."""
FOR_EVER = 1e9
"""Seconds that may be waited in all; nobody sleeps."""


class Time:
    """An instant that moves only while somebody waits, and then at once."""

    def __init__(self):
        self._lock = threading.Lock()
        self._slept = 0.0

    def now(self) -> datetime:
        return BEGINS + timedelta(seconds=self._slept)

    def pass_(self, seconds: float) -> None:
        with self._lock:
            self._slept += seconds


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a database holds after a sweep, and what the sweep named as unread."""

    accounts: frozenset[str]
    snapshots: dict[str, Snapshot]
    posts: dict[tuple, dict]
    comments: dict[tuple, dict]
    threads: dict[tuple, dict]
    findings: dict[tuple, dict]
    unread: tuple[Unread, ...]
    requests: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one plan did."""

    wrong: tuple[str, ...]
    """Differences that nothing named as unread explains."""
    different: int
    """All differences."""
    unread: int
    """Names that the whole sweep did not give."""
    requests: int


SOME = (
    "Ungdomsrådet söker dig",  # automatic placements
    "Information på lätt svenska",  # sent under a legacy id
    "Ombyggnaden av kajen",  # contradicts the account's controls
    "Kulturskolan har platser",  # controls that are being applied
    "Museinatten",  # a partner beside the city
    "Isbanor i vinter",  # a dynamic ad
    "Seniorgympa",  # a boosted post
    "Vattenmuseet",  # long ended
    "Hemtjänst nära dig",  # in a disabled account
)
"""The campaigns of the small city."""


@contextmanager
def small_city() -> Iterator[Sandbox]:
    """Some of the sandbox's campaigns, in all their accounts, with what is said about them."""
    with Sandbox(clock=lambda: NOON, city=False) as sandbox:
        dice = Random(1)
        found(sandbox.world)
        for number, name, guard in ACCOUNTS:
            account(sandbox.world, number, name, guard=guard)
        builder = Builder(sandbox.world, dice)
        for story in STORIES:
            if story.name in SOME:
                builder.campaign(story)
        talk(sandbox.world, dice)
        converse(sandbox.world, dice)
        yield sandbox


class Proof:
    """A city, the truth about it, and one broken sweep after another."""

    def __init__(self, sandbox: Sandbox, folder: Path, platforms=(Platform.META,)):
        self._sandbox = sandbox
        self._folder = folder
        self._platforms = platforms
        self._settings = _settings(sandbox.start())
        self._empty, self._whole = folder / "empty.db", folder / "whole.db"
        open_store(f"sqlite:///{self._empty}").close()
        shutil.copy(self._empty, self._whole)
        self.truth = self._sweep(self._whole, FOR_EVER)
        self._fold()

    def _fold(self):
        """Put the whole truth into one file, so that it can be copied."""
        store = open_store(f"sqlite:///{self._whole}")
        store.forget_erased()
        store.close()

    def cold(self, seed: int, *, patience: float = FOR_EVER, rates: str = RATES) -> Outcome:
        """A first sweep under this plan."""
        return self._broken(seed, self._empty, patience, rates)

    def warm(self, seed: int, *, patience: float = FOR_EVER, rates: str = RATES) -> Outcome:
        """A sweep under this plan by one who knows the truth already."""
        return self._broken(seed, self._whole, patience, rates)

    def _broken(self, seed: int, database: Path, patience: float, rates: str) -> Outcome:
        path = self._folder / "broken.db"
        shutil.copy(database, path)
        self._sandbox.world.faults.set_rates(f"{rates},seed={seed}")
        try:
            told = self._sweep(path, patience)
        finally:
            self._sandbox.world.faults.set_rates("")
            for one in self._folder.glob("broken.db*"):
                one.unlink()
        return compared(told, self.truth)

    def _sweep(self, path: Path, patience: float) -> Told:
        learnt_of.cache_clear()
        budget_of.cache_clear()
        store = open_store(f"sqlite:///{path}")
        time = Time()
        shared = Patience(patience, sleep=time.pass_)
        readers = {
            platform: reader(platform, self._settings, patience=shared, clock=time.now)
            for platform in self._platforms
        }
        told = means(self._settings, store=store, clock=time.now, tell=lambda _: None)
        try:
            swept = sweep(told, readers, Scope())
            return _told(store, swept)
        finally:
            store.close()


def _settings(url: str):
    plain = some_settings()
    meta = plain.meta.model_copy(
        update={"base_url": url, "app_id": "1", "app_secret": SecretStr("sandbox-secret")}
        | {"access_token": SecretStr("sandbox-meta")}
    )
    linkedin = plain.linkedin.model_copy(
        update={"base_url": url, "oauth_url": url}
        | {"ads_token": SecretStr("sandbox-ads"), "community_token": SecretStr("sandbox-community")}
    )
    return plain.model_copy(update={"meta": meta, "linkedin": linkedin})


def _told(store: Store, swept) -> Told:
    with store.reading() as connection:
        read = {
            account_id: snapshots.latest(connection, platform, account_id)
            for platform, account_id in snapshots.account_ids(connection)
        }
        return Told(
            accounts=frozenset(one.id for one in swept.accounts),
            snapshots={key: one for key, one in read.items() if one is not None},
            posts=_rows(connection, tables.posts, "id"),
            comments=_rows(connection, tables.comments, "kind", "id"),
            threads=_rows(connection, tables.threads, "id"),
            findings=_rows(connection, tables.findings, "id"),
            unread=swept.unread,
            requests=sum(meter.http for meter in swept.requests.values()),
        )


_OUR_TIMES = (
    "first_seen", "last_seen", "fetched_at", "changed_at", "read_at", "caught_up_at", "hidden_at",
    "reworded_at",
)  # fmt: skip
"""When we came by something. It may be later than in the truth, but not missing."""


def _rows(connection, table: Table, *key: str) -> dict[tuple, dict]:
    rows = [dict(row._mapping) for row in connection.execute(select(table))]
    for row in rows:
        row |= {name: row[name] is not None for name in _OUR_TIMES if name in row}
    return {tuple(row[name] for name in key): row for row in rows}


def compared(told: Told, truth: Told) -> Outcome:
    """What differs, and what of it is explained by nothing."""
    names = Names((*told.unread, *(u for one in told.snapshots.values() for u in one.unread)))
    known = Names((*truth.unread, *(u for one in truth.snapshots.values() for u in one.unread)))
    found = [
        *snapshots_differ(told, truth, names),
        *talk_differs(told, truth, names),
        *verdicts_differ(told, truth, names, begins=BEGINS),
    ]
    return Outcome(
        wrong=tuple(one.text for one in found if not one.named),
        different=len(found),
        unread=len(names.whats - known.whats),
        requests=told.requests,
    )
