"""Quotas of a day, which end at 00:00 UTC, the community app's first tier, and values of reports.

No header tells of them. Sources: *Rate limiting*, *Increasing Access*, checked 2026-11-22.
"""

from __future__ import annotations

from datetime import UTC

from connectors.sandbox.linkedin.asking import Request
from connectors.sandbox.linkedin.errors import denied, throttled, too_many_values
from connectors.sandbox.world import World

MEMBER_CALLS = 100
"""Calls that a member has in 24 hours while the community app is in development tier."""
_WINDOW = 300
"""Seconds in which so many metric values may be reported."""


def charge(world: World, request: Request) -> None:
    """Count a call against the quotas that are toggled on.

    Raises:
        Refused: 429 where none is left, 403 for a method that the tier does not have.
    """
    point = f"{resource(request)}.{request.restli_method}"
    most = world.faults.toggle("linkedin.day_limit")
    if most and (most is True or _used(world, f"{request.token.kind} {point}") > int(most)):
        raise throttled("APPLICATION DAY")
    development = world.faults.toggle("linkedin.community_development_tier")
    if request.token.kind != "community" or not development:
        return
    if _used(world, request.token.member) > MEMBER_CALLS:
        raise throttled("MEMBER DAY")
    if request.restli_method == "BATCH_GET":
        raise denied(f"{point}.{request.version}")


def charge_values(world: World, values: int) -> None:
    """Count the metric values of a report against those of five minutes, where that is toggled on.

    Raises:
        Refused: 429 where so many are not left; nothing is counted then.
    """
    most = world.faults.toggle("linkedin.analytics_values")
    if not most:
        return
    window = int(world.clock().timestamp()) // _WINDOW
    record = world.linkedin["quotas"].setdefault(f"{window} adAnalytics values", {"values": 0})
    if most is True or record["values"] + values > int(most):
        raise too_many_values()
    record["values"] += values


def resource(request: Request) -> str:
    """What a request is counted under: `adCampaigns`, `socialActions/comments`."""
    names = request.parts[::2]
    return names[-1] if names[:1] == ("adAccounts",) else "/".join(names)


def _used(world: World, whose: str) -> int:
    """How many calls were made today, this one included."""
    day = world.clock().astimezone(UTC).date()
    record = world.linkedin["quotas"].setdefault(f"{day} {whose}", {"calls": 0})
    record["calls"] += 1
    calls: int = record["calls"]
    return calls
