"""From which status an object may go to which. Source: *Error responses*, checked 2026-11-22."""

from __future__ import annotations

from connectors.sandbox.linkedin.errors import Refused
from connectors.sandbox.linkedin.rights import number_of
from connectors.sandbox.world import Record, World

_OVER = ("ARCHIVED", "CANCELED", "COMPLETED", "PENDING_DELETION", "REMOVED")
"""What nothing is turned on or off from."""
_OUTCOMES = ("CANCELED", "COMPLETED", "REMOVED")
"""What comes about, and is not set."""


def check(world: World, table: str, record: Record, *, before: str, after: str) -> None:
    """Refuse a change that the object's state does not allow; none at all is harmless.

    Raises:
        Refused: 400, with the code that says why.
    """
    if record.get("backfilled"):
        raise Refused(
            400,
            "CANNOT_UPDATE_BACKFILLED_CAMPAIGN_GROUPS",
            "Backfilled campaign groups cannot be updated",
        )
    if before == after:
        return
    if before == "CANCELED":
        raise _refused("ACTION_NOT_ALLOWED_FOR_CANCELLED_STATUS", before, after)
    if before in _OVER or after in _OUTCOMES:
        raise _refused("STATUS_CHANGE_NOT_ALLOWED", before, after)
    if (before, after) == ("DRAFT", "PAUSED"):
        raise _refused("INVALID_STATUS_TRANSITION", before, after)
    if table == "adCampaigns" and after != "DRAFT" and _group_status(world, record) == "DRAFT":
        raise _refused("ONLY_DRAFT_CAMPAIGNS_ALLOWED_IN_DRAFT_CAMPAIGN_GROUPS", before, after)


def _group_status(world: World, campaign: Record) -> str | None:
    groups = world.linkedin["adCampaignGroups"]
    return groups.get(number_of(campaign["campaignGroup"]), {}).get("status")


def _refused(code: str, before: str, after: str) -> Refused:
    message = f"status can't be changed from {before} to {after}"
    return Refused(400, code, message, field="status")
