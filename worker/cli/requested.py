"""What was asked of the platforms, as JSON: the keys of the contract, whichever of them are on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.model import Platform

_WITH_A_CONNECTOR = (Platform.META, Platform.LINKEDIN)


def requests_of(counted: Mapping[str, Any]) -> dict[str, Any]:
    """By platform `http`, requests sent, and `counted`, operations that it charges; 0 if it is off.

    `counted`: the same, of those that were asked.
    """
    nothing = {"http": 0, "counted": 0}
    return {str(one): counted.get(one, nothing) for one in _WITH_A_CONNECTOR}
