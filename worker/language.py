"""Sentences, dates and amounts in Swedish or English, from one catalogue.

English templates are the keys. The Swedish ones stand in `worker/locale/sv/*.po`, one file a room
or topic, read together as one catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from policies.model import Money, Words

LANGUAGES = ("sv", "en")
"""The languages people may choose; the first is the default."""


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """English template → template in language `code`; empty for English itself."""
    if code == "en":
        return {}
    found: dict[str, str] = {}
    for entry in sorted(files("worker").joinpath("locale", code).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".po"):
            for message in read_po(BytesIO(entry.read_bytes()), locale=code):
                if message.id and message.string:
                    found[str(message.id)] = str(message.string)
    return found


class Language:
    """One language, and the local time zone in which people read instants."""

    def __init__(self, code: str, zone: ZoneInfo) -> None:
        """`code`: one of `LANGUAGES`."""
        self.code = code
        self.zone = zone
        self._templates = catalogue(code)

    def text(self, template: str, /, **values: object) -> str:
        """The sentence of this English template in this language, with its values."""
        return self._templates.get(template, template).format(**values)

    def say(self, words: Words) -> str:
        """A `Words` in this language; its value `kinds` names things that have names here too."""
        values = dict(words.values)
        if kinds := values.get("kinds"):
            values["kinds"] = ", ".join(self._templates.get(one, one) for one in kinds.split(", "))
        return self.text(words.template, **values)

    def instant(self, when: datetime) -> str:
        """Local date and time with weekday, such as `mån 16 nov. 2026 17:00`."""
        pattern = "EEE d MMM yyyy HH:mm"
        return format_datetime(when.astimezone(self.zone), pattern, locale=self.code)

    def duration(self, span: timedelta) -> str:
        """A stretch of time in its two greatest units, rounded down: `2 d 4 h`, `3 h 20 min`."""
        minutes = int(span.total_seconds()) // 60
        days, hours = minutes // 1440, minutes // 60 % 24
        if days:
            return self.text("{days} d {hours} h", days=days, hours=hours)
        if hours:
            return self.text("{hours} h {minutes} min", hours=hours, minutes=minutes % 60)
        return self.text("{minutes} min", minutes=minutes)

    def percent(self, share: float) -> str:
        """A share from 0 to 1 in this language's form, such as `75 %`."""
        return format_percent(share, locale=self.code)

    def number(self, value: float) -> str:
        """A number in this language's form."""
        return format_decimal(value, locale=self.code)

    def money(self, value: Money) -> str:
        """An amount in this language's form."""
        return format_currency(value.amount, value.currency, locale=self.code)
