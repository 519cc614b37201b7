"""Proof that workers on a task queue, killed at any moment, lose nothing and do nothing twice.

    python -m bench.engine_kills [--kills 50] [--seeds A:B] [--results FILE]

For each seed four worker processes (`annonsvakt worker`, with short leases) and the service that
leads the polls work on one PostgreSQL against the sandbox. In each round everything is due anew;
somewhere in it one process is killed (SIGKILL), mostly a worker, now and then the leader, and
another takes its place. A round passes if nothing is unread, every piece was done once for its
slot, and nothing is left in the queue. At the end what was found, with its history, is what the
embedded service finds in a database of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.engine_crew import LEASE, Crew, crew, lead
from bench.service_kills import Place, databases
from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.service.crew import until
from worker.clock import now

CONFIG = """
language = "en"
timezone = "UTC"
engine = "{engine}"
[database]
url = "{database}"
[health]
listen = ""
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""
ROUND = 120.0
"""Seconds in which a round must have come to its end."""
DONE = "SELECT count(*) FROM leases WHERE name LIKE 'ads %' AND done_for = wanted_for"
QUEUED = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
LAST = (
    "SELECT counts, unread, requests FROM sweeps WHERE scope::text LIKE '%ads%' "
    "ORDER BY id DESC LIMIT 1"
)

TURNS = ("opened", "resolved")
UNDONE = (
    "SELECT job, state FROM slots WHERE state NOT IN ('done', 'skipped') "
    "AND job IN ('ads', 'comments', 'messages', 'delivered')"
)
WRONG = ("unread", "strange", "differs")
"""Where anything is told under these, it is not as it should be."""


def one_round(here: Crew, chance: random.Random, accounts: int, *, leader_too: bool) -> bool:
    """Everything is due anew, and one process is killed somewhere; whether the rest was done."""
    place, before = here.place, len(here.said("piece.done"))
    place.make_due(1)
    leader = here.start(lead)
    after = chance.randrange(accounts)
    until(lambda: leader.poll() is not None or place.ask(DONE) >= [(after,)], ROUND)
    time.sleep(chance.uniform(0, 0.1))
    if leader_too and chance.random() < 0.25:
        leader.kill()
        leader.wait()
        time.sleep(LEASE.total_seconds())
        leader = here.start(lead)
    else:
        dead = here.reading() or chance.choice(here.workers)
        dead.kill()
        dead.wait()
        here.replace(dead)
    try:
        code = leader.wait(timeout=ROUND)
    except subprocess.TimeoutExpired:
        leader.kill()
        return False
    left = not until(lambda: place.ask(QUEUED) == [(0,)], 20)
    return not (code or left or place.ask(UNDONE) or twice(here.said("piece.done")[before:]))


def undisturbed(here: Crew) -> bool:
    """Everything is due anew and nobody is killed; whether it was done."""
    here.place.make_due(1)
    return here.start(lead).wait(timeout=ROUND) == 0


def prepared(folder: Path, engine: str, url: str, database: str) -> Place:
    """A folder with a configuration."""
    folder.mkdir()
    config = CONFIG.format(engine=engine, url=url, database=database)
    (folder / "annonsvakt.toml").write_text(config)
    return Place(folder, database)


def prove(
    seed: int, kills: int, *, accounts: int = 12, latency: int = 10, leader_too: bool = True
) -> dict[str, Any]:
    """Four workers and a leader, one of whom is killed so often."""
    chance, begun = random.Random(seed), time.monotonic()
    crowd = Crowd(accounts=accounts, campaigns=4, ad_sets=1, ads=1, comments=1)
    scenario = Scenario(seed=seed, city=False, latency_ms=latency, crowd=crowd)
    with (
        tempfile.TemporaryDirectory() as name,
        stage(scenario, now) as sandbox,
        databases(Path(name), True) as (first, second),
    ):
        url = sandbox.start()
        many = prepared(Path(name) / "many", "procrastinate", url, first)
        alone = prepared(Path(name) / "alone", "embedded", url, second)
        with crew(many, 4) as here:
            if not until(lambda: len(here.said("worker.started")) == 4, 60):
                raise RuntimeError((many.folder / "log").read_text()[-2000:])
            rounds = [
                one_round(here, chance, accounts, leader_too=leader_too) for _ in range(kills)
            ]
            again = reread(many) if kills == 1 else 0
            last = kills == 1 or undisturbed(here)
        calm = Crew(alone)
        # What an account tells the second time is compared with a second time.
        last = all([last, *(undisturbed(calm) for _ in range(min(kills, 2)))])
        told = {
            "seed": seed,
            "kills": kills,
            "accounts": accounts,
            "rounds_wrong": rounds.count(False),
            "reread": again,
            "brought_back": len(here.said("piece.brought-back")),
            "unread": len(here.said("poll.unread")),
            "by_the_leader": sum(one["pieces"] for one in here.said("poll.no-worker")),
            "strange": here.strange()[:5],
            "differs": differing(many, alone),
        }
    told["passed"] = last and all(rounds) and not any(told[one] for one in WRONG)
    return {**told, "seconds": round(time.monotonic() - begun, 1)}


def reread(place: Place) -> int:
    """Accounts that were read more than once, after one poll of them."""
    return int(place.ask("SELECT count(*) FROM snapshots WHERE confirmed_at > read_at")[0][0])


def twice(told: list[dict[str, Any]]) -> int:
    """Pieces that more than one worker brought to their end, by what they logged in a round."""
    done = Counter((one["piece"], one["period"]) for one in told)
    return sum(number - 1 for number in done.values())


def differing(many: Place, alone: Place) -> list[str]:
    """What was found that the embedded service finds otherwise, and what it counts otherwise."""
    calm = alone.found()
    wrong = [name for name, rows in many.found().items() if rows != calm[name]]
    sweeps = [map(json.loads, place.ask(LAST)[0]) for place in (many, alone)]
    for what, *told in zip(("counts", "unread", "requests"), *sweeps, strict=True):
        # Workers ask a little more in all: each of them has to learn the platform's ways.
        if what == "counts":
            # The same once opened and once found open: its history, above, tells which.
            told = [{n: v for n, v in one.items() if n not in TURNS} for one in told]
        if told[0] != told[1] and what != "requests":
            wrong.append(f"{what} of the sweep")
        if what == "requests" and told[0]["meta"]["http"] < told[1]["meta"]["http"]:
            wrong.append("requests of the sweep")
    return wrong


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--seeds", default="0:1", metavar="A:B")
    options.add_argument("--results", type=Path, default=Path("bench/results/engine_kills.jsonl"))
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    known = {(one["seed"], one["kills"]): one for one in map(json.loads, lines)}
    asked = [(seed, chosen.kills) for seed in range(first, last)]
    with chosen.results.open("a") as file:
        for key in asked:
            if key not in known:
                known[key] = prove(*key)
                file.write(json.dumps(known[key]) + "\n")
                file.flush()
    for key in asked:
        print(json.dumps(known[key]))
    raise SystemExit(not all(known[key]["passed"] for key in asked))


if __name__ == "__main__":
    main()
