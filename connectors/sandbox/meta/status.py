"""Status in effect: what an object's own switch, its parents' and the review make of it.

Source: *Manage Your Ad Object's Status*, checked 2026-11-22.
"""

from __future__ import annotations

from connectors.sandbox.world import Node, World

AD_KINDS = ("Campaign", "AdSet", "Ad")
COMMON = ("ACTIVE", "PAUSED", "DELETED", "ARCHIVED", "IN_PROCESS", "WITH_ISSUES")
EFFECTIVE = {
    "Campaign": COMMON,
    "AdSet": (*COMMON, "CAMPAIGN_PAUSED"),
    "Ad": (
        *COMMON, "CAMPAIGN_PAUSED", "ADSET_PAUSED", "PENDING_REVIEW", "DISAPPROVED",
        "PREAPPROVED", "PENDING_BILLING_INFO",
    ),
}  # fmt: skip
"""The values of `effective_status` by type of object."""
GONE = ("DELETED", "ARCHIVED")


def parents(world: World, node: Node) -> list[Node]:
    """The campaign and the ad set above, from the top."""
    above = [node.fields.get(key) for key in ("campaign_id", "adset_id")]
    return [world.meta[one] for one in above if one in world.meta]


def effective(world: World, node: Node) -> str:
    """What happens, apart from changes still being processed."""
    own: str = node.fields["status"]
    above = parents(world, node)
    for gone in GONE:
        if gone in (own, *(parent.fields["status"] for parent in above)):
            return gone
    if own == "PAUSED":
        return "PAUSED"
    review: str | None = node.hidden.get("review")
    if review == "DISAPPROVED":
        return review
    for parent in above:
        if parent.fields["status"] == "PAUSED":
            return "CAMPAIGN_PAUSED" if parent.kind == "Campaign" else "ADSET_PAUSED"
    return review or "ACTIVE"


def told(world: World, node: Node) -> str:
    """What a reading would tell now: for some readings after a write not yet what happens."""
    if node.hidden.get("in_process", 0):
        return "IN_PROCESS"
    if node.hidden.get("lingers", 0):
        return str(node.hidden["lingered"])
    return effective(world, node)


def shown(world: World, node: Node) -> str:
    """The `effective_status` of this reading, which is one less until it settles."""
    says = told(world, node)
    for until in ("in_process", "lingers"):
        if left := node.hidden.get(until, 0):
            node.hidden[until] = left - 1
    return says
