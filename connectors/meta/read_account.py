"""Ad accounts: who pays, what the token may do there, and what is excluded for all ad sets.

Shapes of `user_tasks` and `account_controls` from the Marketing API v26.0 (Ad Account, Ad Account
Account Controls, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.errors import ConnectorError
from connectors.meta.links import account_link
from connectors.meta.shape import Record, count, part, record, refuse, required, text, texts
from connectors.meta.wanted import AUDIENCE
from policies.model import (
    UNTOLD,
    AccountControls,
    AccountId,
    AdAccount,
    CampaignId,
    Permitted,
    Platform,
    Unread,
    Words,
)
from policies.model import may_turn as rights_suffice

EXCLUSIONS = ("placement_exclusions", "placement_exclusion")
"""One page writes it in the plural, another in the singular."""
_SHORT = {"FACEBOOK_RHC": "FACEBOOK_RIGHT_HAND_COLUMN"}
"""The same page writes the values in small letters as well, and one of them short (2026-11-29)."""


def read_account(
    told: Record, account_id: AccountId, *, controls: AccountControls | Unread
) -> AdAccount:
    """An ad account.

    Raises:
        Unreadable: it is of another shape; so for every function here.
    """
    status = count(told, "account_status")
    return AdAccount(
        platform=Platform.META,
        id=account_id,
        name=text(told, "name") or account_id,
        currency=text(told, "currency"),
        time_zone=text(told, "timezone_name"),
        status=None if status is None else str(status),
        rights=read_rights(told, account_id),
        controls=controls,
        link=account_link(account_id),
    )


def blank_account(account_id: AccountId, unread: Unread) -> AdAccount:
    """An account of which nothing but what lies in it could be read."""
    return AdAccount(
        platform=Platform.META,
        id=account_id,
        name=account_id,
        currency=None,
        time_zone=None,
        status=None,
        rights=unread,
        controls=unread,
        link=account_link(account_id),
    )


def read_rights(told: Record, account_id: AccountId) -> tuple[str, ...] | Unread:
    """The tasks of the token's user in the account."""
    tasks = texts(told, "user_tasks")
    if tasks is not None:
        return tasks
    because = Words(
        "Meta did not tell what the token may do in account {account}. Look at the tasks of the "
        "system user in Business settings.",
        {"account": account_id},
    )
    return Unread(
        what="account.rights", because=because, platform=Platform.META, account_id=account_id
    )


def may_turn(account: AdAccount, permitted: Permitted = UNTOLD) -> bool | Unread:
    """Whether campaigns of the account may be paused; by default as far as its tasks tell."""
    return rights_suffice(Platform.META, account.rights, account.id, permitted=permitted)


def read_controls(rows: Sequence[Any]) -> AccountControls:
    """What an account excludes; no row: it has no controls."""
    if len(rows) > 1:
        raise refuse("account_controls", list(rows))
    told = record(rows[0], "account_controls") if rows else {}
    return AccountControls(
        placement_exclusions=_exclusions(part(told, "placement_controls")),
        status=text(told, "status") or "",
        campaigns_with_error=tuple(_campaigns(told.get("campaigns_with_error"))),
        youngest=_youngest(told),
    )


def _youngest(told: Record) -> int | None:
    """The age below which no ad set reaches anybody; None: not told, or told in another shape."""
    try:
        return count(part(told, AUDIENCE), "age_min")
    except ConnectorError:
        return None  # where the ads show is known all the same


def _exclusions(told: Record) -> tuple[str, ...]:
    """Excluded placements under either spelling; a single one may stand without a list."""
    found: dict[str, None] = {}
    for name in EXCLUSIONS:
        listed = told.get(name)
        some = (listed,) if isinstance(listed, str) else texts(told, name) or ()
        found |= dict.fromkeys(_SHORT.get(one.upper(), one.upper()) for one in some)
    return tuple(found)


def _campaigns(told: Any) -> list[CampaignId]:
    """Ids of campaigns, written as ids or as objects."""
    if told is None:
        return []
    if not isinstance(told, list):
        raise refuse("campaigns_with_error", told)
    return [CampaignId(_campaign(one)) for one in told]


def _campaign(told: Any) -> str:
    return required(told if isinstance(told, dict) else {"id": told}, "id")
