"""Days, instants and amounts of money in the form of a language.

A sentence keeps its values as plain text, the same in every language and whenever it is said:
`2026-11-24`, `2026-11-24 17:00` (local time), `50226.91 SEK`. Which values hold such things is told
by their names, so that a campaign called `100 SEK` keeps its name.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, get_currency_symbol

DATED = frozenset(
    {"at", "before", "dates", "day", "due", "ends", "last", "now", "since", "time", "until"}
)
"""Values that hold days and instants, alone or among words. Not `date`, of a deadline's reasons:
`due` names days as it takes them."""
PRICED = frozenset({"agreed", "now", "planned", "spend", "spent", "was"})
"""Values that hold amounts of money."""
COUNTED = frozenset({"ads", "comments", "count", "impressions", "messages", "rows", "total"})
"""Values that are numbers of things."""

_INSTANT = "EEE d MMM yyyy HH:mm"
_DAY = "d MMM yyyy"
_WRITTEN = re.compile(
    r"(?<![\w.-])(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?( ?UTC|Z|[+-]\d{2}:\d{2})?)?(?![\w-])"
)
_AMOUNT = re.compile(r"(?<![\w.,-])(-?\d+(?:\.\d+)?) ([A-Z]{3})(?!\w)")
_COUNT = re.compile(r"\d{4,}")


def in_form(name: str, value: str, locale: str, zone: ZoneInfo) -> str:
    """The value of a sentence as people of the language write it; others stay as they are."""
    if name in DATED:
        value = _WRITTEN.sub(lambda found: _when(found, locale, zone), value)
    if name in PRICED:
        value = _AMOUNT.sub(lambda found: amount(Decimal(found[1]), found[2], locale), value)
    if name in COUNTED and _COUNT.fullmatch(value):
        value = format_decimal(int(value), locale=locale)
    return value


def day(when: date, locale: str) -> str:
    """A day, such as `24 nov. 2026`."""
    return format_date(when, _DAY, locale=locale)


def instant(when: datetime, locale: str, zone: ZoneInfo) -> str:
    """Local date and time with weekday, such as `mån 16 nov. 2026 17:00`."""
    return format_datetime(when.astimezone(zone), _INSTANT, locale=locale)


def amount(value: Decimal, currency: str, locale: str) -> str:
    """An amount, such as `50 226,91 kr` or `25 000 kr`: whole ones without decimals.

    A currency that has no sign in the language goes by its code, apart from the number.
    """
    pattern = str(Locale.parse(locale).currency_formats["standard"].pattern)
    sign = get_currency_symbol(currency, locale=locale)
    if sign.isalpha() and pattern.startswith("¤#"):
        pattern = pattern.replace("¤", "¤\N{NO-BREAK SPACE}")
    whole = value == value.to_integral_value()
    if whole:
        pattern = re.sub(r"\.0+", "", pattern)
    return format_currency(
        value, currency, format=pattern, locale=locale, currency_digits=not whole
    )


def _when(found: re.Match[str], locale: str, zone: ZoneInfo) -> str:
    """A day or an instant; what no calendar has stays as it was written."""
    on, clock, offset = found.groups()
    try:
        if clock is None:
            return day(date.fromisoformat(on), locale)
        told = datetime.fromisoformat(f"{on}T{clock}{_offset(offset)}")
    except ValueError:
        return found[0]
    return instant(told if told.tzinfo else told.replace(tzinfo=zone), locale, zone)


def _offset(written: str | None) -> str:
    return "+00:00" if written and written.strip() in ("UTC", "Z") else written or ""
