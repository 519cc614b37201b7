"""A page that a mail can carry: of its longest tables the first rows, and where all of them are."""

from __future__ import annotations

import quopri
from collections.abc import Iterator
from dataclasses import dataclass, replace

from worker.language import Language
from worker.pages.page import Page, Section
from worker.pages.rendering import as_html, as_text

MOST_BYTES = 500_000
"""Of a mail's two texts as they go over the wire: half of the megabyte that a mail may have."""
ROWS = (500, 200, 100, 50, 20, 10, 5, 1)
"""How many rows a table may keep, tried in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A page in both its forms."""

    page: Page
    html: str
    text: str


def fitted(page: Page, said: Language, most: int = MOST_BYTES) -> Fitted:
    """The page if it is no larger than `most` bytes, else with shorter tables.

    Only tables that stand elsewhere too (`Grid.whole`) are made shorter, so that nothing is lost; a
    page that is too large without them stays so. The same page always becomes the same.
    """
    made = _rendered(page)
    for shorter in _shorter(page, said):
        if _size(made) <= most:
            break
        made = _rendered(shorter)
    return made


def _rendered(page: Page) -> Fitted:
    return Fitted(page=page, html=as_html(page), text=as_text(page))


def _size(made: Fitted) -> int:
    """Bytes of both texts in quoted-printable, as `worker/mail` sends them."""
    return sum(len(quopri.encodestring(one.encode())) for one in (made.html, made.text))


def _shorter(page: Page, said: Language) -> Iterator[Page]:
    """The page with shorter and shorter tables."""
    for rows in ROWS:
        sections = tuple(_cut(one, rows, said) for one in page.sections)
        yield replace(page, sections=sections)


def _cut(section: Section, rows: int, said: Language) -> Section:
    """The section with at most so many rows, which then says where the rest is."""
    grid = section.grid
    if grid is None or grid.whole is None or len(grid.rows) <= rows:
        return section
    told = said.text(
        "The first {shown} of {all} stand here, and {rest} more in: {where}",
        shown=said.number(rows),
        all=said.number(len(grid.rows)),
        rest=said.number(len(grid.rows) - rows),
        where=grid.whole,
    )
    return replace(
        section,
        sentences=(*section.sentences, told),
        grid=replace(grid, rows=grid.rows[:rows]),
    )
