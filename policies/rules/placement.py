"""C4: all placements on Meta are allowed, save apps and websites (Audience Network)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from policies.delivery import can_run
from policies.model import AccountControls, AdSet, Placement, Platform, Unread, Words
from policies.publishers import CHOOSABLE, NETWORK
from policies.rule import (
    Breach,
    Facts,
    Pass,
    Rule,
    Said,
    Severity,
    Unknown,
    about_ad_set,
    if_it_runs,
)
from policies.told import (
    CHOSEN,
    EFFECTIVE,
    NOTHING,
    POSITIONS,
    SOFT,
    Told,
    told_of_placement,
)

_EXCLUSIONS = frozenset(
    (
        "AUDIENCE_NETWORK_CLASSIC",
        "AUDIENCE_NETWORK_REWARDED_VIDEO",
        "AUDIENCE_NETWORK_INSTREAM_VIDEO",
    )
)
"""All three are needed (Ad Account Account Controls, checked 2026-11-22)."""
_AUTOMATIC = Words("Placements are automatic, and that includes Audience Network.")


class Guard(NamedTuple):
    """Whether the account's controls keep an ad set off Audience Network."""

    holds: bool | None
    doubt: Words | None = None
    """Why nobody can tell."""


def keeps_off_audience_network(facts: Facts) -> Iterator[Said]:
    """No ad set on Meta can deliver on apps and websites (Audience Network).

    No placement chosen means automatic placements, which include Audience Network. The account's
    controls can exclude it: all three of its positions, and in force for the ad set's campaign.

    A soft exclusion is none: up to 5 % of the spend for each position may still go there. Only ad
    sets that can deliver are judged, scheduled ones too. A placement that the rule does not know is
    unknown, never allowed by silence.
    """
    snapshot = facts.snapshot
    campaigns = {one.id: one for one in snapshot.campaigns}
    for ad_set in snapshot.ad_sets:
        said = _judge(ad_set, snapshot.account.controls)
        if not isinstance(said, Pass):
            said = replace(said, told=_rests_on(ad_set, snapshot.account.controls))
        runs = can_run(ad_set, campaigns.get(ad_set.campaign_id), facts.as_of)
        if (left := if_it_runs(said, runs)) is not None:
            yield left


def _judge(ad_set: AdSet, controls: AccountControls | Unread | None) -> Said:
    """One row of the table *Audience Network*."""
    place = ad_set.placement
    if isinstance(place, Unread):
        return _unknown(ad_set, place.because, {})
    guard = _guard(controls, ad_set)
    read = _as_read(place, guard)
    if (ground := _stated(place)) is not None:
        return _shown(ad_set, ground, guard, read)
    if not place.platforms and guard.holds is not True:
        return _automatic(ad_set, guard, read)
    if (doubt := _doubt(place)) is not None:
        return _unknown(ad_set, doubt, read)
    evidence = {} if place.platforms else read | {"only_the_guard_holds": True}
    told = told_of_placement(ad_set, _state_of(controls))
    return Pass(subject=about_ad_set(ad_set), evidence=evidence, told=told)


def _stated(place: Placement) -> Words | None:
    """What says that it delivers on Audience Network, beyond automatic placements."""
    if _chosen(place):
        return Words("Audience Network is chosen as a placement.")
    if _softly(place):
        return Words(
            "Audience Network is only softly excluded: up to 5 % of the spend for each position "
            "may still go there."
        )
    if _effective(place):
        return Words("Meta says that it delivers on Audience Network, though nobody chose that.")
    return None


def _chosen(place: Placement) -> bool:
    """Whether it is named: as a platform or, with no platform named at all, by its positions."""
    if place.platforms:
        return NETWORK in place.platforms
    return bool(place.positions.get("audience_network_positions"))


def _effective(place: Placement) -> bool:
    """Whether what Meta says of effective placements names Audience Network."""
    named = NETWORK in (place.effective_platforms or ())
    return named or bool(place.positions.get("effective_audience_network_positions"))


def _softly(place: Placement) -> bool:
    """Whether placements were chosen, and Audience Network is among the soft exclusions."""
    soft = {} if isinstance(place.soft_opt_out, Unread) else place.soft_opt_out
    listed = any(name.startswith(NETWORK) and positions for name, positions in soft.items())
    return bool(place.platforms) and listed


def _shown(ad_set: AdSet, ground: Words, guard: Guard, read: Mapping[str, Any]) -> Said:
    """The settings, or Meta, name Audience Network: only a guard that holds casts doubt on that."""
    if guard.holds:
        because = Words(
            "The ad set allows Audience Network while the account's controls exclude it: one "
            "contradicts the other."
        )
        return _unknown(ad_set, because, read)
    return _breach(ad_set, ground, read)


def _automatic(ad_set: AdSet, guard: Guard, read: Mapping[str, Any]) -> Said:
    """Automatic placements, and no guard that is known to hold."""
    if guard.doubt is not None:
        return _unknown(ad_set, guard.doubt, read)
    return _breach(ad_set, _AUTOMATIC, read)


def _doubt(place: Placement) -> Words | None:
    """A value that the rule does not know, or soft exclusions that matter and were not read."""
    named = {*(place.platforms or ()), *(place.effective_platforms or ())}
    if strange := sorted(map(str, named - CHOOSABLE)):
        return Words(
            "The placement {names} is new to this rule. Look at the ad set, and tell the "
            "developers.",
            {"names": ", ".join(f"«{one}»" for one in strange)},
        )
    if place.platforms and isinstance(place.soft_opt_out, Unread):
        return place.soft_opt_out.because
    return None


def _breach(ad_set: AdSet, message: Words, read: Mapping[str, Any]) -> Breach:
    return Breach(
        subject=about_ad_set(ad_set),
        message=message,
        evidence=read,
        link=ad_set.link,
    )


def _unknown(ad_set: AdSet, because: Words, read: Mapping[str, Any]) -> Unknown:
    return Unknown(
        subject=about_ad_set(ad_set),
        because=because,
        evidence=read,
        link=ad_set.link,
    )


def _rests_on(ad_set: AdSet, controls: AccountControls | Unread | None) -> Told:
    """What a verdict rests on: the settings that say something unwelcome.

    An opt-out that is only soft says it of what was chosen: without the choice it says nothing.
    """
    place = ad_set.placement
    if isinstance(place, Unread):
        return NOTHING
    return told_of_placement(ad_set, _state_of(controls)).only(*_unwelcome(place))


def _unwelcome(place: Placement) -> Iterator[str]:
    """The names of these settings, and of what stands in them."""
    if bad := [one for one in place.platforms or () if one == NETWORK or one not in CHOOSABLE]:
        yield from (CHOSEN, *(f"{CHOSEN} {one}" for one in bad))
    if _chosen(place) and not place.platforms:
        listed = place.positions.get(POSITIONS, ())
        yield from (POSITIONS, *(f"{POSITIONS} {one}" for one in listed))
    if _softly(place) and not isinstance(place.soft_opt_out, Unread):
        yield from (CHOSEN, SOFT)
        for name, positions in place.soft_opt_out.items():
            yield from (f"{SOFT} {name} {one}" for one in positions if name.startswith(NETWORK))
    strange = [one for one in place.effective_platforms or () if one not in CHOOSABLE]
    if _effective(place) or strange:
        yield from (EFFECTIVE, f"{EFFECTIVE} {NETWORK}", *(f"{EFFECTIVE} {one}" for one in strange))


def _state_of(controls: AccountControls | Unread | None) -> str:
    """The account's controls as they stand; what is in effect may change with them."""
    if controls is None or isinstance(controls, Unread):
        return ""
    return " ".join((controls.status, *sorted(controls.placement_exclusions)))


def _guard(controls: AccountControls | Unread | None, ad_set: AdSet) -> Guard:
    """Whether the account excludes Audience Network for this ad set's campaign."""
    if isinstance(controls, Unread):
        return Guard(None, controls.because)
    if controls is None:
        return Guard(None, Words("Meta did not tell the account's controls."))
    if not set(controls.placement_exclusions) >= _EXCLUSIONS:
        return Guard(False)
    if controls.status == "ACTIVE":
        return Guard(True)
    if controls.status == "APPLICATION_IN_PROGRESS":
        return Guard(
            None, Words("The account's exclusion of Audience Network is still being applied.")
        )
    if controls.status == "WITH_CAMPAIGN_ERROR" and controls.campaigns_with_error:
        return _guard_with_errors(controls, ad_set)
    return Guard(
        None,
        Words(
            "The account's controls stand as {status}, which does not tell whether they hold.",
            {"status": controls.status or "?"},
        ),
    )


def _guard_with_errors(controls: AccountControls, ad_set: AdSet) -> Guard:
    """The guard holds, save for the campaigns that are listed."""
    if not ad_set.campaign_id:
        return Guard(None, Words("Meta did not tell which campaign this ad set belongs to."))
    return Guard(ad_set.campaign_id not in controls.campaigns_with_error)


def _as_read(place: Placement, guard: Guard) -> dict[str, Any]:
    """The settings as read."""
    soft = place.soft_opt_out
    return {
        "publisher_platforms": list(place.platforms or ()) or "automatic",
        "effective_publisher_platforms": (
            None if place.effective_platforms is None else list(place.effective_platforms)
        ),
        "placement_soft_opt_out": (
            None if isinstance(soft, Unread) else {name: list(soft[name]) for name in soft}
        ),
        "account_guard": {True: "holds", False: "none", None: "unknown"}[guard.holds],
    }


AUDIENCE_NETWORK = Rule(
    id="placement.audience-network",
    clause="C4",
    severity=Severity.STOP,
    about="ad_set",
    platforms=(Platform.META,),
    check=keeps_off_audience_network,
    remedy=Words(
        "Choose the placements of the ad set by hand, without Audience Network; a soft exclusion "
        "is none. Or exclude it for the whole account: annonsvakt enforce placements --account "
        "{account}.",
        {"account": "A"},
    ),
)
