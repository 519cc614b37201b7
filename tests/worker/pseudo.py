"""A language for tests, in which all that the catalogue says is written in Cyrillic letters.

Whatever stands in Latin letters then was not translated, or is no text of ours: a name, a number, a
command, a path. It goes letter by letter, so that lines are wrapped and cut as they are in Swedish.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache

from worker.language import catalogue

_LATIN = "abcdefghijklmnopqrstuvwxyzåäöéü"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэю"
_SIGNS = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
_VALUE = re.compile(r"(\{[a-z_0-9]+\})")
WORD = re.compile(r"(?<![^\W_])[^\W\d_а-яА-Я]{2,}(?![^\W_])")
"""Latin letters between other signs; those of an id such as `75e09a05ad85` are no word."""


@contextmanager
def pseudo():
    """Swedish in disguise, for as long as this lasts."""
    said = catalogue("sv")
    kept = dict(said)
    said.update({english: disguised(swedish) for english, swedish in kept.items()})
    try:
        yield
    finally:
        said.clear()
        said.update(kept)


def disguised(template):
    """The template with its own letters in Cyrillic; the names of its values stay."""
    parts = _VALUE.split(template)
    return "".join(one if _VALUE.fullmatch(one) else one.translate(_SIGNS) for one in parts)


def plain_words(text, *allowed):
    """The words that are not in disguise, without those that stand in what is allowed."""
    may = {word.casefold() for one in allowed for word in WORD.findall(one)}
    return sorted({word for word in WORD.findall(text) if word.casefold() not in may})


_NO_TEXT = re.compile(
    r"--[a-z-]+|https?://\S+|`[^`]*`|\[[a-z]+\]|\S*[/@_=]\S*|\S+\.(?:csv|json|html|txt|eml)\b"
)
"""Options, addresses, commands in backticks, sections of the configuration, paths, keys, files."""


def english_words(text, *more):
    """Words of the catalogue's English that stand in Latin letters; `more`: codes, likewise ours.

    For texts that are full of names: what is Swedish too, or no word of ours, is passed over.
    """
    left = _NO_TEXT.sub(" ", text)
    english = (one for one in WORD.findall(left) if one.casefold() in english_alone())
    return sorted({*english, *(set(_TOKEN.findall(left)) & set(more))})


_TOKEN = re.compile(r"[\w-]+")


@cache
def english_alone():
    """The words of the catalogue's English that are no Swedish ones."""
    return _words(catalogue("sv")) - _words(_SWEDISH.values())


def _words(texts):
    plain = (_NO_TEXT.sub(" ", _VALUE.sub(" ", one)) for one in texts)
    return {word.casefold() for one in plain for word in WORD.findall(one)}


_SWEDISH = dict(catalogue("sv"))
