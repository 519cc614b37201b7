"""Help in the person's language: each text of it is looked up in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import fill
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from worker.cli import terminal
from worker.cli.parameters import Row, is_argument, option_row, usage, usage_of
from worker.cli.repeated import refuse_repeated
from worker.cli.session import Session
from worker.language import Language

_AS_IT_IS = "\b"
"""Typer's sign before lines that are not to be joined."""
_INDENT = "  "
_WIDTH = 78
_WRONG_USE = 2


class Command(TyperCommand):
    """A command whose help is said in the person's language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does it; an option of one value that was given twice is refused."""
        _refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how it is called."""
        _say_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: how it is called, its runbook, its options."""
        _say(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands, likewise."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does it; a group that cannot stand alone tells what may follow it."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            terminal.note(ctx.get_help())
            raise typer.Exit(_WRONG_USE)
        _refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how it is called."""
        _say_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: how it is called, what it is for, its commands and options."""
        _say(self, ctx, formatter)


class Spoken(typer.Typer):
    """A `Typer` whose commands are helped in the person's language."""

    def __init__(self, **more: Any) -> None:
        """As Typer's."""
        super().__init__(**({"cls": Group} | more))

    def command(self, name: str | None = None, **more: Any) -> Callable[[Any], Any]:
        """As Typer's."""
        return super().command(name, **({"cls": Command} | more))


def entries(help_text: str | None) -> list[list[str]]:
    """A docstring's paragraphs, each as what stands in the catalogue: whole, or line by line."""
    told = []
    for paragraph in (help_text or "").split("\n\n"):
        first, *rest = paragraph.strip("\n").splitlines() or [""]
        if first.strip() == _AS_IT_IS:
            told.append([line.rstrip() for line in rest])
        elif text := " ".join(paragraph.split()):
            told.append([text])
    return told


def texts(command: Any) -> Iterator[str]:
    """Every text of a command's help, and of those below it, as it stands in the catalogue."""
    yield from (line.strip() for paragraph in entries(command.help) for line in paragraph)
    for one in command.params:
        yield from filter(None, (getattr(one, "help", None), *usage_of(one)))
    for below in getattr(command, "commands", {}).values():
        yield from texts(below)


def _said(ctx: Any) -> Language:
    """The language of whoever asked."""
    session = ctx.find_root().obj
    asked = session if isinstance(session, Session) else Session(config=None, lang=None)
    return asked.language_for(ctx.info_name)


def _refuse_repeated(command: TyperCommand | TyperGroup, ctx: Any, args: list[str]) -> None:
    if not ctx.resilient_parsing:
        refuse_repeated(command, ctx, args, _said(ctx))


def _say_usage(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    said = _said(ctx)
    formatter.write_usage(ctx.command_path, usage(command, ctx, said), said.text("Usage: "))


def _say(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    """Write the help in the person's language."""
    said = _said(ctx)
    _say_usage(command, ctx, formatter)
    for paragraph in entries(command.help):
        formatter.write("\n")
        for line in paragraph:
            formatter.write(f"{_line(line, said)}\n")
    _tables(command, ctx, formatter, said)


def _line(line: str, said: Language) -> str:
    """A line or paragraph in the language, wrapped, at its own depth."""
    text = line.strip()
    deep = _INDENT + line[: len(line) - len(line.lstrip())]
    further = deep + " " * 3 if text[:1].isdigit() else deep
    return fill(
        said.known(text), _WIDTH, initial_indent=deep, subsequent_indent=further,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _tables(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any, said: Language) -> None:
    """Commands, arguments, options; none of them without a row."""
    parameters = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    _table(formatter, said.text("Commands"), list(_commands(command, said)))
    for heading, arguments in ((said.text("Arguments"), True), (said.text("Options"), False)):
        chosen = [one for one in parameters if is_argument(one) is arguments]
        _table(formatter, heading, [option_row(one, said) for one in chosen])


def _table(formatter: Any, heading: str, rows: list[Row]) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def _commands(command: TyperCommand | TyperGroup, said: Language) -> Iterator[Row]:
    """Each command of a group with the first paragraph of its help."""
    for name, one in getattr(command, "commands", {}).items():
        if not one.hidden and (told := entries(one.help)):
            yield name, said.known(told[0][0].strip())
