"""Until when the campaigns of a snapshot could run: it decides how long posts are watched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from policies.delivery import can_run
from policies.model import AdSet, Campaign, Snapshot, Unread
from policies.rounds.running import changed
from worker.store.posts import Shown


def shown(snapshot: Snapshot) -> list[Shown]:
    """Each post of each ad, with the last known instant at which its campaign could run."""
    until = {
        campaign.id: ran_until(campaign, ad_sets, snapshot.read_at)
        for campaign, ad_sets in _families(snapshot)
    }
    return [
        Shown(
            post=post,
            campaign_id=ad.campaign_id,
            account_id=ad.account_id,
            ran_until=until.get(ad.campaign_id, snapshot.read_at),
        )
        for ad in snapshot.ads
        if not isinstance(ad.creative, Unread)
        for post in ad.creative.posts
    ]


def _families(snapshot: Snapshot) -> list[tuple[Campaign, list[AdSet]]]:
    """Each campaign with its ad sets."""
    found: dict[str, list[AdSet]] = defaultdict(list)
    for ad_set in snapshot.ad_sets:
        found[ad_set.campaign_id].append(ad_set)
    return [(campaign, found[campaign.id]) for campaign in snapshot.campaigns]


def ran_until(campaign: Campaign, ad_sets: Sequence[AdSet], as_of: datetime) -> datetime | None:
    """The last known instant at which the campaign could run.

    `as_of` while it can, and while nobody can tell that it cannot. Else its end, or its ad sets'
    last one, if those are past; else when it was last changed, for it cannot have been switched off
    later than that; else None.
    """
    if not ad_sets or any(can_run(one, campaign, as_of) is not False for one in ad_sets):
        return as_of
    ends = [one.end for one in ad_sets]
    last = max((end for end in ends if end is not None), default=None)
    past = [
        end
        for end in (campaign.end, last if None not in ends else None)
        if end is not None and end <= as_of
    ]
    return min(past) if past else changed([campaign, *ad_sets], as_of)
