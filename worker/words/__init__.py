"""The word lists beside this file, as the vocabulary that triage takes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from emoji import EMOJI_DATA

from policies.signing import Signing
from policies.signing.words import fold as fold_name
from policies.triage.reading import fold, words_of
from policies.triage.vocabulary import (
    Cheers,
    Doubts,
    Emoji,
    Moderation,
    Part,
    Phrase,
    Sequence,
    Sequences,
    Vocabulary,
    by_first_word,
    emoji,
    sequences,
)

Classes = Mapping[str, frozenset[str]]
"""Names that stand for one of several words."""
_BARE = str.maketrans("åäöé", "aaoe")


def vocabulary(
    *, threats: Iterable[str] = (), slurs: Iterable[str] = (), own_names: Iterable[str] = ()
) -> Vocabulary:
    """The shipped lists, with the configuration's words and the city's own user names."""
    return Vocabulary(
        cheers=_cheers(),
        doubts=_doubts(),
        emoji=_emoji(),
        moderation=_moderation(tuple(threats), tuple(slurs)),
        own_names=frozenset(fold(name).removeprefix("@") for name in own_names),
    )


def signing(names: Iterable[str]) -> Signing:
    """The shipped words of signatures, with the first names of those who answer."""
    told = {name: kept.split() for name, kept in _list("signing").items() if isinstance(kept, str)}
    first = (words[0] for name in names if (words := name.split()))
    return Signing(
        names=frozenset(map(fold_name, first)),
        office_ends=tuple(_list("signing")["office_ends"]),
        **{name: frozenset(words) for name, words in told.items()},
    )


def _list(name: str) -> Mapping[str, Any]:
    """One file of lists."""
    return tomllib.loads(files("worker.words").joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def _cheers() -> Cheers:
    told = _list("cheers")
    classes: dict[str, frozenset[str]] = {
        name: frozenset(words.split()) for name, words in told["classes"].items()
    }
    prefixed = {one + word for one, word in product(classes.pop("prefixes"), classes["good"])}
    classes["good"] |= prefixed
    fillers = told["fillers"]
    return Cheers(
        phrases=by_first_word(
            _phrase(line, classes) for line in told["phrases"].split("\n") if line
        ),
        fillers=frozenset(fillers["words"].split()),
        most_fillers=fillers["most"],
        emoticons=tuple(fillers["emoticons"].split()),
    )


def _phrase(line: str, classes: Classes) -> Phrase:
    """A line of the list: words, `<class>`, `<class?>`."""
    return tuple(_part(word, classes) for word in line.split())


def _part(word: str, classes: Classes) -> Part:
    """One word of a line."""
    if not word.startswith("<"):
        return Part(words=frozenset({word}))
    name = word.strip("<>")
    return Part(words=classes[name.removesuffix("?")], optional=name.endswith("?"))


@cache
def _doubts() -> Doubts:
    return Doubts(**{name: frozenset(words.split()) for name, words in _list("doubts").items()})


@cache
def _emoji() -> Emoji:
    return emoji(EMOJI_DATA, _list("emoji")["never"].split())


@cache
def _moderation(threats: tuple[str, ...], slurs: tuple[str, ...]) -> Moderation:
    told = _list("moderation")
    return Moderation(
        threats=_read([*told["threats"].split("\n"), *threats]),
        slurs=_read([*told["slurs"].split("\n"), *slurs]),
        spam=frozenset(told["spam"].split()),
        hosts=frozenset(told["hosts"].split()),
        not_personal=frozenset(told["not_personal"].split()),
    )


def _also_bare(lines: Iterable[str]) -> Iterator[str]:
    """Each line, and again in plain letters where that is another line."""
    for line in lines:
        folded = fold(line)
        yield folded
        if (bare := folded.translate(_BARE)) != folded:
            yield bare


def _read(lines: Iterable[str]) -> Sequences:
    """Lines as words one after the other; a `*` at a line's end stays with its last word.

    Each also without its dots and rings, as who has no such keys writes it. A text's own are never
    taken away: that would make a slur of the word for hearing.
    """
    found: list[Sequence] = []
    for line in _also_bare(lines):
        words = words_of(line)
        if words:
            ends = "*" if line.rstrip().endswith("*") else ""
            found.append((*words[:-1], words[-1] + ends))
    return sequences(found)
