"""What an account's campaign groups have spent, by LinkedIn's figures of the last ten years.

One report on all days together. It keeps its limits in silence, as that on what was shown: it is
one page, cut at 15,000 rows, and empty for whom it is not meant (Ads Reporting, checked
2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from connectors.errors import ConnectorError, Unreadable
from connectors.linkedin import ask
from connectors.linkedin.delivered import KEPT, MOST_ROWS, unproved
from connectors.linkedin.pages import elements
from connectors.linkedin.read_delivered import GROUP, cost_of, numbered
from connectors.linkedin.shape import Record, record, refuse, texts
from connectors.linkedin.transport import Wire
from policies.model import AccountId, AdAccount, CampaignId, Money, Platform, Unread, Words
from policies.model.spent import Spent

PART = "spent"
"""The name of these figures, where some are unread."""


def spent(wire: Wire, account: AdAccount, until: date, *, most: int = MOST_ROWS) -> Spent:
    """The sums; what fails is named and the rest goes on.

    `until`: the last day, in UTC. `most`: rows at which a report counts as cut.

    Raises:
        ConnectorError: nothing of them could be read.
    """
    if not account.currency:
        raise refuse("currency", account.currency)
    since = until - KEPT
    rows = elements(wire.read(ask.spent(account.id, since, until)))
    sums = Sums(account.id, account.currency)
    sums.take(rows)
    if len(rows) >= most:
        sums.unread.append(_cut(account.id, len(rows)))
    if not rows:
        sums.unread += _doubts(wire, account.id)
    return Spent(
        platform=Platform.LINKEDIN,
        account_id=account.id,
        since=since,
        until=until,
        sums=sums.found,
        unread=tuple(sums.unread),
    )


class Sums:
    """What each campaign group spent, as the rows come."""

    def __init__(self, account_id: AccountId, currency: str) -> None:
        self.found: dict[CampaignId, Money] = {}
        self.unread: list[Unread] = []
        self._account_id = account_id
        self._currency = currency
        self._why: set[str] = set()

    def take(self, rows: Iterable[Any]) -> None:
        """Take in rows; a second one of the same group is refused."""
        for row in rows:
            try:
                self._keep(record(row, PART))
            except ConnectorError as error:
                self._lacks(error)

    def _keep(self, told: Record) -> None:
        places = texts(told, "pivotValues")
        if len(places) != 1:
            raise refuse("pivotValues", list(places))
        group = CampaignId(numbered(places[0], GROUP))
        if group in self.found:
            raise refuse("pivotValues", "the same twice")
        amount = cost_of(told, self._currency)
        self.found[group] = Money(amount=amount, currency=self._currency)

    def _lacks(self, error: ConnectorError) -> None:
        """Note what could not be read; of many rows that fail in one place, the first."""
        why = error.path if isinstance(error, Unreadable) else str(error)
        if why not in self._why:
            self._why.add(why)
            self.unread.append(error.unread(PART, self._account_id))


def _doubts(wire: Wire, account_id: AccountId) -> tuple[Unread, ...]:
    """Why no rows may not mean that nothing was spent; nothing: it is proved that they do."""
    try:
        return tuple(unproved(wire, account_id, PART))
    except ConnectorError as error:
        return (error.unread(PART, account_id),)


def _cut(account_id: AccountId, rows: int) -> Unread:
    because = Words(
        "LinkedIn gave {rows} rows of costs, which is all that fits one answer. What is beyond "
        "them could not be read.",
        {"rows": str(rows)},
    )
    return Unread(what=PART, because=because, platform=Platform.LINKEDIN, account_id=account_id)
