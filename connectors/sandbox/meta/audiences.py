"""Whom an ad set may be directed at, as far as Meta refuses what is not possible.

Sources: Basic Targeting, Targeting Restrictions, "Advantage+ audience"; checked 2026-11-29.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from connectors.sandbox.meta.errors import GraphError, invalid

_LOWEST, _HIGHEST = 13, 65
_LISTS = ("locales", "publisher_platforms", "genders")


def check(text: str) -> None:
    """Refuse a `targeting` that is no object, ages that nobody may be chosen by, other shapes.

    Raises:
        GraphError: 100, with the part.
    """
    targeting = _object(text)
    youngest, oldest = targeting.get("age_min", _LOWEST), targeting.get("age_max", _HIGHEST)
    for name, age in (("age_min", youngest), ("age_max", oldest)):
        if type(age) is not int or not _LOWEST <= age <= _HIGHEST:
            raise _refused(f"{name} must be between {_LOWEST} and {_HIGHEST}")
    if youngest > oldest:
        raise _refused("age_min must not be above age_max")
    if not isinstance(targeting.get("geo_locations", {}), dict):
        raise _refused("geo_locations must be an object")
    for name in _LISTS:
        if not isinstance(targeting.get(name, []), list):
            raise _refused(f"{name} must be an array")
    automation = targeting.get("targeting_automation", {})
    if not isinstance(automation, dict) or automation.get("advantage_audience", 0) not in (0, 1):
        raise _refused("advantage_audience must be 0 or 1")


def _object(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise invalid("param targeting must be an array.")
    return told


def _refused(what: str) -> GraphError:
    return invalid(f"param targeting: {what}")
