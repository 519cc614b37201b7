"""Memory of one service that runs for half a year while its city stays as it is.

    python -m bench.steady_memory [--weeks 26] [--results FILE]

The simulated year (`bench.year`) has the city's whole history and the book of it in the same
process, so that what grows there may be either's. Here nothing goes wrong and nothing is written
after the first four weeks; campaigns go on to begin and end. What the book notes is forgotten every
Monday. One process does all the work, never restarted. What it takes then is the service's own, but
for what `beside` tells: what the sandbox still holds of campaigns. Weeks go to a file, a line each.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.year import spare_arenas
from tests.worker.service.year import Plan, Year
from tests.worker.service.year_sky import instants

BEGINS = datetime(2027, 1, 4, 3, tzinfo=UTC)
FILLED = timedelta(weeks=4)
"""How long people write."""


def weeks(folder: Path, number: int) -> Iterator[dict[str, Any]]:
    """What stands at the beginning of each week."""
    plan = Plan(seed=0, begins=BEGINS, days=7 * number, every=timedelta(hours=3), kinds={})
    year = Year(plan, folder)
    year.weather._ahead.clear()
    year.post.start()
    year.house.start()
    try:
        for at in instants(BEGINS, year.ends, [], plan.every, step=plan.step, times=plan.times):
            if at - BEGINS >= FILLED:
                year.city.comment = lambda: None  # type: ignore[method-assign]
            known = len(year.weeks)
            year.step(at)
            if len(year.weeks) > known:
                one = year.weeks[-1]
                yield {
                    "week": known,
                    "memory": one.memory,
                    "in_use": one.in_use,
                    "beside": one.beside,
                    "stored": one.stored,
                    "threads": one.rows["threads"],
                    "runs": len(year.ledger.runs),
                }
                forget(year)
    finally:
        year.close()
        year.store.close()


def forget(year: Year) -> None:
    """What the book notes, and nobody asks for here."""
    for noted in (year.ledger.runs, year.book.log, year.post.came, year.listener.failures):
        noted.clear()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--weeks", type=int, default=26)
    options.add_argument("--results", type=Path, default=Path("bench/results/steady_memory.jsonl"))
    chosen = options.parse_args()
    spare_arenas()
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    took = []
    with tempfile.TemporaryDirectory() as name, chosen.results.open("w") as file:
        for one in weeks(Path(name), chosen.weeks):
            took.append(one["memory"] - one["beside"])
            file.write(json.dumps(one) + "\n")
            file.flush()
            print(json.dumps(one), flush=True)
    settled = took[len(took) // 4 :]
    half = len(settled) // 2
    before, after = median(settled[:half]), median(settled[half:])
    print(f"{before / 1e6:.1f} MB, then {after / 1e6:.1f} MB: {after / before:.3f}")


if __name__ == "__main__":
    main()
