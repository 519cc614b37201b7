"""Delivery figures: rows by level, day and place.

Source: *Insights API Breakdowns*, checked 2026-11-22: numbers are strings, and no row means no
delivery. Days are the account's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from connectors.sandbox.meta.asking import Asking, Params
from connectors.sandbox.meta.errors import invalid, no_account_right
from connectors.sandbox.meta.filters import filters, hidden_by
from connectors.sandbox.meta.spans import spans_of, window
from connectors.sandbox.meta.status import effective
from connectors.sandbox.world import Node

_LEVELS = ("account", "campaign", "adset", "ad")
_BREAKDOWNS = ("publisher_platform", "platform_position")
_DEFAULTS = {"AdAccount": "account", "Campaign": "campaign", "AdSet": "adset", "Ad": "ad"}


def insights(asking: Asking, node: Node, params: Params) -> list[Node]:
    """The rows of an object and what is below it.

    Raises:
        GraphError: a level, breakdown or preset that the platform does not know, or an account of
            which the reader may not see figures.
    """
    account = _account(asking, node)
    if asking.lists("no_insights", account.fields["id"]):
        raise no_account_right()
    report = tuple(sorted((k, v) for k, v in params.items() if k not in _OF_A_PAGE))
    held: dict[tuple[tuple[str, str], ...], list[Node]] = node.hidden.setdefault("reports", {})
    if "after" not in params or report not in held:
        for old in list(held)[: 1 - _REPORTS]:
            del held[old]
        held[report] = _rows(asking, node, account, params)
    return held[report]


def _rows(asking: Asking, node: Node, account: Node, params: Params) -> list[Node]:
    """All rows of a report.

    Raises:
        GraphError: a level, breakdown or preset that the platform does not know.
    """
    level = params.get("level", _DEFAULTS[node.kind])
    if level not in _LEVELS:
        raise invalid(f"param level must be one of {{{', '.join(_LEVELS)}}}")
    breakdowns = _breakdowns(params.get("breakdowns", ""))
    today = _today(asking, account)
    first, last = window(today, params)
    spans = spans_of(first, last, params.get("time_increment", "all_days"))
    sums: dict[tuple[str, ...], dict[str, Any]] = {}
    if asking.lists("insights_empty", account.fields["id"]):
        return []
    for ad in _ads_below(asking, node, level, params):
        for day, place, seen in _delivered(ad, first, min(last, today)):
            keys = _keys(ad, level)
            shown = {one: place[one] for one in breakdowns}
            span = next((str(a), str(b)) for a, b in spans if a <= day <= b)
            key = (*keys.values(), *shown.values(), *span)
            row = sums.setdefault(key, {**keys, **shown, "impressions": 0, "spend": Decimal(0)})
            row["impressions"] += seen
            row["spend"] += seen * _EACH
            row["date_start"], row["date_stop"] = span
    return [
        Node("AdsInsights", _told(asking, row), {}, {"always": _ALWAYS}) for row in sums.values()
    ]


_REPORTS = 8
"""Reports of one object that are kept for their further pages; a first page makes its report anew.
"""
_OF_A_PAGE = ("after", "before", "limit", "fields", "summary")
"""Parameters that do not change which rows a report has."""
_EACH = Decimal("0.045731")
"""What an impression costs; the platform rounds no sums."""
_ALWAYS = ("date_start", "date_stop", *_BREAKDOWNS)
"""Keys of a row that come without being asked for."""


def _told(asking: Asking, row: dict[str, Any]) -> dict[str, Any]:
    """A row with its numbers as strings, and names beside ids."""
    names = {}
    for level in ("campaign", "adset", "ad"):
        if f"{level}_id" in row:
            names[f"{level}_name"] = asking.world.meta[row[f"{level}_id"]].fields["name"]
    numbers = {"impressions": str(row["impressions"]), "spend": f"{row['spend']:f}"}
    account = asking.world.meta[f"act_{row['account_id']}"].fields
    ours = {"account_name": account["name"], "account_currency": account["currency"]}
    return {**row, **names, **ours, **numbers}


def _account(asking: Asking, node: Node) -> Node:
    """The account that an object is, or belongs to."""
    return asking.world.meta[str(node.hidden.get("account", node.fields["id"]))]


def _today(asking: Asking, account: Node) -> date:
    """The day in the account's time zone."""
    return asking.world.clock().astimezone(ZoneInfo(account.fields["timezone_name"])).date()


def _breakdowns(text: str) -> list[str]:
    """Names, as a JSON list or with commas between them."""
    names = [one.strip(' "') for one in text.strip("[]").split(",")]
    names = [one for one in names if one]
    for place, one in enumerate(names):
        if one not in _BREAKDOWNS:
            known = ", ".join(_BREAKDOWNS)
            raise invalid(f"breakdowns[{place}] must be one of the following values: {known}")
    return names


def _ads_below(asking: Asking, node: Node, level: str, params: Params) -> Iterator[Node]:
    """The ads whose delivery counts.

    What is archived or deleted at the level of the rows is no row, unless a filter names its
    status, which for deleted ones is an error. In the sums of what stands above it it stays
    (*Manage Your Ad Object's Status*, Comparisons of different statuses; copy of 2026-09-12).
    """
    ids = [node.fields["id"]] if node.kind == "Ad" else node.edges.get("ads", ())
    tests = filters(asking, _KINDS.get(level, "Ad"), params)
    hidden = () if level in ("account", _DEFAULTS[node.kind]) else hidden_by(params)
    for ad in (asking.world.meta[one] for one in ids):
        row = ad if level == "ad" else asking.world.meta.get(ad.fields.get(f"{level}_id", ""), ad)
        if effective(asking.world, row) not in hidden and all(test(ad) for test in tests):
            yield ad


_KINDS = {"campaign": "Campaign", "adset": "AdSet", "ad": "Ad"}
"""The type of object that a row is of."""


def _keys(ad: Node, level: str) -> dict[str, str]:
    """The ids of a row, from the account down to its level."""
    ids = {
        "account_id": ad.fields["account_id"],
        "campaign_id": ad.fields["campaign_id"],
        "adset_id": ad.fields["adset_id"],
        "ad_id": ad.fields["id"],
    }
    return dict(list(ids.items())[: _LEVELS.index(level) + 1])


def _delivered(ad: Node, first: date, last: date) -> Iterator[tuple[date, dict[str, str], int]]:
    """Day, place and impressions of an ad, as the city's builder laid them down."""
    held = ad.hidden.get("delivery")
    if not held:
        return
    start = datetime.fromisoformat(held["from"]).date()
    end = datetime.fromisoformat(held["to"]).date()
    day = max(first, start)
    while day <= min(last, end):
        for platform, position, seen in held["places"]:
            place = {"publisher_platform": platform, "platform_position": position}
            yield day, place, seen + day.toordinal() % 7
        day += timedelta(days=1)
