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
from worker.language import Language

_NAME, _NEAR, _WHY = {"name": ""}, {"name": "", "near": ""}, {"name": "", "why": ""}
_QUOTE = "['\"]"
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
    (r"Missing \w+ (?P<name>.*?)\.", Words("{name} is missing.", _NAME)),
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
    yield from _sentence(error, said).splitlines()


def _sentence(error: typer.TyperException, said: Language) -> str:
    """What is wrong."""
    told = error.format_message()
    for pattern, words in _SENTENCES:
        if found := re.fullmatch(pattern, told, re.DOTALL):
            values = {name: _bare(text, said) for name, text in found.groupdict().items()}
            if "why" in values and (because := _because(error)) is not None:
                values["why"] = said.say(because)
            return said.say(replace(words, values=values))
    return told


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
