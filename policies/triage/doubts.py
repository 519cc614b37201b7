"""Reasons why a text is never exempt, whatever else stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policies.model import Words
from policies.triage.links import has_link
from policies.triage.reading import Reading, spellings, without_words
from policies.triage.vocabulary import Vocabulary

EXCLAMATIONS = frozenset({"vad", "va", "vilken", "vilket", "vilka"})
"""Question words that may begin a happy shout: `Vad fint!`"""
_QUESTION_MARKS = frozenset("?¿؟‽⸮;՞፧")
_HARMLESS = frozenset(" \t\r\n!.,&-–—~♡♥★☆♪♫")
"""Signs between happy words. Brackets and quotation marks may turn what they hold around."""


def doubt(reading: Reading, vocabulary: Vocabulary) -> Words | None:
    """Why this text may want an answer; None: nothing in it says so by itself."""
    if reading.hidden:
        return Words("It holds invisible signs that may hide something.")
    if has_link(reading.plain):
        return Words("It holds a link.")
    if not _QUESTION_MARKS.isdisjoint(reading.plain):
        return Words("It holds a question mark.")
    return _number(reading) or _word(reading, vocabulary) or _sign(reading, vocabulary)


def asks(words: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether a question word or a negation is among the words."""
    doubts = vocabulary.doubts
    return any(word in doubts.questions or word in doubts.negations for word in words)


def _number(reading: Reading) -> Words | None:
    """A number, in digits of any script or on a key."""
    keys = any(one[0].isascii() for one in reading.emoji)
    if keys or any(sign.isnumeric() for sign in reading.plain):
        return Words("It holds a number.")
    return None


def _word(reading: Reading, vocabulary: Vocabulary) -> Words | None:
    """A word that asks, denies, complains or counts."""
    doubts = vocabulary.doubts
    for word in reading.words:
        spelt = frozenset(spellings(word))
        if spelt & doubts.questions - EXCLAMATIONS:
            return Words("It holds a question word: {word}.", {"word": word})
        if spelt & doubts.negations:
            return Words("It holds a negation: {word}.", {"word": word})
        if spelt & doubts.complaints:
            return Words("It may be a complaint: {word}.", {"word": word})
        if spelt & doubts.numbers:
            return Words("It holds a number.")
    return None


def _sign(reading: Reading, vocabulary: Vocabulary) -> Words | None:
    """An emoji of the negative kind, dots that leave something unsaid, a sign of any other use."""
    if any(not vocabulary.emoji.never.isdisjoint(one) for one in reading.emoji):
        return Words("It holds an emoji that may mean displeasure.")
    if re.search(r"\.\s*\.", reading.plain):
        return Words("It trails off in dots, which may mean the opposite.")
    if not _HARMLESS.issuperset(without_words(reading.plain)):
        return Words("It holds signs that no happy shout needs.")
    return None
