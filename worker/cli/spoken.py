"""Help texts in the person's language: each paragraph of a docstring is looked up in the catalogue.

A command none of whose paragraphs has a Swedish translation is helped as Typer does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast
from zoneinfo import ZoneInfo

import typer
from typer.core import TyperCommand, TyperGroup

from worker.cli.session import Session
from worker.language import LANGUAGES, Language, catalogue

_AS_IT_IS = "\b"
"""Typer's sign before lines that are not to be joined."""
_INDENT = "  "


class Command(TyperCommand):
    """A command whose help is said in the person's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: how it is called, its runbook, its options."""
        if not _say(self, ctx, formatter):
            super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A group of commands, likewise."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: how it is called, what it is for, its commands and options."""
        if not _say(self, ctx, formatter):
            super().format_help(ctx, formatter)


class Spoken(typer.Typer):
    """A `Typer` whose commands are helped in the person's language."""

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
    yield from filter(None, (getattr(one, "help", None) for one in command.params))
    for below in getattr(command, "commands", {}).values():
        yield from texts(below)


def _say(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> bool:
    """Write the help in the person's language; false: the catalogue has none of it."""
    code = _code(cast("Session | None", ctx.find_root().obj))
    known = catalogue(code)
    told = entries(command.help)
    translated = catalogue(LANGUAGES[0])
    if not any(line.strip() in translated for paragraph in told for line in paragraph):
        return False
    language = Language(code, ZoneInfo("UTC"))
    usage = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, usage, language.text("Usage: "))
    for paragraph in told:
        formatter.write("\n")
        for line in paragraph:
            formatter.write(f"{_line(line, known)}\n")
    _tables(command, ctx, formatter, language)
    return True


def _line(line: str, known: Any) -> str:
    """A line or paragraph in the language, wrapped, at its own depth."""
    from textwrap import fill

    text = line.strip()
    deep = _INDENT + line[: len(line) - len(line.lstrip())]
    further = deep + " " * 3 if text[:1].isdigit() else deep
    return fill(
        known.get(text, text), 78, initial_indent=deep, subsequent_indent=further,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _tables(
    command: TyperCommand | TyperGroup, ctx: Any, formatter: Any, language: Language
) -> None:
    """Commands, then options and arguments."""
    known = catalogue(language.code)
    subcommands = list(_commands(command, ctx, known))
    if subcommands:
        with formatter.section(language.text("Commands")):
            formatter.write_dl(subcommands)
    records = [record for one in command.get_params(ctx) if (record := one.get_help_record(ctx))]
    with formatter.section(language.text("Options")):
        formatter.write_dl([(name, _option(text, known, language)) for name, text in records])


def _option(text: str, known: Any, language: Language) -> str:
    """The help of an option, and whether it must be given."""
    needed = "[required]"
    plain = text.replace(needed, "").strip()
    said = known.get(plain, plain)
    return f"{said}  [{language.text('required')}]" if needed in text else said


def _commands(
    command: TyperCommand | TyperGroup, ctx: Any, known: Any
) -> Iterator[tuple[str, str]]:
    """Each command of a group with the first paragraph of its help."""
    for name, one in getattr(command, "commands", {}).items():
        if not one.hidden and (told := entries(one.help)):
            yield name, known.get(told[0][0].strip(), told[0][0].strip())


def _code(session: Session | None) -> str:
    """The language that was asked for, else the configured one, else the first there is."""
    from worker.config import Faults
    from worker.config.load import environment_language, load_for_stop

    if session is not None and session.lang is not None:
        return session.lang
    try:
        return load_for_stop(session.config if session else None)[0].language
    except (Faults, OSError):
        return environment_language() or LANGUAGES[0]
