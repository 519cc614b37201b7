"""What verdicts and findings are about: an account, campaign, ad set or ad, or something beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from policies.model import Ad, AdAccount, AdSet, Campaign, Snapshot

Key: TypeAlias = tuple[str, str]
"""Kind and id of a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a verdict is about.

    `kind`: account, campaign, ad_set, ad; or post, page, organization.
    """

    kind: str
    id: str
    name: str

    @property
    def key(self) -> Key:
        """What tells it from others; a name may change."""
        return self.kind, self.id


def about_account(account: AdAccount) -> Subject:
    """The account as a subject: it stands for the lists that a rule needs."""
    return Subject(kind="account", id=account.id, name=account.name)


def about_campaign(campaign: Campaign) -> Subject:
    """A campaign as a subject."""
    return Subject(kind="campaign", id=campaign.id, name=campaign.name)


def about_ad_set(ad_set: AdSet) -> Subject:
    """An ad set as a subject."""
    return Subject(kind="ad_set", id=ad_set.id, name=ad_set.name)


def about_ad(ad: Ad) -> Subject:
    """An ad as a subject."""
    return Subject(kind="ad", id=ad.id, name=ad.name)


def subjects(snapshot: Snapshot, kind: str) -> Iterator[Subject]:
    """Everything of one kind that the snapshot holds."""
    if kind == "campaign":
        yield from map(about_campaign, snapshot.campaigns)
    elif kind == "ad_set":
        yield from map(about_ad_set, snapshot.ad_sets)
    elif kind == "ad":
        yield from map(about_ad, snapshot.ads)
