"""The audience of a brief: in words, and as far as it is told in plain form, to be checked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policies.briefs.ages import bounds
from policies.briefs.answers import Part
from policies.model.briefs import Audience


def flowing(text: str) -> str:
    """Wrapped lines as one."""
    return " ".join(text.split())


_OTHERS = re.compile(r"(?:barn|children)\b[^.\d]{0,20}\d", re.IGNORECASE)
"""Ages of the audience's children, which are not its own."""


def read_audience(said: Mapping[Part, tuple[str, ...]]) -> Audience | None:
    """The audience in words; ages, places and languages where they are told in plain form."""
    text = flowing("\n".join(said.get(Part.AUDIENCE, ())))
    if not text:
        return None
    youngest, oldest = (None, None) if _OTHERS.search(text) else bounds(text)
    return Audience(
        text=text,
        youngest=youngest,
        oldest=oldest,
        places=listed(said, Part.PLACES),
        languages=_languages(said),
    )


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
