"""C4 by the figures: nothing was shown on apps and websites (Audience Network)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from policies.delivery import may_show_ads
from policies.finding import week_of
from policies.model import (
    AdAccount,
    Delivered,
    Platform,
    Showing,
    Snapshot,
    Unread,
    Words,
)
from policies.publishers import NETWORK, SHOWN
from policies.rule import (
    Breach,
    Facts,
    Pass,
    Rule,
    Said,
    Severity,
    Subject,
    Unknown,
    about_account,
    about_ad_set,
)
from policies.unlisted import by_week, of_unlisted

_WEEK = timedelta(days=7)


def was_not_shown_on_audience_network(facts: Facts) -> Iterator[Said]:
    """No ad on Meta was shown on apps and websites (Audience Network), by Meta's own figures.

    The figures count, whatever the settings say, and also for what is paused, over or archived.
    There is one finding for each ad set and week, from Monday to Sunday; its figures are brought up
    to date until the next week has ended. What ad sets had that Meta lists no more is told by the
    sums of the account alone, and is a finding of the account.

    Impressions or cost in a place that the rule does not know are unknown, never allowed by
    silence. What could not be read of the figures is unknown for the account.
    """
    told, account = facts.delivered, facts.snapshot.account
    if isinstance(told, Delivered):
        yield from _of_ad_sets(told, facts.snapshot)
        yield from _of_account(told, account)
    elif told is not None or may_show_ads(account):
        yield Unknown(subject=about_account(account), because=_because(told), link=account.link)


def _because(told: Unread | None) -> Words:
    """Why there are no figures at all."""
    if told is not None:
        return told.because
    return Words("Nobody asked where the ads of this account were shown.")


def _of_account(told: Delivered, account: AdAccount) -> Iterator[Said]:
    """Whether the figures are all there; if so, each week that they cover from its Monday.

    A week passes if the account's own sums hold nothing that its ad sets do not.
    """
    about = about_account(account)
    if told.unread:
        first, parts = told.unread[0], [one.because.english() for one in told.unread]
        yield Unknown(
            subject=about,
            because=first.because,
            evidence={"unread": parts},
            link=account.link,
            on=told.until,
        )
        return
    beyond = by_week(told)
    for some in beyond.values():
        yield of_unlisted(some, about, account.link)
    for monday in _mondays(told):
        if week_of(monday) not in beyond:
            yield Pass(subject=about, on=monday)


def _mondays(told: Delivered) -> Iterator[date]:
    """The weeks of which everything is there, as far as they have come."""
    monday = told.since + timedelta(days=-told.since.weekday() % 7)
    while monday <= told.until and not told.unread:
        yield monday
        monday += _WEEK


class _Week(NamedTuple):
    """What one ad set had in one ISO week."""

    subject: Subject
    link: str | None
    showings: Sequence[Showing]

    def seen(self, *, known: bool) -> tuple[Showing, ...]:
        """What was shown, or paid, on Audience Network or else in places that are not known."""
        return tuple(
            one
            for one in self.showings
            if (one.impressions or one.spend.amount)
            and (one.publisher == NETWORK if known else one.publisher not in SHOWN)
        )


def _of_ad_sets(told: Delivered, snapshot: Snapshot) -> Iterator[Said]:
    """A verdict for each ad set and week with figures; where some are missing, no pass."""
    whole = set(map(week_of, _mondays(told)))
    for week in _weeks(told, snapshot):
        if network := week.seen(known=True):
            yield _breach(week, network)
        elif strange := week.seen(known=False):
            yield _unknown(week, strange)
        elif week_of(day := week.showings[0].day) in whole:
            yield Pass(subject=week.subject, on=day)


def _weeks(told: Delivered, snapshot: Snapshot) -> Iterator[_Week]:
    """The figures by ad set and week, in the order of days; names as the snapshot has them."""
    held = {one.id: one for one in snapshot.ad_sets}
    found: dict[tuple[str, str], list[Showing]] = defaultdict(list)
    for one in sorted(told.showings, key=lambda one: one.day):
        found[one.ad_set_id, week_of(one.day)].append(one)
    for some in found.values():
        last = some[-1]
        ad_set = held.get(last.ad_set_id)
        if ad_set is not None:
            yield _Week(about_ad_set(ad_set), ad_set.link, some)
        else:
            subject = Subject(kind="ad_set", id=last.ad_set_id, name=last.name)
            yield _Week(subject, last.link, some)


def _breach(week: _Week, shown: Sequence[Showing]) -> Breach:
    day = shown[0].day
    message = Words(
        "Shown on Audience Network in week {week}: {impressions} impressions for {spend}.",
        {"week": week_of(day), "impressions": str(_impressions(shown)), "spend": _spend(shown)},
    )
    return Breach(
        subject=week.subject, message=message, evidence=_evidence(shown), link=week.link, on=day
    )


def _unknown(week: _Week, shown: Sequence[Showing]) -> Unknown:
    day = shown[0].day
    because = Words(
        "In week {week} Meta counts {impressions} impressions for {spend} in places that are new "
        "to this rule: {names}. Look at the ad set, and tell the developers.",
        {
            "week": week_of(day),
            "impressions": str(_impressions(shown)),
            "spend": _spend(shown),
            "names": ", ".join(f"«{one}»" for one in sorted({one.publisher for one in shown})),
        },
    )
    return Unknown(
        subject=week.subject, because=because, evidence=_evidence(shown), link=week.link, on=day
    )


def _impressions(shown: Sequence[Showing]) -> int:
    return sum(one.impressions for one in shown)


def _spend(shown: Sequence[Showing]) -> str:
    """The cost in words, each currency by itself."""
    return " + ".join(f"{amount:.2f} {currency}" for currency, amount in _sums(shown).items())


def _sums(shown: Sequence[Showing]) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in shown:
        found[one.spend.currency] += one.spend.amount
    return found


def _evidence(shown: Sequence[Showing]) -> dict[str, Any]:
    """The figures by day, amounts exact."""
    days: dict[date, list[Showing]] = defaultdict(list)
    for one in shown:
        days[one.day].append(one)
    return {
        "week": week_of(shown[0].day),
        "impressions": _impressions(shown),
        "days": [row for day, some in days.items() for row in _day(day, some)],
    }


def _day(day: date, shown: Sequence[Showing]) -> Iterator[dict[str, Any]]:
    """One row a currency, and there is hardly ever a second."""
    for currency, amount in _sums(shown).items():
        some = [one for one in shown if one.spend.currency == currency]
        yield {
            "day": day.isoformat(),
            "impressions": _impressions(some),
            "spend": f"{amount:f}",
            "currency": currency,
            "positions": sorted({f"{one.publisher}/{one.position}" for one in some}),
        }


AUDIENCE_NETWORK_DELIVERED = Rule(
    id="placement.audience-network-delivered",
    clause="C4",
    severity=Severity.STOP,
    about="ad_set",
    platforms=(Platform.META,),
    check=was_not_shown_on_audience_network,
    event=True,
    remedy=Words(
        "Find out in Ads Manager how the ads came there and put the ad set's placements right. "
        "Then have Audience Network excluded for the whole account: annonsvakt enforce placements "
        "--account {account}. When that is settled, acknowledge the finding.",
        {"account": "A"},
    ),
)
