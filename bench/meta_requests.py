"""How many requests a cold sweep of a large Meta account takes, and how long.

    python bench/meta_requests.py [--latency 50]

One account with 50 campaigns, 500 ad sets and 500 ads, read through the reader: where Meta gives
pages of 500 rows, where it refuses more than 100, and there again once the page size is known.
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime

from connectors.http import Patience
from connectors.meta import MetaAccess, MetaReader
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta_crowd import crowd
from connectors.sandbox.meta.tokens import APP_ID, APP_SECRET, SYSTEM_TOKEN

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
INSTAGRAM = "17841400000000001"


def reader(base_url: str) -> MetaReader:
    """A reader that has read nothing yet."""
    access = MetaAccess(
        base_url=base_url,
        api_version="v26.0",
        app_id=APP_ID,
        app_secret=APP_SECRET,
        token=SYSTEM_TOKEN,
        ad_accounts=(),
        pages=(),
        instagram=(INSTAGRAM,),
        watch_after_days=90,
    )
    return MetaReader(access, patience=Patience(0), clock=lambda: NOW)


def measure(name: str, base_url: str) -> None:
    """Read the account and print what it took."""
    meta = reader(base_url)
    began = time.perf_counter()
    (account_id,) = meta.accounts().accounts
    listed = meta.meter.http, meta.meter.counted
    snapshot = meta.snapshot(account_id)
    seconds = time.perf_counter() - began
    http, counted = meta.meter.http - listed[0], meta.meter.counted - listed[1]
    read = f"{len(snapshot.campaigns)} campaigns, {len(snapshot.ad_sets)} ad sets"
    print(f"{name:28} {http:3} HTTP {counted:3} counted {seconds:6.2f} s   {read}, ", end="")
    print(f"{len(snapshot.ads)} ads, {len(snapshot.unread)} unread")


def main() -> None:
    """Measure all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0, help="milliseconds of every answer")
    latency = parser.parse_args().latency
    for name, toggles in (("pages of 500", {}), ("at most 100 rows", {"meta.max_rows": 100})):
        with Sandbox(clock=lambda: NOW, latency_ms=latency, city=False, toggles=toggles) as sandbox:
            crowd(sandbox.world, campaigns=50, ad_sets=10)
            base_url = sandbox.start()
            measure(name, base_url)
            if toggles:
                measure("  the page size is known", base_url)


if __name__ == "__main__":
    main()
