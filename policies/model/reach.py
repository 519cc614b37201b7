"""Whom an ad set can reach: ages, places and languages, as the platform says it.

What only narrows that (interests, lists of people, exclusions) is not told here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One place that an ad set names, as far as the platform tells of it."""

    kind: str
    """`country`, `region` (a county) or `city`; else the platform's own word, such as Meta's `zips`
    or LinkedIn's `locations`."""
    id: str
    """Meta's key, for a country its ISO 3166-1 code; LinkedIn's URN. Empty: not told."""
    name: str | None = None
    region: str | None = None
    """The name of the region that it lies in."""
    country: str | None = None
    """ISO 3166-1 alpha-2, such as `SE`."""
    radius_km: int | None = None
    """So far around it too, in whole kilometres, rounded up; None: the place alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom an ad set can reach at the most."""

    youngest: int | None
    """Years; None: not told."""
    oldest: int | None
    """Years; None: no upper end. Meta writes that as 65."""
    every_age: bool = False
    """No ages were chosen, and the platform shows it to all."""
    areas: tuple[Area, ...] = ()
    """Empty: no place was told."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes; as the platform writes it where that is not known to be one. Empty: none
    were chosen, and all count."""
    expanded: bool | None = None
    """Whether the platform may look beyond what was set: Meta's Advantage+ audience, LinkedIn's
    audience expansion. None: not told."""
    unknown_ages: bool = False
    """People whose age the platform does not know are shown it too (Meta, on WhatsApp)."""
