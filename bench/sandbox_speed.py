"""How many small reads a second the sandbox answers, and how long the slowest wait.

    python bench/sandbox_speed.py [--platform meta] [--seconds 5] [--clients 4]

Without a platform, one after the other.

The sandbox runs in this process, the clients in another, each on one kept-alive connection.
"""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from connectors.sandbox import Sandbox
from connectors.sandbox.linkedin.tokens import ADS_TOKEN
from connectors.sandbox.meta.tokens import SYSTEM_TOKEN, proof


@dataclass(frozen=True, slots=True)
class Read:
    """One small read, the same again and again."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


_META = {
    "access_token": SYSTEM_TOKEN,
    "appsecret_proof": proof(SYSTEM_TOKEN),
    "fields": "name,account_status,user_tasks",
}
_LINKEDIN = {
    "Authorization": f"Bearer {ADS_TOKEN}",
    "LinkedIn-Version": "202608",
    "X-Restli-Protocol-Version": "2.0.0",
    "X-RestLi-Method": "GET",
}
READS = {
    "meta": Read(f"/v26.0/act_1?{urlencode(_META)}"),
    "linkedin": Read("/rest/adAccounts/5001", _LINKEDIN),
}
"""An ad account of each platform."""


def client(port: int, read: Read, until: float, waits: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.monotonic() < until:
        began = time.perf_counter()
        connection.request("GET", read.path, headers=dict(read.headers))
        answer = connection.getresponse()
        body = answer.read()
        waits.append(time.perf_counter() - began)
        if answer.status != http.client.OK:
            raise SystemExit(f"{answer.status}: {body[:200]!r}")
    connection.close()


def clients(port: int, read: Read, seconds: float, number: int) -> dict[str, float]:
    waits: list[float] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(port, read, until, waits)) for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits.sort()
    return {
        "requests": len(waits),
        "per_second": round(len(waits) / seconds),
        "median_ms": round(waits[len(waits) // 2] * 1000, 2),
        "p99_ms": round(waits[len(waits) * 99 // 100] * 1000, 2),
        "over_40_ms": sum(wait > 0.04 for wait in waits),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--platform", choices=READS)
    arguments.add_argument("--seconds", type=float, default=5)
    arguments.add_argument("--clients", type=int, default=4)
    arguments.add_argument("--against", help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.against:
        told = clients(int(chosen.against), READS[chosen.platform], chosen.seconds, chosen.clients)
        print(json.dumps({"platform": chosen.platform, **told}))
        return
    for platform in [chosen.platform] if chosen.platform else READS:
        with Sandbox(clock=lambda: datetime.now(UTC)) as sandbox:
            port = sandbox.start().rpartition(":")[2]
            again = [sys.executable, *sys.argv, "--platform", platform, "--against", port]
            subprocess.run(again, check=True)


if __name__ == "__main__":
    main()
