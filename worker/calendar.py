"""The calendar of the city's office: Swedish holidays, the eves free in practice, extra days.

The days come from the `holidays` library, whose categories PUBLIC and DE_FACTO are the rulebook's
"public holidays and the eves that are free in practice".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

from holidays.constants import DE_FACTO, PUBLIC
from holidays.countries.sweden import Sweden

from policies.deadlines import Calendar
from policies.model import Words

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CLOSES = time(17)
KNOWN_YEARS = range(Sweden.start_year, Sweden.end_year + 1)
"""The years whose holidays the library knows."""

_NAMED = {
    "Nyårsdagen": Words("{date} is New Year's Day."),
    "Trettondedag jul": Words("{date} is Epiphany."),
    "Långfredagen": Words("{date} is Good Friday."),
    "Påskdagen": Words("{date} is Easter Sunday."),
    "Annandag påsk": Words("{date} is Easter Monday."),
    "Första maj": Words("{date} is May Day."),
    "Kristi himmelsfärdsdag": Words("{date} is Ascension Day."),
    "Pingstdagen": Words("{date} is Whit Sunday."),
    "Nationaldagen": Words("{date} is the National Day."),
    "Midsommarafton": Words("{date} is Midsummer Eve."),
    "Midsommardagen": Words("{date} is Midsummer Day."),
    "Alla helgons dag": Words("{date} is All Saints' Day."),
    "Julafton": Words("{date} is Christmas Eve."),
    "Juldagen": Words("{date} is Christmas Day."),
    "Annandag jul": Words("{date} is Boxing Day."),
    "Nyårsafton": Words("{date} is New Year's Eve."),
}
"""The library's Swedish names, as sentences that can be said in any language."""
_OTHER = Words("{date} is a holiday ({name}).")
_EXTRA = Words("{date} is closed according to the configuration.")


def calendar(
    zone: ZoneInfo = STOCKHOLM, office_closes: time = CLOSES, extra: Iterable[date] = ()
) -> Calendar:
    """The calendar of an office; `extra`: days on which it is closed besides holidays."""
    return Calendar(zone=zone, office_closes=office_closes, holiday=_Holidays(frozenset(extra)).why)


class _Holidays:
    """Holidays by year, each year worked out when it is first asked for."""

    def __init__(self, extra: frozenset[date]) -> None:
        self._extra = extra
        self._years: dict[int, dict[date, Words]] = {}

    def why(self, day: date) -> Words | None:
        """The sentence about a holiday; None: it is none."""
        known = self._years.get(day.year)
        if known is None:
            known = self._years[day.year] = self._year(day.year)
        return known.get(day)

    def _year(self, year: int) -> dict[date, Words]:
        """The closed days of a year."""
        found = {
            day: replace(_EXTRA, values={"date": day.isoformat()})
            for day in self._extra
            if day.year == year
        }
        sweden = Sweden(years=year, language="sv", categories=(PUBLIC, DE_FACTO))
        return found | {day: _sentence(day, name) for day, name in sweden.items()}


def _sentence(day: date, names: str) -> Words:
    """What holiday it is; where two fall on one day, the first named."""
    name = names.split("; ")[0]
    return replace(_NAMED.get(name, _OTHER), values={"date": day.isoformat(), "name": name})
