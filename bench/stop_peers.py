"""A stop beside what others do: seconds, requests, and what is left on without a word.

    python bench/stop_peers.py [--latency 50]

200 Meta campaigns in 4 accounts, turned off by ours, by the loop of the published client's
documentation (one POST a campaign), and as Meta's example for batches does it (50 in a batch, whose
answers nobody looks at). Without faults; with 5 % of the items of batches lost; and with 5 % of all
answers throttled (for a minute, as they say) and 5 % failing for the moment besides. Each runs in a
process of its own. First: how soon after the command its first request arrives, of five the median.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from apart import keep, run

from connectors.sandbox.scenario import Crowd, Scenario, stage
from worker.clock import now

RESULTS = Path("bench/results/stop_peers.jsonl")
FAULTS = ("", "null=0.05,seed=3", "null=0.05,throttle=0.05,transient=0.05,seed=3")
WHO = ("ours", "loop", "batches")
CONFIG = """
state_dir = "var"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""


def ours(base_url: str) -> dict[str, Any]:
    """The stop, whose phrase is given at once; its seconds are those after the phrase."""
    from stop_speed import stop

    with tempfile.TemporaryDirectory() as name:
        config = Path(name) / "annonsvakt.toml"
        config.write_text(CONFIG.format(url=base_url))
        plan, act, result = stop(config)
    said = len(result.left) if result.code else 0
    return {"seconds": act, "plan": plan, "said": said, "code": result.code}


def loop(base_url: str) -> dict[str, Any]:
    """Every campaign that is on, one after the other."""
    from facebook_business.adobjects.user import User
    from meta_peers import client

    began, failed = time.perf_counter(), 0
    for account in User("me", api=client(base_url)).get_ad_accounts(fields=["id"]):
        # All of them first: what is turned off while the list is paged may shift it.
        for campaign in list(account.get_campaigns(params={"effective_status": ["ACTIVE"]})):
            try:
                campaign.api_update(params={"status": "PAUSED"})
            except Exception:  # noqa: BLE001 whoever wrote the loop would see it and go on
                failed += 1
    return {"seconds": time.perf_counter() - began, "said": failed}


def batches(base_url: str) -> dict[str, Any]:
    """The same, fifty at a time."""
    from facebook_business.adobjects.user import User
    from meta_peers import client

    api = client(base_url)
    began = time.perf_counter()
    failures: list[object] = []
    for account in User("me", api=api).get_ad_accounts(fields=["id"]):
        on = list(account.get_campaigns(params={"effective_status": ["ACTIVE"], "limit": 500}))
        for start in range(0, len(on), 50):
            batch = api.new_batch()
            for campaign in on[start : start + 50]:
                campaign.api_update(
                    params={"status": "PAUSED"}, batch=batch, failure=failures.append
                )
            try:
                batch.execute()
            except Exception:  # noqa: BLE001 as in the loop
                failures.append(None)
    return {"seconds": time.perf_counter() - began, "said": len(failures)}


def measure(who: str, faults: str, latency: int) -> dict[str, Any]:
    """One of them against a sandbox of its own."""
    crowd = Crowd(accounts=4, campaigns=50)
    scenario = Scenario(latency_ms=latency, faults=faults, city=False, crowd=crowd)
    with stage(scenario, now) as sandbox:
        told = run("--peer", who, sandbox.start())
        nodes = sandbox.world.meta.values()
        left = sum(one.kind == "Campaign" and one.fields["status"] == "ACTIVE" for one in nodes)
        requests = len(sandbox.requests)
    return {"who": who, "faults": faults, "http": requests, "left": left, **told}


def first_request() -> float:
    """Seconds from the start of the command's process to its first request."""
    with stage(Scenario(city=False, crowd=Crowd(accounts=1)), now) as sandbox:
        arrived: list[float] = []
        sandbox.app.watching.append(lambda _: arrived.append(time.perf_counter()))
        with tempfile.TemporaryDirectory() as name:
            config = Path(name) / "annonsvakt.toml"
            config.write_text(CONFIG.format(url=sandbox.start()))
            who = ["--reason", "measurement", "--operator", "bench"]
            began = time.perf_counter()
            command = [str(Path(sys.executable).with_name("annonsvakt")), "--config", str(config)]
            subprocess.run([*command, "pause-all", *who], check=False, capture_output=True)
        return arrived[0] - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--latency", type=int, default=50)
    options.add_argument("--peer", nargs=2)
    chosen = options.parse_args()
    if chosen.peer:
        who, base_url = chosen.peer
        print(json.dumps({"ours": ours, "loop": loop, "batches": batches}[who](base_url)))
        sys.exit()
    soon = sorted(first_request() for _ in range(5))[2]
    lines: list[dict[str, Any]] = [{"who": "ours", "first request": soon}]
    print(json.dumps(lines[0]), flush=True)
    for faults in FAULTS:
        for who in WHO:
            lines.append(measure(who, faults, chosen.latency))
            print(json.dumps(lines[-1]), flush=True)
    keep(RESULTS, lines)


if __name__ == "__main__":
    main()
