"""What a page's parts become: what is empty takes no room, and what is a list is one."""

from __future__ import annotations

from worker.pages.page import Cell, Grid, Page, Section
from worker.pages.rendering import as_html, as_text


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
