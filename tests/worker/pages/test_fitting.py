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


SMALL = 50_000
"""Room for some hundred rows, so that the tests need not make thousands."""


def test_a_page_that_fits_is_left_as_it_is():
    small = page(table(20))
    assert fitted(small, SWEDISH, SMALL).page is small


def test_of_one_that_does_not_the_first_rows_stay_and_it_says_where_all_are():
    made = fitted(page(table(1100), table(20, heading="Tystade")), ENGLISH, SMALL)
    first, second = made.page.sections
    shown = len(first.grid.rows)
    assert 20 <= shown < 1100
    assert first.grid.rows == table(1100).grid.rows[:shown]
    told = f"The first {shown} of 1,100 stand here, and {1100 - shown:,} more in: findings.csv"
    assert first.sentences == (told,)
    assert told in made.text
    assert told in made.html
    assert second == table(20, heading="Tystade")
    assert len(made.html.encode()) + len(made.text.encode()) <= SMALL


def test_a_table_that_stands_nowhere_else_keeps_every_row():
    hand, rest = fitted(page(table(200, whole=None), table(1100)), SWEDISH, SMALL).page.sections
    assert len(hand.grid.rows) == 200
    assert rest.sentences[0].startswith("Här står de första 1 av 1\xa0100")


def test_texts_of_a_megabyte_leave_a_page_that_fits():
    long = tuple((Cell("😀" * 1_000_000), Cell("ö" * 1_000_000)) for _ in range(50))
    grid = Grid(columns=("a", "b"), rows=long, whole="queue.csv")
    made = fitted(page(Section(heading="h", grid=grid)), SWEDISH)
    assert 0 < len(made.page.sections[0].grid.rows) < 50
    assert len(made.html.encode()) + len(made.text.encode()) <= MOST_BYTES


def test_the_same_page_always_becomes_the_same():
    large = page(table(1100))
    assert fitted(large, SWEDISH, SMALL) == fitted(large, SWEDISH, SMALL)
