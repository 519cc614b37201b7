"""A page for people, before it is HTML or plain text: sections of sentences, facts and a table."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from urllib.parse import urlsplit

from worker.language import Language
from worker.language import platform_name as platform_name

_NOT_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MARKS = {"Mn", "Me"}
_BREAKS = "\n\r\t\u2028\u2029\u0085\v\f"

MOST_SIGNS = 2000
"""What a text on a page may be long; no sentence of ours comes near it, nor a link that works."""
_MARKS_IN_A_ROW = 4
"""Accents on one letter; languages written with the most have three (Hebrew), four with reserve."""


def one_line(text: str, most: int = MOST_SIGNS) -> str:
    """`text` on one line, without control signs, escapes or signs that turn the direction.

    Accents piled up on a letter stay within its line; of a text longer than `most` the beginning.
    """
    kept, marks = [], 0
    for sign in text[:most]:
        kind = unicodedata.category(sign)
        if sign != "\u200d":  # a joiner between them ends no pile
            marks = marks + 1 if kind in _MARKS else 0
        if sign in _BREAKS:
            kept.append(" ")
        elif marks <= _MARKS_IN_A_ROW and (kind not in _NOT_SHOWN or sign == "\u200d"):
            kept.append(sign)
    return "".join(kept) + ("…" if len(text) > most else "")


def web_link(link: str | None) -> str | None:
    """The link if it leads to a page on the web, else None: nobody should click on the rest."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return None
    whole = link is not None and len(link) <= MOST_SIGNS
    return link if whole and parts.scheme in ("http", "https") and parts.netloc else None


def stamp(when: datetime | None, said: Language) -> str | None:
    """RFC 3339 in the configured zone; None stays None."""
    return when.astimezone(said.zone).isoformat(timespec="seconds") if when else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: a text, and where it leads."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; the first cell of a row names it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """The most urgent first."""
    whole: str | None = None
    """Where all rows stand, such as `findings.csv`, if the page has no room for them all; None: no
    row is ever left out."""

    def without_empty(self) -> Grid:
        """The same without columns in which nothing stands."""
        used = [any(row[place].text for row in self.rows) for place in range(len(self.columns))]
        return self._only(used)

    def without(self, name: str) -> Grid:
        """The same without the column of this name."""
        return self._only([column != name for column in self.columns])

    def _only(self, used: list[bool]) -> Grid:
        """Some of the columns."""
        return Grid(
            columns=tuple(compress(self.columns, used)),
            rows=tuple(tuple(compress(row, used)) for row in self.rows),
            whole=self.whole,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that goes with the page itself; nothing is fetched for it."""

    name: str
    """Of its file, without an ending."""
    alternative: str
    """All that it shows, in words."""
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page under a heading."""

    heading: str
    sentences: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()
    """Names and what is to be said about each."""
    facts: tuple[tuple[str, str], ...] = ()
    """Names and numbers."""
    pictures: tuple[Picture, ...] = ()
    """They show what the table tells too: plain text does without them."""
    grid: Grid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page."""

    code: str
    """Of the language, such as `sv`."""
    title: str
    alerts: tuple[str, ...]
    """What must be seen before anything else; usually nothing."""
    verdict: str
    """How the week stands, in one sentence."""
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def pictured(self) -> bool:
        """Whether there is a picture on it."""
        return any(section.pictures for section in self.sections)
