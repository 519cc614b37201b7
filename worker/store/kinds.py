"""Column types that SQLite and PostgreSQL share: instants, hostile text, values as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text, TypeDecorator

_STAND_IN = "\ufffd"


def storable(text: str) -> str:
    """`text` with what no database takes (NUL, half a surrogate pair) replaced by U+FFFD."""
    text = text.replace("\0", _STAND_IN)
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_STAND_IN if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return text


def to_json(value: Any) -> str:
    """`value` as JSON text that every database takes."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC.

        Raises:
            ValueError: it has no offset.
        """
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"an instant without offset cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; SQLite gives back the digits without their zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Storable(TypeDecorator[str]):
    """Text made storable."""

    impl: Any

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text, storable."""
        return None if value is None else storable(value)


class Said(_Storable):
    """Text as people and platforms wrote it, made storable."""

    impl = Text
    cache_ok = True


class OwnId(_Storable):
    """An id of a register of ours, made storable: people type ids, and paste any byte with them.

    None that we make holds what no database takes, so that such an id is simply no row's.
    """

    impl = String
    cache_ok = True


class Json(TypeDecorator[Any]):
    """A plain value as JSON in a text column; None is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The value as text."""
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value again."""
        return None if value is None else json.loads(value)
