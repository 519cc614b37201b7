"""How much computing time one deadline takes, over two years of instants.

python bench/deadlines_speed.py [--count 100000]
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import UTC, datetime, timedelta

from policies.deadlines import due
from worker.calendar import calendar

START = datetime(2026, 1, 1, tzinfo=UTC)
TWO_YEARS = 2 * 365 * 86_400


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=100_000)
    count = arguments.parse_args().count
    office = calendar()
    instants = [START + timedelta(seconds=n * 7919 % TWO_YEARS) for n in range(count)]
    began = time.process_time()
    for instant in instants:
        due(instant, office)
    each = (time.process_time() - began) / count
    print(json.dumps({"deadlines": count, "cpu_microseconds_each": round(each * 1e6, 2)}))


if __name__ == "__main__":
    main()
