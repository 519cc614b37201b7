"""How much memory a sweep takes, and whether its time grows with the ads alone.

    python bench/sweep_memory.py [--accounts 40] [--ads 2500] [--sizes 250,500,1000,2000,4000]

The sweep is the real one: read over HTTP, stored in SQLite, evaluated, comments and all. It runs in
a process of its own, whose highest resident set is told; the sandbox, in which it has no part, runs
in this one. `--accounts 0` leaves the memory out, `--sizes ""` the times.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from connectors.http import Patience
from policies.model import Platform, Words
from worker.clock import now
from worker.config import Settings
from worker.platforms import reader
from worker.store.opening import open_store
from worker.sweeping.means import Scope, means
from worker.sweeping.sweep import sweep

INSTAGRAM = {"id": "17841400000000001", "username": "stockholms.stad"}
ADS, AD_SETS = 5, 10
"""In each ad set and in each campaign: 50 ads a campaign."""
RESULTS = Path("bench/results/sweep_memory.jsonl")


def settings(base_url: str) -> Settings:
    """The configuration of a city that asks the sandbox."""
    meta = {
        "base_url": base_url,
        "app_id": "1",
        "app_secret": "sandbox-secret",
        "access_token": "sandbox-meta",
        "approved_pages": ("1001",),
        "approved_instagram": (INSTAGRAM,),
    }
    return Settings.model_validate({"meta": meta})


def megabytes() -> float:
    """The most memory that this process has held so far."""
    status = Path("/proc/self/status").read_text()
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)


def swept(base_url: str) -> dict[str, Any]:
    """One whole sweep from here, and what it took."""
    chosen = settings(base_url)
    held = [megabytes()]

    def tell(words: Words) -> None:
        """Note how much was held when an account was done."""
        if "ads" in words.values:
            held.append(megabytes())

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/annonsvakt.db")
        meta = reader(Platform.META, chosen, patience=Patience(), clock=now)
        began, worked = time.perf_counter(), time.process_time()
        outcome = sweep(
            means(chosen, store=store, clock=now, tell=tell),
            {Platform.META: meta},
            Scope(),
        )
        seconds, busy = time.perf_counter() - began, time.process_time() - worked
        store.close()
    return {
        "accounts": len(outcome.accounts),
        "ads": outcome.read["ads"],
        "unread": len(outcome.unread),
        "megabytes": megabytes(),
        "megabytes_before": held[0],
        "megabytes_of_ads": held[-1],
        "seconds": round(seconds, 2),
        "own_seconds": round(busy, 2),
        "http": meta.meter.http,
        "counted": meta.meter.counted,
    }


def measured(accounts: int, ads: int, times: int = 1) -> dict[str, Any]:
    """The middle one of so many sweeps, by its time, each with a database of its own."""
    # Only here: it would count as memory of the sweep, which holds no sandbox.
    from apart import run

    from connectors.sandbox import Sandbox
    from connectors.sandbox.city_meta_crowd import crowd

    with Sandbox(clock=now, city=False) as sandbox:
        campaigns = ads // (ADS * AD_SETS)
        crowd(sandbox.world, accounts=accounts, campaigns=campaigns, ad_sets=AD_SETS, ads=ADS)
        base_url = sandbox.start()
        told = sorted((run("--sweep", base_url) for _ in range(times)), key=_own_seconds)
    return told[len(told) // 2]


def _own_seconds(one: dict[str, Any]) -> float:
    return float(one["own_seconds"])


def times(sizes: list[int]) -> list[dict[str, Any]]:
    """One account of each size, three times each."""
    lines = []
    for size in sizes:
        one = {"what": "time", **measured(1, size, times=3)}
        lines.append(one)
        each = {name: one[name] / one["ads"] * 1000 for name in ("seconds", "own_seconds")}
        print(
            f"{one['ads']:6} ads {one['seconds']:7.2f} s, of these {one['own_seconds']:6.2f} s own "
            f"work: {each['seconds']:.2f} and {each['own_seconds']:.2f} s per 1,000 ads; "
            f"{one['http']} HTTP, {one['unread']} unread"
        )
    return lines


def main() -> None:
    """Measure memory, then times."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--accounts", type=int, default=40)
    options.add_argument("--ads", type=int, default=2500)
    options.add_argument("--sizes", default="250,500,1000,2000,4000")
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--sweep", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.sweep:
        print(json.dumps(swept(chosen.sweep)))
        return
    lines = []
    if chosen.accounts:
        one = measured(chosen.accounts, chosen.ads)
        lines.append({"what": "memory", **one})
        print(
            f"{one['accounts']} accounts, {one['ads']} ads: at most {one['megabytes']} MB "
            f"({one['megabytes_before']} before, {one['megabytes_of_ads']} while ads were read), "
            f"{one['seconds']} s, {one['http']} HTTP, {one['unread']} unread"
        )
    lines += times([int(size) for size in chosen.sizes.split(",") if size])
    each = [one["own_seconds"] / one["ads"] for one in lines if one["what"] == "time"]
    if len(each) > 1:
        print(f"per ad, the largest against the smallest account: {each[-1] / each[0]:.2f}")
    from apart import keep

    keep(chosen.results, lines)


if __name__ == "__main__":
    main()
