"""Switches of the crisis stop out of campaigns."""

from __future__ import annotations

from connectors.errors import Unreadable
from connectors.meta.read_ads import read_campaign
from connectors.meta.shape import Record
from policies.model import AccountId, Level, Platform, Switch

_INCIDENTAL = (
    "name",
    "start_time",
    "stop_time",
    "daily_budget",
    "lifetime_budget",
    "effective_status",
    "updated_time",
)
"""What is shown beside a switch, and must not keep us from turning it."""


def read_switch(
    told: Record, account_id: AccountId, *, currency: str | None
) -> tuple[Switch, Unreadable | None]:
    """The switch of a campaign, and what of its company could not be read.

    Raises:
        Unreadable: the switch itself is of another shape.
    """
    try:
        return _switch(told, account_id, currency), None
    except Unreadable as error:
        bare = {name: value for name, value in told.items() if name not in _INCIDENTAL}
        return _switch(bare, account_id, currency), error


def _switch(told: Record, account_id: AccountId, currency: str | None) -> Switch:
    """The switch with all that is shown beside it."""
    campaign = read_campaign(told, account_id, currency=currency)
    return Switch(
        platform=Platform.META,
        account_id=account_id,
        campaign_id=campaign.id,
        level=Level.CAMPAIGN,
        name=campaign.name,
        intent=campaign.intent,
        delivery=campaign.delivery,
        start=campaign.start,
        end=campaign.end,
        daily_budget=campaign.daily_budget,
        total_budget=campaign.total_budget,
        updated=campaign.updated,
        link=campaign.link,
    )
