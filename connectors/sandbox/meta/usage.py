"""Usage headers, and the points of the Limited tier. Source: *Rate Limits*, checked 2026-11-22."""

from __future__ import annotations

import json

from connectors.sandbox.meta.errors import GraphError
from connectors.sandbox.world import Node, World

READ, WRITE = 1, 3
"""Points of one call."""
LIMITED = 60
"""Points an account may hold on the Limited tier; they decay over `DECAY` seconds."""
DECAY = 300
BLOCK = 300
"""Seconds for which an account is blocked once it went over."""


def charge(world: World, account: Node | None, points: int) -> None:
    """Count a call against its ad account, if the toggle `meta.limited_tier` is on.

    Raises:
        GraphError: the account has no points left.
    """
    most = world.faults.toggle("meta.limited_tier")
    if not most or account is None:
        return
    most = LIMITED if most is True else int(most)
    now = world.clock().timestamp()
    if now < account.hidden.get("blocked_until", 0):
        raise _over()
    held = [(at, n) for at, n in account.hidden.get("points", ()) if at > now - DECAY]
    account.hidden["points"] = held
    if sum(n for _, n in held) + points > most:
        account.hidden["blocked_until"] = now + BLOCK
        raise _over()
    held.append((now, points))


def _over() -> GraphError:
    return GraphError(
        613,
        "(#613) Calls to this api have exceeded the rate limit.",
        subcode=1487742,
        is_transient=False,
    )


def headers(
    world: World, account: Node | None, version: str, *, throttled: bool
) -> list[tuple[str, str]]:
    """What every answer says of the quotas; percent, minutes and seconds as the page has them."""
    plain = [("facebook-api-version", version)]
    if world.faults.toggle("meta.no_usage_headers"):
        return plain
    calls = 100 if throttled else 3
    app = {"call_count": calls, "total_time": 2, "total_cputime": 2}
    told = [*plain, ("x-app-usage", json.dumps(app, separators=(",", ":")))]
    if account is None:
        return told
    limited = world.faults.toggle("meta.limited_tier")
    tier = "development_access" if limited else "standard_access"
    held = sum(n for _, n in account.hidden.get("points", ()))
    percent = 100.0 if throttled else round(100 * held / LIMITED, 2) if limited else 1.25
    ads = {"acc_id_util_pct": percent, "reset_time_duration": 60, "ads_api_access_tier": tier}
    case = {
        "type": "ads_management",
        "call_count": calls,
        "total_cputime": 2,
        "total_time": 2,
        "estimated_time_to_regain_access": 1 if throttled else 0,
        "ads_api_access_tier": tier,
    }
    number = account.fields["account_id"]
    return [
        *told,
        ("x-ad-account-usage", json.dumps(ads, separators=(",", ":"))),
        ("x-business-use-case-usage", json.dumps({number: [case]}, separators=(",", ":"))),
    ]
