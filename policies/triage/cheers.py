"""Whether words are happy phrases from the first to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.triage.reading import spellings
from policies.triage.vocabulary import Cheers, Phrase

MOST_WORDS = 16
"""A short happy phrase, or a few; longer texts say something."""

Spelt = Sequence[frozenset[str]]
"""Words, each with its possible spellings."""


def happy(words: Sequence[str], cheers: Cheers) -> bool:
    """Whether these words, in this order, are one happy phrase after the other."""
    if not 0 < len(words) <= MOST_WORDS:
        return False
    spelt = [frozenset(spellings(word)) for word in words]
    reached = {0}
    for start in range(len(spelt)):
        if start in reached:
            for phrase in _beginning(spelt[start], cheers):
                reached.update(_ends(phrase, spelt, start))
    return len(spelt) in reached


def mere_fillers(words: Sequence[str], cheers: Cheers) -> bool:
    """Whether these are at most a few words that may stand beside the tag of a friend."""
    return len(words) <= cheers.most_fillers and all(
        not cheers.fillers.isdisjoint(spellings(word)) for word in words
    )


def _beginning(spelt: frozenset[str], cheers: Cheers) -> Iterator[Phrase]:
    """The phrases that may begin with this word."""
    for one in spelt:
        yield from cheers.phrases.get(one, ())


def _ends(phrase: Phrase, spelt: Spelt, start: int) -> Iterator[int]:
    """Where the phrase may end if it begins at `start`; never where it began."""
    ends = {start}
    for part in phrase:
        fits = {at + 1 for at in ends if at < len(spelt) and not part.words.isdisjoint(spelt[at])}
        ends = fits | ends if part.optional else fits
        if not ends:
            return
    yield from ends - {start}
