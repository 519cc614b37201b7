"""C7: only some accounts may be used as senders: Pages on Facebook, organisations on LinkedIn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from policies.delivery import Family
from policies.model import Platform, Sender, SenderKind, Unread, Words
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
from policies.told import NOTHING, Told, told_of_senders


def page_is_approved(facts: Facts) -> Iterator[Said]:
    """Every Page that sends an ad is one of the approved Pages.

    Only ads that can run are judged. An ad on which no Page was found has an unverified sender:
    unknown, never allowed.
    """
    judge = partial(_judge, kind=SenderKind.PAGE, approved=facts.approved.pages)
    yield from said_of_ads(facts, judge)


def organization_is_approved(facts: Facts) -> Iterator[Said]:
    """Every organisation that sends an ad on LinkedIn is one of the approved organisations.

    The author of the post counts, and the organisation that the campaign is for. A person who wrote
    the post is no approved organisation. Only ads that can run are judged. An ad on which no sender
    was found has an unverified one: unknown, never allowed.
    """
    judge = partial(_judge, kind=SenderKind.ORGANIZATION, approved=facts.approved.organizations)
    yield from said_of_ads(facts, judge)


def _judge(family: Family, kind: SenderKind, approved: frozenset[str]) -> Said:
    """One ad."""
    told = _all_told(family, kind)
    found = [one for one in _senders(family) if one.kind is kind]
    if strangers := [one for one in found if one.id not in approved]:
        return Breach(
            subject=family.about,
            message=_message(kind, ", ".join(dict.fromkeys(one.id for one in strangers))),
            evidence=_evidence(found),
            link=family.ad.link,
            told=told.only(*(one.where for one in strangers)),
        )
    doubt = _doubt(family, found)
    if doubt is None:
        return Pass(subject=family.about, told=told)
    return Unknown(
        subject=family.about,
        because=doubt,
        evidence=_evidence(found),
        link=family.ad.link,
    )


def _all_told(family: Family, kind: SenderKind) -> Told:
    """Every sender of this kind that was told."""
    creative = family.ad.creative
    if isinstance(creative, Unread):
        return NOTHING
    return told_of_senders(creative, family.ad_set, (kind,))


def _message(kind: SenderKind, ids: str) -> Words:
    """What is wrong, in words."""
    if kind is SenderKind.PAGE:
        return Words("The Page {page} is not approved as a sender.", {"page": ids})
    return Words("{organization} is not approved as a sender on LinkedIn.", {"organization": ids})


def _senders(family: Family) -> Iterator[Sender]:
    """Every sender found on the ad and on its ad set."""
    if not isinstance(family.ad.creative, Unread):
        yield from family.ad.creative.senders
    if family.ad_set is not None:
        yield from family.ad_set.senders


def _doubt(family: Family, found: list[Sender]) -> Words | None:
    """Why nobody can tell that the sender is approved."""
    creative = family.ad.creative
    if isinstance(creative, Unread):
        return creative.because
    if (
        unread := next((one for one in creative.unread if one.what == "senders"), None)
    ) is not None:
        return unread.because
    if family.ad_set is None:
        return Words("The ad set of the ad was not read, and it may name another sender.")
    return None if found else Words("The sender is unverified: none was found on the ad.")


def _evidence(found: list[Sender]) -> dict[str, Any]:
    """Who was found, and where."""
    return {"senders": [{"kind": str(one.kind), "id": one.id, "where": one.where} for one in found]}


PAGE = Rule(
    id="sender.page",
    clause="C7",
    severity=Severity.STOP,
    about="ad",
    platforms=(Platform.META,),
    check=page_is_approved,
    remedy=Words(
        "Pause the ad and make it anew from an approved Page. If the Page may be a sender, name it "
        "in [meta] approved_pages."
    ),
)
ORGANIZATION = Rule(
    id="sender.organization",
    clause="C7",
    severity=Severity.STOP,
    about="ad",
    platforms=(Platform.LINKEDIN,),
    check=organization_is_approved,
    remedy=Words(
        "Pause the ad and make it anew from an approved organisation. If the organisation may be a "
        "sender, name it in [linkedin] approved_organizations."
    ),
)
