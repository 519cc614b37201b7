"""The days of an account, which its budgets and its figures go by."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from policies.flights import days_of
from policies.model import AdAccount

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


def yesterday(account: AdAccount, city: str, at: datetime) -> date:
    """The account's last day that is over; `city`: the zone of accounts that name none."""
    return at.astimezone(days_of(account, city)).date() - _DAY


def last_day(end: datetime, zone: tzinfo) -> date:
    """The last day on which something delivers that ends then: the instant is no longer in it."""
    return (end - _INSTANT).astimezone(zone).date()


def days(first: date, last: date) -> int:
    """How many days there are, both included."""
    return max((last - first).days + 1, 0)
