"""Whom a campaign can reach: ages, places and languages of its `targetingCriteria`.

Members must meet every part of `include.and`, and of each part any facet: a facet bounds the
audience where it stands alone in its part. Ages come as `urn:li:ageRange:(25,34)`, the last one
without an end that anybody reaches; places as URNs without names (targetingCriteria,
targetingFacets; checked 2026-11-29). What is excluded only narrows that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from connectors.errors import ConnectorError
from connectors.linkedin.shape import Record, flag, part, record, refuse, rows, texts
from policies.model import AccountId, Area, Platform, Reach, Unread, Words

_FACET = "urn:li:adTargetingFacet:"
_AGES, _LANGUAGES = "ageRanges", "interfaceLocales"
_PLACES = ("locations", "profileLocations")
_RANGE = re.compile(r"urn:li:ageRange:\((\d{1,3}),(\d{1,10})\)", re.ASCII)
_LOCALE = re.compile(r"urn:li:locale:([a-z]{2})(?:_\w+)?", re.ASCII)
_NOBODY = 120
"""An age that nobody has."""


def read_reach(told: Record, account_id: AccountId) -> Reach | Unread:
    """Whom a campaign can reach."""
    try:
        criteria = part(told, "targetingCriteria")
        if not criteria:
            return _untold(account_id)
        bounds = list(_bounds(criteria))
        ages = [_ages(urns) for facet, urns in bounds if facet == _AGES]
        youngest, oldest = _narrowed(ages)
        return Reach(
            youngest=youngest,
            oldest=oldest,
            every_age=not ages,
            areas=tuple(_areas(bounds)),
            languages=tuple(dict.fromkeys(_languages(bounds))),
            expanded=flag(told, "audienceExpansionEnabled"),
        )
    except ConnectorError as error:
        return error.unread("ad_sets.targeting", account_id)


def _bounds(criteria: Record) -> Iterator[tuple[str, Sequence[str]]]:
    """Each facet that stands alone in its part, with its values."""
    for at, one in enumerate(rows(part(criteria, "include"), "and")):
        any_of = part(record(one, f"and[{at}]"), "or")
        if len(any_of) == 1:
            (facet,) = any_of
            yield facet.removeprefix(_FACET), texts(any_of, facet)


def _ages(urns: Sequence[str]) -> tuple[int, int]:
    """From which age to which these ranges go."""
    found = []
    for urn in urns:
        matched = _RANGE.fullmatch(urn)
        if matched is None:
            raise refuse(_AGES, urn)
        found.append((int(matched[1]), int(matched[2])))
    if not found:
        raise refuse(_AGES, [])
    return min(first for first, _ in found), max(last for _, last in found)


def _narrowed(ages: Sequence[tuple[int, int]]) -> tuple[int | None, int | None]:
    """The ages that are in all of them; an end that nobody reaches is none."""
    if not ages:
        return None, None
    oldest = min(last for _, last in ages)
    return max(first for first, _ in ages), oldest if oldest < _NOBODY else None


def _areas(bounds: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Area]:
    """The places of the first part that names any: all others narrow them."""
    for facet, urns in bounds:
        if facet in _PLACES and urns:
            yield from (Area(kind=facet, id=urn) for urn in urns)
            return


def _languages(bounds: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """The languages, likewise; what is no code of a language stays as it is written."""
    for facet, urns in bounds:
        if facet == _LANGUAGES and urns:
            for urn in urns:
                matched = _LOCALE.fullmatch(urn)
                yield matched[1] if matched else urn
            return


def _untold(account_id: AccountId) -> Unread:
    because = Words("LinkedIn did not tell whom a campaign is directed at.")
    return Unread(
        what="ad_sets.targeting",
        because=because,
        platform=Platform.LINKEDIN,
        account_id=account_id,
    )
