"""Killed while it posts and delivers, and several at once: none is lost, none goes twice."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.worker.conftest import new_database
from tests.worker.posting.breaking import Breaking
from tests.worker.posting.letters import NOON, QUICK, letter
from worker.posting.outbox import deliver_due
from worker.store.opening import open_store

PROOF = Path(__file__).parents[3] / "bench" / "mail_kills.py"


def proven(folder, first, last, *options):
    """The proof's rows for these seeds, and what it said."""
    results = folder / "results.jsonl"
    asked = ["--seeds", f"{first}:{last}", "--results", results, *options]
    ended = subprocess.run(
        [sys.executable, PROOF, *asked], capture_output=True, text=True, timeout=110, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return [json.loads(line) for line in results.read_text().splitlines()]


def test_killed_at_any_moment_every_letter_arrives_and_none_twice_beyond_the_window(tmp_path):
    found = proven(tmp_path, 0, 20)
    assert len(found) == 20
    assert all(one["passed"] for one in found)
    assert sum(one["killed"] for one in found) > 5


def test_the_same_on_postgresql(tmp_path, postgres):
    found = proven(tmp_path, 0, 4, "--url", new_database(postgres))
    assert all(one["passed"] for one in found)


class Unhurried(Breaking):
    """Takes so long with each mail that no worker does it all alone."""

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(0.03)
        return await super().handle_DATA(server, session, envelope)


@pytest.mark.parametrize("workers", [2, 4])
def test_several_deliverers_share_the_work_and_send_nothing_twice(opened, postgres, box, workers):
    url = new_database(postgres)
    stores = [open_store(url) for _ in range(workers)]
    office = opened(stores[0], box)
    people = [f"p{number}@example.org" for number in range(24)]
    office.put(*(letter(one) for one in people))
    together = threading.Barrier(workers)
    done = [None] * workers

    def deliver(number):
        together.wait()
        done[number] = deliver_due(stores[number], office.settings, lambda: NOON, pace=QUICK)

    threads = [threading.Thread(target=deliver, args=(number,)) for number in range(workers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    for one in stores:
        one.close()
    assert Counter(one.rcpt_tos[0] for one in box.envelopes) == dict.fromkeys(people, 1)
    assert sum(len(one.handed) for one in done) == len(people)
    assert sum(bool(one.handed) for one in done) > 1
