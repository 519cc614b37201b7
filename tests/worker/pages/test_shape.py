"""What a page's parts become: what is empty takes no room, and what is a list is one."""

from __future__ import annotations

from worker.pages.page import Cell, Grid, Page, Picture, Section
from worker.pages.rendering import as_html, as_text

PIXELS = b"....IHDR" + (960).to_bytes(4, "big") + (560).to_bytes(4, "big")


def page(**part):
    section = Section(heading="Rubrik", **part)
    return Page(
        code="sv", title="T", alerts=(), verdict="V", sentences=(), sections=(section,)
    )  # fmt: skip


def test_an_empty_cell_is_empty_so_that_a_phone_leaves_it_out():
    grid = Grid(columns=("a", "b"), rows=((Cell("x"), Cell("")), (Cell("y"), Cell("z"))))
    html = as_html(page(grid=grid))
    assert '<td role="cell" data-label="b"></td>' in html
    assert '<td role="cell" data-label="b">z</td>' in html
    assert ".grid td:empty { display: none; }" in html


def test_a_table_can_do_without_a_column():
    grid = Grid(columns=("a", "b"), rows=((Cell("x"), Cell("y")),), whole="findings.csv")
    left = grid.without("a")
    assert (left.columns, left.rows, left.whole) == (("b",), ((Cell("y"),),), "findings.csv")


def test_a_picture_stands_with_its_words_and_its_size_and_not_in_plain_text():
    picture = Picture(name="a-b", alternative='Fem & "sex"', png=b"12345678" + PIXELS)
    html, text = (show(page(pictures=(picture,))) for show in (as_html, as_text))
    assert 'alt="Fem &amp; &#34;sex&#34;" width="480" height="280">' in html
    assert "img-src data:" in html
    assert "Fem" not in text


def test_a_table_of_one_column_is_a_list():
    grid = Grid(columns=("Kanal",), rows=((Cell("Facebook", "https://example.org/om"),),))
    html, text = as_html(page(grid=grid)), as_text(page(grid=grid))
    assert "<table" not in html
    assert (
        '<li><a href="https://example.org/om" rel="noreferrer noopener">Facebook</a></li>' in html
    )
    assert "* Kanal: Facebook\n  <https://example.org/om>" in text


def test_names_with_what_is_said_of_each_are_told_in_both_forms():
    html, text = (show(page(points=(("C4", "Välj om."),))) for show in (as_html, as_text))
    assert "<dt>C4</dt>\n<dd>Välj om.</dd>" in html
    assert "C4: Välj om.\n" in text


def test_figures_stand_below_each_other_and_words_do_not():
    told = (("Öppna", "1\xa0200"), ("Andel", "75 %"), ("Fil", "/var/x1"), ("Skuld", "-3,5"))
    html = as_html(page(facts=told))
    kinds = [part.partition('"')[0] for part in html.split('<td class="')[1:]]
    assert kinds == ["number", "number", "words", "number"]


def test_a_link_without_words_shows_its_address():
    grid = Grid(columns=("a", "b"), rows=((Cell("\u200b", "https://example.org/"), Cell("x")),))
    assert ">https://example.org/</a>" in as_html(page(grid=grid))


def test_a_long_title_is_underlined_within_reason():
    long = Page(code="sv", title="T" * 500, alerts=(), verdict="V", sentences=(), sections=())
    assert as_text(long).splitlines()[1] == "=" * 72
