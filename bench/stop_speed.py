"""How long a stop takes, from the phrase to the last read-back, and how many requests it sends.

    python bench/stop_speed.py [--accounts 4] [--campaigns 50] [--latency 50]

Without options the two cases of the design: 200 campaigns in 4 accounts at 50 ms, and 1,000 in 40
accounts at 200 ms. The sandbox runs in a process of its own.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from connectors.http import Patience
from policies.crisis import EVERYTHING, phrase
from worker.clock import now
from worker.config.load import load_for_stop
from worker.stopping.desk import open_desk, places_of
from worker.stopping.giving import pause
from worker.stopping.identity import whoami
from worker.stopping.ordering import Order
from worker.stopping.outcome import Result

CASES = ((4, 50, 50, 0.6), (40, 25, 200, 5.0))
"""Accounts, campaigns in each, latency in ms, and the seconds allowed."""
CONFIG = """
state_dir = "var"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""


def measure(accounts: int, campaigns: int, latency: int) -> tuple[float, float, int]:
    """Seconds to the plan, seconds from the phrase to the end, and requests in all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = free_port()
        scenario = f"latency_ms = {latency}\ncity = false\n[crowd]\n"
        scenario += f"accounts = {accounts}\ncampaigns = {campaigns}\n"
        (folder / "scenario.toml").write_text(scenario)
        config = folder / "annonsvakt.toml"
        config.write_text(CONFIG.format(url=f"http://127.0.0.1:{port}"))
        serving = subprocess.Popen(
            [sys.executable, "-m", "worker", "sandbox", "--port", str(port),
             "--scenario", str(folder / "scenario.toml")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(port)
            plan, act, result = stop(config)
            if not result.verified:
                raise SystemExit("not verified")
            return plan, act, result.requests["meta"]["http"]
        finally:
            serving.terminate()
            serving.wait()


def stop(config: Path) -> tuple[float, float, Result]:
    """Give the order as a person at a terminal does, who answers at once."""
    settings, _ = load_for_stop(config)
    desk = open_desk(
        settings, places_of(settings, None), clock=now, tell=lambda _: None, last_resort=print
    )
    order = Order(reason="measurement", operator="bench", who=whoami())
    asked: list[float] = []

    def ask(plan: Result) -> str:
        asked.append(time.perf_counter())
        return phrase(plan.doing, plan.number, "sv")

    began = time.perf_counter()
    result = pause(desk, order, EVERYTHING, typed=None, ask=ask).result
    ended = time.perf_counter()
    return asked[0] - began, ended - asked[0], result


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    """Until the sandbox answers."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            Patience().sleep(0.1)
        else:
            return
    raise SystemExit("the sandbox did not start")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--accounts", type=int)
    options.add_argument("--campaigns", type=int, default=50)
    options.add_argument("--latency", type=int, default=50)
    chosen = options.parse_args()
    cases = (
        [(chosen.accounts, chosen.campaigns, chosen.latency, None)] if chosen.accounts else CASES
    )
    for accounts, campaigns, latency, allowed in cases:
        plan, act, requests = measure(accounts, campaigns, latency)
        print(
            f"{accounts * campaigns} campaigns in {accounts} accounts at {latency} ms: plan "
            f"{plan:.2f} s, phrase to last read-back {act:.2f} s"
            + (f" (allowed {allowed} s)" if allowed else "")
            + f", {requests} requests"
        )


if __name__ == "__main__":
    main()
