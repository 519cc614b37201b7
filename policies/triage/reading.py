"""A text as triage reads it: plain letters, its emoji apart, nothing invisible left unnoticed.

Every step is linear in the text's length, whatever is in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from policies.triage.vocabulary import Vocabulary

_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")
"""Signs without width that turn nothing: joiners, soft hyphens, variation selectors."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´", "'"))
_MARKS_IN_A_ROW = 3
"""More accents than this on one letter are decoration; sorting them would take quadratic time."""
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What stands in a text."""

    plain: str
    """Without emoji and emoticons, in small letters, compatibility forms resolved."""
    words: tuple[str, ...]
    emoji: tuple[str, ...]
    faces: int
    """How many emoticons, such as `:)`."""
    hidden: bool
    """Whether it holds controls, signs that turn the direction, or half characters."""


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """Take a text apart."""
    rest, emoji = _split_emoji(text, vocabulary)
    seen = "".join(sign for sign in rest if sign not in _UNSEEN)
    hidden = any(unicodedata.category(s) in _HIDDEN and not s.isspace() for s in seen)
    plain, faces = _split_emoticons(fold(seen), vocabulary.cheers.emoticons)
    return Reading(
        plain=plain,
        words=words_of(plain),
        emoji=tuple(emoji),
        faces=faces,
        hidden=hidden,
    )


def fold(text: str) -> str:
    """Compatibility forms resolved, small letters, one kind of apostrophe."""
    # First of all, for "´" by itself is resolved into a blank with an accent.
    plain = text.translate(_APOSTROPHES)
    return unicodedata.normalize("NFKC", "".join(_tamed(plain))).casefold()


def words_of(folded: str) -> tuple[str, ...]:
    """The words of a folded text."""
    return tuple(_WORD.findall(folded))


def without_words(folded: str) -> str:
    """What is left of a folded text when its words are taken out."""
    return _WORD.sub("", folded)


def spellings(word: str) -> Iterator[str]:
    """A word as written, and as it is meant where a letter is drawn out: `såååå`, `toppppen`."""
    yield word
    if _STRETCHED.search(word):
        yield _STRETCHED.sub(r"\1\1", word)
        yield _STRETCHED.sub(r"\1", word)


def _tamed(text: str) -> Iterator[str]:
    """The text with at most a few accents in a row."""
    row = 0
    for sign in text:
        row = row + 1 if unicodedata.combining(sign) else 0
        if row <= _MARKS_IN_A_ROW:
            yield sign


def _split_emoji(text: str, vocabulary: Vocabulary) -> tuple[str, list[str]]:
    """The text with a space for each emoji, and the emoji, each as long as it can be read."""
    all_emoji = vocabulary.emoji
    rest: list[str] = []
    found: list[str] = []
    at = 0
    while at < len(text):
        size = 0
        if text[at] in all_emoji.starts:
            size = _size(text[at : at + all_emoji.longest], all_emoji.known)
        if size:
            found.append(text[at : at + size])
        rest.append(" " if size else text[at])
        at += size or 1
    return "".join(rest), found


def _size(ahead: str, known: frozenset[str]) -> int:
    """How long the emoji is with which `ahead` begins; 0: it begins with none."""
    return next((size for size in range(len(ahead), 0, -1) if ahead[:size] in known), 0)


def _split_emoticons(folded: str, emoticons: tuple[str, ...]) -> tuple[str, int]:
    """The text with a space for each emoticon, and how many there were."""
    if not emoticons:
        return folded, 0
    known = "|".join(re.escape(one) for one in sorted(emoticons, key=len, reverse=True))
    return re.subn(rf"(?:{known})(?!\w)", " ", folded)
