"""Wrong usage, said in the person's language: Typer knows only English for it.

Typer's sentences are read again, so that whatever it means by them is said by the catalogue; one
that is not known here is passed on as it is (`tests/worker/cli/test_misused.py` gives it every
kind of wrong usage). Its own translations, by `gettext`, cover few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import typer

from policies.model import Words
from worker.cli import terminal
from worker.cli.parameters import option_row
from worker.language import Language

_NAME, _NEAR, _WHY = {"name": ""}, {"name": "", "near": ""}, {"name": "", "why": ""}
_QUOTE = "['\"]"
_MISSING = Words("{name} is missing.", _NAME)
_SENTENCES: tuple[tuple[str, Words], ...] = (
    (r"Missing command\.", Words("A command is missing.")),
    (
        rf"No such command {_QUOTE}(?P<name>.*?){_QUOTE}\. Did you mean (?P<near>.+)\?",
        Words("There is no command {name}. Did you mean {near}?", _NEAR),
    ),
    (
        rf"No such command {_QUOTE}(?P<name>.*){_QUOTE}\.",
        Words("There is no command {name}.", _NAME),
    ),
    (
        r"No such option: (?P<name>.*) \(Possible options: (?P<near>.+)\)",
        Words("There is no option {name}. Did you mean {near}?", _NEAR),
    ),
    (r"No such option: (?P<name>.*)", Words("There is no option {name}.", _NAME)),
    (r"Missing \w+ (?P<name>.*?)\.", _MISSING),
    (
        rf"Option {_QUOTE}(?P<name>.*){_QUOTE} requires an argument\.",
        Words("{name} needs a value after it.", _NAME),
    ),
    (
        rf"Option {_QUOTE}(?P<name>.*){_QUOTE} does not take a value\.",
        Words("{name} takes no value.", _NAME),
    ),
    (
        r"Got unexpected extra argument\(s\) \((?P<name>.*)\)",
        Words("This is too much: {name}", _NAME),
    ),
    (r"Invalid value for (?P<name>.*?): (?P<why>.*)", Words("{name}: {why}", _WHY)),
    (r"Invalid value: (?P<why>.*)", Words("{why}", {"why": ""})),
)


def tell(error: typer.TyperException, said: Language) -> None:
    """Say on standard error what is wrong, how the command is called and where its help is."""
    for line in lines(error, said):
        terminal.note(terminal.safe(line))


def lines(error: typer.TyperException, said: Language) -> Iterator[str]:
    """The same, line by line; what is wrong stands last, next to where one types again."""
    ctx: Any = getattr(error, "ctx", None)
    if ctx is not None:
        yield from ctx.get_usage().splitlines()
        yield said.text("Its help: {command}", command=f"{ctx.command_path} --help")
    yield from _misplaced(error, ctx, said) or _sentence(error, ctx, said).splitlines()


def _misplaced(error: typer.TyperException, ctx: Any, said: Language) -> list[str]:
    """That an option of the whole program belongs before the command; nothing if it is none.

    What Typer offers instead is the option of the command that is spelt most like it.
    """
    name = getattr(error, "option_name", None)
    for one in ctx.find_root().command.params if ctx and name else ():
        if name in one.opts:
            program, _, command = ctx.command_path.partition(" ")
            example = f"{program} {option_row(one, said)[0]} {command} …"
            return [
                said.text("Write {name} before the command: {example}", name=name, example=example)
            ]
    return []


def _sentence(error: typer.TyperException, ctx: Any, said: Language) -> str:
    """What is wrong; of all that is missing Typer names the first alone."""
    told = error.format_message()
    for pattern, words in _SENTENCES:
        if found := re.fullmatch(pattern, told, re.DOTALL):
            if words is _MISSING and (missing := list(_missing(ctx, said))):
                return "\n".join(missing)
            values = {name: _bare(text, said) for name, text in found.groupdict().items()}
            if "why" in values and (because := _because(error)) is not None:
                values["why"] = said.say(because)
            return said.say(replace(words, values=values))
    return told


def _missing(ctx: Any, said: Language) -> Iterator[str]:
    """Each that must be given and was not; what was given has been read by then."""
    for one in ctx.command.params if ctx else ():
        if one.required and one.name not in ctx.params:
            name = _bare(one.get_error_hint(), said)
            yield said.say(replace(_MISSING, values={"name": name}))


def _because(error: typer.TyperException) -> Words | None:
    """Why a value is none that can be, where pydantic found it; None: the message says it."""
    from pydantic import ValidationError

    from worker.config.refused import in_words

    if not isinstance(error.__cause__, ValidationError):
        return None
    found = error.__cause__.errors(include_url=False, include_input=False)
    return in_words(dict(found[0])) if found else None


def _bare(text: str, said: Language) -> str:
    """A name without the quotation marks that Typer puts around it; a word for a value, said."""
    name = text.replace("'", "").strip("[]") if text.count("'") in (2, 4) else text
    name = name.removesuffix("...")
    return said.known(name).upper() if name.isupper() else name
