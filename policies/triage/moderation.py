"""What makes a person look at a comment (C15): it asks somebody to look, it hides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Row

from policies.model import Words
from policies.triage.links import host_of, links
from policies.triage.personal_ids import holds_personal_id
from policies.triage.reading import fold, spellings, words_of
from policies.triage.vocabulary import Moderation, Sequence, Sequences

PERSONAL_ID, THREAT, SLUR, SPAM_LINK = "personal-id", "threat", "slur", "spam-link"
NAMES = {
    PERSONAL_ID: Words("personal identity number"),
    THREAT: Words("threat"),
    SLUR: Words("slur"),
    SPAM_LINK: Words("spam link"),
}
"""What people call each kind."""
MOST_READ = 50_000
"""Code points that are looked at: many times what any platform lets people write."""
_MARKS = frozenset({"Mn", "Me"})
"""Categories of signs that stand on, around or through another one."""
_UNREAD = frozenset("\u115f\u1160\u3164\uffa0\u0345")
"""Letters of Hangul that nobody sees; a Greek mark that small letters would make a letter of."""
_OWN = frozenset("åäö")
"""Letters of Swedish, and no letters with an accent."""
_DISGUISES = str.maketrans("013457@$!|€", "oieastasiie")
_ODD_HOST = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|.*\bxn--.*")
_SPACED_OUT = re.compile(r"(?<!\w)(?:\w[ .\-_*]){2,30}\w(?!\w)")


def flags(text: str, moderation: Moderation) -> tuple[str, ...]:
    """Kinds of breach that this text likely holds, in the order in which they are told."""
    folded = fold(_visible(text[:MOST_READ]))[:MOST_READ]
    # By now å, ä and ö are signs of their own: what still stands beside a letter only decorates it.
    bare = "".join(sign for sign in folded if unicodedata.category(sign) not in _MARKS)
    spoken = [words_of(one) for one in _disguised(bare)]
    found = {
        PERSONAL_ID: holds_personal_id(bare, moderation.not_personal),
        THREAT: any(_holds(words, moderation.threats) for words in spoken),
        SLUR: any(_holds(words, moderation.slurs) for words in spoken),
        SPAM_LINK: _spam(bare, moderation),
    }
    return tuple(kind for kind, holds in found.items() if holds)


def named(kinds: Iterable[str]) -> str:
    """Kinds as people call them, joined by commas: the value `kinds` of a sentence."""
    return ", ".join(NAMES[kind].english() for kind in kinds if kind in NAMES)


def _visible(text: str) -> str:
    """The text without signs that show nothing: they would keep a letter from its dots or ring."""
    return "".join(sign for sign in text if not _shows_nothing(sign))


def _shows_nothing(sign: str) -> bool:
    """Whether a sign only formats, turns the direction, varies another one or is no letter."""
    kind = unicodedata.category(sign)
    return kind == "Cf" or (kind in _MARKS and not unicodedata.combining(sign)) or sign in _UNREAD


def _disguised(bare: str) -> Iterator[str]:
    """The text as it stands, and as a reader sees through accents, digits for letters, gaps."""
    yield bare
    plain = "".join(map(_unaccented, bare))
    if plain != bare:
        yield plain
    yield plain.translate(_DISGUISES)
    yield _SPACED_OUT.sub(lambda found: re.sub(r"[ .\-_*]", "", found[0]), bare)


def _unaccented(sign: str) -> str:
    """The letter under an accent, such as `i` of `ì`; å, ä and ö are letters and stay."""
    return sign if sign.isascii() or sign in _OWN else unicodedata.normalize("NFD", sign)[0]


def _holds(words: Row[str], wanted: Sequences) -> bool:
    """Whether one of the sequences stands somewhere in these words."""
    return any(
        _stands(one, words, at) for at, word in enumerate(words) for one in _beginning(word, wanted)
    )


def _beginning(word: str, wanted: Sequences) -> Iterator[Sequence]:
    """The sequences that begin with this word."""
    for spelt in set(spellings(word)):
        yield from wanted.by_first.get(spelt, ())
    for length in wanted.stems:
        if len(word) >= length:
            yield from wanted.by_stem.get(word[:length], ())


def _stands(sequence: Sequence, words: Row[str], at: int) -> bool:
    """Whether the sequence stands here."""
    return len(words) - at >= len(sequence) and all(
        _is(words[at + place], wanted) for place, wanted in enumerate(sequence)
    )


def _is(word: str, wanted: str) -> bool:
    """Whether this is the word wanted."""
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return wanted in spellings(word)


def _spam(bare: str, moderation: Moderation) -> bool:
    """Whether a link stands beside words of spam, or leads to a place where spam lives."""
    found = links(bare)
    if not found:
        return False
    if not moderation.spam.isdisjoint(words_of(bare)):
        return True
    return any(
        host in moderation.hosts or _ODD_HOST.fullmatch(host) for host in map(host_of, found)
    )
