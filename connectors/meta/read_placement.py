"""Where an ad set may show: `targeting` and `placement_soft_opt_out`.

Without `publisher_platforms`, or with an empty list, all placements count, Audience Network
included. What Meta really uses, `effective_…`, it does not tell every app (Placement Targeting,
checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from connectors.errors import ConnectorError
from connectors.meta.shape import Record, part, texts
from policies.model import AccountId, Placement, Platform, Unread, Words

_PLATFORMS = "publisher_platforms"
_SOFT = "placement_soft_opt_out"
_POSITIONS = (
    "facebook_positions",
    "instagram_positions",
    "threads_positions",
    "messenger_positions",
    "whatsapp_positions",
    "audience_network_positions",
    "device_platforms",
    "effective_audience_network_positions",
)


def read_placement(
    told: Record, account_id: AccountId, *, lacking: Collection[str] = ()
) -> Placement | Unread:
    """Where an ad set may show; `lacking`: fields that Meta refused and that are not asked for.

    An object that is missing or empty is unread, not automatic: ages and places always stand in it.
    """
    try:
        targeting = part(told, "targeting")
        if not targeting or _PLATFORMS in lacking:
            return _untold("targeting", account_id)
        return Placement(
            platforms=texts(targeting, _PLATFORMS),
            positions=_lists(targeting, _POSITIONS),
            effective_platforms=texts(targeting, f"effective_{_PLATFORMS}"),
            soft_opt_out=_soft(told, account_id, lacking),
        )
    except ConnectorError as error:
        return error.unread("ad_sets.targeting", account_id)


def _soft(
    told: Record, account_id: AccountId, lacking: Collection[str]
) -> Mapping[str, tuple[str, ...]] | Unread:
    """Excluded positions that may still get a little; absent where there are none."""
    if _SOFT in lacking:
        return _untold(_SOFT, account_id)
    try:
        soft = part(told, _SOFT)
        return _lists(soft, soft)
    except ConnectorError as error:
        return error.unread(f"ad_sets.{_SOFT}", account_id)


def _lists(told: Record, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Those of the lists that were given."""
    found = {name: texts(told, name) for name in names}
    return {name: listed for name, listed in found.items() if listed is not None}


def _untold(field: str, account_id: AccountId) -> Unread:
    because = Words("Meta did not tell {field} of an ad set.", {"field": field})
    return Unread(
        what=f"ad_sets.{field}", because=because, platform=Platform.META, account_id=account_id
    )
