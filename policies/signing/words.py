"""The words of a signature, and what each of them may be."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum


class Likeness(IntEnum):
    """How much a word is like a first name."""

    NO = 0
    """It is known to be another word, or is no word."""
    MAYBE = 1
    """Small letters or capitals alone: a name written so, initials, or any other word."""
    LIKE = 2
    """Written as a name, and no word that is known to be none."""
    KNOWN = 3
    """A name of somebody who answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is known of names and signatures; every word folded by `fold`."""

    names: frozenset[str] = frozenset()
    """First names of those who answer."""
    others: frozenset[str] = frozenset()
    """Words with which answers end, and which are no names."""
    farewells: frozenset[str] = frozenset()
    """Words after which a name stands: `hälsningar`, `mvh`."""
    before: frozenset[str] = frozenset()
    """Words after which a place or a thing stands: `på`, `vid`."""
    offices: frozenset[str] = frozenset()
    """Words in what the city and its departments are called."""
    office_ends: tuple[str, ...] = ()
    """Ends of such words: `kontoret`, `förvaltningen`."""

    def likeness(self, word: str) -> Likeness:
        """How much a word is like a first name."""
        folded = fold(word)
        if folded in self.names:
            return Likeness.KNOWN
        if folded in self.others or folded in self.before or self.is_office(word):
            return Likeness.NO
        if len(word) < 2 or word.islower() or word.isupper():  # noqa: PLR2004 one letter is no name
            return Likeness.MAYBE
        return Likeness.LIKE if word[0].isupper() else Likeness.MAYBE

    def is_office(self, word: str) -> bool:
        """Whether it belongs to the name of the city or of a department."""
        folded = fold(word)
        return folded in self.offices or folded.endswith(self.office_ends)


def fold(word: str) -> str:
    """A word in small letters, one kind of apostrophe."""
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
