"""The sandbox's own end points, `/_sandbox/…`: faults and counts, for tests and drills."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection
from typing import Any

import flask

from connectors.sandbox.door import Asked
from connectors.sandbox.faults import FaultySpec
from connectors.sandbox.world import World


def blueprint(world: World, requests: deque[Asked], toggles: Collection[str]) -> flask.Blueprint:
    """`toggles`: the names that may be set."""
    routes = flask.Blueprint("control", __name__, url_prefix="/_sandbox")

    @routes.post("/faults")
    def faults() -> tuple[dict[str, Any], int]:
        """Take `{"rates": "null=0.05", "toggles": {"meta.html_page": true}}`."""
        wanted = flask.request.get_json()
        try:
            if "rates" in wanted:
                world.faults.set_rates(wanted["rates"])
            world.faults.set_toggles(wanted.get("toggles", {}), toggles)
        except FaultySpec as wrong:
            return {"error": str(wrong)}, 400
        return {"rates": world.faults.rates, "toggles": world.faults.toggles}, 200

    @routes.get("/state")
    def state() -> dict[str, Any]:
        """Tell what exists and what was asked."""
        with world.lock:
            return {
                "seed": world.seed,
                "clock": world.clock().isoformat(),
                "meta": Counter(node.kind for node in world.meta.values()),
                "linkedin": {name: len(table) for name, table in world.linkedin.items()},
                "requests": len(requests),
                "counted": world.counted,
                "rates": world.faults.rates,
                "toggles": world.faults.toggles,
            }

    return routes
