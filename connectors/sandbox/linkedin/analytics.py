"""What was delivered, as reports tell it. Source: *Ads Reporting*, checked 2026-11-22.

There is no paging; more than 15,000 rows are cut off in silence; who may not see anything gets an
empty list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date

from connectors.sandbox.linkedin.asking import (
    Answer,
    Request,
    a_number,
    a_record,
    a_urn,
)
from connectors.sandbox.linkedin.deliveries import PERIODS, Report, rows
from connectors.sandbox.linkedin.errors import Refused, malformed, no_resource, unresolved
from connectors.sandbox.linkedin.quotas import charge_values
from connectors.sandbox.linkedin.restli import RestliValue
from connectors.sandbox.world import World

MOST_ROWS = 15_000
MOST_FIELDS = 20
_MOST_PIVOTS = 3
_FACETS = {
    "accounts": ("account", "sponsoredAccount"),
    "campaigns": ("campaign", "sponsoredCampaign"),
    "campaignGroups": ("campaignGroup", "sponsoredCampaignGroup"),
    "shares": ("share", "share", "ugcPost"),
}
"""Facets: the part of a creative's place, and kinds of URN."""
_PIVOTS = {
    "ACCOUNT": "account",
    "CAMPAIGN": "campaign",
    "CAMPAIGN_GROUP": "campaignGroup",
    "CREATIVE": "creative",
    "SHARE": "share",
    "SERVING_LOCATION": "servingLocation",
    "PLACEMENT_NAME": "placementName",
}
"""Pivots that the sandbox has numbers for."""
_UNASKED = ("impressions", "clicks")
"""Fields that come without being asked for."""
_ABOUT = ("dateRange", "pivotValues")
"""Fields that are no metric values."""
_KNOWN = ("q", "pivot", "pivots", "dateRange", "timeGranularity", *_FACETS)


def analytics(world: World, request: Request) -> Answer:
    """Answer what is asked of `adAnalytics`."""
    request.need("r_ads_reporting", "adAnalytics")
    if request.restli_method != "FINDER":
        raise unresolved()
    request.only(*_KNOWN)
    fields = request.fields or _UNASKED
    if len(fields) > MOST_FIELDS:
        raise malformed("fields")
    most = world.faults.toggle("linkedin.analytics_max_rows") or MOST_ROWS
    found = rows(world, request.token.member, _report(world, request))[:most]
    charge_values(world, len(found) * sum(name not in _ABOUT for name in fields))
    elements = [{name: row[name] for name in fields if name in row} for row in found]
    paging = {"start": 0, "count": 10, "links": []}
    return Answer(body={"paging": paging, "elements": elements})


def _report(world: World, request: Request) -> Report:
    granularity = request.string("timeGranularity") or ""
    if granularity not in PERIODS:
        raise malformed("timeGranularity")
    first, last = _range(world, request)
    return Report(
        pivots=_pivots(request),
        granularity=granularity,
        first=first,
        last=last,
        within=_within(request),
    )


def _pivots(request: Request) -> tuple[str, ...]:
    """The parts of a place to tell rows apart by: one, or of statistics up to three."""
    match request.params["q"]:
        case "analytics" if "pivots" not in request.params:
            named: tuple[str | None, ...] = (request.string("pivot"),)
        case "statistics" if "pivot" not in request.params:
            named = request.strings("pivots") or ()
        case "analytics" | "statistics":
            raise unresolved()
        case _:
            raise no_resource()
    if not 0 < len(named) <= _MOST_PIVOTS:
        raise malformed("pivots")
    for one in named:
        if one not in _PIVOTS:
            raise Refused(400, "FIELD_INVALID", "Invalid value for field", field="pivots")
    return tuple(_PIVOTS[one] for one in named if one is not None)


def _within(request: Request) -> Mapping[str, tuple[str, ...]]:
    """What the facets narrow the report to; one there must be."""
    found = {}
    for name, (part, *kinds) in _FACETS.items():
        if urns := request.strings(name):
            found[part] = tuple(a_urn(one, name, *kinds) for one in urns)
    if not found:
        raise Refused(400, "MISSING_FIELD", "At least one facet is required", field="accounts")
    return found


def _range(world: World, request: Request) -> tuple[date, date]:
    """The first day and the last, which is included; left out, it is today, in UTC."""
    told = request.record("dateRange")
    if told is None or not {"start"} <= set(told) <= {"start", "end"}:
        raise malformed("dateRange")
    today = world.clock().astimezone(UTC).date()
    return _day(told["start"]), _day(told["end"]) if "end" in told else today


def _day(value: RestliValue) -> date:
    """A day; its parts have no leading zeros (measured)."""
    told = a_record(value, "dateRange")
    if set(told) != {"year", "month", "day"}:
        raise malformed("dateRange")
    try:
        year, month, day = (a_number(told[name], "dateRange") for name in ("year", "month", "day"))
        return date(year, month, day)
    except ValueError:
        raise malformed("dateRange") from None
