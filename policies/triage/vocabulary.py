"""What triage knows of words and emoji: lists handed in as data, extended by the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One word of a phrase: any of these; it may be left out if `optional`."""

    words: frozenset[str]
    optional: bool = False


Phrase = tuple[Part, ...]
"""A happy phrase, word by word."""
Sequence = tuple[str, ...]
"""Words that stand one after the other; a last `*` in a word means any ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequences:
    """Sequences to look for in a text."""

    by_first: Mapping[str, tuple[Sequence, ...]]
    by_stem: Mapping[str, tuple[Sequence, ...]]
    """Those whose first word has any ending, by what stands before it."""
    stems: frozenset[int]
    """How long the stems are."""


def sequences(wanted: Iterable[Sequence]) -> Sequences:
    """These sequences, ready to be looked for."""
    by_first: dict[str, tuple[Sequence, ...]] = {}
    by_stem: dict[str, tuple[Sequence, ...]] = {}
    for one in wanted:
        word = one[0].removesuffix("*")
        found = by_first if word == one[0] else by_stem
        found[word] = (*found.get(word, ()), one)
    return Sequences(by_first=by_first, by_stem=by_stem, stems=frozenset(map(len, by_stem)))


def by_first_word(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """These phrases by each word with which they may begin.

    Raises:
        ValueError: the first word of one may be left out.
    """
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if phrase[0].optional:
            raise ValueError(f"a phrase must not begin with a word that may be left out: {phrase}")
        for word in phrase[0].words:
            found.setdefault(word, []).append(phrase)
    return {word: tuple(begun) for word, begun in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheers:
    """What makes a comment harmless."""

    phrases: Mapping[str, tuple[Phrase, ...]] = field(repr=False)
    """By each word with which they may begin."""
    fillers: frozenset[str]
    """Words that may stand beside the tag of a friend."""
    most_fillers: int
    emoticons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """Words after which a comment is never exempt."""

    questions: frozenset[str]
    negations: frozenset[str]
    complaints: frozenset[str]
    numbers: frozenset[str]
    official: frozenset[str]
    """Words in a tag that make it an authority's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emoji:
    """All emoji there are, and the signs that no cheer holds."""

    known: frozenset[str]
    """Whole sequences: with skin tones, joiners, variation selectors, flags, keycaps."""
    starts: frozenset[str]
    """The signs with which a sequence may begin."""
    longest: int
    """Code points of the longest sequence."""
    never: frozenset[str]


def emoji(known: Iterable[str], never: Iterable[str]) -> Emoji:
    """All emoji as triage wants them; `never`: single signs that no cheer holds."""
    whole = frozenset(known)
    return Emoji(
        known=whole,
        starts=frozenset(one[0] for one in whole),
        longest=max(map(len, whole), default=0),
        never=frozenset(never),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What makes a person look at a comment (C15)."""

    threats: Sequences
    slurs: Sequences
    spam: frozenset[str]
    hosts: frozenset[str]
    """Shorteners and messengers."""
    not_personal: frozenset[str]
    """Words before a number that make it a phone or order number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that triage knows."""

    cheers: Cheers
    doubts: Doubts
    emoji: Emoji
    moderation: Moderation
    own_names: frozenset[str] = frozenset()
    """User names of the city's own accounts: who tags one of them writes to the city."""
