"""Briefs for the invented city: most campaigns have one, and some are at odds with theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class _Order:
    """A brief for one campaign; days are counted from today."""

    name: str
    """The campaign's."""
    department: str
    starts: int = -15
    ends: int = 16
    budget: int = 200_000
    told: Mapping[str, str] | None = None
    """Keys in place of the usual ones; an empty text leaves the key out."""


_SLK, _TRAFIK, _KULTUR = "SLK", "trafikkontoret", "kulturforvaltningen"
_IDROTT, _ALDRE, _VATTEN = "idrottsforvaltningen", "aldreforvaltningen", "Vattenbolaget"
_ORDERS = (
    _Order("Öppna förskolan på vinterlovet", _SLK),
    _Order("Ungdomsrådet söker dig", _SLK),
    _Order("Energirådgivning för villaägare", _SLK),
    _Order("Trygghetsvandring", _SLK),
    _Order("Kontaktcenter öppet längre", _SLK),
    _Order("Stadens julmarknad", _SLK, ends=20),
    _Order("Sök plats på äldreboende", _ALDRE),
    _Order("Information på lätt svenska", _SLK),
    _Order("Fritidskortet", _SLK, told={"editors": ""}),
    _Order("Brandsäkert hem", _SLK, told={"accessible": "false"}),
    _Order("Vinterväghållning", _TRAFIK, budget=30_000),
    _Order("Cykla i vinter", _TRAFIK),
    _Order("Ny taxa för parkering", _TRAFIK),
    _Order("Ombyggnaden av kajen", _TRAFIK),
    _Order("Dubbdäck och luften", _TRAFIK, ends=30),
    _Order("Trygg väg till skolan", _TRAFIK, ends=30),
    _Order("Arbete på bron", _TRAFIK),
    _Order("Kulturskolan har platser", _KULTUR),
    _Order("Läslov på biblioteken", _KULTUR),
    _Order("Museinatten", _KULTUR),
    _Order("Konst i stadsdelen", _KULTUR),
    _Order("Teater i parken", _KULTUR, ends=30),
    _Order("Kulturnatten", _KULTUR),
    _Order("Simskola för alla", _IDROTT),
    _Order("Öppna idrottshallar", _IDROTT),
    _Order("Isbanor i vinter", _IDROTT),
    _Order("Seniorgympa", _IDROTT, told={"ages": "[65]", "places": '["Stockholm"]'}),
    _Order("Utegym hela året", _IDROTT),
    _Order("Virtuella skidspår", _IDROTT),
    _Order("Drick kranvatten", _VATTEN),
    _Order("Inget fett i avloppet", _VATTEN),
    _Order("Regnvatten i trädgården", _VATTEN),
    _Order("Hemtjänst nära dig", _ALDRE),
    _Order("Jobba i Stockholm", _SLK, starts=-25, ends=30, budget=400_000),
    _Order("Näringsliv och möten", _SLK, starts=-25, ends=30, budget=400_000),
    _Order("Grön omställning", _SLK, starts=-40, ends=30, budget=400_000),
)
"""Two running campaigns have none: Ny sporthall, and LinkedIn's group that is there by default."""


def city_briefs(today: date) -> str:
    """The briefs as TOML, for `brief import`."""
    head = (
        "# Briefs for the sandbox's invented city: annonsvakt brief import FILE\n"
        "# Some are at odds with what runs, so that there is something to find.\n"
    )
    return head + "".join(f"\n[[brief]]\n{_table(one, today)}" for one in _ORDERS)


def _table(order: _Order, today: date) -> str:
    usual = dict(_usual(order, today)) | dict(order.told or {})
    return "".join(f"{key} = {value}\n" for key, value in usual.items() if value)


def _usual(order: _Order, today: date) -> Iterator[tuple[str, str]]:
    """Keys and values, as TOML writes them."""
    yield "topic", _text(order.name)
    yield "starts", (today + timedelta(days=order.starts)).isoformat()
    yield "ends", (today + timedelta(days=order.ends)).isoformat()
    yield "budget", f'{{ amount = {order.budget}, currency = "SEK" }}'
    yield "audience", _text("Boende i Stockholm")
    yield "editors", '[{ first_name = "Anna", mail = "anna@example.org" }]'
    yield "accessible", "true"
    yield "department", _text(order.department)
    yield "patterns", f"[{_text(order.name + '*')}]"


def _text(value: str) -> str:
    """A string as TOML writes it; what JSON writes is one as well."""
    return json.dumps(value, ensure_ascii=False)
