"""Proof that the queue forgets nobody: months of polling, compared with the rulebook at each step.

    python -m bench.queue_month [--seeds 0:200] [--steps 60] [--results FILE]

Each seed is a month of its own, in this process, with the clock passed in: over a change of clocks,
Easter, Midsummer, Christmas or none of them. People comment, reply, write messages, cheer and tag;
the city answers, or an editor does from a private profile; comments are edited, hidden, hidden
before anybody saw them, deleted, and listed late; campaigns begin, pause and end, several over one
post, with briefs or without; persons close, refer, reopen and claim. Polls fail whole, for days,
lose a batch, a post, a page or half a list, and the program is killed in the middle of them; what
LinkedIn's members wrote is erased after 48 hours.

After each poll and each decision every thread's state, waiting message, deadline, flags, owner and
claim are compared with those of `tests/worker/sweeping/month_{book,memory}.py`: the rulebook's
words told again, with no code of the program in them, over what the polls could see. Where a part
is erased nothing that waits may be lost or late. A last poll in clear weather is compared with what
is true. Results go to a file, a line each; seeds that stand there are not run again.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.worker.sweeping.month import COUNTED, prove


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="0:200", metavar="A:B")
    options.add_argument("--steps", type=int, default=60)
    options.add_argument("--results", type=Path, default=Path("bench/results/queue_month.jsonl"))
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    results = {(one["seed"], one["steps"]): one for one in map(json.loads, lines)}
    asked = [(seed, chosen.steps) for seed in range(first, last)]
    with tempfile.TemporaryDirectory() as folder, chosen.results.open("a") as file:
        for seed, steps in asked:
            if (seed, steps) not in results:
                results[seed, steps] = prove(seed, Path(folder), steps=steps)
                file.write(json.dumps(results[seed, steps]) + "\n")
                file.flush()
    mine = [results[one] for one in asked]
    failed = [one["seed"] for one in mine if one["faults"]]
    told = ", ".join(f"{sum(one[what] for one in mine)} {what}" for what in COUNTED)
    print(f"{len(mine)} months, {told}; {len(failed)} failed: {failed}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
