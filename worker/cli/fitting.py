"""How a table fits into a terminal: the widths of its columns, or a block of lines for each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill

from rich.cells import cell_len

_LONG = 16
"""Columns of a word that may be broken where there is little room: an address, or a shout."""


def widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column is to be; None: a word or an id in one of them would be broken.

    `rows`: the headings first. The widest give way first, each as far as its longest word.
    """
    columns = list(zip(*rows, strict=True))
    room = width - 3 * len(columns) - 1  # a line, and a space on either side of each
    most = [max(map(cell_len, one)) for one in columns]
    least = [min(_LONG, max(map(_longest, one))) for one in columns]
    spaced = any(" " in row[0] for row in rows[1:])
    if not spaced and most[0] <= width // 2:
        least[0] = most[0]
    if sum(least) > room:
        return None
    limit = max(most)
    while sum(_between(least, most, limit)) > room:
        limit -= 1
    return _between(least, most, limit)


def _between(least: Sequence[int], most: Sequence[int], limit: int) -> list[int]:
    return [max(low, min(high, limit)) for low, high in zip(least, most, strict=True)]


def _longest(cell: str) -> int:
    """The columns of its longest word."""
    return max(map(cell_len, cell.split()), default=0)


def blocks(
    columns: Sequence[str], rows: Iterable[Sequence[str]], title: str | None, width: int
) -> Iterator[str]:
    """Each row below its first cell, with a line or more for each of the others that is there."""
    if title:
        yield title
    for first, *others in rows:
        yield first
        for name, cell in zip(columns[1:], others, strict=True):
            if cell:
                yield fill(
                    f"{name}: {cell}", width, initial_indent="    ", subsequent_indent=" " * 6,
                    break_long_words=False, break_on_hyphens=False,
                )  # fmt: skip
