"""Sentences set in 80 columns, which every terminal has."""

from __future__ import annotations

import textwrap

from worker.cli import terminal

WIDTH = 80


def wrapped(text: str, indent: int = 0) -> list[str]:
    """A text in lines of at most 80 columns; a link is never broken."""
    space = " " * indent
    return textwrap.wrap(
        terminal.safe(text),
        WIDTH,
        initial_indent=space,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )


def shortened(text: str) -> str:
    """A line of at most 80 columns."""
    line = terminal.safe(text)
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1].rstrip()}…"
