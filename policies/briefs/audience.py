"""The audience of a brief: in words, and as far as it is told in plain form, to be checked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policies.briefs.answers import Part
from policies.model.briefs import Audience


def flowing(text: str) -> str:
    """Wrapped lines as one."""
    return " ".join(text.split())


_AGES = re.compile(
    r"(?<!\d)(\d{2})\s*(?:[-–—]|till|to|och)\s*(\d{2,3})\s*(?:år|years)?(?!\d)", re.IGNORECASE
)
_FROM = re.compile(
    r"(?:från|över|fyllda|over|minst)\s+(\d{2})\s*(?:år)?|(\d{2})\s*(?:\+|år och (?:äldre|uppåt))",
    re.IGNORECASE,
)

_OTHERS = re.compile(r"(?:barn|children)\b[^.\d]{0,20}\d", re.IGNORECASE)
"""Ages of the audience's children, which are not its own."""


def read_audience(said: Mapping[Part, tuple[str, ...]]) -> Audience | None:
    """The audience in words; ages, places and languages where they are told in plain form."""
    text = flowing("\n".join(said.get(Part.AUDIENCE, ())))
    if not text:
        return None
    youngest, oldest = (None, None) if _OTHERS.search(text) else _bounds(text)
    return Audience(
        text=text,
        youngest=youngest,
        oldest=oldest,
        places=listed(said, Part.PLACES),
        languages=_languages(said),
    )


def _bounds(text: str) -> tuple[int | None, int | None]:
    """The ages, where there is one way to read them."""
    ages, above = _AGES.findall(text), _FROM.findall(text)
    if len(ages) == 1 and not above:
        return int(ages[0][0]), int(ages[0][1])
    if len(above) == 1 and not ages:
        return int(above[0][0] or above[0][1]), None
    return None, None


_LANGUAGES: Mapping[str, str] = {
    "svenska": "sv", "engelska": "en", "finska": "fi", "arabiska": "ar", "somaliska": "so",
    "persiska": "fa", "spanska": "es", "polska": "pl", "ukrainska": "uk", "ryska": "ru",
    "turkiska": "tr", "franska": "fr", "tyska": "de", "kurdiska": "ku", "tigrinja": "ti",
    "sv": "sv", "en": "en",
}  # fmt: skip


def _languages(said: Mapping[Part, tuple[str, ...]]) -> tuple[str, ...]:
    """Codes of the languages that are known; one that is not leaves the rest unchecked."""
    codes = [_LANGUAGES.get(one.casefold()) for one in listed(said, Part.LANGUAGES)]
    return () if None in codes else tuple(one for one in codes if one is not None)


def listed(said: Mapping[Part, tuple[str, ...]], part: Part) -> tuple[str, ...]:
    """What stands there as a list."""
    pieces = (one for text in said.get(part, ()) for one in re.split(r"[,;\n]|\soch\s", text))
    return tuple(dict.fromkeys(clean for one in pieces if (clean := one.strip(" .-•"))))
