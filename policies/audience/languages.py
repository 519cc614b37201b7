"""Languages: the agreed ones against those that are set. None set means every language.

Meta's expansion keeps to languages and to places ("Advantage+ audience", 2026-06-26, checked
2026-11-29); what LinkedIn's keeps to is not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.audience.facts import LANGUAGES as BOUND
from policies.audience.facts import language
from policies.audience.parts import EVERY_LANGUAGE, LANGUAGES, Part, Point, loose
from policies.model import Platform, Reach, Words
from policies.model.briefs import Audience


def languages(reach: Reach, agreed: Audience, platform: Platform) -> Part | None:
    """The languages of an ad set; None: none were agreed."""
    if not agreed.languages:
        return None
    return Part(
        "languages",
        ", ".join(agreed.languages),
        ", ".join(reach.languages),
        tuple(_points(reach, {one.casefold() for one in agreed.languages}, platform)),
    )


def _points(reach: Reach, agreed: set[str], platform: Platform) -> Iterator[Point]:
    if not reach.languages:
        yield Point(BOUND, EVERY_LANGUAGE)
        return
    others = [one for one in reach.languages if one.casefold() not in agreed]
    strange = [one for one in others if not one.isalpha()]
    for one in others:
        if one not in strange:
            yield Point(BOUND, LANGUAGES, rests_on=(language(one),))
    if strange:
        facts = tuple(map(language, strange))
        yield Point(BOUND, doubt=_unknown(strange), rests_on=facts, looked_at=True)
    if platform is Platform.LINKEDIN:
        yield from loose(BOUND, reach)


def _unknown(strange: list[str]) -> Words:
    return Words(
        "The platform names languages by numbers, and which language {codes} stands for is not "
        "known here. Look at the ad set.",
        {"codes": ", ".join(strange)},
    )
