"""A stop and a resume killed at every request and every record of the journal.

    python bench/stop_kills.py [--results FILE]

For each n: killed as the nth request arrives and is not carried out, after it was, before the nth
record and after it. Then the stop is gone on with, by `stops continue` and by `pause-all` in turns,
and undone. Passed: everything is off and verified, no write that was carried out is sent again, the
resume leaves the tree as it was before, times of change aside, and the journal is whole.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from tests.worker.stopping.killed import WHERE, survive


def kills() -> Iterator[dict[str, Any]]:
    """Every kill, until a place is beyond the end."""
    for doing in ("stop", "resume"):
        for where in WHERE:
            for nth in count(1):
                wrong = survive(doing, where, nth, by_going_on=bool(nth % 2))
                if wrong is None:
                    break
                yield {"doing": doing, "where": where, "nth": nth, "wrong": wrong}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--results", type=Path, default=Path("bench/results/stop_kills.jsonl"))
    chosen = options.parse_args()
    done = list(kills())
    chosen.results.write_text("".join(json.dumps(one) + "\n" for one in done), "utf-8")
    failed = [one for one in done if one["wrong"]]
    print(f"{len(done)} kills, {len(failed)} failed: {failed}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
