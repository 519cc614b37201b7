"""Things typed or piped in, each of which may be faulty: all faults are told at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import typer

from policies.model import Words
from worker.cli import terminal
from worker.language import Language

R = TypeVar("R")


class NotUnderstood(Exception):
    """Something typed or piped in that means nothing here."""

    def __init__(self, words: Words) -> None:
        """`words`: why, and what to write instead."""
        super().__init__(words.english())
        self.words = words


def read_all(texts: Iterable[str], understand: Callable[[str], R], language: Language) -> list[R]:
    """What each of these texts means.

    Raises:
        typer.Exit: some could not be understood; each was told in a line, code 2.
    """
    return _all(((text, text) for text in texts), understand, language)


def read_lines(understand: Callable[[str], R], language: Language) -> list[R]:
    """What every line of standard input means; empty lines are passed over.

    Raises:
        typer.Exit: some could not be understood; each was told with its number, code 2.
    """
    named = ((language.text("line {number}", number=n), line) for n, line in _numbered())
    return _all(named, understand, language)


def _all(
    named: Iterable[tuple[str, str]], understand: Callable[[str], R], language: Language
) -> list[R]:
    """What each text means; the faults are told by name.

    Raises:
        typer.Exit: there were faults.
    """
    from worker.cli.run import WRONG_USE

    understood: list[R] = []
    faults: list[str] = []
    for name, text in named:
        try:
            understood.append(understand(text))
        except NotUnderstood as fault:
            faults.append(f"{name}: {language.say(fault.words)}")
    for told in faults:
        terminal.note(terminal.safe(told))
    if faults:
        raise typer.Exit(WRONG_USE)
    return understood


def _numbered() -> Iterator[tuple[int, str]]:
    """The lines that are not empty, counted from 1. What is not UTF-8 becomes U+FFFD."""
    piped = sys.stdin.buffer if sys.stdin else ()
    for number, raw in enumerate(piped, start=1):
        line = raw.decode("utf-8", errors="replace").removeprefix("\ufeff").strip()
        if line:
            yield number, line
