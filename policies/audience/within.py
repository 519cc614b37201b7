"""Whether a place lies within others, by what platforms tell of it and what people call them.

A city comes with its region and country, some places only with a number. What lies where is known
by those names alone: whatever else could be so, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from policies.audience.facts import shown
from policies.audience.names import COUNTRIES, OF_TOWNS, Named, named, plain, undotted
from policies.model import Area


class Agreed(NamedTuple):
    """The places of a brief, by what their names stand for."""

    words: frozenset[str]
    """All of them as written, in small letters."""
    countries: frozenset[str]
    counties: frozenset[str]
    towns: frozenset[str]
    bare: frozenset[str]
    """Towns of which it is not said that they are towns."""
    undotted: frozenset[str]
    """Counties and towns without the marks on their letters."""
    vague: bool


@lru_cache(maxsize=1024)
def meant(wanted: tuple[str, ...]) -> Agreed:
    """What the places of a brief stand for."""
    each = [named(one) for one in wanted]
    counties = frozenset(one.county for one in each if one.county)
    towns = frozenset(one.town for one in each if one.town)
    return Agreed(
        words=frozenset(map(plain, wanted)),
        countries=frozenset(code for one in each for code in one.countries),
        counties=counties,
        towns=towns,
        bare=frozenset(one.town for one in each if one.town and one.bare),
        undotted=frozenset(map(undotted, counties | towns)),
        vague=any(one.vague for one in each),
    )


def within(area: Area, agreed: Agreed) -> bool | None:
    """Whether the place lies within one that was agreed; None: nobody can tell."""
    if _is_written_out(area, agreed) or area.country in agreed.countries:
        return True
    found = _BY_KIND.get(area.kind, _elsewhere)(area, agreed)
    return None if found and area.radius_km else found


def _is_written_out(area: Area, agreed: Agreed) -> bool:
    """Whether the brief names it as findings do: by its id, or with the kilometres around it.

    The mere name of a town or county is not enough: there are others of that name.
    """
    written = {plain(area.id)}
    if area.radius_km or area.kind not in _BY_KIND:
        written.add(plain(shown(area)))
    return not agreed.words.isdisjoint(written)


def _country(area: Area, agreed: Agreed) -> bool | None:
    """A whole country, where another or only places were agreed."""
    if not area.country or agreed.vague:
        return None
    known = area.country in COUNTRIES or not agreed.bare
    return False if known else None


def _region(area: Area, agreed: Agreed) -> bool | None:
    """A county, or what its likes are called elsewhere."""
    base = _base_of(area.name)
    if not base:
        return None
    by_county = base in agreed.counties and area.country in _IN_SWEDEN
    by_name = base in agreed.bare and base not in OF_TOWNS and area.country in _NEAR
    return True if by_county or by_name else _other(area, base, agreed)


def _city(area: Area, agreed: Agreed) -> bool | None:
    """A town, agreed by its name or by its county's."""
    county, town = _base_of(area.region), _base_of(area.name)
    by_county = county in agreed.counties and area.country in _IN_SWEDEN
    if by_county or (town in agreed.towns and area.country in _NEAR):
        return True
    if not town or (not county and agreed.counties) or (not area.country and agreed.countries):
        return None
    return _other(area, town, agreed)


def _other(area: Area, base: str, agreed: Agreed) -> bool | None:
    """A county or town that is none of those agreed, or one of their names in another country."""
    abroad = area.country not in _IN_SWEDEN and agreed.bare
    alike = undotted(base) in agreed.undotted and base not in agreed.towns
    return None if agreed.vague or abroad or alike else False


def _group(_: Area, agreed: Agreed) -> bool | None:
    """Several countries at once, or all."""
    return None if agreed.countries or agreed.vague else False


def _elsewhere(area: Area, agreed: Agreed) -> bool | None:
    """A part of a town, a postal code, a point on the map."""
    if _base_of(area.region) in agreed.counties and area.country in _IN_SWEDEN:
        return True
    only_countries = not (agreed.towns or agreed.counties or agreed.vague)
    return False if area.country and only_countries else None


def _base_of(name: str | None) -> str:
    """The name of a county or town, as comparable; empty: not told."""
    stands_for = named(name) if name else Named()
    return stands_for.county or stands_for.town


_IN_SWEDEN = (None, "", "SE")
"""Where no country is told, it is taken to be this one."""
_NEAR = (None, "", *COUNTRIES)
"""Where a name that people in the city write stands for the place that they mean."""
_BY_KIND: Mapping[str, Callable[[Area, Agreed], bool | None]] = {
    "country": _country,
    "region": _region,
    "city": _city,
    "country_groups": _group,
}
