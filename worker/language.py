"""Sentences, dates and amounts in Swedish or English, from one catalogue.

English templates are the keys. The Swedish ones stand in `worker/locale/sv/*.po`, one file a room
or topic, read together as one catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from policies.model import Money, Words
from worker import forms

LANGUAGES = ("sv", "en")
"""The languages people may choose; the first is the default."""


_NAMED = {"kinds", "what"}
"""Values that list names, with commas between them."""
_SYSTEM = {
    one.template
    for one in (
        Words("No such file or directory"),
        Words("Permission denied"),
        Words("Is a directory"),
        Words("Not a directory"),
        Words("File exists"),
        Words("File name too long"),
        Words("No space left on device"),
        Words("Read-only file system"),
        Words("Address already in use"),
        Words("Connection refused"),
    )
}
"""What operating systems say of files and connections (errno(3)); others stay in English."""
_PLATFORMS = {"meta": "Meta", "linkedin": "LinkedIn", "x": "X"}


def platform_name(platform: str) -> str:
    """As people write it."""
    return _PLATFORMS.get(platform, platform)


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

    def speaking(self, code: str | None) -> Language:
        """The same for people of this language; None: this one."""
        return self if code in (None, self.code) else Language(str(code), self.zone)

    def text(self, template: str, /, **values: object) -> str:
        """The sentence of this English template in this language, with its values.

        Days, instants and amounts among them take the language's form.
        """
        told = {name: self._told(value) for name, value in values.items()}
        return self.known(template).format(**told)

    def known(self, text: str) -> str:
        """A text without values in this language; one that is not in the catalogue as it is."""
        return self._templates.get(text, text)

    def system(self, reason: str) -> str:
        """What an operating system gave as a reason; whatever else it may be stays as it is."""
        return self.known(reason) if reason in _SYSTEM else reason

    def say(self, words: Words) -> str:
        """A `Words` in this language, its values in the form that their names call for."""
        values = {name: self._value(name, value) for name, value in words.values.items()}
        return self.known(words.template).format(**values)

    def _value(self, name: str, value: str) -> str:
        """A value of a sentence; some name things that have names here too."""
        if name in _NAMED:
            return ", ".join(self.known(one) for one in value.split(", "))
        if name == "platform":
            return platform_name(value)
        if name == "reason":
            return self.system(value)
        return forms.in_form(name, value, self.code, self.zone)

    def _told(self, value: object) -> object:
        """A value that is given as what it is."""
        if isinstance(value, datetime):
            return self.instant(value)
        if isinstance(value, date):
            return self.day(value)
        return self.money(value) if isinstance(value, Money) else value

    def day(self, when: date) -> str:
        """A day, such as `16 nov. 2026`."""
        return forms.day(when, self.code)

    def instant(self, when: datetime) -> str:
        """Local date and time with weekday, such as `mån 16 nov. 2026 17:00`."""
        return forms.instant(when, self.code, self.zone)

    def dated(self, text: str) -> str:
        """A text of ours, its days and instants in this language's form."""
        return forms.in_form("at", text, self.code, self.zone)

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
        """An amount in this language's form, such as `25 000 kr`."""
        return forms.amount(value.amount, value.currency, self.code)
