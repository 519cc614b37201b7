"""What an account's campaigns have spent, by Meta's figures of the last three years.

Figures go back 37 months, and an invalid `time_range` is ignored in silence, for the last 30 days
(Insights, checked 2026-11-22): so each row must end on the day that was asked for, and none may
begin as these 30 days do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from connectors.errors import ConnectorError
from connectors.meta import ask_figures
from connectors.meta.gaps import Gaps
from connectors.meta.graph import Graph
from connectors.meta.shape import Record, record, refuse, required
from policies.model import AccountId, CampaignId, Money, Platform
from policies.model.spent import Spent

PART = "spent"
"""The name of these figures, where some are unread."""
_KEPT = timedelta(days=3 * 365)
_DEFAULT = timedelta(days=29)
"""From the first to the last day of the preset that stands in for an invalid range."""
_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})?")


def spent(graph: Graph, account_id: AccountId, until: date) -> Spent:
    """The sums, archived campaigns included; what fails is named and the rest goes on.

    `until`: the last day, in the account's time zone.

    Raises:
        ConnectorError: nothing of them could be read.
    """
    since = until - _KEPT
    gathered = graph.edge(ask_figures.spent(account_id, since, until))
    if gathered.error is not None and not gathered.rows:
        raise gathered.error
    sums = Sums(account_id, since, until)
    sums.take(gathered.rows)
    if gathered.error is not None:
        sums.lacks(gathered.error)
    return Spent(
        platform=Platform.META,
        account_id=account_id,
        since=since,
        until=until,
        sums=sums.found,
        unread=tuple(sums.unread),
    )


class Sums(Gaps):
    """What each campaign spent, as the rows come."""

    def __init__(self, account_id: AccountId, since: date, until: date) -> None:
        super().__init__(PART, account_id)
        self.found: dict[CampaignId, Money] = {}
        self._since, self._until = since, until

    def take(self, rows: Iterable[Any]) -> None:
        """Take in rows; one that was met before replaces what it said then."""
        for row in rows:
            try:
                told = record(row, PART)
                self._days(told)
                self.found[CampaignId(required(told, "campaign_id"))] = _money(told)
            except ConnectorError as error:
                self.lacks(error)

    def _days(self, told: Record) -> None:
        """Let pass a row of the days that were asked for.

        Raises:
            Unreadable: it is of others.
        """
        first, last = told.get("date_start"), told.get("date_stop")
        if last != self._until.isoformat():
            raise refuse("date_stop", last)
        if first == (self._until - _DEFAULT).isoformat():
            raise refuse("date_start", first)


def _money(told: Record) -> Money:
    """What was spent, in major units, with more digits than money has."""
    value = told.get("spend")
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise refuse("spend", value)
    return Money(amount=Decimal(value), currency=required(told, "account_currency"))
