"""Where ads were really shown, by the platform's own figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policies.model.common import AccountId, AdSetId, CampaignId, Money, Platform, Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What one ad set had on one day in one place."""

    ad_set_id: AdSetId
    campaign_id: CampaignId
    name: str
    """Of the ad set; empty: not told."""
    day: date
    """In the account's own time zone."""
    publisher: str
    """Meta `publisher_platform`, such as `audience_network`; LinkedIn: `linkedin`."""
    position: str
    """Meta `platform_position`, such as `an_classic`; LinkedIn `SERVING_LOCATION`, as written."""
    impressions: int
    spend: Money
    link: str | None = None
    """To the ad set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a whole account had on one day with one publisher, by whatever was in it."""

    day: date
    """In the account's own time zone."""
    publisher: str
    impressions: int
    spend: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The figures of one account for some days; no row means: nothing was shown there.

    `unread` says what of them is missing, and then no row proves nothing.
    """

    platform: Platform
    account_id: AccountId
    since: date
    until: date
    """The last day, which may not be over."""
    showings: tuple[Showing, ...]
    unread: tuple[Unread, ...] = ()
    totals: tuple[Total, ...] = ()
    """The account's own sums, of what is no longer listed too; empty: not told, or nothing."""
