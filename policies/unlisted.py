"""What an account's own figures hold beyond its ad sets': by ad sets that are in no list any more.

What is archived is listed where it is asked for; what is deleted is not, and stays in the sums of
what stands above it (Manage Your Ad Object's Status, *Comparisons of different statuses*, copy of
2026-09-12).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from policies.finding import week_of
from policies.model import Delivered, Money, Total, Words
from policies.publishers import NETWORK, SHOWN
from policies.rule import Breach, Said, Subject, Unknown

_SLACK = Decimal("0.01")
"""Figures of breakdowns are estimated (Insights API Breakdowns, checked 2026-09-12): a difference
of no more than this share is none."""


def by_week(told: Delivered) -> Mapping[str, Sequence[Total]]:
    """For each week with any what the account had beyond, where it may not be or nobody knows."""
    found: dict[str, list[Total]] = defaultdict(list)
    for one in _beyond(told):
        if one.publisher == NETWORK or one.publisher not in SHOWN:
            found[week_of(one.day)].append(one)
    return found


def _beyond(told: Delivered) -> Iterator[Total]:
    """What each sum holds that no ad set's figures do; of days that are over, for others grow."""
    impressions: dict[tuple[date, str], int] = defaultdict(int)
    spend: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for one in told.showings:
        impressions[one.day, one.publisher] += one.impressions
        spend[one.day, one.publisher] += one.spend.amount
    for total in sorted(told.totals, key=lambda one: (one.day, one.publisher)):
        key = (total.day, total.publisher)
        more, cost = total.impressions - impressions[key], total.spend.amount - spend[key]
        is_more = more > total.impressions * _SLACK or cost > total.spend.amount * _SLACK
        if total.day < told.until and is_more:
            money = Money(amount=max(cost, Decimal(0)), currency=total.spend.currency)
            yield Total(
                day=total.day, publisher=total.publisher, impressions=max(more, 0), spend=money
            )


def of_unlisted(some: Sequence[Total], about: Subject, link: str | None) -> Said:
    """What an account had in one week beyond its ad sets: there, or in places not known."""
    there = [one for one in some if one.publisher == NETWORK]
    if there:
        return Breach(
            subject=about,
            message=Words(
                "Shown on Audience Network in week {week} by ad sets that Meta no longer lists: "
                "{impressions} impressions for {spend}.",
                _told(there),
            ),
            evidence=_sums_by_day(there),
            link=link,
            on=there[0].day,
        )
    names = ", ".join(f"«{one}»" for one in sorted({one.publisher for one in some}))
    because = Words(
        "In week {week} Meta counts {impressions} impressions for {spend} of ad sets that it no "
        "longer lists, in places that are new to this rule: {names}. Tell the developers.",
        {**_told(some), "names": names},
    )
    return Unknown(
        subject=about, because=because, evidence=_sums_by_day(some), link=link, on=some[0].day
    )


def _told(some: Sequence[Total]) -> dict[str, str]:
    """The week and its sums, for a sentence."""
    spent = sum((one.spend.amount for one in some), Decimal(0))
    return {
        "week": week_of(some[0].day),
        "impressions": str(sum(one.impressions for one in some)),
        "spend": f"{spent:.2f} {some[0].spend.currency}",
    }


def _sums_by_day(some: Sequence[Total]) -> dict[str, Any]:
    """The sums by day and publisher, amounts exact."""
    return {
        "week": week_of(some[0].day),
        "impressions": sum(one.impressions for one in some),
        "days": [
            {
                "day": one.day.isoformat(),
                "impressions": one.impressions,
                "spend": f"{one.spend.amount:f}",
                "currency": one.spend.currency,
                "positions": [one.publisher],
            }
            for one in some
        ],
    }
