"""How long `triage --jsonl` takes on 10,000 comments, beside a plain loop over them.

    python bench/triage_speed.py [--lines 10000] [--times 3]

The comments are the labelled ones of `tests/policies/triage/comments.txt`, over and over, each
made another by exclamation marks at its end. The command runs in a process of its own; the loop
reads each line, judges it and writes the verdict in this process, without a command line, reasons
in words or checks of what was written. Told are the medians of wall time and of computing time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from policies.triage import triage
from worker.words import vocabulary

LABELLED = Path(__file__).parent.parent / "tests" / "policies" / "triage" / "comments.txt"


def comments(number: int) -> bytes:
    """So many lines of JSON."""
    labelled = LABELLED.read_text(encoding="utf-8").splitlines()
    texts = [line.partition("|")[2] for line in labelled if not line.startswith("#")]
    told = (f"{texts[n % len(texts)]}{'!' * (n // len(texts))}" for n in range(number))
    return "".join(
        f"{json.dumps({'id': str(n), 'text': text})}\n" for n, text in enumerate(told)
    ).encode()


def command(lines: bytes) -> None:
    line = [sys.executable, "-m", "worker", "triage", "--jsonl"]
    told = subprocess.run(line, input=lines, stdout=subprocess.PIPE, check=True).stdout
    if told.count(b"\n") != lines.count(b"\n"):
        raise SystemExit("not every line was answered")


def loop(lines: bytes) -> None:
    words = vocabulary()
    for line in lines.splitlines():
        asked = json.loads(line)
        verdict = triage(asked["text"], (), None, words)
        json.dumps({"id": asked["id"], "verdict": str(verdict.verdict)})


def computing() -> float:
    """Seconds of computing so far, here and in the processes that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def measured(work: Callable[[bytes], None], lines: bytes, times: int) -> dict[str, float]:
    """Medians in seconds."""
    walls, computed = [], []
    for _ in range(times):
        wall, busy = time.perf_counter(), computing()
        work(lines)
        walls.append(time.perf_counter() - wall)
        computed.append(computing() - busy)
    return {"wall_s": round(median(walls), 2), "computing_s": round(median(computed), 2)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=10_000)
    options.add_argument("--times", type=int, default=3)
    chosen = options.parse_args()
    lines = comments(chosen.lines)
    told = {
        "command": measured(command, lines, chosen.times),
        "command_without_a_line": measured(command, b"", chosen.times),
        "loop": measured(loop, lines, chosen.times),
    }
    print(json.dumps({"lines": chosen.lines, **told}))


if __name__ == "__main__":
    main()
