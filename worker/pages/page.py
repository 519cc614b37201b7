"""A page for people, before it is HTML or plain text: sections of sentences, facts and a table."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from urllib.parse import urlsplit

from worker.language import Language

_NOT_SHOWN = {"Cc", "Cf", "Cs", "Co"}
_BREAKS = "\n\r\t\u2028\u2029\u0085\v\f"


def one_line(text: str) -> str:
    """`text` on one line, without control signs, escapes or signs that turn the direction."""
    spaced = (" " if sign in _BREAKS else sign for sign in text)
    return "".join(
        sign for sign in spaced if unicodedata.category(sign) not in _NOT_SHOWN or sign == "\u200d"
    )


def web_link(link: str | None) -> str | None:
    """The link if it leads to a page on the web, else None: nobody should click on the rest."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and parts.netloc else None


def stamp(when: datetime | None, said: Language) -> str | None:
    """RFC 3339 in the configured zone; None stays None."""
    return when.astimezone(said.zone).isoformat(timespec="seconds") if when else None


def platform_name(platform: str) -> str:
    """As people write it."""
    return {"meta": "Meta", "linkedin": "LinkedIn", "x": "X"}.get(platform, platform)


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

    def without_empty(self) -> Grid:
        """The same without columns in which nothing stands."""
        used = [any(row[place].text for row in self.rows) for place in range(len(self.columns))]
        return Grid(
            columns=tuple(compress(self.columns, used)),
            rows=tuple(tuple(compress(row, used)) for row in self.rows),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page under a heading."""

    heading: str
    sentences: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """Names and numbers."""
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
