"""Search criteria of accounts, groups and campaigns: which rows they let through.

Sources: *Create and Manage Accounts, Campaign Groups, Campaigns* (finder `search`), checked
2026-11-22. Ids are URNs here, though rows hold numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.sandbox.linkedin.asking import Request, a_flag, a_record, a_urn, some_texts
from connectors.sandbox.linkedin.errors import bad_field, param_not_allowed
from connectors.sandbox.linkedin.restli import RestliValue
from connectors.sandbox.world import Record

STATUSES = {
    "adAccounts": ("ACTIVE", "CANCELED", "DRAFT", "PENDING_DELETION", "REMOVED"),
    "adCampaignGroups": (
        "ACTIVE", "ARCHIVED", "CANCELED", "DRAFT", "PAUSED", "PENDING_DELETION", "REMOVED",
    ),
    "adCampaigns": (
        "ACTIVE", "PAUSED", "ARCHIVED", "COMPLETED", "CANCELED", "DRAFT", "PENDING_DELETION",
        "REMOVED",
    ),
    "creatives": (
        "ACTIVE", "PAUSED", "DRAFT", "ARCHIVED", "CANCELED", "PENDING_DELETION", "REMOVED",
    ),
}  # fmt: skip
"""Every status, by table."""
URNS = {
    "adAccounts": "sponsoredAccount",
    "adCampaignGroups": "sponsoredCampaignGroup",
    "adCampaigns": "sponsoredCampaign",
    "creatives": "sponsoredCreative",
}
"""Kinds of URN, by table."""
_CRITERIA = {
    "adAccounts": ("status", "type", "name", "id", "reference", "test"),
    "adCampaignGroups": ("id", "name", "status", "test"),
    "adCampaigns": ("id", "campaignGroup", "name", "type", "status", "test"),
}


def searched(request: Request, table: str, rows: Sequence[Record]) -> list[Record]:
    """The rows that a search lets through; without criteria, all.

    Raises:
        Refused: an unknown criterion, or one that cannot hold what it is given.
    """
    criteria = request.record("search") or {}
    for name in criteria:
        if name not in _CRITERIA[table]:
            raise param_not_allowed(f"search/{name}")
    test = criteria.get("test")
    wanted_test = None if test is None else a_flag(test, "search/test")
    wanted = {name: _values(criteria, name, table) for name in criteria if name != "test"}
    return [
        row
        for row in rows
        if (wanted_test is None or row.get("test", False) == wanted_test)
        and all(_held(row, name, table) in values for name, values in wanted.items())
    ]


def _values(criteria: Mapping[str, RestliValue], name: str, table: str) -> tuple[str, ...]:
    """What one criterion asks for, checked."""
    path = f"search/{name}"
    one = a_record(criteria[name], path)
    if set(one) != {"values"}:
        raise param_not_allowed(path)
    values = some_texts(one["values"], f"{path}/values")
    for value in values:
        if name == "status":
            a_status(value, path, table)
        if name in ("id", "campaignGroup"):
            a_urn(value, path, URNS["adCampaignGroups"] if name != "id" else URNS[table])
    return values


def _held(row: Record, name: str, table: str) -> object:
    """What a row holds, as a criterion names it."""
    return f"urn:li:{URNS[table]}:{row['id']}" if name == "id" else row.get(name)


def a_status(value: object, path: str, table: str) -> str:
    """A status of this table.

    Raises:
        Refused: there is none of this name.
    """
    if not isinstance(value, str) or value not in STATUSES[table]:
        raise bad_field(path, f"{str(value)[:40]} is not one of {', '.join(STATUSES[table])}")
    return value
