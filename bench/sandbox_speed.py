"""How many small reads a second the sandbox answers, and how long the slowest wait.

    python bench/sandbox_speed.py [--seconds 5] [--clients 4]

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
from datetime import UTC, datetime
from urllib.parse import urlencode

from connectors.sandbox import Sandbox
from connectors.sandbox.meta.tokens import SYSTEM_TOKEN, proof


def client(port: int, path: str, until: float, waits: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.monotonic() < until:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        waits.append(time.perf_counter() - began)
        if answer.status != http.client.OK:
            raise SystemExit(f"{answer.status}: {body[:200]!r}")
    connection.close()


def clients(port: int, path: str, seconds: float, number: int) -> None:
    waits: list[float] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(port, path, until, waits)) for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits.sort()
    told = {
        "requests": len(waits),
        "per_second": round(len(waits) / seconds),
        "median_ms": round(waits[len(waits) // 2] * 1000, 2),
        "p99_ms": round(waits[len(waits) * 99 // 100] * 1000, 2),
        "over_40_ms": sum(wait > 0.04 for wait in waits),
    }
    print(json.dumps(told))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5)
    arguments.add_argument("--clients", type=int, default=4)
    arguments.add_argument("--against", help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    token = {"access_token": SYSTEM_TOKEN, "appsecret_proof": proof(SYSTEM_TOKEN)}
    path = "/v26.0/act_1?" + urlencode({**token, "fields": "name,account_status,user_tasks"})
    if chosen.against:
        clients(int(chosen.against), path, chosen.seconds, chosen.clients)
        return
    with Sandbox(clock=lambda: datetime.now(UTC)) as sandbox:
        port = sandbox.start().rpartition(":")[2]
        again = [sys.executable, *sys.argv, "--against", port]
        subprocess.run(again, check=True)


if __name__ == "__main__":
    main()
