"""Campaigns of which posts may not be known: nobody can say that everything under them was read."""

from __future__ import annotations

from collections.abc import Mapping

from policies.delivery import OFF
from policies.model import Ad, CampaignId, Snapshot, Unread, Words

_LISTS = ("ads", "posts", "comments")
"""What must have been read for an account's posts to be known; comments are lacking where an ad
names no post."""


def blind_spots(snapshot: Snapshot) -> Mapping[CampaignId, Words]:
    """Why posts of a campaign may not be known; campaigns of which all are known are left out."""
    for unread in snapshot.unread:
        if unread.what in _LISTS:
            return dict.fromkeys((one.id for one in snapshot.campaigns), unread.because)
    found: dict[CampaignId, Words] = {}
    for ad in snapshot.ads:
        because = _untold(ad)
        if because is not None and ad.intent not in OFF.get(ad.platform, ()):
            found.setdefault(ad.campaign_id, because)
    return found


def _untold(ad: Ad) -> Words | None:
    """Why the ad's posts are not known; None: they are."""
    if isinstance(ad.creative, Unread):
        return ad.creative.because
    return next((one.because for one in ad.creative.unread if one.what == "posts"), None)
