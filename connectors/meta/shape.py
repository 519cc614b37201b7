"""Single values out of Meta's JSON: each is of the documented shape, absent, or refused.

Unknown fields are never looked at and words of enumerations stay text: both grow without notice.
What is empty Meta leaves out or gives as null.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from connectors.errors import Unreadable
from policies.model import Money, Platform

Record: TypeAlias = Mapping[str, Any]
"""A JSON object of Meta's."""

WITHOUT_MINOR_UNIT = frozenset(
    ("CLP", "COP", "CRC", "HUF", "IDR", "ISK", "JPY", "KRW", "PYG", "TWD", "VND")
)
"""Currencies that Meta counts in whole units; all others in hundredths (Marketing API,
Currencies; not in our fact sheet, the city pays in SEK)."""
_DIGITS = 18
"""Longest number that is an amount."""


def refuse(path: str, got: object) -> Unreadable:
    """The refusal of a value: where it stands and what it is."""
    return Unreadable(path, got, platform=Platform.META)


def record(value: object, path: str) -> Record:
    """A JSON object.

    Raises:
        Unreadable: it is none; so for every function here.
    """
    if not isinstance(value, dict):
        raise refuse(path, value)
    return value


def part(whole: Record, name: str) -> Record:
    """An object inside another; absent and null count as empty."""
    value = whole.get(name)
    return {} if value is None else record(value, name)


def rows(whole: Record, name: str) -> list[Any]:
    """A list inside an object; absent and null count as empty."""
    value = whole.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise refuse(name, value)
    return value


def listed(whole: Record, name: str) -> list[Any]:
    """The rows of an edge that was expanded in place: `{"data": […]}`, or a bare list."""
    value = whole.get(name)
    if isinstance(value, list):
        return value
    return rows(part(whole, name), "data")


def clean(value: str) -> str:
    """A text with half a character, which no database takes, as U+FFFD."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def text(whole: Record, name: str) -> str | None:
    """A text; None: absent."""
    value = whole.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise refuse(name, value)
    return clean(value)


def texts(whole: Record, name: str) -> tuple[str, ...] | None:
    """A list of texts; None: absent."""
    if whole.get(name) is None:
        return None
    found = rows(whole, name)
    for at, one in enumerate(found):
        if not isinstance(one, str):
            raise refuse(f"{name}[{at}]", one)
    return tuple(found)


def identity(whole: Record, name: str) -> str | None:
    """An id; None: absent or empty. Old records and webhooks write some as numbers."""
    value = whole.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    return text(whole, name) or None


def required(whole: Record, name: str) -> str:
    """An id that must be there."""
    value = identity(whole, name)
    if value is None:
        raise refuse(name, whole.get(name))
    return value


def flag(whole: Record, name: str) -> bool:
    """A truth value; absent counts as false, for Meta leaves out what is not so."""
    value = whole.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise refuse(name, value)
    return value


def count(whole: Record, name: str) -> int | None:
    """A number of things; None: absent."""
    value = whole.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise refuse(name, value)
    return value


def instant(whole: Record, name: str) -> datetime | None:
    """A time such as `2026-11-20T10:00:00+0100` as UTC; None: absent, or the zero of 1970."""
    value = whole.get(name)
    if value is None or value == "":
        return None
    try:
        when = datetime.fromisoformat(value).astimezone(UTC) if "T" in value else None
        offset = datetime.fromisoformat(value).utcoffset() if when else None
    except (TypeError, ValueError, OverflowError) as error:
        raise refuse(name, value) from error
    if when is None or offset is None:
        raise refuse(name, value)
    return when if when.timestamp() > 0 else None


def moment(whole: Record, name: str) -> datetime:
    """A time that must be there."""
    when = instant(whole, name)
    if when is None:
        raise refuse(name, whole.get(name))
    return when


def unix(whole: Record, name: str) -> datetime:
    """Seconds since 1970, as webhooks write times, as an instant in UTC."""
    value = whole.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse(name, value)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise refuse(name, value) from error


def money(whole: Record, name: str, currency: str | None) -> Money | None:
    """An amount in minor units as major ones; None: absent, zero (no budget), or no currency."""
    value = whole.get(name)
    if value is None:
        return None
    written = str(value)
    if isinstance(value, bool) or not isinstance(value, int | str) or not _is_amount(written):
        raise refuse(name, value)
    if int(written) == 0 or currency is None:
        return None
    places = 0 if currency in WITHOUT_MINOR_UNIT else 2
    return Money(amount=Decimal(written).scaleb(-places), currency=currency)


def _is_amount(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= _DIGITS


def link(whole: Record, name: str) -> str | None:
    """A web address; None: absent, or something that a person should not click."""
    value = text(whole, name)
    if value is None or any(sign.isspace() or not sign.isprintable() for sign in value):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in ("https", "http") and parts.hostname else None
