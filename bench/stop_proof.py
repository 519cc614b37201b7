"""Proof that a stop leaves nothing on unsaid: many stops, each with other bad answers.

    python bench/stop_proof.py [--seeds 0:1000] [--results FILE]

Each seed is a stop of 100 campaigns in 4 accounts of either platform, with 5 % of the answers lost,
5 % throttled and 5 % failing for the moment. It runs in this process, with a sleep that does not
wait. A seed passes if what is left on is exactly what the result lists, with exit code 1, or
nothing, with exit code 0. Results go to a file, a line each; seeds that stand there are not run
again.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from connectors.http import Patience
from connectors.sandbox import Sandbox
from connectors.sandbox.scenario import Crowd, Scenario, stage
from policies.crisis import EVERYTHING, phrase
from worker.clock import now
from worker.config.load import load_for_stop
from worker.platforms import enabled, stopper
from worker.stopping.giving import Desk, pause
from worker.stopping.identity import whoami
from worker.stopping.journal import Journal, read_journal
from worker.stopping.means import Means
from worker.stopping.ordering import Order
from worker.stopping.outcome import Result
from worker.stopping.places import Places
from worker.stopping.verifying import verify

FAULTS = "null=0.05,throttle=0.05,transient=0.05"
CONFIG = """
state_dir = "var"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
[linkedin]
base_url = "{url}"
oauth_url = "{url}"
ads_token = "sandbox-ads"
"""


def on(sandbox: Sandbox) -> set[str]:
    """Numbers of the campaigns whose own switch is on, and, on LinkedIn, whose group's is."""
    meta = {
        number
        for number, node in sandbox.world.meta.items()
        if node.kind == "Campaign" and node.fields["status"] == "ACTIVE"
    }
    groups = sandbox.world.linkedin["adCampaignGroups"]
    return meta | {
        number
        for number, one in sandbox.world.linkedin["adCampaigns"].items()
        if one["status"] == "ACTIVE"
        and groups[one["campaignGroup"].rpartition(":")[2]]["status"] == "ACTIVE"
    }


def prove(seed: int) -> dict[str, object]:
    """One stop, and whether it told the truth."""
    scenario = Scenario(
        seed=seed,
        faults=f"{FAULTS},seed={seed}",
        city=False,
        crowd=Crowd(accounts=3, linkedin_accounts=1, campaigns=25),
    )
    with tempfile.TemporaryDirectory() as name, stage(scenario, now) as sandbox:
        folder = Path(name)
        (folder / "annonsvakt.toml").write_text(CONFIG.format(url=sandbox.start()))
        before = on(sandbox)
        result, whole = stop(folder)
        left = on(sandbox)
    listed = {row.switch.campaign_id for row in result.left}
    passed = left <= listed if result.gaps else left == listed
    return {
        "seed": seed,
        "passed": passed and whole and result.code == (1 if listed or result.gaps else 0),
        "before": len(before),
        "left": len(left),
        "listed": len(listed),
        "gaps": len(result.gaps),
        "verified": result.verified,
        "code": result.code,
        "requests": {str(name): each["http"] for name, each in result.requests.items()},
    }


def stop(folder: Path) -> tuple[Result, bool]:
    """The result, and whether its journal is whole."""
    settings, _ = load_for_stop(folder / "annonsvakt.toml")
    places = Places(state_dir=settings.state_dir)
    patience = Patience(1e9, sleep=lambda _: None)
    stoppers = {
        platform: stopper(platform, settings, patience=patience, clock=now)
        for platform in enabled(settings)
    }
    desk = Desk(
        means=Means(stoppers=stoppers, clock=now, sleep=lambda _: None, tell=lambda _: None),
        places=places,
        not_covered=(),
        open_journal=lambda stop_id: Journal(
            stop_id, places, clock=now, warn=print, last_resort=print
        ),
    )
    order = Order(reason="proof", operator="bench", who=whoami())
    result = pause(desk, order, EVERYTHING, typed=None, ask=typed).result
    return result, verify(read_journal(result.stop_id, places), head=result.head).intact


def typed(plan: Result) -> str:
    return phrase(plan.doing, plan.number, "sv")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="0:1000", metavar="A:B")
    options.add_argument("--results", type=Path, default=Path("bench/results/stop_proof.jsonl"))
    chosen = options.parse_args()
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    results = {one["seed"]: one for one in map(json.loads, lines)}
    with chosen.results.open("a") as file:
        for seed in range(first, last):
            if seed not in results:
                results[seed] = prove(seed)
                file.write(json.dumps(results[seed]) + "\n")
                file.flush()
    asked = [results[seed] for seed in range(first, last)]
    failed = [one["seed"] for one in asked if not one["passed"]]
    verified = sum(bool(one["verified"]) for one in asked)
    print(f"{len(asked)} stops, {verified} verified, {len(failed)} failed: {failed}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
