"""What calls count towards, and how far that is used. Source: *Rate Limits*, checked 2026-11-22.

Every call is counted: points of its ad account over five minutes, calls of its use case and of the
app over an hour. Only the points of the Limited tier are enforced, and on request the pace at which
a Page's conversations are asked for; the hourly quotas are told of.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.sandbox.meta.errors import GraphError, throttled
from connectors.sandbox.world import Node, World

READ, WRITE = 1, 3
"""Points of one call."""
LIMITED, FULL = 60, 9_000
"""Points an account may hold on either tier; they decay over `DECAY` seconds."""
DECAY = 300
BLOCK = 300
"""Seconds for which an account is blocked once it went over; calling on begins them anew."""
HOUR = 3_600
_SECONDS = {"points": DECAY, "conversations": 1}
"""Over how long is counted what is not counted over an hour."""
_QUOTAS = {
    "ads_management": (300, 100_000, 40),
    "ads_insights": (600, 190_000, 400),
}
"""Calls an hour on the Limited tier, on the Full one, and more for each ad."""
_APP = 200_000
"""Calls an hour of the app: two hundred for each of a thousand users."""
CONVERSATIONS = 2
"""Calls a second of a Page's conversations, Instagram's among them."""
SCORE = 613
"""The code with which an account that spent its points is refused."""


@dataclass(slots=True)
class Count:
    """What was counted over the last so many seconds."""

    seconds: int
    _held: deque[tuple[float, int]] = field(default_factory=deque)
    _sum: int = 0

    def add(self, number: int, now: float) -> None:
        """Count so many more; what no longer counts is forgotten, asked for or not."""
        self.of(now)
        self._held.append((now, number))
        self._sum += number

    def of(self, now: float) -> int:
        """What still counts."""
        while self._held and self._held[0][0] <= now - self.seconds:
            self._sum -= self._held.popleft()[1]
        return self._sum


def owner_of(world: World, path: Sequence[str]) -> Node | None:
    """The ad account, Page or Instagram account that a call is counted for; None: the app alone."""
    node = world.meta.get(path[1]) if len(path) > 1 else None
    if node is None:
        return None
    if node.kind == "AdAccount" or "account" in node.hidden:
        return world.meta.get(str(node.hidden.get("account", node.fields["id"])))
    told = node.fields.get("owner")
    above = told["id"] if isinstance(told, dict) else path[1].partition("_")[0]
    owner = world.meta.get(above)
    return owner if owner is not None and owner.kind in ("Page", "IGUser") else None


def kind_of(owner: Node | None, path: Sequence[str]) -> str:
    """The use case of a call; empty: none, the app alone."""
    if owner is None:
        return ""
    if owner.kind == "AdAccount":
        return "ads_insights" if path[-1] == "insights" else "ads_management"
    if owner.kind == "IGUser":
        return "instagram"
    return "messenger" if path[-1] == "conversations" else "pages"


def charge(world: World, owner: Node | None, points: int, kind: str) -> None:
    """Count a call of this use case; an ad account's points are enforced on the Limited tier.

    Raises:
        GraphError: the account has no points left, or the Page was asked too often in a second.
    """
    now = world.clock().timestamp()
    _count(world, "", "app").add(1, now)
    if owner is None:
        return
    _count(world, owner.fields["id"], kind).add(1, now)
    if kind == "messenger" and world.faults.toggle("meta.conversation_limit"):
        _keep_pace(world, owner, now)
    if owner.kind == "AdAccount":
        if world.faults.names("meta.throttled", owner.fields["id"]):
            raise throttled("ads_management")
        held = _count(world, owner.fields["id"], "points")
        if world.faults.toggle("meta.limited_tier"):
            _enforce(owner, held.of(now) + points, _most(world), now)
        held.add(points, now)


def _enforce(account: Node, points: int, most: int, now: float) -> None:
    if now < account.hidden.get("blocked_until", 0) or points > most:
        account.hidden["blocked_until"] = now + BLOCK
        raise GraphError(
            SCORE,
            "(#613) Calls to this api have exceeded the rate limit.",
            subcode=1487742,
            is_transient=False,
        )


def _keep_pace(world: World, page: Node, now: float) -> None:
    lately = _count(world, page.fields["id"], "conversations")
    lately.add(1, now)
    if lately.of(now) > CONVERSATIONS:
        raise throttled("messenger")


def _most(world: World) -> int:
    """The points that an account may hold."""
    limited = world.faults.toggle("meta.limited_tier")
    return LIMITED if limited is True else int(limited or FULL)


def _count(world: World, owner: str, name: str) -> Count:
    """One count, begun where there is none."""
    if (owner, name) not in world.used:
        world.used[owner, name] = Count(_SECONDS.get(name, HOUR))
    count: Count = world.used[owner, name]
    return count


def points_used(world: World, account: Node) -> float:
    """Percent of its points that an account holds, or what a toggle says."""
    forced = _forced(world, account)
    held = _count(world, account.fields["id"], "points").of(world.clock().timestamp())
    return round(100 * held / _most(world), 2) if forced is None else forced


def calls_used(world: World, account: Node, kind: str) -> int:
    """Percent of an account's hourly calls of a use case, or what a toggle says."""
    forced = _forced(world, account)
    if forced is not None:
        return int(forced)
    limited, full, for_each = _QUOTAS[kind]
    quota = limited if world.faults.toggle("meta.limited_tier") else full
    quota += for_each * len(account.edges.get("ads", ()))
    calls = _count(world, account.fields["id"], kind).of(world.clock().timestamp())
    return min(99, 100 * calls // quota)


def app_used(world: World) -> int:
    """Percent of the app's hourly calls, or what a toggle says."""
    forced = world.faults.toggle("meta.app_usage_percent")
    if forced is not None:
        return int(forced)
    calls = _count(world, "", "app").of(world.clock().timestamp())
    return min(99, 100 * calls // _APP)


def _forced(world: World, account: Node) -> float | None:
    percents: dict[str, float] = world.faults.toggle("meta.usage_percent") or {}
    return percents.get(account.fields["id"])


def blocked_for(world: World, account: Node) -> int:
    """Whole seconds until an account that spent its points is let in again."""
    until: float = account.hidden.get("blocked_until", 0.0)
    left = until - world.clock().timestamp()
    return max(1, math.ceil(left))
