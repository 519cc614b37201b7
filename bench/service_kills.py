"""Proof that a service killed at any moment loses nothing and does nothing twice.

    python -m bench.service_kills [--kills 1000] [--seeds A:B] [--results FILE]

For each seed the real service runs against the sandbox, with a real mail server, and is killed
(SIGKILL) again and again at random moments of its start, its polls, its evaluation and its mailing.
Before each start the polls are due anew, and the reports of ever more weeks, those that were sent
before among them. After each kill the database must be sound. At the end the service runs once
undisturbed, and then: what it found is what an undisturbed one finds in a database of its own, with
the same history; every slot is done; and each week's report came to each recipient, more than once
only in SMTP's own window, with the same bytes and Message-ID.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.postbox import Postbox, served
from worker.clock import now

COMMAND = str(Path(sys.executable).parent / "annonsvakt")
CONFIG = """
language = "en"
timezone = "UTC"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
[mail]
url = "smtp://{mail}"
sender = "annonsvakt@example.org"
report_to = ["a@example.org", "b@example.org"]
"""
WEEKS = 4
"""Weeks whose reports are due at the end."""
MEASURE = 20
"""Kills after which it is measured anew how long an undisturbed run takes."""
FOUND = {
    "findings": "SELECT id, outcome, state FROM findings",
    "finding_events": "SELECT finding_id, what FROM finding_events",
    "threads": "SELECT id, state FROM threads",
    "thread_events": "SELECT thread, state FROM thread_events",
    "comments": "SELECT platform, id FROM comments",
}


MAILS_DUE = (
    "UPDATE outbox SET next_at = '2000-01-01 00:00:00.000000' WHERE state IN ('waiting', 'sending')"
)
"""What a process that died had claimed need not be waited for."""


@dataclass(frozen=True)
class Place:
    """A folder with a configuration, and the service run in it."""

    folder: Path

    @property
    def database(self) -> Path:
        """The service's own."""
        return self.folder / "var" / "annonsvakt.db"

    def start(self) -> subprocess.Popen[bytes]:
        """The service, begun."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith("ANNONSVAKT_")}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [COMMAND, "run", "--once"], cwd=self.folder, env=kept, stdout=log, stderr=log
            )

    def ask(self, *statements: str) -> list[Any]:
        """The rows of the last statement."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            return [connection.execute(one).fetchall() for one in statements][-1]

    @property
    def there(self) -> bool:
        """Whether the tables stand."""
        return self.database.exists() and bool(
            self.ask("SELECT name FROM sqlite_master WHERE name = 'slots'")
        )

    def sound(self) -> bool:
        """Whether the database is whole; while there is none, it is."""
        if not self.database.exists():
            return True
        whole = self.ask("PRAGMA integrity_check") == [("ok",)]
        return whole and self.ask("PRAGMA foreign_key_check") == []

    def make_due(self, weeks: int) -> None:
        """Polls are due anew, and the reports of so many weeks."""
        if self.there:
            today = now().date()
            monday = datetime.combine(
                today - timedelta(days=today.weekday()), datetime.min.time(), UTC
            )
            before = monday + timedelta(hours=7) - timedelta(weeks=weeks + (now() < monday))
            self.ask(
                "DELETE FROM slots",
                "DELETE FROM leases",
                "INSERT INTO slots (job, scheduled_at, state, token, attempts) VALUES "
                f"('report', '{before:%Y-%m-%d %H:%M:%S}.000000', 'skipped', 0, 0)",
            )

    def found(self) -> dict[str, Counter[Any]]:
        """All that was found, and how often each row stands."""
        return {name: Counter(self.ask(query)) for name, query in FOUND.items()}


def prepared(folder: Path, config: str) -> Place:
    folder.mkdir()
    (folder / "annonsvakt.toml").write_text(config)
    return Place(folder)


def kill_once(place: Place, chance: random.Random, weeks: int, whole: float) -> bool:
    """Start it, and kill it somewhere; whether its database is sound then.

    `whole`: seconds that an undisturbed run takes just now, on a machine that may be busy.
    """
    place.make_due(weeks)
    process = place.start()
    try:
        process.wait(timeout=chance.uniform(0.3, 1.1) * whole)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()
    return place.sound()


def seconds_of(place: Place) -> float:
    """How long an undisturbed run takes."""
    begun = time.monotonic()
    place.make_due(1)
    place.start().wait(timeout=300)
    return time.monotonic() - begun


def prove(seed: int, kills: int) -> dict[str, Any]:
    """One service, killed so often."""
    chance, box, begun = random.Random(seed), Postbox(), time.monotonic()
    crowd = Crowd(accounts=3, campaigns=4, ad_sets=1, ads=1, comments=2)
    scenario = Scenario(seed=seed, city=False, latency_ms=3, crowd=crowd)
    with (
        tempfile.TemporaryDirectory() as name,
        stage(scenario, now) as sandbox,
        served(box) as mail,
    ):
        config = CONFIG.format(url=sandbox.start(), mail=mail)
        killed = prepared(Path(name) / "killed", config)
        quiet = config.replace('report_to = ["a@example.org", "b@example.org"]', "")
        calm = prepared(Path(name) / "calm", quiet)
        sound, whole = [], 0.0
        for number in range(kills):
            if number % MEASURE == 0:
                whole = seconds_of(calm)
            sound.append(kill_once(killed, chance, 1 + number * WEEKS // kills, whole))
        before = len(box.envelopes)
        for place in (killed, calm):
            for _ in range(2):  # the first time it may not be known yet which posts there are
                place.make_due(WEEKS)
                if place is killed and place.there:
                    place.ask(MAILS_DUE)
                code = place.start().wait(timeout=300)
        wrong = sorted(n for n, rows in killed.found().items() if rows != calm.found()[n])
        undone = killed.ask("SELECT job, state FROM slots WHERE state NOT IN ('done', 'skipped')")
        unsent = killed.ask("SELECT period, recipient, state FROM outbox WHERE state != 'sent'")
    mails = Counter((one["to"], one["message-id"]) for one in box.mails)
    bodies = {(one.rcpt_tos[0], one.content) for one in box.envelopes}
    return {
        "seed": seed,
        "kills": kills,
        "unsound": sound.count(False),
        "differs": wrong,
        "undone": undone,
        "unsent": unsent,
        "mails": len(mails),
        "mails_twice": sum(mails.values()) - len(mails),
        "mails_while_killed": before,
        "code": code,
        "passed": all(sound)
        and not (wrong or undone or unsent)
        and len(mails) == len(bodies) == 2 * WEEKS,
        "seconds": round(time.monotonic() - begun, 1),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--seeds", default="0:1", metavar="A:B")
    options.add_argument("--results", type=Path, default=Path("bench/results/service_kills.jsonl"))
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    known = {(one["seed"], one["kills"]): one for one in map(json.loads, lines)}
    with chosen.results.open("a") as file:
        for seed in range(first, last):
            if (seed, chosen.kills) not in known:
                known[seed, chosen.kills] = prove(seed, chosen.kills)
                file.write(json.dumps(known[seed, chosen.kills]) + "\n")
                file.flush()
    asked = [known[seed, chosen.kills] for seed in range(first, last)]
    for one in asked:
        print(json.dumps(one))
    raise SystemExit(not all(one["passed"] for one in asked))


if __name__ == "__main__":
    main()
