"""Printing: data to standard output, the rest to standard error; hostile text made harmless."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}


def safe(text: str) -> str:
    """`text` on one line, without escapes, control signs or signs that turn the direction."""
    text = _ESCAPES.sub("", text)
    kept = (" " if sign in "\n\r\t\u2028\u2029" else sign for sign in text)
    return "".join(s for s in kept if unicodedata.category(s) not in _INVISIBLE or s == "\u200d")


def emit(value: Any) -> None:
    """Write one JSON value to standard output: UTF-8, and nothing else goes there."""
    sys.stdout.write(_as_json(value, indent=2))
    sys.stdout.flush()


def emit_line(value: Any) -> None:
    """Write one JSON value as one line."""
    sys.stdout.write(_as_json(value))


def _as_json(value: Any, *, indent: int | None = None) -> str:
    """JSON and a line end; half a sign, which no encoding holds, as JSON writes it."""
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    return text.encode(errors="backslashreplace").decode()


def out(text: str = "") -> None:
    """Write a line of the answer to standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Write a line of progress, warning or error to standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None
) -> None:
    """Write a table to standard output; each cell is made `safe` and never read as markup."""
    drawn = Table(*columns, title=title, title_justify="left")
    for row in rows:
        drawn.add_row(*(Text(safe(cell)) for cell in row))
    console = Console(file=sys.stdout, highlight=False, markup=False)
    console.print(drawn)


def fields(pairs: Mapping[str, str]) -> None:
    """Write names and values, one pair a line."""
    width = max((len(name) for name in pairs), default=0)
    for name, value in pairs.items():
        out(f"{name.ljust(width)}  {safe(value)}")
