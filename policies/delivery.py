"""What can run: verdicts are about that, and about nothing else.

An ad set can deliver while its own switch and its campaign's are on and neither's dates are past,
ads or none; what is scheduled counts. Switches are intents: what a platform makes of them (in
review, with issues) may change at any moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from policies.model import Ad, AdAccount, AdSet, Campaign, Platform, Snapshot, Words
from policies.subjects import Subject, about_ad

_ON = "ACTIVE"
OFF: Mapping[Platform, frozenset[str]] = {
    Platform.META: frozenset(("PAUSED", "ARCHIVED", "DELETED")),
    Platform.LINKEDIN: frozenset(
        (
            "PAUSED",
            "ARCHIVED",
            "CANCELED",
            "CANCELLED",
            "COMPLETED",
            "DRAFT",
            "PENDING_DELETION",
            "REMOVED",
        )
    ),
}
"""The words for off (Meta, "Manage Your Ad Object's Status"; LinkedIn, "Create and Manage
Campaigns, Campaign Groups, Creatives"; checked 2026-11-22). Any other word is unknown."""


_CLOSED: Mapping[Platform, frozenset[str]] = {
    Platform.META: frozenset(("2", "3", "7", "100", "101")),
}
"""Words for an account that shows no ads: disabled, unsettled, in risk review, closing, closed ("Ad
Account", `account_status`, checked 2026-11-22). LinkedIn: nobody asks."""


class Family(NamedTuple):
    """An ad and what stands above it, as far as the snapshot holds that."""

    ad: Ad
    ad_set: AdSet | None
    campaign: Campaign | None
    about: Subject
    """The ad, as what verdicts are about."""


def may_show_ads(account: AdAccount) -> bool:
    """Whether its status lets the account show ads; with a word that we do not know, it may."""
    return account.status not in _CLOSED.get(account.platform, ())


def families(snapshot: Snapshot) -> Iterator[Family]:
    """Each ad with its ad set and campaign."""
    ad_sets = {one.id: one for one in snapshot.ad_sets}
    campaigns = {one.id: one for one in snapshot.campaigns}
    for ad in snapshot.ads:
        ad_set = ad_sets.get(ad.ad_set_id)
        above = ad.campaign_id if ad_set is None else ad_set.campaign_id
        yield Family(ad, ad_set, campaigns.get(above), about_ad(ad))


def can_run(ad_set: AdSet | None, campaign: Campaign | None, as_of: datetime) -> bool | None:
    """Whether the ad set can deliver, now or later; None: could not be told."""
    return _all(_running(ad_set, as_of), _running(campaign, as_of))


class Branch(NamedTuple):
    """A campaign and what stands below it."""

    campaign: Campaign
    on: bool | None
    """Whether its own switch and end let it run."""
    ad_sets: tuple[tuple[AdSet, bool | None], ...]
    """Those that were read, and whether each can deliver."""
    unsure: Words | None
    """Why there may be more of them."""
    runs: bool | None
    """Whether any of them can deliver; None: could not be told.

    A campaign without ad sets delivers nothing, if they were all read.
    """


def branches(snapshot: Snapshot, as_of: datetime) -> Iterator[Branch]:
    """Each campaign with its ad sets."""
    on = {one.id: _running(one, as_of) for one in snapshot.campaigns}
    below: dict[str, list[tuple[AdSet, bool | None]]] = defaultdict(list)
    for ad_set in snapshot.ad_sets:
        runs = _all(_running(ad_set, as_of), on.get(ad_set.campaign_id))
        below[ad_set.campaign_id if ad_set.campaign_id in on else _NOWHERE].append((ad_set, runs))
    unsure = _unsure(snapshot, [runs for _, runs in below[_NOWHERE]])
    for one in snapshot.campaigns:
        mine = tuple(below[one.id])
        yield Branch(one, on[one.id], mine, unsure, _any(on[one.id], mine, unsure))


def _any(
    on: bool | None, ad_sets: Sequence[tuple[AdSet, bool | None]], unsure: Words | None
) -> bool | None:
    """Whether any of a campaign's ad sets can deliver."""
    below = {runs for _, runs in ad_sets}
    if on is False or True in below:
        return on
    return None if None in below or unsure is not None else False


def _unsure(snapshot: Snapshot, strays: Sequence[bool | None]) -> Words | None:
    """Why a campaign may have more ad sets than were read as its own."""
    for unread in snapshot.unread:
        if unread.what.partition(":")[0] == "ad_sets":
            return unread.because
    if any(runs is not False for runs in strays):
        return Words("An ad set belongs to a campaign that was not read, perhaps to this one.")
    return None


def campaigns_that_can_run(
    snapshot: Snapshot, as_of: datetime
) -> Iterator[tuple[Campaign, bool | None]]:
    """Each campaign, and whether any of its ad sets can deliver; None: could not be told."""
    return ((one.campaign, one.runs) for one in branches(snapshot, as_of))


_NOWHERE = ""
"""Stands for the campaign of ad sets that name none that was read."""


def ad_can_run(family: Family, as_of: datetime) -> bool | None:
    """Whether the ad can be shown, now or later; None: could not be told."""
    own = _switched(family.ad.platform, family.ad.intent)
    return _all(own, can_run(family.ad_set, family.campaign, as_of))


def _running(thing: AdSet | Campaign | None, as_of: datetime) -> bool | None:
    """Whether its own switch and its end let it run."""
    if thing is None:
        return None
    if thing.end is not None and thing.end <= as_of:
        return False
    return _switched(thing.platform, thing.intent)


def _switched(platform: Platform, intent: str | None) -> bool | None:
    """Whether a switch is on; None: a word that we do not know, or none."""
    if intent == _ON:
        return True
    return False if intent in OFF.get(platform, ()) else None


def _all(*answers: bool | None) -> bool | None:
    """No if any says no; else unknown if any is."""
    if False in answers:
        return False
    return None if None in answers else True
