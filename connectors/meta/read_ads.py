"""Campaigns, ad sets and ads: Meta's records become nouns.

Budgets are in the currency's smallest unit, times carry the account's offset (Marketing API v26.0,
checked 2026-11-22). Every function raises `Unreadable` for a record of another shape; a part whose
absence a noun can express is unread instead.
"""

from __future__ import annotations

from collections.abc import Collection

from connectors.errors import ConnectorError
from connectors.meta.links import ad_link, ad_set_link, campaign_link
from connectors.meta.read_creatives import read_creative
from connectors.meta.read_placement import read_placement
from connectors.meta.read_reach import read_reach
from connectors.meta.shape import Record, identity, instant, money, part, required, text
from policies.model import (
    AccountId,
    Ad,
    AdId,
    AdSet,
    AdSetId,
    Campaign,
    CampaignId,
    Creative,
    Platform,
    Sender,
    SenderKind,
    Unread,
    Words,
)


def delivery(told: Record) -> tuple[str, ...]:
    """What happens: one word; none where it was not given."""
    word = text(told, "effective_status")
    return (word,) if word else ()


def read_campaign(told: Record, account_id: AccountId, *, currency: str | None) -> Campaign:
    """A campaign; `currency` is the account's, without which amounts mean nothing."""
    campaign_id = required(told, "id")
    return Campaign(
        platform=Platform.META,
        id=CampaignId(campaign_id),
        account_id=account_id,
        name=text(told, "name") or campaign_id,
        intent=text(told, "status"),
        delivery=delivery(told),
        start=instant(told, "start_time"),
        end=instant(told, "stop_time"),
        daily_budget=money(told, "daily_budget", currency),
        total_budget=money(told, "lifetime_budget", currency),
        updated=text(told, "updated_time"),
        link=campaign_link(account_id, campaign_id),
    )


def read_ad_set(
    told: Record,
    account_id: AccountId,
    *,
    currency: str | None,
    lacking: Collection[str] = (),
) -> AdSet:
    """An ad set; `lacking`: fields that Meta refused."""
    ad_set_id = required(told, "id")
    return AdSet(
        platform=Platform.META,
        id=AdSetId(ad_set_id),
        campaign_id=CampaignId(required(told, "campaign_id")),
        account_id=account_id,
        name=text(told, "name") or ad_set_id,
        intent=text(told, "status"),
        delivery=delivery(told),
        start=instant(told, "start_time"),
        end=instant(told, "end_time"),
        daily_budget=money(told, "daily_budget", currency),
        total_budget=money(told, "lifetime_budget", currency),
        updated=text(told, "updated_time"),
        placement=read_placement(told, account_id, lacking=lacking),
        senders=_senders(told),
        link=ad_set_link(account_id, ad_set_id),
        reach=read_reach(told, account_id, lacking=lacking),
    )


def _senders(told: Record) -> tuple[Sender, ...]:
    """The Instagram account that an ad set names."""
    account = identity(told, "instagram_user_id")
    if account is None:
        return ()
    where = "ad_set.instagram_user_id"
    return (Sender(kind=SenderKind.INSTAGRAM, id=account, where=where),)


def read_ad(told: Record, account_id: AccountId, *, lacking: Collection[str] = ()) -> Ad:
    """An ad with its creative; `lacking`: fields that Meta refused."""
    ad_id = required(told, "id")
    return Ad(
        platform=Platform.META,
        id=AdId(ad_id),
        ad_set_id=AdSetId(required(told, "adset_id")),
        campaign_id=CampaignId(required(told, "campaign_id")),
        account_id=account_id,
        name=text(told, "name") or ad_id,
        intent=text(told, "status"),
        delivery=delivery(told),
        creative=_creative(told, account_id, lacking),
        link=ad_link(account_id, ad_id),
    )


def _creative(told: Record, account_id: AccountId, lacking: Collection[str]) -> Creative | Unread:
    """The creative of an ad; one that cannot be read takes nothing else with it."""
    try:
        creative = part(told, "creative")
        if creative:
            return read_creative(creative, lacking=lacking)
    except ConnectorError as error:
        return error.unread("ads.creative", account_id)
    because = Words("Meta gave no content of this ad.")
    return Unread(
        what="ads.creative", because=because, platform=Platform.META, account_id=account_id
    )
