"""C5: ads on Instagram are sent by the city's own account, so that comments can be answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from policies.delivery import Family
from policies.model import (
    AdSet,
    Creative,
    Placement,
    Platform,
    SenderKind,
    Unread,
    Words,
)
from policies.rule import (
    Breach,
    Facts,
    Pass,
    Rule,
    Said,
    Severity,
    Unknown,
    said_of_ads,
)
from policies.senders import Seen, Senders
from policies.told import (
    CHOSEN,
    EFFECTIVE,
    NOTHING,
    OVERRIDE,
    SOFT,
    Told,
    told_of_placement,
    told_of_senders,
)


def uses_the_city_account(facts: Facts) -> Iterator[Said]:
    """Ads on Instagram are sent by an approved account, and no unapproved partner stands beside it.

    Accounts are compared by id; an account's legacy id counts as its own. The account may be set on
    the ad or on its ad set, and all that are found must be approved. A Page in the account's place,
    or a stand-in account made from a Page, is none that anybody can answer comments from.

    Only ads that can run are judged, and only where they can deliver on Instagram, which automatic
    placements do. A partner or sponsor is judged wherever it is shown. Without any account, or with
    one that cannot be resolved, the sender is unverified: unknown, never allowed.
    """
    told = {one.id: one for one in facts.snapshot.identities}
    legacy = {one.legacy_id: one for one in facts.snapshot.identities if one.legacy_id}
    senders = Senders(facts.approved, legacy | told)
    yield from said_of_ads(facts, partial(_judge, senders=senders))


def _judge(family: Family, senders: Senders) -> Said:
    """One ad."""
    creative = family.ad.creative
    if isinstance(creative, Unread):
        return _unknown(family, creative.because, {})
    partners = [senders.look(one) for one in creative.senders if one.kind is SenderKind.PARTNER]
    if strangers := [one for one in partners if not one.approved]:
        message = Words(
            "A partner that is not approved is shown beside the city: {partner}.",
            {"partner": ", ".join(one.shown for one in strangers)},
        )
        evidence = _evidence(creative, partners)
        return _breach(family, message, evidence, _told(family, creative).only(*_wheres(strangers)))
    said = _judge_account(family, creative, senders)
    if isinstance(said, Pass) and (unread := _unread(creative)) is not None:
        return _unknown(family, unread, {})
    return said


def _judge_account(family: Family, creative: Creative, senders: Senders) -> Said:
    """The Instagram account of one ad, as far as the ad can deliver on Instagram."""
    reaches = _reaches_instagram(family.ad_set)
    if reaches is False:
        return Pass(subject=family.about, told=_told(family, creative))
    accounts = [
        senders.look(one)
        for one in (*creative.senders, *(family.ad_set.senders if family.ad_set else ()))
        if one.kind is SenderKind.INSTAGRAM
    ]
    wrong = _wrong(creative, accounts)
    if wrong is not None and reaches:
        evidence = _evidence(creative, accounts)
        return _breach(family, wrong, evidence, _rests_on(family, creative, accounts))
    doubt = _doubt(family, creative, accounts) if wrong is None else _PERHAPS_SHOWN
    if doubt is None:
        return Pass(subject=family.about, told=_told(family, creative))
    evidence = _evidence(creative, accounts)
    return _unknown(family, doubt, evidence, _rests_on(family, creative, accounts))


_PERHAPS_SHOWN = Words(
    "The sender is not approved for Instagram, but whether the ad can be shown there was not told."
)


def _wrong(creative: Creative, accounts: list[Seen]) -> Words | None:
    """Why the accounts found are not the city's; None: none of them is known to be another."""
    if creative.page_actor_override:
        return Words(
            "On Instagram the Page stands in the account's place: nobody can answer there."
        )
    for one in accounts:
        if one.identity is not None and one.identity.page_backed:
            return Words(
                "{account} is a stand-in account made from a Page: nobody can answer there.",
                {"account": one.shown},
            )
        if one.identity is not None and not one.approved:
            return Words(
                "The Instagram account {account} is not approved as a sender.",
                {"account": one.shown},
            )
    return None


def _doubt(family: Family, creative: Creative, accounts: list[Seen]) -> Words | None:
    """Why nobody can tell that the sender is the city's."""
    if (unread := _unread(creative)) is not None:
        return unread
    if family.ad_set is None:
        return Words("The ad set of the ad was not read, and it may name another sender.")
    for one in accounts:
        if not one.approved:
            return Words(
                "The sender is unverified: Instagram account {id} could not be looked up.",
                {"id": one.sender.id},
            )
    if not accounts:
        return Words("The sender is unverified: no Instagram account was found on the ad.")
    return None


def _unread(creative: Creative) -> Words | None:
    """Why the senders of a creative are not all known."""
    return next((one.because for one in creative.unread if one.what == "senders"), None)


def _reaches_instagram(ad_set: AdSet | None) -> bool | None:
    """Judged from its placements: automatic ones include Instagram, soft exclusions let it in."""
    if ad_set is None or isinstance(ad_set.placement, Unread):
        return None
    place = ad_set.placement
    if not place.platforms or "instagram" in place.platforms or _softly(place):
        return True
    if _effective(place):
        return True
    return None if isinstance(place.soft_opt_out, Unread) else False


def _effective(place: Placement) -> bool:
    """Whether Meta says that it delivers on Instagram."""
    return "instagram" in (place.effective_platforms or ())


def _softly(place: Placement) -> bool:
    """Whether Instagram is only softly excluded."""
    soft = place.soft_opt_out
    return not isinstance(soft, Unread) and bool(soft.get("instagram_positions"))


def _evidence(creative: Creative, seen: list[Seen]) -> dict[str, Any]:
    """Who was found, and where."""
    return {
        "page_actor_override": creative.page_actor_override,
        "senders": [
            {"kind": str(one.sender.kind), "id": one.sender.id, "where": one.sender.where}
            | {"username": one.identity.username if one.identity else None}
            for one in seen
        ],
    }


def _breach(family: Family, message: Words, evidence: Mapping[str, Any], told: Told) -> Breach:
    return Breach(
        subject=family.about,
        message=message,
        evidence=evidence,
        link=family.ad.link,
        told=told,
    )


def _unknown(
    family: Family, because: Words, evidence: Mapping[str, Any], told: Told = NOTHING
) -> Unknown:
    return Unknown(
        subject=family.about,
        because=because,
        evidence=evidence,
        link=family.ad.link,
        told=told,
    )


def _told(family: Family, creative: Creative) -> Told:
    """Where the ad shows and who sends it, as far as it was told."""
    kinds = (SenderKind.INSTAGRAM, SenderKind.PARTNER)
    senders = told_of_senders(creative, family.ad_set, kinds)
    return senders.and_also(told_of_placement(family.ad_set))


def _rests_on(family: Family, creative: Creative, accounts: list[Seen]) -> Told:
    """What a verdict rests on: where strangers were told, and by which way the ad comes there."""
    names = _wheres(
        one
        for one in accounts
        if not one.approved or (one.identity is not None and one.identity.page_backed)
    )
    place = family.ad_set.placement if family.ad_set else None
    if isinstance(place, Placement) and place.platforms:
        names += _ways(place)
    return _told(family, creative).only(OVERRIDE, *names)


def _ways(place: Placement) -> Iterator[str]:
    """By which settings an ad comes to Instagram, where placements were chosen."""
    if "instagram" in (place.platforms or ()):
        yield from (CHOSEN, f"{CHOSEN} instagram")
    elif _softly(place) and not isinstance(place.soft_opt_out, Unread):
        listed = place.soft_opt_out["instagram_positions"]
        yield from (SOFT, *(f"{SOFT} instagram_positions {one}" for one in listed))
    else:
        yield from (EFFECTIVE, f"{EFFECTIVE} instagram")


def _wheres(seen: Iterable[Seen]) -> list[str]:
    """Where these were found."""
    return [one.sender.where for one in seen]


INSTAGRAM = Rule(
    id="sender.instagram",
    clause="C5",
    severity=Severity.STOP,
    about="ad",
    platforms=(Platform.META,),
    check=uses_the_city_account,
    remedy=Words(
        "Change the ad's Instagram account to the city's, or make the ad anew, and take away a "
        "partner that is not agreed. An account or a partner that may stand there is named in "
        "[meta] approved_instagram or approved_partners."
    ),
)
