"""A page that is too large for a mail: what is left out, what never is, and what it says of it."""

from __future__ import annotations

from tests.worker.reporting.kept import ENGLISH, SWEDISH
from worker.pages.fitting import MOST_BYTES, fitted
from worker.pages.page import Cell, Grid, Page, Section


def table(number, whole="findings.csv", heading="Fel"):
    rows = tuple((Cell(f"rad {n:05} åäö" * 4), Cell("x" * 60)) for n in range(number))
    return Section(heading=heading, grid=Grid(columns=("Vad", "Varför"), rows=rows, whole=whole))


def page(*sections):
    return Page(code="sv", title="T", alerts=(), verdict="V", sentences=(), sections=sections)


def test_a_page_that_fits_is_left_as_it_is():
    small = page(table(400))
    assert fitted(small, SWEDISH).page is small


def test_of_one_that_does_not_the_first_rows_stay_and_it_says_where_all_are():
    made = fitted(page(table(5000), table(30, heading="Tystade")), ENGLISH)
    first, second = made.page.sections
    shown = len(first.grid.rows)
    assert 100 <= shown < 5000
    assert first.grid.rows == table(5000).grid.rows[:shown]
    told = f"The first {shown} of 5,000 stand here, and {5000 - shown:,} more in: findings.csv"
    assert first.sentences == (told,)
    assert told in made.text
    assert told in made.html
    assert second == table(30, heading="Tystade")
    assert len(made.html.encode()) + len(made.text.encode()) < MOST_BYTES


def test_a_table_that_stands_nowhere_else_keeps_every_row():
    hand, rest = fitted(page(table(2000, whole=None), table(5000)), SWEDISH).page.sections
    assert len(hand.grid.rows) == 2000
    assert rest.sentences[0].startswith("Här står de första 1 av 5\xa0000")


def test_texts_of_a_megabyte_leave_a_page_that_fits():
    long = tuple((Cell("😀" * 1_000_000), Cell("ö" * 1_000_000)) for _ in range(50))
    grid = Grid(columns=("a", "b"), rows=long, whole="queue.csv")
    made = fitted(page(Section(heading="h", grid=grid)), SWEDISH)
    assert 0 < len(made.page.sections[0].grid.rows) < 50


def test_the_same_page_always_becomes_the_same():
    large = page(table(5000))
    assert fitted(large, SWEDISH) == fitted(large, SWEDISH)
