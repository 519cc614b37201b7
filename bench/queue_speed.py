"""How long a page of the queue takes when 100,000 threads wait, on SQLite.

python bench/queue_speed.py [--threads 100000] [--page 100]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from worker.store.opening import Store, open_store
from worker.store.queueing import listed, page
from worker.store.tables import comments, posts, threads

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def fill(store: Store, number: int) -> None:
    post = {"platform": "meta", "id": "1001_1", "kind": "facebook", "first_seen": NOON}
    shared = {
        "platform": "meta",
        "kind": "comment",
        "post_id": "1001_1",
        "state": "open",
        "reason": {"template": "It waits for an answer.", "values": {}},
        "moderate": [],
        "owner": "slk",
        "revision": 0,
        "first_seen": NOON,
        "changed_at": NOON,
    }
    said = {
        "platform": "meta",
        "kind": "comment",
        "text": "När öppnar det?",
        "created_at": NOON,
        "tags": [],
        "hidden": False,
        "first_hidden": False,
        "first_seen": NOON,
        "fetched_at": NOON,
    }
    waiting = [
        shared
        | {
            "id": f"t{n}",
            "thread_id": f"{n}",
            "comment_id": f"{n}",
            "due_at": NOON + timedelta(seconds=n * 7919 % 604_800),
        }
        for n in range(number)
    ]
    with store.writing() as connection:
        connection.execute(insert(posts).values(post))
        connection.execute(insert(threads), waiting)
        written = [said | {"id": f"{n}", "thread": f"t{n}"} for n in range(number)]
        connection.execute(insert(comments), written)


def milliseconds(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def paged(store: Store, size: int) -> list[float]:
    """How long each page took."""
    took, last = [], None
    with store.reading() as connection:
        while True:
            began = time.perf_counter()
            rows = page(connection, size, after=last, linkedin_fetched_after=NOON)
            took.append(milliseconds(began))
            if len(rows) < size:
                return took
            last = rows[-1]


def whole(store: Store) -> float:
    began = time.perf_counter()
    with store.reading() as connection:
        listed(connection, linkedin_fetched_after=NOON)
    return milliseconds(began)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--threads", type=int, default=100_000)
    arguments.add_argument("--page", type=int, default=100)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'queue.db'}")
        fill(store, wanted.threads)
        pages = paged(store, wanted.page)
        told = {
            "threads": wanted.threads,
            "pages": len(pages),
            "first_page_ms": pages[0],
            "median_page_ms": sorted(pages)[len(pages) // 2],
            "slowest_page_ms": max(pages),
            "whole_list_ms": whole(store),
        }
        store.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
