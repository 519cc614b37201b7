"""Whatever a text is: it is shown as text, on its line, and adds nothing to the page or mail."""

from __future__ import annotations

import base64
import csv
import email
import io
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from html.parser import HTMLParser
from itertools import groupby
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.mail import Mail, build, header_line, to_bytes
from worker.pages.embedding import with_parts
from worker.pages.page import Cell, Grid, Page, Picture, Section, one_line, web_link
from worker.pages.rendering import as_html, as_text
from worker.reporting.spreadsheets import harmless, spreadsheet

TRICKS = (
    "<script>alert(1)</script>",
    "</td></table></main><h1>Hackad</h1>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "<img src=https://evil.example.org/x.png>",
    "<style>@import url(//evil.example.org)</style>",
    "</style><link rel=stylesheet href=//evil.example.org>",
    "<!-- <![CDATA[ ]]> --><?php ?>",
    "&lt;b&gt; &amp; &#x3c;script&#x3e; &NewLine;",
    "{{ 7 * 7 }}{% raw %}{x}%s%n",
    "rad ett\r\nBcc: spy@example.org\r\n\r\n<b>kropp</b>",
    "\tflik\vrad\fsida\x85ny\u2028rad\u2029stycke",
    "=HYPERLINK(\"https://evil.example.org\")",
    "+46 8 508 000 00", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "|cmd", "%x",
    "\u202egpj.exe\u202c \u2066x\u2069 \u200fhögerifrån",
    "\u200bosyn\u200dlig\u2060\ufeff\u00ad",
    "Z" + "\u0351\u0334\u0352" * 200 + "algo",
    "\x00\x1b[31m\x1b]8;;https://evil.example.org\x07klicka\x07\x9b",
    "\ud83d halv emoji \U0001f469\u200d\U0001f467 hel",
    "O" * 5_000,
    "\ufffe\uffff\ue000",
    "", " ", "\u200b",
)  # fmt: skip
LINKS = (
    "https://example.org/a?b=c&d=e", "http://example.org/", "javascript:alert(1)",
    "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,<script>", "vbscript:x",
    "//evil.example.org/x", "/etc/passwd", "https:evil", 'https://example.org/" onclick="x',
    "https://example.org/" + "x" * 5_000, "file:///etc/passwd", "HTTPS://EXAMPLE.ORG/å",
)  # fmt: skip
texts = st.text() | st.sampled_from(TRICKS) | st.lists(st.sampled_from(TRICKS)).map("".join)
links = st.none() | st.sampled_from(LINKS) | st.text() | st.text().map("https://".__add__)


@st.composite
def pages(draw):
    """A page in which every text and link is somebody else's."""
    some = st.lists(texts, max_size=2).map(tuple)
    pairs = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
    cells = st.builds(Cell, text=texts, link=links)
    rows = draw(st.lists(st.tuples(cells, cells), max_size=2))
    grid = Grid(columns=(draw(texts), draw(texts)), rows=tuple(rows))
    section = Section(
        heading=draw(texts), sentences=draw(some), points=draw(pairs), facts=draw(pairs),
        grid=draw(st.sampled_from([grid, None])),
    )  # fmt: skip
    return Page(
        code="sv", title=draw(texts), alerts=draw(some), verdict=draw(texts),
        sentences=draw(some), sections=(section,),
    )  # fmt: skip


def tame(page):
    """The same page with a harmless letter in the place of each text, and a good link of each."""
    return Page(
        code="sv", title="x", alerts=_tamed(page.alerts), verdict="x",
        sentences=_tamed(page.sentences), sections=tuple(map(_tame_section, page.sections)),
    )  # fmt: skip


def _tamed(told):
    return tuple("x" for _ in told)


def _tame_section(section):
    pairs = {
        name: tuple(("x", "x") for _ in getattr(section, name)) for name in ("points", "facts")
    }
    grid = section.grid and Grid(
        columns=("x", "x"),
        rows=tuple(tuple(map(_tame_cell, row)) for row in section.grid.rows),
    )
    pictures = tuple(replace(one, alternative="x") for one in section.pictures)
    return Section(
        heading="x", sentences=_tamed(section.sentences), grid=grid, pictures=pictures, **pairs
    )


def _tame_cell(cell):
    return Cell("x" if cell.text else "", "https://example.org/" if web_link(cell.link) else None)


MARKS = {"Mn", "Me"}


class Seen(HTMLParser):
    """A page's elements with the names of their attributes, its links, and its texts in order."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.links, self.labels, self.texts, self.inside = [], [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]
        self.labels += [value for name, value in attrs if name == "data-label"]
        if tag != "meta":
            self.inside.append(tag)

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag

    def handle_data(self, data):
        if data.strip() and self.inside[-1] != "style":
            self.texts.append(" ".join(data.split()))

    def handle_comment(self, data):
        raise AssertionError(data)


def told(page):
    """Every text of the page in the order in which it is shown, as a reader should see it."""
    yield from (page.title, page.title, *page.alerts, page.verdict, *page.sentences)
    for section in page.sections:
        yield from (section.heading, *section.sentences)
        for pair in section.points:
            yield from pair
        if section.facts:
            yield section.heading
        for pair in section.facts:
            yield from pair
        if section.grid:
            yield from (section.heading, *section.grid.columns)
            yield from (cell_text(cell) for row in section.grid.rows for cell in row)


def cell_text(cell):
    shown = one_line(cell.text).strip()
    return cell.text if shown or not web_link(cell.link) else cell.link


def visible(texts):
    return [line for text in texts if (line := " ".join(one_line(text).split()))]


@given(pages())
def test_the_page_is_built_as_ever_and_its_texts_are_those_that_were_meant(page):
    seen, plain = Seen(as_html(page)), Seen(as_html(tame(page)))
    assert seen.inside == []
    assert seen.elements == plain.elements
    assert seen.texts == visible(told(page))
    assert all(link.lower().startswith(("http://", "https://")) for link in seen.links)
    if grid := page.sections[0].grid:
        labels = [one_line(column) for _ in grid.rows for column in grid.columns[1:]]
        assert seen.labels == labels


@given(pages())
def test_in_plain_text_no_text_leaves_its_line(page):
    assert len(as_text(page).splitlines()) == len(as_text(tame(page)).splitlines())


@given(texts)
def test_a_line_shows_nothing_that_turns_hides_or_piles_up(text):
    line = one_line(text)
    kinds = [category(sign) for sign in line if sign != "\u200d"]
    assert not {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} & set(kinds)
    piles = [len(list(row)) for marks, row in groupby(kinds, MARKS.__contains__) if marks]
    assert max(piles, default=0) <= 4
    assert len(line) <= 2_001
    assert one_line(line) == line


@given(st.lists(st.tuples(texts, texts), min_size=1))
def test_a_table_for_a_spreadsheet_has_its_cells_and_no_formula(rows):
    made = spreadsheet(("a", "b"), rows).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(made, newline=""), delimiter=";"))
    assert read == [["a", "b"], *([harmless(cell) for cell in row] for row in rows)]
    for cell in (cell for row in read for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "|", "%"))
        assert cell.lstrip("'") in one_line(cell.lstrip("'"), most=40_000)


DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAC0lEQVR4nGNgQAYAAA4AAamRc7EAAAAASUVORK5CYII="
)
"""A picture of four signs, black."""


@pytest.mark.parametrize("trick", TRICKS)
def test_what_a_picture_says_stays_in_its_attribute(trick):
    picture = Picture(name="a-b", alternative=trick, png=DOT)
    page = Page(
        code="sv", title="t", alerts=(trick,), verdict=trick, sentences=(),
        sections=(Section(heading=trick, sentences=(trick,), pictures=(picture,)),),
    )  # fmt: skip
    html, parts = with_parts(as_html(page), "example.org")
    assert [one.content for one in parts] == [DOT]
    assert html.count(f'<img src="cid:{parts[0].cid}" alt=') == 1
    assert "data:image" not in html.replace(trick, "")
    assert "Security-Policy" not in html


def test_a_text_that_looks_like_a_picture_is_a_text():
    fake = '<img src="data:image/png;base64,AAAA" data-name="a"'
    page = Page(code="sv", title=fake, alerts=(), verdict=fake, sentences=(), sections=())
    assert with_parts(as_html(page), "example.org") == (as_html(page), ())


MAIL = Mail(
    sender="vakt@example.org", to=("anna@example.org",), subject="x", text="x", html="<p>x</p>",
    message_id="<1@example.org>", at=datetime(2026, 11, 24, tzinfo=UTC), language="sv",
)  # fmt: skip


@given(texts)
def test_a_subject_adds_no_header_and_says_what_was_meant(text):
    raw = to_bytes(build(replace(MAIL, subject=text)))
    read = email.message_from_bytes(raw, policy=policy.default)
    plain = email.message_from_bytes(to_bytes(build(MAIL)), policy=policy.default)
    assert read.keys() == plain.keys()
    assert "".join(str(read["Subject"]).split()) == "".join(header_line(text).split())
    assert max(map(len, raw.splitlines())) <= 998


def test_a_text_of_a_megabyte_becomes_its_beginning():
    huge = "å" * 1_000_000
    assert one_line(huge) == "å" * 2_000 + "…"
    assert len(header_line(huge)) < 500
    assert len(harmless(huge)) <= 32_767
    page = Page(code="sv", title=huge, alerts=(huge,), verdict=huge, sentences=(huge,), sections=())
    assert len(as_html(page)) < 20_000
    assert len(as_text(page)) < 20_000


@pytest.mark.xdist_group("browser")
def test_a_browser_sees_the_same_elements_and_texts(browser):
    rows = tuple(
        (Cell(trick, link), Cell(trick)) for trick, link in zip(TRICKS, LINKS * 3, strict=False)
    )
    grid = Grid(columns=TRICKS[:2], rows=rows)
    section = Section(
        heading=TRICKS[0], sentences=TRICKS, points=tuple(zip(TRICKS, TRICKS, strict=True)),
        facts=tuple(zip(TRICKS, TRICKS, strict=True)), grid=grid,
        pictures=tuple(Picture(name="a-b", alternative=one, png=DOT) for one in TRICKS),
    )  # fmt: skip
    page = Page(
        code="sv", title=TRICKS[1], alerts=TRICKS, verdict=TRICKS[2], sentences=TRICKS,
        sections=(section,),
    )  # fmt: skip
    seen, plain = browser.built(as_html(page)), browser.built(as_html(tame(page)))
    assert seen.elements == plain.elements
    assert visible(seen.texts) == visible(told(page))
    read = browser.read(as_html(page))
    assert (read.beside, read.asked) == ((), ())
