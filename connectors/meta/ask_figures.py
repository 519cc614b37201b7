"""What is asked of Meta's figures: where ads were shown, and what campaigns spent.

A list by ad set or campaign leaves out what is archived or deleted, unless a filter names its
status; deleted is never listed; and the sums of what stands above hold all of it (Manage Your Ad
Object's Status, *Comparisons of different statuses*, copy of 2026-09-12; Insights API, *Deleted and
Archived Objects*). So archived ones are asked for, and the account's own sums beside its ad sets'.
"""

from __future__ import annotations

import json
from datetime import date

from connectors.meta.ask import Ask, Param
from connectors.meta.fields import Fields
from connectors.meta.wanted import FIGURES, SPENT
from policies.model import AccountId

SUMS: Fields = ("account_currency", "impressions", "spend")
"""Of the whole account."""
LISTED = ("ACTIVE", "PAUSED", "ARCHIVED", "IN_PROCESS", "WITH_ISSUES")
"""Every status of a campaign but the one that is never listed, and naming which is an error."""
LISTED_AD_SETS = (*LISTED, "CAMPAIGN_PAUSED")


def figures(account_id: AccountId, preset: str) -> Ask:
    """What each ad set of an account had in each place on each day of a preset's days.

    At the level of ad sets, for figures of deleted ads stay in the sums above them alone.
    """
    params: dict[str, Param] = {
        "level": "adset",
        "breakdowns": "publisher_platform,platform_position",
        "time_increment": 1,
        "date_preset": preset,
        "filtering": _of("adset", LISTED_AD_SETS),
    }
    return _insights(account_id, FIGURES, params)


def sums(account_id: AccountId, preset: str) -> Ask:
    """What an account had in all, by publisher and day, by whatever is in it or was."""
    params: dict[str, Param] = {
        "level": "account",
        "breakdowns": "publisher_platform",
        "time_increment": 1,
        "date_preset": preset,
    }
    return _insights(account_id, SUMS, params)


def spent(account_id: AccountId, since: date, until: date) -> Ask:
    """What each campaign of an account spent in all these days, archived ones included.

    Deleted ones are in no list; only their own ids tell of them.
    """
    params: dict[str, Param] = {
        "level": "campaign",
        "time_range": json.dumps({"since": since.isoformat(), "until": until.isoformat()}),
        "filtering": _of("campaign", LISTED),
    }
    return _insights(account_id, SPENT, params)


def _of(level: str, statuses: tuple[str, ...]) -> str:
    """A filter by status; its names are those that published connectors use."""
    wanted = {"field": f"{level}.effective_status", "operator": "IN", "value": list(statuses)}
    return json.dumps([wanted])


def _insights(account_id: AccountId, fields: Fields, params: dict[str, Param]) -> Ask:
    return Ask(parts=(account_id, "insights"), fields=fields, params=params, account_id=account_id)
