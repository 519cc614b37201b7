"""The days on which an ad set runs, as far as its own times and its campaign's tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from policies.model import AdAccount, AdSet, Campaign, Platform

_INSTANT = timedelta(microseconds=1)


class Flight(NamedTuple):
    """First and last day, both included."""

    first: date | None
    """None: the start was not told, of the ad set or of its campaign."""
    earliest: date | None
    """Where only one start was told: it begins on that day or later. None: none was told."""
    last: date | None
    """None: it has no end."""

    def __str__(self) -> str:
        """As people in any language read it, such as `2027-03-01 – 2027-04-15`."""
        return between(self.first, self.last)


def between(first: date | None, last: date | None) -> str:
    """Two days; what is open or not told is left open."""
    return f"{first or '?'} – {last or ''}".rstrip()


def flight(ad_set: AdSet, campaign: Campaign, zone: tzinfo) -> Flight | None:
    """When the ad set runs: while both its own times and its campaign's let it. None: never.

    An end is the first instant on which it no longer runs, so one at midnight belongs to the day
    before.
    """
    starts = [one.start for one in (ad_set, campaign) if one.start is not None]
    ends = [one.end for one in (ad_set, campaign) if one.end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and end is not None and end <= start:
        return None
    told = _day(start, zone)
    return Flight(
        first=told if len(starts) == len((ad_set, campaign)) else None,
        earliest=told,
        last=_day(end - _INSTANT if end else None, zone),
    )


def _day(instant: datetime | None, zone: tzinfo) -> date | None:
    return None if instant is None else instant.astimezone(zone).date()


def days_of(account: AdAccount, city: str) -> tzinfo:
    """The time zone of an account's days: Meta's own, or `city` (an IANA name); LinkedIn's is UTC.

    LinkedIn's schedules are instants, and its accounts name no zone (Campaigns, checked
    2026-11-22).
    """
    if account.platform is Platform.LINKEDIN:
        return UTC
    try:
        return ZoneInfo(account.time_zone or city)
    except (ValueError, OSError, LookupError):  # a name that is none, or that nobody knows
        return ZoneInfo(city)
