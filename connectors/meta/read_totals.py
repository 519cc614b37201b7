"""An account's own sums by publisher and day: they hold what no list of ad sets does any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from connectors.errors import ConnectorError
from connectors.meta.gaps import Gaps
from connectors.meta.read_delivered import AMOUNT, COUNT, PART, Figures, day_of, number_of
from connectors.meta.shape import record, required
from policies.model import AccountId, Money, Platform, Total, Unread, Words


class Totals(Gaps):
    """The sums of one account as they come."""

    def __init__(self, account_id: AccountId) -> None:
        super().__init__(PART, account_id)
        self._found: dict[tuple[date, str], Total] = {}

    def totals(self) -> tuple[Total, ...]:
        """Each day and publisher once, in the order in which they came."""
        return tuple(self._found.values())

    def take(self, rows: Iterable[Any]) -> None:
        """Take in rows; one that was met before replaces what it said then."""
        for row in rows:
            try:
                one = _read(row)
                self._found[one.day, one.publisher] = one
            except ConnectorError as error:
                self.lacks(error)

    def compare(self, listed: Figures) -> None:
        """Note that there are no sums where there are figures: an empty answer proves nothing."""
        if self._found or self.unread or not any(one.impressions for one in listed.showings()):
            return
        because = Words(
            "Meta told what ad sets of account {account} had, and nothing of the whole account: "
            "what archived or deleted ones had is not known.",
            {"account": self._account_id},
        )
        self.unread.append(
            Unread(what=PART, because=because, platform=Platform.META, account_id=self._account_id)
        )


def _read(row: Any) -> Total:
    """One row.

    Raises:
        Unreadable: it is of another shape, or lacks what a sum needs.
    """
    told = record(row, PART)
    return Total(
        day=day_of(told),
        publisher=required(told, "publisher_platform"),
        impressions=int(number_of(told, "impressions", COUNT)),
        spend=Money(
            amount=Decimal(number_of(told, "spend", AMOUNT)),
            currency=required(told, "account_currency"),
        ),
    )
