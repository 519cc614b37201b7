"""Delivery figures: LinkedIn's rows become showings, and a row that does not is told.

What a report is broken down by stands in `pivotValues`, in the order in which it was asked for.
Money is a decimal text with more digits than money has, in the account's currency (Ads Reporting,
checked 2026-11-22; digits as measured by third parties).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from connectors.errors import ConnectorError, Unreadable
from connectors.linkedin.read_ads import campaign_link
from connectors.linkedin.shape import Record, amount, count, part, record, refuse, texts
from policies.model import AccountId, AdSetId, CampaignId, Money, Platform, Showing, Unread, Words

PART = "delivered"
"""The name of the figures, where some are unread."""
PUBLISHER = "linkedin"
"""The publisher of every row: where on LinkedIn, or off it, is the position."""
_PLACES = 3
GROUP = re.compile(r"urn:li:sponsoredCampaignGroup:([0-9]+)", re.ASCII)
"""What a report calls a campaign group."""
_CAMPAIGN = re.compile(r"urn:li:sponsoredCampaign:([0-9]+)", re.ASCII)
_DIGITS = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Decimals of the currencies that do not have two (ISO 4217)."""
_Key: TypeAlias = tuple[AdSetId, date, str]


class Figures:
    """The figures of one account as they come; `empty` until a row does."""

    def __init__(self, account_id: AccountId, currency: str) -> None:
        self.account_id = account_id
        self.empty = True
        self.unread: list[Unread] = []
        self._currency = currency
        self._found: dict[_Key, Showing] = {}
        self._why: set[str] = set()

    def showings(self) -> tuple[Showing, ...]:
        """Each campaign, day and place once, in the order in which they came."""
        return tuple(self._found.values())

    def take(self, rows: Iterable[Any]) -> None:
        """Take in rows; a second one of the same campaign, day and place is refused."""
        for row in rows:
            self.empty = False
            try:
                self._keep(read_showing(record(row, PART), self.account_id, self._currency))
            except ConnectorError as error:
                self.lacks(error)

    def _keep(self, one: Showing) -> None:
        key = (one.ad_set_id, one.day, one.position)
        if key in self._found:
            raise refuse("pivotValues", "the same twice")
        self._found[key] = one

    def lacks(self, error: ConnectorError) -> None:
        """Note what could not be read; of thousands of rows that fail in one place, the first."""
        why = error.path if isinstance(error, Unreadable) else str(error)
        if why not in self._why:
            self._why.add(why)
            self.unread.append(error.unread(PART, self.account_id))

    def cut(self, day: date, rows: int) -> None:
        """Note that of this day there may be more rows than came."""
        because = Words(
            "LinkedIn gave {rows} rows of figures for {day}, which is all that fits one answer. "
            "What is beyond them could not be read.",
            {"rows": str(rows), "day": day.isoformat()},
        )
        self.unread.append(
            Unread(
                what=PART,
                because=because,
                platform=Platform.LINKEDIN,
                account_id=self.account_id,
            )
        )


def read_showing(told: Record, account_id: AccountId, currency: str) -> Showing:
    """One row.

    Raises:
        Unreadable: it is of another shape, or lacks what a figure needs.
    """
    places = texts(told, "pivotValues")
    if len(places) != _PLACES:
        raise refuse("pivotValues", list(places))
    ad_set_id = AdSetId(numbered(places[1], _CAMPAIGN))
    impressions = count(told, "impressions")
    if impressions is None:
        raise refuse("impressions", None)
    return Showing(
        ad_set_id=ad_set_id,
        campaign_id=CampaignId(numbered(places[0], GROUP)),
        name="",
        day=_day(told),
        publisher=PUBLISHER,
        position=places[2],
        impressions=impressions,
        spend=Money(amount=cost_of(told, currency), currency=currency),
        link=campaign_link(account_id, ad_set_id),
    )


def numbered(place: str, kind: re.Pattern[str]) -> str:
    """The number of what one pivot names, which must be of this kind."""
    matched = kind.fullmatch(place)
    if matched is None:
        raise refuse("pivotValues", place)
    return matched[1]


def _day(told: Record) -> date:
    """The one day of a row, in UTC."""
    span = part(told, "dateRange")
    first = part(span, "start")
    if part(span, "end") != first:
        raise refuse("dateRange", span)
    year, month, day = (count(first, name) or 0 for name in ("year", "month", "day"))
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise refuse("dateRange.start", first) from error


def cost_of(told: Record, currency: str) -> Decimal:
    """What was paid, in whole minor units: the digits behind them are noise."""
    name = "costInLocalCurrency"
    cost = amount(told.get(name), name)
    try:
        paid = cost.quantize(Decimal(1).scaleb(-_DIGITS.get(currency, 2)))
    except InvalidOperation as error:
        raise refuse(name, told.get(name)) from error
    if paid < 0:
        raise refuse(name, told.get(name))
    return paid
