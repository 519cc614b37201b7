"""Whether a comment needs an answer, and why (C12); whether a person should look at it (C15).

Every comment needs an answer unless shown otherwise. A missed question costs far more than an extra
item in the queue, so an exemption is only given to a text of which every word, sign and emoji is
known to be harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from policies.model import Tag, Words
from policies.triage.cheers import happy, mere_fillers
from policies.triage.doubts import EXCLAMATIONS, doubt
from policies.triage.moderation import flags, named
from policies.triage.reading import Reading, read
from policies.triage.tags import untag
from policies.triage.vocabulary import Vocabulary

__all__ = ["Judged", "Verdict", "Vocabulary", "named", "triage"]

LONGEST = 2000
"""Code points of a text that may still be exempt; Instagram's comments end at 2,200."""
_STICKER = "sticker"


class Judged(StrEnum):
    """What a comment is, in the words of the contract."""

    NEEDS_ANSWER = "needs-answer"
    FRIEND_TAG = "friend-tag"
    CHEER = "cheer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a comment is judged."""

    verdict: Judged
    moderate: tuple[str, ...]
    """What it likely breaks of the house rules; such a comment is never exempt."""
    because: Words

    @property
    def exempt(self) -> bool:
        """Whether it needs no answer."""
        return self.verdict is not Judged.NEEDS_ANSWER


def triage(
    text: str | None, tags: Sequence[Tag], attachment: str | None, vocabulary: Vocabulary
) -> Verdict:
    """Judge a comment by its text, the tags in it and the kind of thing attached to it."""
    moderate = flags(text or "", vocabulary.moderation)
    if moderate:
        because = Words("It may break the house rules: {kinds}.", {"kinds": named(moderate)})
        return Verdict(verdict=Judged.NEEDS_ANSWER, moderate=moderate, because=because)
    verdict, because = _judge(text or "", tags, attachment, vocabulary)
    return Verdict(verdict=verdict, moderate=(), because=because)


_Told = tuple[Judged, Words]


def _judge(text: str, tags: Sequence[Tag], attachment: str | None, vocabulary: Vocabulary) -> _Told:
    """What an unobjectionable comment is."""
    if attachment is not None and attachment != _STICKER:
        return _needs(Words("Something is attached that only a person can judge."))
    if len(text) > LONGEST:
        return _needs(Words("It is too long for a happy shout."))
    untagged = untag(text, tags, vocabulary)
    if untagged.official:
        return _needs(Words("It tags an authority, which may be asked something."))
    reading = read(untagged.text, vocabulary)
    if why := doubt(reading, vocabulary):
        return _needs(why)
    if untagged.friends:
        return _beside_friends(reading, vocabulary)
    return _alone(reading, vocabulary, sticker=attachment == _STICKER)


def _beside_friends(reading: Reading, vocabulary: Vocabulary) -> _Told:
    """What stands beside the tags of friends."""
    words, cheers = reading.words, vocabulary.cheers
    if mere_fillers(words, cheers) or happy(words, cheers):
        return Judged.FRIEND_TAG, Words("It only tags friends.")
    return _needs(_unknown(reading))


def _alone(reading: Reading, vocabulary: Vocabulary, *, sticker: bool) -> _Told:
    """A text without tags."""
    if happy(reading.words, vocabulary.cheers):
        return Judged.CHEER, Words("It is nothing but a short happy shout.")
    if reading.words:
        return _needs(_unknown(reading))
    if reading.emoji or reading.faces:
        return Judged.CHEER, Words("It is nothing but emoji.")
    if sticker:
        return Judged.CHEER, Words("It is nothing but a sticker.")
    return _needs(Words("There is nothing in it to judge by."))


def _unknown(reading: Reading) -> Words:
    """Why words are not exempt that raise no doubt by themselves."""
    asking = next((word for word in reading.words if word in EXCLAMATIONS), None)
    if asking:
        return Words("It holds a question word: {word}.", {"word": asking})
    return Words("It says more than a short happy shout.")


def _needs(because: Words) -> _Told:
    """It needs an answer."""
    return Judged.NEEDS_ANSWER, because
