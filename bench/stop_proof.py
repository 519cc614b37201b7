"""Proof that a stop leaves nothing on unsaid: many stops, each in other foul weather.

    python bench/stop_proof.py [--seeds 0:1000] [--results FILE]

Each seed is a stop of 100 campaigns in 4 accounts of either platform, with 5 % of the answers lost,
5 % throttled, 5 % failing for the moment, 3 % a page of HTML, 3 % of the connections closed after
the work and 3 % before it. In three of four seeds somebody else is at work meanwhile, before up to
40 % of the requests: campaigns appear, are turned on or off, renamed, archived, deleted, their
budgets and groups changed, and the token loses its rights. It runs in this process, with a sleep
that does not wait. A seed passes if what is left on is what the result lists, or lies in an account
that it names as unread, with exit code 1, or nothing is, with exit code 0; and nothing failed in
the program. What is changed after an account's last reading nobody can know, nor what lies in an
account that the token was never shown. Results go to a file, a line each; seeds that stand there
are not run again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tests.worker.stopping.foul import prove


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="0:1000", metavar="A:B")
    options.add_argument("--results", type=Path, default=Path("bench/results/stop_proof.jsonl"))
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    results = {one["seed"]: one for one in map(json.loads, lines)}
    with chosen.results.open("a") as file:
        for seed in range(first, last):
            if seed not in results:
                results[seed] = prove(seed)
                file.write(json.dumps(results[seed]) + "\n")
                file.flush()
    asked = [results[seed] for seed in range(first, last)]
    failed = [one["seed"] for one in asked if not one["passed"]]
    verified = sum(bool(one["verified"]) for one in asked)
    print(f"{len(asked)} stops, {verified} verified, {len(failed)} failed: {failed}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
