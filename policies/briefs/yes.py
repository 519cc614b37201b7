"""Yes or no, as people write it: in words, or with a tick in one of a form's boxes."""

from __future__ import annotations

import re

from policies.briefs.answers import Understood
from policies.model import Words

_BOX = r"\[\s*[x✓✔]?\s*\]|\(\s*[x✓✔]?\s*\)|[☐☑☒]"
_BOXES = re.compile(_BOX, re.IGNORECASE)
_CHOICES = re.compile(rf"({_BOX})\s*(ja|yes|nej|no)\b", re.IGNORECASE)
_EMPTY = re.compile(r"\[\s*\]|\(\s*\)|☐")
_YES = re.compile(r"^\W*(?:ja|japp|yes|ingår|självklart|absolut|givetvis|x)\b", re.IGNORECASE)
_NO = re.compile(
    r"^\W*(?:nej\b|no\s*(?:[,.;!]|$)|(?:det )?ingår (?:inte|ej)\b|(?:inte|ej)\W*$)", re.IGNORECASE
)
_WITHIN = re.compile(
    r"\b(ska|skall|kommer att)?\s*(ingår|ingå|tillgänglighetsanpass)", re.IGNORECASE
)
_AGREES = re.compile(r"\b(?:ja|japp|yes)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:inte|ej|nej|utan|saknas|saknar|aldrig|tyvärr|no|not)\b|" + _EMPTY.pattern, re.IGNORECASE
)
_UNSURE = re.compile(r"\?|\b(?:eller|or|kanske|maybe|oklart|osäkert|vet)\b", re.IGNORECASE)


def read_yes(text: str) -> Understood[bool]:
    """Whether accessibility is part of the order; what says both, or neither, is asked about."""
    said = _spoken(_as_ticked(text))
    return Understood(ask=_YES_OR_NO) if said is None else Understood(value=said)


_YES_OR_NO = Words("Is accessibility part of the order to the supplier? Answer yes or no.")


def _as_ticked(text: str) -> str:
    """The text with the word that is ticked in the place of the boxes before the words.

    Nothing, where none or both are ticked, or where a box belongs to no word that follows it.
    """
    choices = _CHOICES.findall(text)
    if not choices:
        return text
    ticked = [word for box, word in choices if not _EMPTY.fullmatch(box)]
    if len(ticked) != 1 or len(choices) != len(_BOXES.findall(text)):
        return ""
    return f"{ticked[0]}, {_CHOICES.sub(' ', text)}"


def _spoken(text: str) -> bool | None:
    """What words say, where there is one way to read them."""
    if _UNSURE.search(text):
        return None
    if _NO.match(text):
        return None if _AGREES.search(text) else False
    agrees = _YES.match(text) or _WITHIN.search(text)
    return True if agrees and not _NOT.search(text) else None
