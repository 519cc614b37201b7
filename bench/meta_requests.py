"""How many requests it takes to read a large Meta account, ours and others' side by side.

    python bench/meta_requests.py [--latency 50] [--peers all] [--times 3] [--results FILE]

One account with 50 campaigns, 500 ad sets, 500 ads and as many creatives, read by all in one run
from the same sandbox over HTTP, each in a process of its own. Requests and charged operations are
counted where they arrive; the search for the account is counted apart, for all. Seconds are the
middle of so many times, of the reading alone; those who read object by object do it once, and the
tap's seconds are those of its whole process, twice begun.

--peers: none, all, or some of naive, edges, dlt, airbyte, singer. `singer` is the published tap,
installed into a temporary environment; `dlt` and `airbyte` are their call patterns made again.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import meta_peers
from apart import counted, keep, run
from singer_tap import NoTap, Tap

from connectors.http import Patience
from connectors.meta import MetaAccess, MetaReader
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta_crowd import crowd
from connectors.sandbox.meta.tokens import APP_ID, APP_SECRET, SYSTEM_TOKEN

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
INSTAGRAM = "17841400000000001"
RESULTS = Path("bench/results/meta_requests.jsonl")
LABELS = {
    "naive": "published client, object by object as documented",
    "edges": "published client, four edges, 500 rows",
    "dlt": "dlt's facebook_ads (call pattern made again)",
    "airbyte": "Airbyte's source (call pattern made again)",
    "singer": "Singer tap-facebook 1.26.0, published, pointed here",
}
AT_MOST = 100
"""Rows that the platform gives where it refuses more."""


def reader(base_url: str) -> MetaReader:
    """A reader that has read nothing yet."""
    access = MetaAccess(
        base_url=base_url,
        api_version="v26.0",
        app_id=APP_ID,
        app_secret=APP_SECRET,
        token=SYSTEM_TOKEN,
        ad_accounts=("act_100",),
        pages=(),
        instagram=(INSTAGRAM,),
        watch_after_days=90,
    )
    return MetaReader(access, patience=Patience(0), clock=lambda: NOW)


def ours(base_url: str, *, known: bool) -> dict[str, Any]:
    """Read the account, cold or by a process that has learnt how many rows it gets.

    What the second took to learn that arrives as well, so that it counts for itself.
    """
    if known:
        reader(base_url).snapshot("act_100")
    meta = reader(base_url)
    began = time.perf_counter()
    snapshot = meta.snapshot("act_100")
    return {
        "seconds": time.perf_counter() - began,
        "campaigns": len(snapshot.campaigns),
        "ad_sets": len(snapshot.ad_sets),
        "ads": len(snapshot.ads),
        "creatives": len(snapshot.ads),
        "unread": len(snapshot.unread),
        **({"http": meta.meter.http, "counted": meta.meter.counted} if known else {}),
    }


def told(client: str, base_url: str) -> dict[str, Any]:
    """What one client does, in this process."""
    if client in ("cold", "known"):
        return ours(base_url, known=client == "known")
    began = time.perf_counter()
    read = meta_peers.read(client, base_url)
    return {"seconds": time.perf_counter() - began, **read}


@contextmanager
def account(latency: float, *, rows: int | None = None, old: int = 0) -> Iterator[Sandbox]:
    """The account, and a sandbox that serves it."""
    toggles = {"meta.max_rows": rows} if rows else {}
    with Sandbox(clock=lambda: NOW, latency_ms=latency, city=False, toggles=toggles) as sandbox:
        crowd(sandbox.world, campaigns=50, ad_sets=10, old_campaigns=old)
        # Meta gives the number of an account in a list unasked; the tap relies on that.
        sandbox.world.meta["act_100"].hidden["always"] = ("account_id",)
        yield sandbox


class Table:
    """The lines of this run, printed as they come."""

    def __init__(self, times: int) -> None:
        self.lines: list[dict[str, Any]] = []
        self._times = times

    def add(
        self,
        label: str,
        sandbox: Sandbox,
        work: Callable[[], dict[str, Any]],
        *,
        beside: Callable[[], dict[str, Any]] | None = None,
        times: int | None = None,
    ) -> None:
        """Measure so many times; the counts are the same each time, the seconds the middle.

        `beside`: ours, measured again each time just before, so that a busy machine is so to both.
        """
        runs, mine = [], []
        for _ in range(times or self._times):
            if beside is not None:
                mine.append(counted(sandbox, beside))
            runs.append(counted(sandbox, work))
        line = {"what": label, **_middle(runs)}
        text = f"{label:54} {line['http']:5} HTTP {line['counted']:5} counted "
        text += f"{line['seconds']:7.2f} s"
        if mine:
            ours = _middle(mine)
            line["ours_beside_seconds"] = ours["seconds"]
            line["times_slower"] = round(line["seconds"] / ours["seconds"], 1)
            text += f"  {line['times_slower']:6.1f} times as long as ours beside it"
        self.lines.append(line)
        print(text, flush=True)


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The run of middle length."""
    one = sorted(runs, key=lambda run: float(run["seconds"]))[len(runs) // 2]
    return {**one, "seconds": round(one["seconds"], 2)}


def measure(table: Table, latency: float, peers: list[str]) -> None:
    """Ours in each situation, and the others."""
    with account(latency) as sandbox:
        base_url = sandbox.start()
        cold = partial(_client, "cold", base_url)
        table.add("ours, cold", sandbox, cold)
        for peer in peers:
            if peer == "singer":
                _singer(table, sandbox, base_url, cold)
            else:
                work, times = partial(_client, peer, base_url), 1 if peer == "naive" else None
                table.add(LABELS[peer], sandbox, work, beside=cold, times=times)
    with account(latency, rows=AT_MOST) as sandbox:
        base_url = sandbox.start()
        label = f"ours, at most {AT_MOST} rows a page"
        table.add(f"{label}, cold", sandbox, partial(_client, "cold", base_url))
        table.add(f"{label}, that being known", sandbox, partial(_client, "known", base_url))
    with account(latency, old=500) as sandbox:
        base_url = sandbox.start()
        label = "ours, cold, beside 500 campaigns that ended long ago"
        table.add(label, sandbox, partial(_client, "cold", base_url))


def _client(client: str, base_url: str) -> dict[str, Any]:
    return run("--client", client, "--against", base_url)


def _singer(
    table: Table, sandbox: Sandbox, base_url: str, cold: Callable[[], dict[str, Any]]
) -> None:
    """The tap, if it can be had."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            tap = Tap(Path(folder))

            def work() -> dict[str, Any]:
                began = time.perf_counter()
                read = tap.read(base_url)
                return {"seconds": time.perf_counter() - began, **read}

            table.add(LABELS["singer"], sandbox, work, beside=cold, times=1)
    except NoTap as error:
        print(f"{LABELS['singer']}: not measured, {error}")


def main() -> None:
    """Measure all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--latency", type=float, default=50, help="milliseconds of every answer")
    options.add_argument("--peers", default="all")
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--client", help=argparse.SUPPRESS)
    options.add_argument("--against", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.client:
        print(json.dumps(told(chosen.client, chosen.against)))
        return
    named = {"all": ",".join(LABELS), "none": ""}.get(chosen.peers, chosen.peers)
    table = Table(chosen.times)
    measure(table, chosen.latency, [one for one in named.split(",") if one])
    keep(chosen.results, [{"latency_ms": chosen.latency, **line} for line in table.lines])


if __name__ == "__main__":
    main()
