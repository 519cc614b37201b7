"""Single values out of LinkedIn's JSON: each is of the documented shape, absent, or refused.

Unknown fields are never looked at and words of enumerations stay text: both may grow without notice
(Breaking changes policy, checked 2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from connectors.errors import Unreadable
from policies.model import Money, Platform

Record: TypeAlias = Mapping[str, Any]
"""A JSON object of LinkedIn's."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"(?:urn:li:[A-Za-z]+:)?([0-9]+)", re.ASCII)
_URN = re.compile(r"urn:li:[A-Za-z]+:\S+", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def refuse(path: str, got: object) -> Unreadable:
    """The refusal of a value: where it stands and what it is."""
    return Unreadable(path, got, platform=Platform.LINKEDIN)


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


def text(whole: Record, name: str) -> str | None:
    """A text; None: absent. Half a character, which no database takes, becomes U+FFFD."""
    value = whole.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise refuse(name, value)
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def texts(whole: Record, name: str) -> tuple[str, ...]:
    """A list of texts; empty: absent."""
    found = rows(whole, name)
    for at, one in enumerate(found):
        if not isinstance(one, str):
            raise refuse(f"{name}[{at}]", one)
    return tuple(found)


def flag(whole: Record, name: str) -> bool | None:
    """A truth value; None: absent."""
    value = whole.get(name)
    if value is not None and not isinstance(value, bool):
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


def number(whole: Record, name: str) -> str:
    """An id that LinkedIn writes as number, digits or URN, as its bare number."""
    value = whole.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    matched = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if matched is None:
        raise refuse(name, value)
    return matched[1]


def urn(whole: Record, name: str) -> str | None:
    """A URN as written; None: absent."""
    value = text(whole, name)
    if value is not None and not _URN.fullmatch(value):
        raise refuse(name, value)
    return value


def instant(whole: Record, name: str) -> datetime | None:
    """Milliseconds since 1970 as an instant in UTC; None: absent."""
    value = whole.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse(name, value)
    try:
        return _EPOCH + timedelta(milliseconds=value)
    except OverflowError as error:
        raise refuse(name, value) from error


def money(whole: Record, name: str) -> Money | None:
    """A decimal text in major units with its currency; None: absent."""
    value = whole.get(name)
    if value is None:
        return None
    told = record(value, name)
    currency = told.get("currencyCode")
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        raise refuse(f"{name}.currencyCode", currency)
    return Money(amount=amount(told.get("amount"), f"{name}.amount"), currency=currency)


def amount(value: object, path: str) -> Decimal:
    """A finite decimal number, written as text or as a whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise refuse(path, value)
    try:
        read = Decimal(value)
    except InvalidOperation as error:
        raise refuse(path, value) from error
    if not read.is_finite():
        raise refuse(path, value)
    return read
