"""C1: an ad set reaches no further than the audience that its brief agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from policies.audience import Held, Part, Point, held_against, lowest_age
from policies.audience.facts import bounds_of, state_of, told_of_brief, told_of_reach
from policies.briefs.matching import By, Registered
from policies.delivery import can_run
from policies.model import AdAccount, AdSet, Platform, Reach, Unread, Words
from policies.orders import BRIEF, NAME, Order, orders
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
from policies.told import Told

_STRAY = Words("Its campaign was not read, so nobody can tell which brief it runs under.")
_NOT_ASKED = Words("Whom the ad set reaches was not read.")


def reaches_only_whom_was_agreed(facts: Facts) -> Iterator[Said]:
    """No ad set reaches further than the audience agreed in its brief: ages, places, languages.

    Only what the brief states in plain form is compared. No upper age on the ad set, or Meta's 65,
    means everybody above. With Advantage+ audience ages are suggestions, and no agreed upper age
    holds. No language chosen means every language.

    Each place of the ad set must lie within one that was agreed, by its name: a town in a county
    or a country. A whole country is beyond a town. A place that is known by a number only, or has
    kilometres around it, is unknown, unless the brief names it just as the ad set does.
    """
    for order in orders(facts):
        under = _under(order, facts.snapshot.account)
        for ad_set, runs in order.branch.ad_sets:
            if runs is not False and (left := if_it_runs(_judge(ad_set, under), runs)) is not None:
                yield left
    yield from _strays(facts)


def _strays(facts: Facts) -> Iterator[Said]:
    """Ad sets of a campaign that was not read."""
    above = {one.id for one in facts.snapshot.campaigns}
    for ad_set in facts.snapshot.ad_sets:
        if ad_set.campaign_id not in above:
            said = Unknown(subject=about_ad_set(ad_set), because=_STRAY, link=ad_set.link)
            if (left := if_it_runs(said, can_run(ad_set, None, facts.as_of))) is not None:
                yield left


class _Under(NamedTuple):
    """The brief of a campaign, and what is the same for all of its ad sets."""

    found: Registered | None
    """None: no brief is known, or several are. Nothing new is said then, and nothing put right."""
    which: Told
    """What it rests on that it is this brief."""
    bounds: Told
    """What the brief agrees on."""
    told: Told
    """All that was told of it."""
    platform: Platform
    floor: int
    """The account's own lowest age."""


def _under(order: Order, account: AdAccount) -> _Under:
    found = order.match.found
    bounds = Told() if found is None else told_of_brief(found)
    carrier = f"campaign {order.campaign.id}"
    names = (BRIEF, NAME) if order.match.by is By.NAME else (BRIEF,)
    return _Under(
        found=found,
        which=Told((), (*order.match.rests_on, *((carrier, name) for name in names))),
        bounds=bounds,
        told=order.told.and_also(bounds),
        platform=account.platform,
        floor=lowest_age(account),
    )


def _judge(ad_set: AdSet, under: _Under) -> Said:
    """What is to be said of one ad set."""
    found, reach = under.found, ad_set.reach
    agreed = None if found is None else found.brief.audience
    if found is None or agreed is None or not under.bounds.facts:
        return Pass(subject=about_ad_set(ad_set), told=under.told)
    if not isinstance(reach, Reach):
        return Unknown(
            subject=about_ad_set(ad_set),
            because=reach.because if isinstance(reach, Unread) else _NOT_ASKED,
            link=ad_set.link,
            told=under.which.and_also(under.bounds),
        )
    held = held_against(reach, agreed, under.platform, under.floor)
    evidence = {"brief": found.id, **held.sides}
    if held.points:
        return _said(ad_set, found, held, evidence, under.which)
    return Pass(
        subject=about_ad_set(ad_set),
        evidence=evidence,
        told=under.told.and_also(told_of_reach(ad_set, held.told)),
    )


def _said(
    ad_set: AdSet, found: Registered, held: Held, evidence: Mapping[str, Any], which: Told
) -> Said:
    """The breach with all that goes beyond; else why nobody can tell."""
    if beyond := [one for one in held.points if one.beyond is not None]:
        return Breach(
            subject=about_ad_set(ad_set),
            message=_message(found, held.parts, beyond),
            evidence=evidence,
            link=ad_set.link,
            told=which.and_also(_rests_on(ad_set, found, beyond)),
            failing=(_sides(held),),
        )
    return Unknown(
        subject=about_ad_set(ad_set),
        because=next(one.doubt for one in held.points if one.doubt is not None),
        evidence=evidence,
        link=ad_set.link,
        told=which.and_also(_rests_on(ad_set, found, held.points)),
        attest=_to_be_looked_at(held),
    )


def _to_be_looked_at(held: Held) -> str | None:
    """Both sides of what somebody can tell by looking; None: of something nobody can."""
    if not all(one.looked_at for one in held.points):
        return None
    return _sides(held)


def _sides(held: Held) -> str:
    """What was agreed and what is set of all parts that are not as agreed."""
    return "; ".join(f"{part.agreed}: {part.set}" for part in held.parts if part.points)


def _rests_on(ad_set: AdSet, found: Registered, points: Iterable[Point]) -> Told:
    """What was told of whom it reaches and of what was agreed, without which this is not said."""
    state, bounds = state_of(ad_set), bounds_of(found)
    facts = {(state, name) for one in points for name in one.rests_on}
    return Told((), (*facts, *{(bounds, one.bound) for one in points}))


def _message(found: Registered, parts: Sequence[Part], beyond: Iterable[Point]) -> Words:
    """In what it goes beyond, and both sides of that."""
    reached = [part for part in parts if any(one.beyond for one in part.points)]
    values = {
        "brief": found.id,
        "kinds": ", ".join(dict.fromkeys(one.beyond for one in beyond if one.beyond)),
        "set": "; ".join(part.set for part in reached if part.set),
        "agreed": "; ".join(part.agreed for part in reached),
    }
    if not values["set"]:
        return Words("It goes beyond brief {brief}: {kinds}. Agreed: {agreed}.", values)
    return Words("It goes beyond brief {brief}: {kinds}. Set: {set}. Agreed: {agreed}.", values)


AUDIENCE = Rule(
    id="brief.audience",
    clause="C1",
    severity=Severity.WARN,
    about="ad_set",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=reaches_only_whom_was_agreed,
    by_register=True,
    remedy=Words("Set the ad set as the brief says, or have the brief changed."),
)
