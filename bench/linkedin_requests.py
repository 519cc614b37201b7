"""How many requests it takes to read a large LinkedIn account, ours and others' side by side.

    python bench/linkedin_requests.py [--latency 50] [--peers all] [--times 3] [--results FILE]

One account with 500 campaigns in 10 groups and 500 creatives with as many posts, read by all in one
run from the same sandbox over HTTP, each in a process of its own. Requests are counted where they
arrive. The others read groups, campaigns and creatives; ours reads the posts behind the creatives
and the roles too. Seconds of ours and of the client are of the reading alone, the tap's are of its
whole process. Ours by itself is the middle of so many times; a peer is measured once, with ours
once more just before it, so that a busy machine is so to both.

--peers: none, all, or some of client, singer; both are installed into temporary environments. The
tap is told a version of today, as the one that it names is retired.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from apart import keep, run
from linkedin_client import Client, NoClient
from linkedin_tap import NoTap, Tap

from connectors.http import Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader
from connectors.sandbox import Sandbox
from connectors.sandbox.city_linkedin_crowd import crowd
from connectors.sandbox.linkedin.tokens import ADS_TOKEN, COMMUNITY_TOKEN

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
VERSION = "202608"
ACCOUNT = "9100"
GROUPS, CAMPAIGNS = 10, 500
RESULTS = Path("bench/results/linkedin_requests.jsonl")
LABELS = {
    "client": "LinkedIn's own client 0.3.0, as documented",
    "singer": "Singer tap-linkedin-ads 2.8.0, published, pointed here",
}
Work = Callable[[], dict[str, Any]]


def reader(base_url: str) -> LinkedInReader:
    """A reader that has read nothing yet."""
    access = LinkedInAccess(
        base_url=base_url,
        version=VERSION,
        ads_token=ADS_TOKEN,
        community_token=COMMUNITY_TOKEN,
        ad_accounts=(ACCOUNT,),
        organizations=(),
        tier="standard",
        community_tier="standard",
        editable_accounts=(),
        watch_after_days=90,
    )
    return LinkedInReader(access, patience=Patience(0), clock=lambda: NOW)


def ours(base_url: str) -> dict[str, Any]:
    """Read the account."""
    linkedin = reader(base_url)
    began = time.perf_counter()
    snapshot = linkedin.snapshot(ACCOUNT)
    return {
        "seconds": time.perf_counter() - began,
        "campaigns": len(snapshot.campaigns),
        "ad_sets": len(snapshot.ad_sets),
        "ads": len(snapshot.ads),
        "unread": len(snapshot.unread),
    }


def counted(sandbox: Sandbox, work: Work, times: int) -> dict[str, Any]:
    """What `work` tells, how many requests arrived the last time, and the middle of its seconds."""
    seconds, told = [], {}
    for _ in range(times):
        sandbox.requests.clear()
        told = work()
        seconds.append(told["seconds"])
    return {**told, "http": len(sandbox.requests), "seconds": round(median(seconds), 2)}


def timed(read: Callable[[str, str], dict[str, Any]], base_url: str) -> Work:
    """The reading of the account, with the seconds that it takes unless it tells them itself."""

    def work() -> dict[str, Any]:
        began = time.perf_counter()
        told = read(base_url, ACCOUNT)
        return {"seconds": time.perf_counter() - began, **told}

    return work


def peer(name: str, folder: Path, base_url: str) -> Work:
    """One of the others, installed.

    Raises:
        NoTap: the tap cannot be had.
        NoClient: the client cannot be had.
    """
    made = Client(folder, VERSION).account if name == "client" else Tap(folder, VERSION).read
    return timed(made, base_url)


def beside(line: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    """A peer's line with how many times ours it takes."""
    return {
        **line,
        "ours_beside_seconds": mine["seconds"],
        "times_requests": round(line["http"] / mine["http"], 1),
        "times_slower": round(line["seconds"] / mine["seconds"], 1),
    }


def measure(latency: float, peers: list[str], times: int) -> list[dict[str, Any]]:
    """Ours, and each of the others with ours measured again beside it."""
    lines: list[dict[str, Any]] = []
    with Sandbox(clock=lambda: NOW, latency_ms=latency, city=False) as sandbox:
        crowd(sandbox.world, groups=GROUPS, campaigns=CAMPAIGNS)
        base_url = sandbox.start()

        def mine() -> dict[str, Any]:
            return run("--against", base_url)

        lines.append(_print({"what": "ours", **counted(sandbox, mine, times)}))
        for name in peers:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    work = peer(name, Path(folder), base_url)
                    here = counted(sandbox, mine, 1)
                    line = {"what": LABELS[name], **counted(sandbox, work, 1)}
                    lines.append(_print(beside(line, here)))
                except (NoTap, NoClient) as error:
                    print(f"{LABELS[name]}: not measured, {error}")
    return lines


def _print(line: dict[str, Any]) -> dict[str, Any]:
    text = f"{line['what']:56} {line['http']:5} HTTP {line['seconds']:7.2f} s"
    if "times_requests" in line:
        text += f"  {line['times_requests']:5.1f} times the requests"
        text += f" and {line['times_slower']:5.1f} times as long as ours beside it"
    print(text, flush=True)
    return line


def main() -> None:
    """Measure all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--latency", type=float, default=50, help="milliseconds of every answer")
    options.add_argument("--peers", default="all")
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--against", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.against:
        print(json.dumps(ours(chosen.against)))
        return
    named = {"all": ",".join(LABELS), "none": ""}.get(chosen.peers, chosen.peers)
    lines = measure(chosen.latency, [one for one in named.split(",") if one], chosen.times)
    keep(chosen.results, [{"latency_ms": chosen.latency, **line} for line in lines])


if __name__ == "__main__":
    main()
