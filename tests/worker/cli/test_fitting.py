"""Tables in narrow terminals: words stay whole, and where they cannot, each row is a block."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from worker.cli import terminal
from worker.cli.fitting import blocks, widths

STOPS = ("ID", "Läge", "Bekräftat", "Avstängda", "Begärt av", "Angiven orsak", "Kontrasignerat")
STOP = (
    "20261124-232543-9f3a", "GÄLLER", "ja, genom en läsning", "34", "Anna Berg", "olycka",
    "väntar, före 2 dec. 2026",
)  # fmt: skip
QUEUE = ("ID", "Besvaras senast", "Läge", "Plattform", "Ägare", "Text")
LINK = "https://example.org/ett/mycket/langt/satt/att/skriva/en/lank"
THREAD = (
    "k3x7q2mbat", "mån 23 nov. 2026 17:00 (försenad)", "öppen, tagen av Anna", "Facebook",
    "trafikkontoret", f"När öppnar badhuset? {LINK}",
)  # fmt: skip


@pytest.fixture
def drawn(capsys, monkeypatch):
    """A table as a terminal of that width shows it; None: a file."""

    def draw(columns, row, width):
        if width is None:
            monkeypatch.delenv("COLUMNS", raising=False)
        else:
            monkeypatch.setenv("COLUMNS", str(width))
        terminal.table(columns, [row])
        return capsys.readouterr().out

    return draw


@pytest.mark.parametrize(("columns", "row"), [(STOPS, STOP), (QUEUE, THREAD)])
@pytest.mark.parametrize("width", range(30, 200, 7))
def test_no_word_is_ever_cut_or_broken_but_a_long_one(drawn, columns, row, width):
    shown = drawn(columns, row, width)
    assert "…" not in shown
    for word in " ".join((*columns[1:], *row)).replace(LINK, "").split():
        assert word in shown
    assert all(cell_len(line) <= width or LINK in line for line in shown.splitlines())


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_stop_is_a_block_of_lines_where_its_columns_have_no_room(drawn, width):
    assert drawn(STOPS, STOP, width).splitlines()[:3] == [
        "20261124-232543-9f3a",
        "    Läge: GÄLLER",
        "    Bekräftat: ja, genom en läsning",
    ]


@pytest.mark.parametrize(("columns", "row", "width"), [(STOPS, STOP, 120), (QUEUE, THREAD, 100)])
def test_where_there_is_room_it_is_a_table(drawn, columns, row, width):
    assert drawn(columns, row, width).startswith("┏")


@pytest.mark.parametrize(("columns", "row"), [(STOPS, STOP), (QUEUE, THREAD)])
def test_a_file_has_each_row_on_a_line(drawn, columns, row):
    lines = drawn(columns, row, None).splitlines()
    assert len(lines) == 5
    assert all(cell in lines[3] for cell in row)


def test_what_is_empty_has_no_line_in_a_block():
    assert list(blocks(("ID", "A", "B"), [("1", "", "x")], None, 80)) == ["1", "    B: x"]


def test_a_heading_stands_over_the_blocks():
    assert list(blocks(("ID", "A"), [("1", "x")], "Allt", 80)) == ["Allt", "1", "    A: x"]


def test_the_widest_column_gives_way_first():
    rows = [("a", "b", "c"), ("x" * 5, "y y y y y y", "z z z z z z z z z z z")]
    assert widths(rows, 100) == [5, 11, 21]
    assert widths(rows, 40) == [5, 11, 14]
    assert widths(rows, 30) == [5, 7, 7]
    assert widths(rows, 16) is None


def test_an_id_stays_whole_unless_it_takes_more_than_half_of_the_width():
    rows = [("ID", "b"), ("x" * 30, "y")]
    assert widths(rows, 60) == [30, 1]
    assert widths(rows, 40) == [30, 1]
    assert widths(rows, 36) == [28, 1]
