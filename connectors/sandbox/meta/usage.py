"""The four headers that tell how far limits are used. Source: *Rate Limits*, checked 2026-11-22."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from connectors.sandbox.meta.limits import (
    DECAY,
    SCORE,
    app_used,
    blocked_for,
    calls_used,
    points_used,
)
from connectors.sandbox.world import Node, World

_APP_WIDE = 4
_THROTTLES = (_APP_WIDE, 17, 32, SCORE, 80000, 80001, 80002, 80004, 80006)
_WAIT = 60
"""Seconds that a throttle at random says it lasts: the headers know whole minutes."""


def headers(
    world: World, owner: Node | None, version: str, *, kind: str = "", code: int | None = None
) -> list[tuple[str, str]]:
    """What an answer says of the quotas; percent, minutes and seconds as the page has them.

    `owner`: the ad account, Page or Instagram account of the call; `kind`: its use case; `code`:
    the error that it ended in.
    """
    told = [("facebook-api-version", version)]
    if not world.faults.toggle("meta.no_usage_headers"):
        refused = code if code in _THROTTLES else None
        told += [
            (name, json.dumps(value, separators=(",", ":")))
            for name, value in _usage(world, owner, kind, refused)
        ]
    return told


def _usage(
    world: World, owner: Node | None, kind: str, refused: int | None
) -> Iterator[tuple[str, Any]]:
    yield "x-app-usage", _shares(100 if refused == _APP_WIDE else app_used(world))
    wait = 0 if refused in (None, _APP_WIDE) else _WAIT
    if owner is not None and owner.kind == "AdAccount":
        blocked = blocked_for(world, owner) if refused == SCORE else 0
        yield from _of_account(world, owner, kind, blocked, wait)
    elif owner is not None:
        case = {"type": kind, **_case(100 if wait else 1, wait)}
        yield "x-business-use-case-usage", {owner.fields["id"]: [case]}


def _of_account(
    world: World, account: Node, kind: str, blocked: int, wait: int
) -> Iterator[tuple[str, Any]]:
    """What only ad accounts have; `blocked`: all of it, `wait`: this use case, for so long."""
    limited = world.faults.toggle("meta.limited_tier")
    tier = {"ads_api_access_tier": "development_access" if limited else "standard_access"}
    percent = 100.0 if blocked else points_used(world, account)
    points = {"acc_id_util_pct": percent, "reset_time_duration": blocked or DECAY}
    yield "x-ad-account-usage", {**points, **tier}
    cases = []
    for one in dict.fromkeys(("ads_management", kind)):
        left = blocked or (wait if one == kind else 0)
        used = 100 if left else calls_used(world, account, one)
        cases.append({"type": one, **_case(used, left), **tier})
    yield "x-business-use-case-usage", {account.fields["account_id"]: cases}
    if kind == "ads_insights":
        used = calls_used(world, account, kind)
        percents = {"app_id_util_pct": app_used(world), "acc_id_util_pct": used}
        yield "x-fb-ads-insights-throttle", {**percents, **tier}


def _shares(percent: int) -> dict[str, int]:
    return {"call_count": percent, "total_time": min(percent, 2), "total_cputime": min(percent, 2)}


def _case(percent: int, left: int) -> dict[str, int]:
    """One use case; `left`: seconds for which it is blocked, told in whole minutes."""
    return {**_shares(percent), "estimated_time_to_regain_access": math.ceil(left / 60)}
