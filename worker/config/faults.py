"""Faults in the configuration: all at once, each with key, place and the nearest known name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from policies.model import Words
from worker.config.lines import Key, line_of
from worker.config.refused import in_words

PREFIX = "ANNONSVAKT_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong: the key, where it stands, what is wrong and what to do."""

    key: Key
    place: Words
    what: Words
    unread_secret: bool = False
    """A platform's secret stands in a file that cannot be read: a stop goes on without it."""

    def __str__(self) -> str:
        """One line in English, for logs."""
        return self.said(Words.english)

    def said(self, say: Callable[[Words], str]) -> str:
        """One line for a person, in the language of `say`."""
        return ": ".join(filter(None, (say(self.place), self.name, say(self.what))))

    @property
    def name(self) -> str:
        """The key as one writes it: `meta.ad_accounts`."""
        return ".".join(str(part) for part in self.key)


class Faults(Exception):
    """The configuration cannot be used; every fault is here."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """`faults`: at least one."""
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def variable(key: Key) -> str:
    """The environment variable of a key."""
    return PREFIX + "__".join(str(part) for part in key).upper()


def _fields(model: type[BaseModel], key: Key) -> list[str]:
    """The names known at the place of `key` within `model`."""
    here: Any = model
    for part in key:
        if isinstance(part, int):
            continue
        annotation = here.model_fields[part].annotation if part in here.model_fields else None
        models = [one for one in inside(annotation) if issubclass(one, BaseModel)]
        if not models:
            return []
        here = models[0]
    return list(here.model_fields)


def inside(annotation: Any) -> Iterable[type]:
    """The classes that an annotation such as `tuple[Department, ...] | None` is made of."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from inside(part)


def _nearest(model: type[BaseModel], key: Key) -> str | None:
    """The known name that is most like it."""
    near = get_close_matches(str(key[-1]), _fields(model, key[:-1]), n=1, cutoff=0.6)
    return near[0] if near else None


def unknown(model: type[BaseModel], key: Key) -> Words:
    """What to say of a key that `model` does not know."""
    if (near := _nearest(model, key)) is not None:
        return Words("unknown key; did you mean {near}?", {"near": near})
    return Words("unknown key")


def from_validation(
    error: ValidationError,
    *,
    model: type[BaseModel],
    file: str,
    text: str,
    environ: Mapping[str, str],
) -> tuple[Fault, ...]:
    """Each fault that pydantic found, with the line or the variable it stands in."""
    found = []
    for one in error.errors(include_url=False, include_input=False):
        key: Key = tuple(one["loc"])
        found.append(
            Fault(
                key=key,
                place=place_of(key, file=file, text=text, environ=environ),
                what=unknown(model, key) if one["type"] == "extra_forbidden" else in_words(one),
            )
        )
    return tuple(found)


def place_of(key: Key, *, file: str, text: str, environ: Mapping[str, str]) -> Words:
    """`annonsvakt.toml line 7`, or the environment variable that set the key."""
    names = {name.upper(): name for name in environ}
    for end in range(len(key), 0, -1):
        for suffix in ("", "_FILE"):
            if variable(key[:end]) + suffix in names:
                return in_environment(names[variable(key[:end]) + suffix])
    line = line_of(text, key)
    if line is None:
        return in_file(file)
    return Words("{file} line {line}", {"file": file, "line": str(line)})


def in_environment(name: str) -> Words:
    """The place of a variable."""
    return Words("environment {name}", {"name": name})


def in_file(file: str) -> Words:
    """The place of what concerns a whole file."""
    return Words("{file}", {"file": file})
