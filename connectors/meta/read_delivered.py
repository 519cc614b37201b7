"""Delivery figures: Meta's rows become showings, and a row that does not is told.

All numbers are strings, what is broken down by stands in keys of its own, and no row means that
nothing was shown (Insights API Breakdowns, checked 2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from connectors.errors import ConnectorError
from connectors.meta.gaps import Gaps
from connectors.meta.links import ad_set_link
from connectors.meta.shape import Record, identity, record, refuse, required, text
from policies.model import AccountId, AdSetId, CampaignId, Money, Showing

PART = "delivered"
"""The name of the figures, where some are unread."""
COUNT = re.compile(r"[0-9]{1,18}")
AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Key: TypeAlias = tuple[AdSetId, date, str, str]


class Figures(Gaps):
    """The figures of one account as they come."""

    def __init__(self, account_id: AccountId) -> None:
        super().__init__(PART, account_id)
        self._found: dict[_Key, Showing] = {}
        self._texts: dict[str, str] = {}

    def showings(self) -> tuple[Showing, ...]:
        """Each ad set, day and place once, in the order in which they came."""
        return tuple(self._found.values())

    def take(self, rows: Iterable[Any]) -> None:
        """Take in rows; one that was met before replaces what it said then."""
        for row in rows:
            try:
                one = read_showing(record(row, PART), self._account_id, texts=self._texts)
                self._found[one.ad_set_id, one.day, one.publisher, one.position] = one
            except ConnectorError as error:
                self.lacks(error)


def read_showing(told: Record, account_id: AccountId, *, texts: dict[str, str]) -> Showing:
    """One row; `texts` keeps one copy of each text that comes again and again.

    Raises:
        Unreadable: it is of another shape, or lacks what a figure needs.
    """
    ad_set_id = _same(required(told, "adset_id"), texts)
    return Showing(
        ad_set_id=AdSetId(ad_set_id),
        campaign_id=CampaignId(_same(identity(told, "campaign_id") or "", texts)),
        name=_same(text(told, "adset_name") or "", texts),
        day=day_of(told),
        publisher=_same(required(told, "publisher_platform"), texts),
        position=_same(text(told, "platform_position") or "", texts),
        impressions=int(number_of(told, "impressions", COUNT)),
        spend=Money(
            amount=Decimal(number_of(told, "spend", AMOUNT)),
            currency=_same(required(told, "account_currency"), texts),
        ),
        link=_same(ad_set_link(account_id, ad_set_id), texts),
    )


def _same(value: str, texts: dict[str, str]) -> str:
    """The copy of this text that is there already."""
    return texts.setdefault(value, value)


def day_of(told: Record) -> date:
    """The one day of a row, in the account's time zone."""
    first, last = told.get("date_start"), told.get("date_stop")
    if not isinstance(first, str) or not _DAY.fullmatch(first) or last != first:
        raise refuse("date_start", [first, last] if isinstance(first, str) else first)
    try:
        return date.fromisoformat(first)
    except ValueError as error:
        raise refuse("date_start", first) from error


def number_of(told: Record, name: str, shape: re.Pattern[str]) -> str:
    """A number that must be there, as the text that it comes as."""
    value = told.get(name)
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise refuse(name, value)
    return value
