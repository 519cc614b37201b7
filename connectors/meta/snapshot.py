"""The ad side of one account: what was read, and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from connectors.meta.collected import Collected
from connectors.meta.graph import Graph
from connectors.meta.identities import Identities
from connectors.meta.owners import current_owners, with_owners
from connectors.meta.read_ads import read_ad, read_ad_set, read_campaign
from connectors.meta.survey import Asked, Survey, survey
from connectors.meta.uncovered import Uncovered
from policies.model import (
    AccountId,
    Ad,
    AdSet,
    Campaign,
    Sender,
    SenderKind,
    Snapshot,
    Unread,
    Words,
)

_INSTAGRAM_PARTNERS = ("sponsor_id", "ig_user_id")
"""How the places end at which a partner is an Instagram account."""


def take(
    graph: Graph,
    account_id: AccountId,
    at: datetime,
    identities: Identities,
    *,
    days: int,
    uncovered: Uncovered,
) -> Snapshot:
    """Everything of the account that lives, now; what fails is named and the rest goes on.

    `days`: how long the ad sets and ads of a campaign that is over are still read. `uncovered`
    hears of ads that do not name all their posts.

    Raises:
        ConnectorError: nothing of the account could be read.
    """
    asked, collected = Asked(account_id), Collected(account_id)
    told = survey(graph, asked, at=at, days=days)
    campaigns, ad_sets, ads = _nouns(graph, asked, told, collected)
    ads = with_owners(graph, ads)
    resolved = identities.resolve(
        ids=_accounts(ad_sets, ads, SenderKind.INSTAGRAM),
        beside=_accounts(ad_sets, ads, SenderKind.PARTNER),
    )
    _strays(told, campaigns, ad_sets, ads, collected)
    return Snapshot(
        account=told.account,
        read_at=at,
        campaigns=campaigns,
        ad_sets=ad_sets,
        ads=current_owners(ads, resolved.found),
        identities=resolved.found,
        unread=(
            *_of_account(told),
            *collected.unread,
            *_of_parts(ad_sets, ads),
            *resolved.unread,
            *uncovered.told(account_id, told, campaigns=campaigns, ad_sets=ad_sets, ads=ads, at=at),
        ),
    )


def _nouns(
    graph: Graph, asked: Asked, told: Survey, collected: Collected
) -> tuple[tuple[Campaign, ...], tuple[AdSet, ...], tuple[Ad, ...]]:
    """Campaigns, ad sets and ads; fields that Meta refused are named once."""
    account_id, currency = asked.account_id, told.account.currency
    in_sets, in_ads = graph.lacking(asked.ad_sets), graph.lacking(asked.ads)
    collected.lacks_fields("account", graph.lacking(asked.account))
    collected.lacks_fields("campaigns", graph.lacking(asked.campaigns))
    collected.lacks_fields("ad_sets", in_sets)
    collected.lacks_fields("ads", in_ads)
    return (
        collected.nouns(
            "campaigns",
            told.campaigns,
            lambda row: read_campaign(row, account_id, currency=currency),
        ),
        collected.nouns(
            "ad_sets",
            told.ad_sets,
            lambda row: read_ad_set(row, account_id, currency=currency, lacking=in_sets),
        ),
        collected.nouns("ads", told.ads, lambda row: read_ad(row, account_id, lacking=in_ads)),
    )


def _accounts(ad_sets: Sequence[AdSet], ads: Sequence[Ad], kind: SenderKind) -> Iterator[str]:
    """Ids of the Instagram accounts of this kind; partners may be Pages, which need no look-up."""
    for one in _senders(ad_sets, ads):
        partner = kind is SenderKind.PARTNER
        if one.kind is kind and (not partner or one.where.endswith(_INSTAGRAM_PARTNERS)):
            yield one.id


def _senders(ad_sets: Sequence[AdSet], ads: Sequence[Ad]) -> Iterator[Sender]:
    for ad_set in ad_sets:
        yield from ad_set.senders
    for ad in ads:
        if not isinstance(ad.creative, Unread):
            yield from ad.creative.senders


def _of_account(told: Survey) -> Iterator[Unread]:
    """What of the account itself is unread."""
    if told.lost is not None:
        yield told.lost
        return
    for part in (told.account.rights, told.account.controls):
        if isinstance(part, Unread):
            yield part


def _of_parts(ad_sets: Sequence[AdSet], ads: Sequence[Ad]) -> Iterator[Unread]:
    """What single ad sets and ads hold as unread, named with their ids."""
    for ad_set in ad_sets:
        place = ad_set.placement
        soft = place if isinstance(place, Unread) else place.soft_opt_out
        if isinstance(soft, Unread):
            yield _named(soft, ad_set.id)
    for ad in ads:
        if isinstance(ad.creative, Unread):
            yield _named(ad.creative, ad.id)


def _named(unread: Unread, object_id: str) -> Unread:
    return Unread(
        what=f"{unread.what}:{object_id}",
        because=unread.because,
        platform=unread.platform,
        account_id=unread.account_id,
    )


def _strays(
    told: Survey,
    campaigns: Sequence[Campaign],
    ad_sets: Sequence[AdSet],
    ads: Sequence[Ad],
    collected: Collected,
) -> None:
    """Name what stands above something that was read, and that a whole list did not hold."""
    sets, groups = {one.id for one in ad_sets}, {one.id for one in campaigns}
    above = {ad.ad_set_id for ad in ads} - sets if told.ad_sets.error is None else set()
    over = {one.campaign_id for one in ad_sets} - groups if told.campaigns.error is None else set()
    for what, ids in (("ad_sets", above), ("campaigns", over)):
        for one in sorted(ids):
            collected.lacks(
                f"{what}:{one}",
                Words(
                    "Something was read that belongs to {id}, which Meta did not list. The next "
                    "round tries again.",
                    {"id": one},
                ),
            )
