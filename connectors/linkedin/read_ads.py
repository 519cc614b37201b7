"""Accounts, groups, campaigns and creatives: LinkedIn's records become nouns.

LinkedIn's campaign group is our Campaign, its campaign our AdSet, its creative our Ad. Shapes from
"Create and Manage Accounts, Campaign Groups, Campaigns, Creatives" (li-lms-2026-02, checked
2026-11-22). Every function raises `Unreadable` for a record of another shape.
"""

from __future__ import annotations

from connectors.linkedin.read_creatives import Pictured, read_creative
from connectors.linkedin.read_reach import read_reach
from connectors.linkedin.shape import (
    Record,
    flag,
    instant,
    money,
    number,
    part,
    refuse,
    text,
    texts,
)
from connectors.linkedin.shape import urn as a_urn
from policies.model import (
    AccountId,
    Ad,
    AdAccount,
    AdId,
    AdSet,
    AdSetId,
    Campaign,
    CampaignId,
    Placement,
    Platform,
    Sender,
    SenderKind,
    Unread,
)

CAMPAIGN_MANAGER = "https://www.linkedin.com/campaignmanager/accounts"


def is_test(told: Record) -> bool:
    """Whether the object never serves: `test`, on creatives `isTest`."""
    return told.get("test") is True or told.get("isTest") is True


def account_link(account_id: AccountId) -> str:
    """The account in Campaign Manager."""
    return f"{CAMPAIGN_MANAGER}/{account_id}"


def group_link(account_id: AccountId, group_id: str) -> str:
    """A campaign group in Campaign Manager."""
    return f"{CAMPAIGN_MANAGER}/{account_id}/campaign-groups/{group_id}"


def campaign_link(account_id: AccountId, campaign_id: str) -> str:
    """A campaign in Campaign Manager."""
    return f"{CAMPAIGN_MANAGER}/{account_id}/campaigns/{campaign_id}"


def version_tag(told: Record) -> str | None:
    """The tag that grows with every update."""
    return text(part(told, "version"), "versionTag")


def read_account(told: Record, *, rights: tuple[str, ...] | Unread) -> AdAccount:
    """An ad account; LinkedIn knows no time zone, its days are UTC."""
    account_id = AccountId(number(told, "id"))
    return AdAccount(
        platform=Platform.LINKEDIN,
        id=account_id,
        name=text(told, "name") or account_id,
        currency=text(told, "currency"),
        time_zone=None,
        status=text(told, "status"),
        rights=rights,
        controls=None,
        link=account_link(account_id),
    )


def read_group(told: Record, account_id: AccountId) -> Campaign:
    """A campaign group."""
    group_id = number(told, "id")
    schedule = part(told, "runSchedule")
    return Campaign(
        platform=Platform.LINKEDIN,
        id=CampaignId(group_id),
        account_id=account_id,
        name=text(told, "name") or group_id,
        intent=text(told, "status"),
        delivery=texts(told, "servingStatuses"),
        start=instant(schedule, "start"),
        end=instant(schedule, "end"),
        daily_budget=money(told, "dailyBudget"),
        total_budget=money(told, "totalBudget"),
        updated=version_tag(told),
        link=group_link(account_id, group_id),
    )


def read_campaign(told: Record, account_id: AccountId) -> AdSet:
    """A campaign; its placements are LinkedIn's own, with or without its audience network."""
    campaign_id = number(told, "id")
    schedule = part(told, "runSchedule")
    return AdSet(
        platform=Platform.LINKEDIN,
        id=AdSetId(campaign_id),
        campaign_id=CampaignId(number(told, "campaignGroup")),
        account_id=account_id,
        name=text(told, "name") or campaign_id,
        intent=text(told, "status"),
        delivery=texts(told, "servingStatuses"),
        start=instant(schedule, "start"),
        end=instant(schedule, "end"),
        daily_budget=money(told, "dailyBudget"),
        total_budget=money(told, "totalBudget"),
        updated=version_tag(told),
        placement=_placement(told),
        senders=_senders(told),
        link=campaign_link(account_id, campaign_id),
        reach=read_reach(told, account_id),
    )


def _placement(told: Record) -> Placement:
    """Where a campaign may show."""
    return Placement(
        platforms=None,
        positions={},
        effective_platforms=None,
        soft_opt_out={},
        offsite=flag(told, "offsiteDeliveryEnabled"),
    )


def _senders(told: Record) -> tuple[Sender, ...]:
    """The organisation that a campaign is for."""
    organization = a_urn(told, "associatedEntity")
    if organization is None:
        return ()
    where = "campaign.associatedEntity"
    return (Sender(kind=SenderKind.ORGANIZATION, id=organization, where=where),)


def read_ad(
    told: Record, account_id: AccountId, *, campaigns: dict[AdSetId, CampaignId], posts: Pictured
) -> Ad:
    """A creative; `campaigns` gives the group of each campaign, `posts` what their posts show.

    The group of a campaign that was not read is written as the empty text.
    """
    creative_id = a_urn(told, "id")
    if creative_id is None:
        raise refuse("id", None)
    campaign_id = AdSetId(number(told, "campaign"))
    return Ad(
        platform=Platform.LINKEDIN,
        id=AdId(creative_id),
        ad_set_id=campaign_id,
        campaign_id=campaigns.get(campaign_id, CampaignId("")),
        account_id=account_id,
        name=text(told, "name") or creative_id,
        intent=text(told, "intendedStatus"),
        delivery=_delivery(told),
        creative=read_creative(told, creative_id, posts=posts),
        link=campaign_link(account_id, campaign_id),
    )


def _delivery(told: Record) -> tuple[str, ...]:
    """What keeps a creative from being served, or that it is."""
    return ("SERVING",) if flag(told, "isServing") else texts(told, "servingHoldReasons")
