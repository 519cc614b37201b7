"""Printing: data to standard output, the rest to standard error; hostile text made harmless."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import threading
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.cli.fitting import blocks, widths

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Signs that JSON may hold as they are, and that a terminal may obey."""
_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}
_MARKS = {"Mn", "Me"}
_MARKS_IN_A_ROW = 4
"""Accents on one letter; languages written with the most have three (Hebrew), four with reserve."""

_WIDE = 100_000
"""Columns of a table that nobody has to see on one screen."""

_AT_ONCE = 500
"""Values of a list that are written at once."""

_PIPED = 60
"""Lines that count as one screen where there is none."""


class Unanswered(OSError):
    """Standard output cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """How much can be seen at once."""

    width: int | None
    """None: as wide as you like."""
    lines: int


def screen() -> Screen:
    """The terminal that standard output goes to; a file or a pipe has no width."""
    if not sys.stdout.isatty():
        return Screen(width=None, lines=_PIPED)
    size = shutil.get_terminal_size()
    return Screen(width=size.columns, lines=size.lines)


def speak_utf8() -> None:
    """Write UTF-8, whatever the locale says; half a surrogate pair becomes its JSON escape.

    A stream that was closed before we began becomes one that leads nowhere, and an input that was,
    one in which nothing stands: nobody can be asked there.
    """
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 stays open
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 stays open
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def safe(text: str) -> str:
    """`text` on one line, without escapes, control signs or signs that turn the direction.

    Accents piled up on a letter stay within its line.
    """
    kept, marks = [], 0
    for sign in _ESCAPES.sub("", text):
        kind = unicodedata.category(sign)
        if sign != "\u200d":  # a joiner between them ends no pile
            marks = marks + 1 if kind in _MARKS else 0
        if sign in "\n\r\t\u2028\u2029":
            kept.append(" ")
        elif marks <= _MARKS_IN_A_ROW and (kind not in _INVISIBLE or sign == "\u200d"):
            kept.append(sign)
    return "".join(kept)


class _Live:
    """The line of standard error that is written over and over, while there is one."""

    lock = threading.RLock()
    width = 0
    """Signs that stand there now."""


def live(text: str) -> None:
    """Show this on the last line of the terminal, in place of what `live` showed there before.

    Needs no escapes: it goes back to the beginning of the line and fills it. Where standard error
    is no terminal nothing is shown.
    """
    if not sys.stderr.isatty():
        return
    with _Live.lock:
        shown = text[: max(1, shutil.get_terminal_size().columns - 1)]
        _to_person(f"\r{shown.ljust(_Live.width)}")
        _Live.width = len(shown)


def _unlive() -> None:
    """Take the live line away, so that others can be written."""
    if _Live.width:
        _to_person(f"\r{' ' * _Live.width}\r")
        _Live.width = 0


def _print(text: str) -> None:
    """Write to standard output; a reader that has left changes nothing of what the command does.

    Raises:
        Unanswered: it cannot be written: a full disk.
    """
    with _Live.lock:
        _unlive()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _to_nowhere(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            raise Unanswered(error.errno, error.strerror) from None


def _to_nowhere(stream: TextIO) -> None:
    """Let all that is still written to `stream` vanish, what it holds back included."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def emit(value: Any) -> None:
    """Write one JSON value to standard output: UTF-8, and nothing else goes there."""
    _print(_as_json(value, indent=2))


def emit_list(values: Iterable[Any]) -> None:
    """Write a JSON list as its values come, a line each, and keep none of them.

    Where they cannot all be had, the list is ended before the error goes on: it is valid JSON.
    """
    begun = False
    rest = iter(values)
    try:
        while some := list(islice(rest, _AT_ONCE)):
            lines = ",\n  ".join(_as_json(one).rstrip("\n") for one in some)
            _print(f",\n  {lines}" if begun else f"[\n  {lines}")
            begun = True
    finally:
        _print("\n]\n" if begun else "[]\n")


def emit_line(value: Any) -> None:
    """Write one JSON value as one line."""
    _print(_as_json(value))


def _as_json(value: Any, *, indent: int | None = None) -> str:
    """JSON and a line end; half a sign, which no encoding holds, as JSON writes it.

    So are signs that would steer the terminal it is looked at in: the value is the same.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    text = _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.encode(errors="backslashreplace").decode()


def out(text: str = "") -> None:
    """Write a line of the answer to standard output."""
    _print(text + "\n")


def prompt(text: str) -> None:
    """Write a question to standard output; what is typed stands behind it."""
    _print(text)


def note(text: str) -> None:
    """Write a line of progress, warning or error to standard error.

    Nobody there to read it is no reason to leave a stop half done.
    """
    with _Live.lock:
        _unlive()
        _to_person(text + "\n")


def _to_person(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _to_nowhere(sys.stderr)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None
) -> None:
    """Write a table to standard output; each cell is made `safe` and never read as markup.

    Ids in its first column stay whole, so that one can copy them, unless they would take more than
    half of the width: then they are broken, never cut. Where not even the words of its columns
    have room beside each other, each row becomes a block of lines.
    """
    cells = [[safe(cell) for cell in row] for row in rows]
    width = _columns()
    wide = widths([columns, *cells], width)
    if wide is None:
        _print("".join(f"{line}\n" for line in blocks(columns, cells, title, width)))
        return
    drawn = Table(*columns, title=title, title_justify="left")
    for row in cells:
        drawn.add_row(*map(Text, row))
    for column, room in zip(drawn.columns, wide, strict=True):
        column.width, column.overflow = room, "fold"
    console = Console(file=sys.stdout, highlight=False, markup=False, width=width)
    with console.capture() as captured:
        console.print(drawn)
    _print(captured.get())


def _columns() -> int:
    """The width of the terminal, or `COLUMNS`; a file or a pipe gets whatever cells take."""
    given = screen().width
    return given or shutil.get_terminal_size((_WIDE, _PIPED)).columns


def fields(pairs: Mapping[str, str]) -> None:
    """Write names and values, one pair a line."""
    width = max((len(name) for name in pairs), default=0)
    for name, value in pairs.items():
        out(f"{name.ljust(width)}  {safe(value)}")
