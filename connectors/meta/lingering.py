"""Ads that may still be shown although their campaign is off: it is carried out from the top.

What a campaign says of its effect is said of itself alone. Its ads follow it, and nothing tells
when (Manage Your Ad Object's Status, checked 2026-09-12). So ads are asked for by their own effect,
with the filter that published connectors use: what is off in earnest has none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from connectors.errors import ConnectorError
from connectors.meta.ask import Ask
from connectors.meta.collected import Collected
from connectors.meta.pages import Enough, Gathered
from connectors.meta.shape import Record, identity, record, required, text
from policies.model import AccountId, Beneath, Lingering, Switch, Words

PART = "ads"
"""The name of these ads, where they are unread."""
MAY_SHOW = ("ACTIVE", "IN_PROCESS")
"""Shown, and not yet settled. What waits for review, is refused or has issues shows nothing, and
says CAMPAIGN_PAUSED or the like once its campaign is off."""
_FIELDS = ("id", "name", "campaign_id", "effective_status")


def ask_ads(account_id: AccountId) -> Ask:
    """The ads of an account that may be shown by what is said of themselves."""
    wanted = {"field": "effective_status", "operator": "IN", "value": list(MAY_SHOW)}
    params = {"filtering": json.dumps([wanted])}
    return Ask(parts=(account_id, "ads"), fields=_FIELDS, params=params, account_id=account_id)


def any_of(beneath: Beneath) -> Enough:
    """What ends the list before its last page: one of these is as telling as a thousand."""

    def found(rows: Sequence[Any], _: Record) -> bool:
        return any(map(matters, rows))

    def matters(row: Any) -> bool:
        told = row if isinstance(row, dict) else {}
        return told.get("effective_status") in MAY_SHOW and beneath.holds(
            str(told.get("campaign_id"))
        )

    return found


def joined(
    switches: Sequence[Switch], ads: Gathered, beneath: Beneath, collected: Collected
) -> tuple[Switch, ...]:
    """The switches with an ad that may still be shown; what has no switch here is unread."""
    if ads.error is not None:
        collected.failed(PART, ads.error)
    found = _by_campaign(ads.rows, beneath, collected)
    for campaign_id in found.keys() - {one.campaign_id for one in switches}:
        ad = found[campaign_id]
        because = Words(
            "Meta still says {says} of the ad {ad}, and does not list its campaign {campaign}.",
            {"says": ad.delivery, "ad": ad.name or ad.ad_id, "campaign": campaign_id},
        )
        collected.lacks(f"{PART}:{ad.ad_id}", because)
    return tuple(replace(one, lingering=found.get(one.campaign_id)) for one in switches)


def _by_campaign(
    rows: Sequence[Any], beneath: Beneath, collected: Collected
) -> dict[str, Lingering]:
    """For each campaign in question the first of its ads that may be shown."""
    found: dict[str, Lingering] = {}
    for row in rows:
        try:
            told = record(row, PART)
            campaign_id, ad = required(told, "campaign_id"), _read(told)
        except ConnectorError as error:
            collected.failed(PART, error)
            continue
        if ad is not None and beneath.holds(campaign_id):
            found.setdefault(campaign_id, ad)
    return found


def _read(told: Record) -> Lingering | None:
    """One ad; None: it says of itself that it is not shown, whatever was asked for."""
    says = text(told, "effective_status")
    if says is not None and says not in MAY_SHOW:
        return None
    number = identity(told, "id") or ""
    return Lingering(ad_id=number, name=text(told, "name") or "", delivery=says or "-")
