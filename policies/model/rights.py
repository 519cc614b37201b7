"""Which rights in an ad account let their holder turn its campaigns off and on."""

from __future__ import annotations

from collections.abc import Mapping

from policies.model.common import Platform, Unread

MAY_TURN: Mapping[Platform, frozenset[str]] = {
    Platform.META: frozenset(("ADVERTISE", "MANAGE")),
    Platform.LINKEDIN: frozenset(("ACCOUNT_BILLING_ADMIN", "ACCOUNT_MANAGER", "CAMPAIGN_MANAGER")),
}
"""Meta: tasks; ANALYZE and DRAFT read only (Ad Account Users). LinkedIn: roles; a CREATIVE_MANAGER
may only pause single ads (Account Access Controls). Checked 2026-11-22."""


def may_turn(platform: Platform, rights: tuple[str, ...] | Unread) -> bool | Unread:
    """Whether one with these rights may pause campaigns; why not told, where they were not read."""
    if isinstance(rights, Unread):
        return rights
    return not MAY_TURN.get(platform, frozenset()).isdisjoint(rights)
