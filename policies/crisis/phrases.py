"""The phrase that a person types: proof that somebody has looked at the number."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

VALID_FOR = timedelta(minutes=15)
"""How long a plan that was shown may be confirmed."""


class Doing(StrEnum):
    """What a plan is for."""

    STOP = "stop"
    RESUME = "resume"


_WORDS: Mapping[Doing, Mapping[str, str]] = {
    Doing.STOP: {"sv": "PAUSA", "en": "PAUSE"},
    Doing.RESUME: {"sv": "ÅTERUPPTA", "en": "RESUME"},
}
"""The word of the phrase in each language; both count, whatever language is shown."""


def phrase(doing: Doing, number: int, language: str) -> str:
    """The phrase to type: `PAUSA 34`."""
    return f"{_WORDS[doing][language]} {number}"


def is_phrase(typed: str, doing: Doing, number: int) -> bool:
    """Whether this is the phrase, in either language; case and outer spaces do not matter."""
    told = _plain(typed)
    return any(told == _plain(phrase(doing, number, one)) for one in _WORDS[doing])


def _plain(text: str) -> str:
    # Some terminals write Å as A and a ring.
    return unicodedata.normalize("NFC", text.strip()).casefold()


def is_stale(made_at: datetime, at: datetime) -> bool:
    """Whether a plan made then no longer counts; one from the future never does."""
    return not timedelta(0) <= at - made_at <= VALID_FOR
