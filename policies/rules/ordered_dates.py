"""C1: a campaign runs on the days that its brief agrees on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from functools import partial
from typing import Any, NamedTuple

from policies.briefs.matching import Registered
from policies.flights import Flight, between, days_of, flight
from policies.model import AdAccount, AdSet, Platform, Words
from policies.model.briefs import Brief
from policies.orders import Order, said_by_brief, told_below
from policies.rule import Breach, Facts, Pass, Rule, Said, Severity, Unknown
from policies.told import Told

BEFORE, AFTER = "before", "after"
"""Where of the agreed days a flight goes beyond them."""
_MOST = 5
"""Ad sets that a sentence names."""


def keeps_to_its_dates(facts: Facts) -> Iterator[Said]:
    """No campaign runs, or is scheduled to run, outside the dates that its brief agrees on.

    An ad set runs from the later start to the earlier end, its own or its campaign's. Without an
    end it goes on beyond every last day. Days are those of the ad account's time zone; LinkedIn
    has none, and its days are UTC.

    Only ad sets that can deliver are looked at. Where a start was not told, ad sets were not read,
    or the brief does not name both dates, it is unknown, unless one is outside the dates already.
    """
    register = facts.register
    zone = days_of(facts.snapshot.account, register.zone if register else "UTC")
    told = _told_of_zone(facts.snapshot.account)
    yield from said_by_brief(facts, partial(_judge, zone=zone, told=told))


class _Flown(NamedTuple):
    """An ad set that can deliver, or of which that was not told."""

    ad_set: AdSet
    runs: bool | None
    flight: Flight
    outside: tuple[str, ...]
    """`before`, `after`, or both: where it goes beyond the agreed days."""


def _judge(order: Order, found: Registered, *, zone: tzinfo, told: Told) -> Said:
    """One campaign with its brief; `told`: whether the account's time zone was."""
    flown = sorted(_flown(order, found.brief, zone), key=_by_name)
    if proved := [one for one in flown if one.outside and one.runs]:
        return Breach(
            subject=order.subject,
            message=_message(found, proved),
            evidence=_evidence(found, proved),
            link=order.campaign.link,
            told=told,
        )
    doubt = _doubt(order, found.brief, flown)
    if doubt is None:
        return Pass(subject=order.subject, told=told.and_also(told_below(order.branch)))
    return Unknown(
        subject=order.subject,
        because=doubt,
        evidence=_evidence(found, [one for one in flown if one.outside]),
        link=order.campaign.link,
        told=told,
    )


def _flown(order: Order, brief: Brief, zone: tzinfo) -> Iterator[_Flown]:
    for ad_set, runs in order.branch.ad_sets:
        found = None if runs is False else flight(ad_set, order.campaign, zone)
        if found is not None:
            yield _Flown(ad_set, runs, found, tuple(_outside(found, brief)))


def _by_name(one: _Flown) -> tuple[str, str]:
    """A list may come in any order, and the sentence stays the same."""
    return one.ad_set.name, one.ad_set.id


def _outside(found: Flight, brief: Brief) -> Iterator[str]:
    """Where a flight is known to go beyond the days that the brief names."""
    first, last = found.first, found.last
    early = first is not None and brief.starts is not None and first < brief.starts
    over_before = last is not None and brief.starts is not None and last < brief.starts
    late = brief.ends is not None and (last is None or last > brief.ends)
    if early or over_before:
        yield BEFORE
    if late:
        yield AFTER


def _doubt(order: Order, brief: Brief, flown: Sequence[_Flown]) -> Words | None:
    """Why nobody can tell that all of it is within the dates."""
    if brief.starts is None or brief.ends is None:
        return Words("The brief does not name both dates.")
    if any(one.outside for one in flown):
        return Words("As it is set it does not comply, but whether it can run was not told.")
    if any(_start_is_open(one.flight, brief.starts) for one in flown):
        return Words("When all of its ad sets start was not told.")
    return order.branch.unsure


def _start_is_open(found: Flight, starts: date) -> bool:
    """Whether the start was not told, and what was told of it leaves room for an earlier day."""
    return found.first is None and (found.earliest is None or found.earliest < starts)


def _message(found: Registered, outside: Sequence[_Flown]) -> Words:
    """What is wrong: the dates, and the ad sets with theirs."""
    named = [f"{one.ad_set.name} ({one.flight})" for one in outside[:_MOST]]
    more = ["…"] if len(outside) > _MOST else []
    return Words(
        "The brief {brief} agrees on {dates}. Outside these days runs: {ad_sets}.",
        {
            "brief": found.id,
            "dates": between(found.brief.starts, found.brief.ends),
            "ad_sets": ", ".join((*named, *more)),
        },
    )


def _evidence(found: Registered, outside: Sequence[_Flown]) -> dict[str, Any]:
    """The agreed days, and the ad sets that go beyond them."""
    return {
        "brief": found.id,
        "starts": _iso(found.brief.starts),
        "ends": _iso(found.brief.ends),
        "ad_sets": [
            {
                "id": one.ad_set.id,
                "name": one.ad_set.name,
                "first": _iso(one.flight.first),
                "last": _iso(one.flight.last),
                "outside": list(one.outside),
            }
            for one in outside
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _told_of_zone(account: AdAccount) -> Told:
    """Whether the account told the zone of its days: without it they are the city's."""
    carrier = f"account {account.id}"
    return Told((carrier,), ((carrier, "time zone"),) if account.time_zone else ())


DATES = Rule(
    id="brief.dates",
    clause="C1",
    severity=Severity.WARN,
    about="campaign",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=keeps_to_its_dates,
    by_register=True,
    remedy=Words(
        "Change the dates in the ads, or agree on new ones with the department and take the brief "
        "in again with annonsvakt brief import FILE --id ID."
    ),
)
