"""Which rights in an ad account, and of a token, let its holder turn campaigns off and on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policies.model.common import AccountId, Platform, Unread, Words

MAY_TURN: Mapping[Platform, frozenset[str]] = {
    Platform.META: frozenset(("ADVERTISE", "MANAGE")),
    Platform.LINKEDIN: frozenset(("ACCOUNT_BILLING_ADMIN", "ACCOUNT_MANAGER", "CAMPAIGN_MANAGER")),
}
"""Meta: tasks; ANALYZE and DRAFT read only (Ad Account Users). LinkedIn: roles; a CREATIVE_MANAGER
may only pause single ads (Account Access Controls). Checked 2026-11-22."""
TURNING: Mapping[Platform, str] = {Platform.META: "ads_management", Platform.LINKEDIN: "rw_ads"}
"""The permission of the token that it takes besides (Permissions; Getting Access; checked
2026-11-22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """What the token that would stop may do, whatever its holder's rights in an account."""

    scopes: tuple[str, ...] | Unread | None = None
    """Its permissions as they were told last; None: nobody asked, or nobody can, and what is known
    of the account decides."""
    within: frozenset[str] | None = None
    """Numbers of the accounts to which the permission to turn is limited; None: it is not."""
    editable: frozenset[str] | None = None
    """The accounts that a LinkedIn app in development tier may edit, by our copy of its list; None:
    any."""

    def lacks(self, platform: Platform, account_id: AccountId) -> bool:
        """Whether the permission to turn is known to be missing, or not to reach the account."""
        told = self.scopes
        missing = isinstance(told, tuple) and TURNING.get(platform) not in told
        within = self.within
        return missing or (within is not None and account_id.removeprefix("act_") not in within)


UNTOLD = Permitted()
"""Nothing is known of the token."""


def may_turn(
    platform: Platform,
    rights: tuple[str, ...] | Unread,
    account_id: AccountId,
    *,
    permitted: Permitted = UNTOLD,
    status: str | None = None,
) -> bool | Unread:
    """Whether one with these rights may pause campaigns; why not told, where that is not known.

    `status`: the account's; on LinkedIn one that is not active cannot be edited. What is known to
    be missing is told before what is not known.
    """
    if not isinstance(rights, Unread) and MAY_TURN.get(platform, frozenset()).isdisjoint(rights):
        return False
    closed = platform is Platform.LINKEDIN and status not in (None, "ACTIVE")
    if closed or permitted.lacks(platform, account_id):
        return False
    doubts = (rights, permitted.scopes, _listed(permitted, account_id))
    return next((one for one in doubts if isinstance(one, Unread)), True)


def _listed(permitted: Permitted, account_id: AccountId) -> Unread | None:
    """Why an app in development tier may not be able to edit the account.

    Only accounts on a list in the developer portal may be edited then, and no answer of LinkedIn's
    tells whether one is (Increasing Access, checked 2026-11-22).
    """
    if permitted.editable is None or account_id in permitted.editable:
        return None
    because = Words(
        "The advertising app is in development tier and account {account} is not known to be on "
        "its list of editable accounts. Add it in the developer portal, and to [linkedin] "
        "editable_accounts.",
        {"account": account_id},
    )
    return Unread(
        what="account.rights", because=because, platform=Platform.LINKEDIN, account_id=account_id
    )
