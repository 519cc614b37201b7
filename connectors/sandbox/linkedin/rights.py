"""What the member may do in an ad account.

Source: *Account Access Controls*, checked 2026-11-22.
"""

from __future__ import annotations

from connectors.sandbox.linkedin.asking import Request
from connectors.sandbox.linkedin.errors import no_right, not_found
from connectors.sandbox.world import Record, World

CAMPAIGN_ROLES = frozenset({"ACCOUNT_BILLING_ADMIN", "ACCOUNT_MANAGER", "CAMPAIGN_MANAGER"})
"""Roles that may change campaigns and groups."""
MANAGER_ROLES = frozenset({"ACCOUNT_BILLING_ADMIN", "ACCOUNT_MANAGER"})
"""Roles that see who else has a role."""
_CREATIVE_ROLES = CAMPAIGN_ROLES | {"CREATIVE_MANAGER"}


def account_urn(number: object) -> str:
    """An ad account's URN."""
    return f"urn:li:sponsoredAccount:{number}"


def number_of(urn: str) -> str:
    """The number at the end of a URN."""
    return urn.rpartition(":")[2]


def users(world: World) -> list[Record]:
    """Who has which role where, ghosts included, with the toggled roles."""
    return [_as_toggled(world, row) for row in world.linkedin["adAccountUsers"].values()]


def _as_toggled(world: World, row: Record) -> Record:
    read_only = world.faults.names("linkedin.read_only", number_of(row["account"]))
    return {**row, "role": "VIEWER"} if read_only else row


def role(world: World, member: str, account_id: str) -> str | None:
    """The member's role in an account; None: the account is not seen."""
    if world.faults.names("linkedin.no_permission", account_id):
        return None
    if account_id not in world.linkedin["adAccounts"]:
        return None
    wanted = (account_urn(account_id), member)
    rows = (row for row in users(world) if (row["account"], row["user"]) == wanted)
    return next((row["role"] for row in rows), None)


def check_reading(world: World, request: Request, account_id: str) -> None:
    """Demand that the member sees what is in an account.

    Raises:
        Refused: the account is not there, or not the member's.
    """
    if account_id not in world.linkedin["adAccounts"]:
        raise not_found(account_urn(account_id))
    if role(world, request.token.member, account_id) is None:
        raise no_right()


def check_writing(world: World, request: Request, account_id: str, *, creative: bool) -> None:
    """Demand that the member, and the app, may change what is in an account.

    Raises:
        Refused: role or tier do not allow it; the scope is not looked at.
    """
    held = role(world, request.token.member, account_id)
    if held not in (_CREATIVE_ROLES if creative else CAMPAIGN_ROLES):
        raise no_right()
    tier = world.faults.toggle("linkedin.development_tier")
    if tier and (tier is True or account_id not in tier):
        raise no_right("NO_PERMISSION_TO_UPDATE")
