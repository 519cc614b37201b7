"""Ads that can show on Instagram and do not tell which posts they have there.

A creative with an Instagram account makes a media object on it, `effective_instagram_media_id`;
stories have none (Ad Creative, checked 2026-11-22). One that is put together from parts may have
several, and of posts made for ads no list on Instagram tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from connectors.errors import ConnectorError
from connectors.meta.shape import identity, moment, record
from policies.model import Ad, AdId, AdSet, AdSetId, Campaign, Placement, SenderKind, Unread

_INSTAGRAM, _POSITIONS = "instagram", "instagram_positions"
_SILENT = {"story"}
"""Positions at which nobody comments in public."""
_NOT_YET = {"PENDING_REVIEW", "DISAPPROVED", "PREAPPROVED", "PENDING_BILLING_INFO", "IN_PROCESS"}
"""What Meta says of an ad that it does not show, or not yet (Ad, checked 2026-11-22). Every change
of one that has run puts it there again, and Meta may refuse one at any time."""
_FIRST = timedelta(days=1)
"""How long after it was made such an ad is taken for one that was not shown before."""


class Shown:
    """Which ads of an account people may have met on Instagram."""

    def __init__(
        self,
        ad_sets: Iterable[AdSet],
        campaigns: Iterable[Campaign],
        rows: Iterable[object],
        at: datetime,
    ) -> None:
        """`rows`: the ads as Meta told them; `at`: now; what begins later has no comments."""
        self._ad_sets: Mapping[AdSetId, AdSet] = {one.id: one for one in ad_sets}
        self._begins = {one.id: one.start for one in campaigns}
        self._made = dict(_made(rows))
        self._at = at

    def may_have_posts(self, ad: Ad) -> bool:
        """Whether the ad may have run on Instagram where people comment; unknown counts as yes."""
        ad_set = self._ad_sets.get(ad.ad_set_id)
        return self.has_begun(ad) and _is_sent(ad, ad_set) and _is_public(ad_set)

    def lacks_its_post(self, ad: Ad) -> bool:
        """Whether it may have a post there, and tells none."""
        told = () if isinstance(ad.creative, Unread) else ad.creative.posts
        return not any(one.kind == _INSTAGRAM for one in told) and self.may_have_posts(ad)

    def has_begun(self, ad: Ad) -> bool:
        """Whether it may have been shown by now, in as far as its dates tell.

        What its review says counts only while that can be its first one.
        """
        ad_set = self._ad_sets.get(ad.ad_set_id)
        starts = (ad_set.start if ad_set else None, self._begins.get(ad.campaign_id))
        told = [start for start in (*starts, self._made.get(ad.id)) if start is not None]
        begins = max(told, default=self._at - _FIRST)
        if _NOT_YET.intersection(ad.delivery):
            return begins <= self._at - _FIRST
        return begins <= self._at


def _made(rows: Iterable[object]) -> Iterable[tuple[AdId, datetime]]:
    """When ads were made, by id; rows of another shape are told elsewhere."""
    for row in rows:
        try:
            told = record(row, "ads")
            if number := identity(told, "id"):
                yield AdId(number), moment(told, "created_time")
        except ConnectorError:
            continue


def _is_sent(ad: Ad, ad_set: AdSet | None) -> bool:
    """Whether any account, or the Page in its place, stands for the ad on Instagram."""
    if isinstance(ad.creative, Unread):
        return False
    senders = (*ad.creative.senders, *(ad_set.senders if ad_set else ()))
    named = any(one.kind is SenderKind.INSTAGRAM for one in senders)
    return named or bool(ad.creative.page_actor_override)


def _is_public(ad_set: AdSet | None) -> bool:
    """Whether the ad set can show where people comment; soft exclusions let it in."""
    if ad_set is None or isinstance(ad_set.placement, Unread) or not ad_set.placement.platforms:
        return True
    place = ad_set.placement
    soft, chosen = _softly(place), _chosen(place)
    if chosen is None and not soft:
        return _INSTAGRAM in (place.effective_platforms or ())
    return chosen == () or bool({*(chosen or ()), *soft} - _SILENT)


def _chosen(place: Placement) -> tuple[str, ...] | None:
    """The positions that are chosen, empty: all of them; None: Instagram is not chosen."""
    if _INSTAGRAM not in (place.platforms or ()):
        return None
    return place.positions.get(_POSITIONS, ())


def _softly(place: Placement) -> tuple[str, ...]:
    """The positions that are only softly excluded."""
    soft = place.soft_opt_out
    return () if isinstance(soft, Unread) else soft.get(_POSITIONS, ())
