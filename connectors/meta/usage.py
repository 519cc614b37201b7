"""How much of Meta's limits is used, from the headers that it sends with its answers.

Four headers tell it, each JSON as text, each of them at times absent: `x-app-usage`,
`x-ad-account-usage`, `x-business-use-case-usage`, `x-fb-ads-insights-throttle`. Percentages are of
a limit, `estimated_time_to_regain_access` is in minutes, `reset_time_duration` in seconds (Rate
Limits, checked 2026-11-22).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from policies.model import AccountId

FULL = 100.0
"""Percent of a limit at which Meta refuses."""
HOUR, DAY, SCORE_WINDOW = 3600.0, 86_400.0, 300.0
"""Seconds over which Meta counts: calls of most sorts, those of Pages, an account's points."""
_MINUTE = 60.0
ADS, INSIGHTS, MESSENGER = "ads_management", "ads_insights", "messenger"
ACCOUNT, THROTTLE = "ad_account", "insights_throttle"
_BY_DAY = ("pages", "instagram", MESSENGER)
_SHARES = ("call_count", "total_cputime", "total_time")
"""Each is a percentage by itself; the highest decides."""


class Tier(StrEnum):
    """What Meta lets the app do; the headers still say it by the names of before May 2026."""

    LIMITED = "development_access"
    FULL = "standard_access"


class Bucket(NamedTuple):
    """What shares one limit; `owner`: an account's number, a Page's, or empty for the app."""

    owner: str
    kind: str
    """`app`, `ad_account`, `insights_throttle`, or a use case: `ads_management`, `pages`, …"""


APP = Bucket("", "app")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a header says of one limit."""

    bucket: Bucket
    percent: float
    window_seconds: float
    """What is used now counts no longer than this."""
    regain_seconds: float = 0.0
    """How long Meta refuses; 0: it does not, or does not say."""
    tier: Tier | None = None

    @property
    def full(self) -> bool:
        """Whether Meta refuses what counts towards this limit."""
        return self.regain_seconds > 0 or self.percent >= FULL


def use_case(endpoint: str, account_id: AccountId | None) -> str:
    """The business use case that a call counts towards; empty: one of a Page or Instagram."""
    last = endpoint.rpartition("/")[2]
    if account_id is not None:
        return INSIGHTS if last == "insights" else ADS
    return MESSENGER if last == "conversations" else ""


def number_of(account_id: AccountId | None) -> str:
    """An ad account's number, by which the headers name it."""
    return (account_id or "").removeprefix("act_")


def usages(headers: Mapping[str, str], account_id: AccountId | None = None) -> tuple[Usage, ...]:
    """What an answer's headers say, by lower-case name; what is no usage is passed over.

    `account_id`: the account that was asked about, which two of the headers do not name.
    """
    return (
        *_of_app(_object(headers.get("x-app-usage"))),
        *_of_account(_object(headers.get("x-ad-account-usage")), number_of(account_id)),
        *_of_use_cases(_object(headers.get("x-business-use-case-usage"))),
        *_of_insights(_object(headers.get("x-fb-ads-insights-throttle")), number_of(account_id)),
    )


def retry_after(
    headers: Mapping[str, str], account_id: AccountId | None, kind: str = ""
) -> float | None:
    """Seconds to wait before a call of this use case; None: Meta does not say.

    A header may tell of many accounts and use cases: what is asked for counts, if it is among them.
    """
    told = [one for one in usages(headers, account_id) if one.regain_seconds]
    told = [one for one in told if one.bucket.owner == number_of(account_id)] or told
    told = [one for one in told if one.bucket.kind in (kind, ACCOUNT)] or told
    return max((one.regain_seconds for one in told), default=None)


def lowered(headers: object) -> dict[str, str]:
    """Headers by lower-case name: of an answer, or of a batch item's `[{"name","value"}]`."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(headers, Mapping):
        pairs = list(headers.items())
    elif isinstance(headers, list):
        pairs = [(one.get("name"), one.get("value")) for one in headers if isinstance(one, dict)]
    return {str(name).lower(): value for name, value in pairs if isinstance(value, str)}


def item_headers(body: object) -> list[tuple[object, dict[str, str]]]:
    """The status and headers of each item of a batch's answer, in order; none of one lost."""
    told = [
        one if isinstance(one, dict) else {} for one in (body if isinstance(body, list) else ())
    ]
    return [(one.get("code"), lowered(one.get("headers"))) for one in told]


def _of_app(told: Mapping[str, Any]) -> Iterator[Usage]:
    if told:
        yield Usage(bucket=APP, percent=_highest(told), window_seconds=HOUR)


def _of_account(told: Mapping[str, Any], number: str) -> Iterator[Usage]:
    """An account's points; their reset is a wait only where they are spent."""
    if not told or not number:
        return
    percent, reset = _number(told.get("acc_id_util_pct")), _seconds(told, "reset_time_duration")
    yield Usage(
        bucket=Bucket(number, ACCOUNT),
        percent=percent,
        window_seconds=reset or SCORE_WINDOW,
        regain_seconds=reset if percent >= FULL else 0.0,
        tier=_tier(told),
    )


def _of_use_cases(told: Mapping[str, Any]) -> Iterator[Usage]:
    for owner, entries in told.items():
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                kind = str(entry.get("type", ""))
                yield Usage(
                    bucket=Bucket(owner, kind),
                    percent=_highest(entry),
                    window_seconds=DAY if kind in _BY_DAY else HOUR,
                    regain_seconds=_seconds(entry, "estimated_time_to_regain_access", _MINUTE),
                    tier=_tier(entry),
                )


def _of_insights(told: Mapping[str, Any], number: str) -> Iterator[Usage]:
    """The insights throttle: of the app, and of the account."""
    named = [("", "app_id_util_pct"), *([(number, "acc_id_util_pct")] if number else [])]
    for owner, key in named:
        if key in told:
            yield Usage(
                bucket=Bucket(owner, THROTTLE),
                percent=_number(told[key]),
                window_seconds=HOUR,
                tier=_tier(told),
            )


def _highest(told: Mapping[str, Any]) -> float:
    return max(_number(told.get(name)) for name in _SHARES)


def _seconds(told: Mapping[str, Any], name: str, unit: float = 1.0) -> float:
    """A span; none of Meta's is longer than a day."""
    return min(_number(told.get(name)) * unit, DAY)


def _tier(told: Mapping[str, Any]) -> Tier | None:
    named = told.get("ads_api_access_tier")
    return next((one for one in Tier if one == named), None)


def _object(header: str | None) -> Mapping[str, Any]:
    """A header as the object that it holds; one that holds none is empty."""
    try:
        told = json.loads(header or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: object) -> float:
    """A number that can be reckoned with; anything else is none used, or none stated."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    try:
        number = float(value)
    except OverflowError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0
