"""Names of places, Swedish and English, made comparable: countries, counties, towns.

*Stockholms län* and *Stockholm County* are one, *Stockholms stad* and *Stockholm* are another. A
bare name is the county's where no town bears it. Only the names that the city's own briefs may hold
are known here; all others are compared as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "SE": ("se", "sverige", "sweden"),
    "NO": ("no", "norge", "norway"),
    "DK": ("dk", "danmark", "denmark"),
    "FI": ("fi", "finland"),
    "IS": ("is", "island", "iceland"),
}
"""ISO 3166-1 → its names, in small letters."""
_SEVERAL = {
    "norden": ("SE", "NO", "DK", "FI", "IS"),
    "skandinavien": ("SE", "NO", "DK"),
    "hela sverige": ("SE",),
    "hela landet": ("SE",),
}
_CODES: Mapping[str, tuple[str, ...]] = {
    **{name: (code,) for code, names in COUNTRIES.items() for name in names},
    **_SEVERAL,
}
OF_TOWNS = frozenset(("stockholm", "uppsala", "jönköping", "kalmar", "örebro"))
"""Counties that bear the name of a town."""
_COUNTIES = frozenset(
    (
        "södermanland", "östergötland", "kronoberg", "gotland", "blekinge", "skåne", "halland",
        "västra götaland", "värmland", "västmanland", "dalarna", "gävleborg", "västernorrland",
        "jämtland", "västerbotten", "norrbotten",
    )
)  # fmt: skip
_VAGUE = frozenset(
    (
        "norrland", "svealand", "götaland", "mälardalen", "bergslagen", "storstockholm",
        "stockholmsområdet", "stockholmsregionen", "stockholmstrakten", "storgöteborg", "uppland",
        "roslagen", "sörmland", "närke", "småland", "öland", "bohuslän", "dalsland",
        "västergötland", "gästrikland", "hälsingland", "medelpad", "ångermanland", "härjedalen",
        "lappland", "eu", "ees", "europa", "europe", "eu/ees", "världen", "hela världen",
        "worldwide",
    )
)  # fmt: skip
"""Parts of the country, and of the world, of which nobody says here what lies in them."""
_COUNTY = re.compile(r"region (?P<of>.+)|(?P<own>.+?) (?:län|county)")
_TOWN = re.compile(r"city of (?P<of>.+)|(?P<own>.+?) (?:kommun|stad|municipality)")
_CODE = re.compile(r"[A-Z]{2}")
_OTHERWISE = {"gothenburg": "göteborg"}


class Named(NamedTuple):
    """What a name stands for."""

    countries: tuple[str, ...] = ()
    county: str = ""
    town: str = ""
    bare: bool = True
    """Whether it does not say of itself that it is a county or a town."""
    vague: bool = False


def plain(text: str) -> str:
    """In small letters and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).strip(" .")


@lru_cache(maxsize=4096)
def named(text: str) -> Named:
    """What a name stands for; one that is no country's, county's or landscape's is a town's."""
    name = plain(text)
    if name in _CODES:
        return Named(countries=_CODES[name])
    if _CODE.fullmatch(text.strip()):
        return Named(countries=(text.strip(),))
    if name in _VAGUE:
        return Named(vague=True)
    if (of := _COUNTY.fullmatch(name)) is not None:
        return Named(county=_base(of["of"] or of["own"]), bare=False)
    if (of := _TOWN.fullmatch(name)) is not None:
        return Named(town=_base(of["of"] or of["own"]), bare=False)
    base = _base(name)
    return Named(county=base) if base in _COUNTIES else Named(town=base)


def _base(name: str) -> str:
    """A name without the ending that makes it an owner's: *Stockholms* and *Västerås* alike."""
    base = _OTHERWISE.get(name, name)
    return base.removesuffix("s") if len(base) > len("oss") else base


def undotted(name: str) -> str:
    """Without the marks on its letters, as some lists write it."""
    apart = unicodedata.normalize("NFD", name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
