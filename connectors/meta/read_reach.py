"""Whom an ad set can reach: ages, places and languages of its `targeting`.

`age_min` is 18 where it is not used, `age_max` has no default, and 65 means 65 and older; without
`locales` every language counts (Basic Targeting, 2026-06-30; Targeting Restrictions; checked
2026-11-29). What is excluded, and what else is chosen, only narrows that.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from connectors.errors import ConnectorError
from connectors.meta.shape import Record, clean, count, identity, part, refuse, rows, text, texts
from policies.model import AccountId, Area, Platform, Reach, Unread, Words

OPEN = 65
"""The highest `age_max` there is: it and everybody above."""
_NEEDED = ("targeting", "age_min", "age_max", "geo_locations", "locales")
"""Without any of these nobody knows how far an ad set reaches."""
_KINDS = {"countries": "country", "regions": "region", "cities": "city"}
_NO_PLACES = frozenset(("location_types",))
"""What stands among the lists of places and names none."""
_LANGUAGES: Mapping[int, str] = {6: "en", 24: "en", 1001: "en"}
"""Numbers in `locales` that are known: English (US), (UK), (all). Seen in public code that holds
answers of the search for them, `type=adlocale` (checked 2026-11-29); no list was found, so that
others, Swedish included, stay numbers."""
_KM = {"mile": 1.609344, "kilometer": 1.0}
_WHATSAPP = "whatsapp"


def read_reach(
    told: Record, account_id: AccountId, *, lacking: Collection[str] = ()
) -> Reach | Unread:
    """Whom an ad set can reach; `lacking`: fields that Meta refused and that are not asked for."""
    try:
        targeting = part(told, "targeting")
        missing = next((one for one in _NEEDED if one in lacking), None)
        if missing or not targeting:
            return _untold(missing or "targeting", account_id)
        return Reach(
            youngest=count(targeting, "age_min"),
            oldest=_oldest(targeting),
            areas=tuple(_areas(part(targeting, "geo_locations"))),
            languages=tuple(dict.fromkeys(_languages(targeting))),
            expanded=_switch(part(targeting, "targeting_automation"), "advantage_audience"),
            unknown_ages=_unknown_ages(targeting),
        )
    except ConnectorError as error:
        return error.unread("ad_sets.targeting", account_id)


def _oldest(targeting: Record) -> int | None:
    """The highest age; None: there is no upper end."""
    age = count(targeting, "age_max")
    return None if age is None or age >= OPEN else age


def _switch(told: Record, name: str) -> bool | None:
    """A switch that is written as 1 or 0; None: absent."""
    value = told.get(name)
    if value is None:
        return None
    if value not in (0, 1) or isinstance(value, float):
        raise refuse(name, value)
    return bool(value)


def _unknown_ages(targeting: Record) -> bool:
    """Whether people of unknown age count: on WhatsApp they do, if nobody says no.

    So since May 2026 (Basic Targeting, 2026-06-30, checked 2026-11-29).
    """
    said = _switch(targeting, "user_age_unknown")
    if said is not None:
        return said
    return _WHATSAPP in (texts(targeting, "publisher_platforms") or ())


def _languages(targeting: Record) -> Iterator[str]:
    for at, number in enumerate(rows(targeting, "locales")):
        if not isinstance(number, int) or isinstance(number, bool):
            raise refuse(f"locales[{at}]", number)
        yield _LANGUAGES.get(number, str(number))


def _areas(places: Record) -> Iterator[Area]:
    """Every place, in whatever list it stands."""
    for name in places:
        if name not in _NO_PLACES:
            for at, one in enumerate(_listed(places, name)):
                yield _area(one, _KINDS.get(name, name), f"{name}[{at}]")


def _listed(places: Record, name: str) -> list[Any]:
    """The places of a list, which some old records number as `{"0": …}`."""
    told = places.get(name)
    return list(told.values()) if isinstance(told, dict) else rows(places, name)


def _area(told: Any, kind: str, path: str) -> Area:
    """One place: an object, or the code of a country or of a group of them."""
    if isinstance(told, str):
        return Area(kind=kind, id=clean(told), country=clean(told) if kind == "country" else None)
    if not isinstance(told, dict):
        raise refuse(path, told)
    return Area(
        kind=kind,
        id=identity(told, "key") or identity(told, "id") or _point(told),
        name=text(told, "name") or text(told, "address_string"),
        region=text(told, "region"),
        country=text(told, "country"),
        radius_km=_radius(told, path),
    )


def _point(told: Record) -> str:
    """A place on the map, by its degrees; empty: it has none."""
    where = [told.get(name) for name in ("latitude", "longitude")]
    return "" if None in where else ",".join(map(str, where))


def _radius(told: Record, path: str) -> int | None:
    """Whole kilometres around a place, rounded up; None: none. Miles, where no unit is told."""
    value = told.get("radius")
    unit = text(told, "distance_unit") or "mile"
    if value is None:
        return None
    known = isinstance(value, int | float) and not isinstance(value, bool) and unit in _KM
    if not known or not math.isfinite(value) or value < 0:
        raise refuse(f"{path}.radius", value)
    return math.ceil(value * _KM[unit]) or None


def _untold(field: str, account_id: AccountId) -> Unread:
    because = Words("Meta did not tell {field} of an ad set.", {"field": field})
    return Unread(
        what=f"ad_sets.{field}", because=because, platform=Platform.META, account_id=account_id
    )
