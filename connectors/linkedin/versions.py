"""Which versions of LinkedIn's API have answered, and until when, as LinkedIn has published it.

Versions are months, each served for at least a year; there has been none of a December
("Versioning", "Migrations", li-lms-2026-08; checked 2026-11-22). Of versions that are not named
here nothing is known, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum

from policies.model import Words

LAST_RETIRED = "202511"
"""It and all older ones answered no more on 22 Nov 2026."""
ENDS: Mapping[str, date] = {
    "202601": date(2027, 1, 15),
    "202602": date(2027, 2, 15),
    "202603": date(2027, 3, 16),
    "202604": date(2027, 4, 15),
    "202605": date(2027, 5, 15),
    "202606": date(2027, 6, 15),
    "202607": date(2027, 7, 15),
}
"""The day on which a version stops answering, as far as it is published."""
NEAR = timedelta(days=60)
"""How long before its end a version is spoken of."""


class Fate(Enum):
    """What is known of a version."""

    FINE = "fine"
    ENDS_SOON = "ends soon"
    GONE = "gone"
    NEVER_WAS = "never was"


_FINE = Words("Nothing is known against this version.")


def fate(version: str, on: date) -> tuple[Fate, Words]:
    """What is known of a version on a day; `version`: `YYYYMM`, perhaps with a patch `.RR`."""
    month = version[:6]
    if month.endswith("12"):
        words = Words(
            "LinkedIn has published no version of a December, and refuses {version}.",
            {"version": month},
        )
        return Fate.NEVER_WAS, words
    end = ENDS.get(month)
    if month <= LAST_RETIRED or (end is not None and end <= on):
        words = Words("LinkedIn has retired version {version}.", {"version": month})
        return Fate.GONE, words
    if end is not None and end - on <= NEAR:
        words = Words(
            "LinkedIn retires version {version} on {day}.",
            {"version": month, "day": end.isoformat()},
        )
        return Fate.ENDS_SOON, words
    return Fate.FINE, _FINE
