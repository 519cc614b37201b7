"""A page as HTML and as plain text. Texts come translated; templates hold no words of their own."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from worker.pages.embedding import data_address, size_of
from worker.pages.page import Page, Picture, one_line, web_link

_NUMBER = re.compile(r"[-−\d\s.,%]*\d[\d\s.,%]*")
"""Figures as either language writes them; such stand below each other by their last digit."""


@cache
def _environment() -> Environment:
    """Every value is put on one line; in HTML it is escaped after that.

    Only the address that holds a picture is longer than a line may be, and has nothing to escape.
    """
    environment = Environment(
        loader=PackageLoader("worker.pages"),
        autoescape=select_autoescape(("html.j2",), default=False),
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else one_line(str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["web_link"] = web_link
    environment.filters["address"] = _address
    environment.filters["size"] = size_of
    environment.filters["is_number"] = lambda text: bool(_NUMBER.fullmatch(text))
    environment.filters["is_seen"] = lambda text: bool(one_line(text).strip())
    return environment


def _address(picture: Picture) -> Markup:
    """Where the picture is: in the address itself, which holds no sign that means anything."""
    return Markup(data_address(picture.png))  # noqa: S704 base64 of ours


def as_html(page: Page) -> str:
    """A page that needs nothing from elsewhere: no script, no font, no picture but its own."""
    return _environment().get_template("page.html.j2").render(page=page)


def as_text(page: Page) -> str:
    """The same page for a reader of plain text."""
    return _environment().get_template("page.txt.j2").render(page=page)
