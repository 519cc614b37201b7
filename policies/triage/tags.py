"""Tags of people taken out of a text: by the platform's own data, else by `@name`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policies.model import Tag
from policies.triage.doubts import asks
from policies.triage.reading import fold, words_of
from policies.triage.vocabulary import Vocabulary

_LONG = 6
"""Letters of a word that makes a tag official inside another word too: `@idrottsforvaltningen`."""
_HANDLE = re.compile(r"(?<![\w@.])@(\w(?:[\w.]{0,28}\w)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Untagged:
    """A text without its tags."""

    text: str
    friends: int
    """How many people were tagged."""
    official: bool
    """Whether one of the tags is an authority, or the city itself, which is then spoken to."""


def untag(text: str, tags: Sequence[Tag], vocabulary: Vocabulary) -> Untagged:
    """Take the tags out. One that does not stand where its data says is left in."""
    parts: list[str] = []
    names: list[str] = []
    at = 0
    for tag in sorted(tags, key=lambda tag: tag.offset):
        end = tag.offset + tag.length
        if tag.offset >= at and end <= len(text) and _names(tag, text[tag.offset : end]):
            parts.append(text[at : tag.offset])
            names.append(tag.name)
            at = end
    rest = " ".join([*parts, text[at:]])
    handles = [one for one in _HANDLE.findall(rest) if not asks(_pieces(one), vocabulary)]
    return Untagged(
        text=_HANDLE.sub(lambda found: " " if found[1] in handles else found[0], rest),
        friends=len(names) + len(handles),
        official=any(_is_official(one, vocabulary) for one in (*names, *handles)),
    )


def _names(tag: Tag, shown: str) -> bool:
    """Whether what is shown is the tagged name or a part of it, and nothing else."""
    words = words_of(fold(shown))
    return bool(words) and "?" not in shown and set(words) <= set(words_of(fold(tag.name)))


def _pieces(name: str) -> tuple[str, ...]:
    """The words of a name or handle."""
    return words_of(fold(name).replace("_", " "))


def _is_official(name: str, vocabulary: Vocabulary) -> bool:
    """Whether it names an authority or one of the city's own accounts."""
    if fold(name).removeprefix("@") in vocabulary.own_names:
        return True
    official, pieces = vocabulary.doubts.official, _pieces(name)
    if not official.isdisjoint(pieces):
        return True
    return any(len(one) >= _LONG and one in piece for one in official for piece in pieces)
