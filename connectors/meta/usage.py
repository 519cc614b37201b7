"""How long a throttle lasts, from the usage headers that Meta sends with its answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from policies.model import AccountId

LEAST = 60.0
"""Seconds: calling on while throttled prolongs it (Rate Limits, checked 2026-11-22)."""
_FULL = 100
_MINUTE = 60.0


def lowered(headers: object) -> dict[str, str]:
    """Headers by lower-case name: of an answer, or of a batch item's `[{"name","value"}]`."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(headers, Mapping):
        pairs = list(headers.items())
    elif isinstance(headers, list):
        pairs = [(one.get("name"), one.get("value")) for one in headers if isinstance(one, dict)]
    return {str(name).lower(): value for name, value in pairs if isinstance(value, str)}


def retry_after(headers: Mapping[str, str], account_id: AccountId | None) -> float | None:
    """Seconds to wait, at least 60; None: the platform does not say.

    `estimated_time_to_regain_access` is in minutes, `reset_time_duration` in seconds (Rate Limits,
    checked 2026-11-22). Headers may be absent, and one may tell of many accounts.
    """
    stated = max([*_of_use_cases(headers, account_id), *_of_account(headers)], default=0.0)
    return max(stated, LEAST) if stated > 0 else None


def _of_use_cases(headers: Mapping[str, str], account_id: AccountId | None) -> Iterator[float]:
    told = _object(headers.get("x-business-use-case-usage"))
    number = (account_id or "").removeprefix("act_")
    for key, entries in told.items():
        if number not in told or key == number:
            for entry in entries if isinstance(entries, list) else []:
                if isinstance(entry, dict):
                    yield _number(entry.get("estimated_time_to_regain_access")) * _MINUTE


def _of_account(headers: Mapping[str, str]) -> Iterator[float]:
    told = _object(headers.get("x-ad-account-usage"))
    if _number(told.get("acc_id_util_pct")) >= _FULL:
        yield _number(told.get("reset_time_duration"))


def _object(header: str | None) -> dict[str, Any]:
    try:
        told = json.loads(header or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value)
