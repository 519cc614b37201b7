"""Proof that a sweep names what it could not read: many sweeps of Meta, each with bad answers.

    python bench/meta_faults.py [--seeds 0:200] [--results FILE]

Each seed is a plan by which 5 % of the items of batches are lost, 5 % of all answers throttled, 5 %
failing for the moment and 5 % a page of HTML. By each plan the sandbox's city is swept once, in one
of four ways by turns: for the first time or by one who knows it already, with time to ask again or
without any. A seed passes if the sweep ends, and everything that is not as in the sweep without
faults lies under something named as unread. Results go to a file, a line each; seeds that stand
there are not run again.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from connectors.sandbox import Sandbox
from tests.worker.sweeping.fault_plans import FOR_EVER, NOON, Proof

RESULTS = Path("bench/results/meta_faults.jsonl")
WAYS = ("cold", "cold at once", "warm", "warm at once")
"""At once: without any time to ask again."""


def prove(proof: Proof, seed: int) -> dict[str, Any]:
    """The sweep of one plan."""
    way = WAYS[seed % len(WAYS)]
    broken = proof.cold if way.startswith("cold") else proof.warm
    one = broken(seed, patience=0 if way.endswith("at once") else FOR_EVER)
    return {
        "seed": seed,
        "way": way,
        "outcome": "wrong" if one.wrong else "named" if one.unread else "equal",
        "differences": one.different,
        "unread": one.unread,
        "http": one.requests,
        "wrong": one.wrong,
    }


def tell(results: list[dict[str, Any]]) -> None:
    """How often each way ended how."""
    for way in WAYS:
        mine = [one for one in results if one["way"] == way]
        ends = Counter(one["outcome"] for one in mine)
        http = sorted(one["http"] for one in mine) or [0]
        print(
            f"{way:13} {ends['equal']:3} equal, {ends['named']:3} with something named as unread, "
            f"{ends['wrong']} wrong; {http[len(http) // 2]} HTTP (median), at most {http[-1]}"
        )


def main() -> None:
    """Run what has not been run yet."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="0:200", metavar="A:B")
    options.add_argument("--results", type=Path, default=RESULTS)
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    results = {one["seed"]: one for one in map(json.loads, lines)}
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(clock=lambda: NOON) as sandbox,
        chosen.results.open("a") as file,
    ):
        proof = Proof(sandbox, Path(folder))
        for seed in range(first, last):
            if seed not in results:
                results[seed] = prove(proof, seed)
                file.write(json.dumps(results[seed]) + "\n")
                file.flush()
    asked = [results[seed] for seed in range(first, last)]
    tell(asked)
    failed = [one["seed"] for one in asked if one["outcome"] == "wrong"]
    print(f"{len(asked)} plans, {len(failed)} failed: {failed}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
