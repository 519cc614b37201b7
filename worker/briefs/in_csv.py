"""Briefs in a spreadsheet: a line each, its columns called as the questions of the form."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from policies.briefs.answers import Part
from policies.briefs.form import LABELS
from policies.briefs.reading import read_said
from policies.model import Words
from worker.briefs.found import Found, NotRead

_ID = frozenset({"id", "brief", "nummer"})
_FIRST = frozenset({"start", "startdatum", "från", "starts", "from"})
_LAST = frozenset({"slut", "slutdatum", "till", "ends", "to"})
_COLUMNS: Mapping[str, Part] = {
    **{label: part for part, labels in LABELS.items() for label in labels},
    **{str(part): part for part in Part},
}


def read_csv(text: str) -> list[Found]:
    """The briefs of a file whose cells are parted by semicolons, commas or tabs.

    Raises:
        NotRead: a column is none of ours, there is no line below the heads, or a cell has no end.
    """
    rows = _rows(io.StringIO(text, newline=None).getvalue())  # each machine ends lines in its way
    heads = [cell.strip().casefold() for cell in rows[0]] if rows else []
    _known(heads)
    lines = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(row)]
    if not lines:
        raise NotRead([Words("There is no brief below the heads of the columns.")])
    return [_found(number, heads, row) for number, row in lines]


def _rows(text: str) -> list[list[str]]:
    """The cells of each row.

    Raises:
        NotRead: one of them is longer than any cell.
    """
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    except csv.Error:
        raise NotRead(
            [
                Words(
                    "A cell in row {row} is too long. Look for a quotation mark that nothing "
                    "closes.",
                    {"row": str(len(rows) + 1)},
                )
            ]
        ) from None
    return rows


def _delimiter(text: str) -> str:
    """What parts the cells of the first line."""
    head = text.partition("\n")[0]
    return max(";,\t", key=head.count)


def _known(heads: list[str]) -> None:
    """Refuse columns of which nobody could tell what they mean.

    Raises:
        NotRead: with every such column.
    """
    ours = _ID | _FIRST | _LAST | set(_COLUMNS)
    strange = [head for head in heads if head and head not in ours]
    if strange or not any(heads):
        known = ", ".join(["id", *(labels[-2] for labels in LABELS.values())])
        raise NotRead(
            [
                Words(
                    "There is no column {name}; known: {known}.",
                    {"name": name or "-", "known": known},
                )
                for name in strange or [""]
            ]
        )


def _found(number: int, heads: list[str], row: list[str]) -> Found:
    """The brief of one line; cells are read as the answers of a mail are."""
    cells = [(head, cell.strip()) for head, cell in zip(heads, row, strict=False) if cell.strip()]
    said: dict[Part, tuple[str, ...]] = {}
    days = [cell for wanted in (_FIRST, _LAST) for head, cell in cells if head in wanted]
    if days:
        said[Part.DATES] = (" – ".join(days),)
    for head, cell in cells:
        part = _COLUMNS.get(head)
        if part is not None:
            said[part] = (*said.get(part, ()), cell)
    read = read_said(said)
    named = next((cell for head, cell in cells if head in _ID), None)
    return Found(place=f"{number}", id=named, brief=read.brief, questions=read.questions)
