"""What is planned and spent under one brief by all its campaigns, wherever they run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from policies.model import Money, Words
from policies.model.spent import Share

FRESH = timedelta(days=2)
"""For how long the figures of another account count as told."""
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All shares of one brief, in the currency of its budget."""

    agreed: Money
    spent: Decimal
    """At least."""
    least: Decimal
    most: Decimal | None
    because: Words | None
    """Why it may be more than the least."""
    evidence: Mapping[str, Any]

    @property
    def limit(self) -> Decimal:
        """The budget, in whole hundredths as all sums."""
        return rounded(self.agreed.amount)


def total(
    agreed: Money, own: Iterable[Share], elsewhere: Iterable[Share], as_of: datetime
) -> Total:
    """Add up. Money in another currency is left out, and told as not known; nothing is converted.

    `own`: read now; `elsewhere`: as last read.
    """
    shares, doubts = [], []
    for share, here in (*((one, True) for one in own), *((one, False) for one in elsewhere)):
        shares.append(share)
        doubts.append(_doubt(share, agreed.currency, as_of, here=here))
    least = _sum((one.least for one in shares), agreed.currency)
    most = [one.most for one in shares if one.most is not None]
    open_ended = any(doubts) or len(most) < len(shares)
    return Total(
        agreed=agreed,
        spent=_sum((one.spent for one in shares), agreed.currency),
        least=least,
        most=None if open_ended else _sum(most, agreed.currency),
        because=next((one for one in doubts if one), None) or _first(shares),
        evidence=_evidence(agreed, least, shares),
    )


def _doubt(share: Share, currency: str, as_of: datetime, *, here: bool) -> Words | None:
    """Why a share is not all that there is to it."""
    if share.most is None and share.because is not None:
        return share.because
    amounts = [one for one in (share.spent, share.least, share.most) if one is not None]
    if foreign := [one for one in amounts if one.currency != currency and one.amount]:
        return Words(
            "Account {account} pays in {currency}, and the brief's budget is in {agreed}.",
            {
                "account": share.account_id,
                "currency": foreign[0].currency,
                "agreed": currency,
            },
        )
    settled = share.over and share.most == share.least  # one that is over costs no more
    if not here and not settled and as_of - share.read_at > FRESH:
        return Words(
            "Account {account} was last read on {day}.",
            {"account": share.account_id, "day": share.read_at.date().isoformat()},
        )
    return None


def _first(shares: Iterable[Share]) -> Words | None:
    return next((one.because for one in shares if one.because is not None), None)


def _sum(amounts: Iterable[Money | None], currency: str) -> Decimal:
    """Those in this currency together, to the hundredth."""
    same = (one.amount for one in amounts if one is not None and one.currency == currency)
    return rounded(sum(same, _NOTHING))


def rounded(amount: Decimal) -> Decimal:
    """To the hundredth: platforms tell more digits than money has."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def shown(amount: Decimal, currency: str) -> str:
    """An amount with its currency, such as `25000 SEK` or `1050.50 SEK`."""
    amount = rounded(amount)
    whole = amount.to_integral_value()
    return f"{whole if amount == whole else amount:f} {currency}"


def _evidence(agreed: Money, least: Decimal, shares: Sequence[Share]) -> dict[str, Any]:
    currency = agreed.currency
    return {
        "agreed": shown(agreed.amount, currency),
        "planned": shown(least, currency),
        "spent": shown(_sum((one.spent for one in shares), currency), currency),
        "campaigns": [dict(_row(one)) for one in shares],
    }


def _row(share: Share) -> Iterator[tuple[str, Any]]:
    """One campaign, for whoever wants to reckon it again."""
    yield "platform", str(share.platform)
    yield "account", share.account_id
    yield "campaign", share.campaign_id
    yield "name", share.name
    yield "spent", _of(share.spent)
    yield "planned", _of(share.least)
    if share.most is not None and share.most != share.least:
        yield "planned_at_most", _of(share.most)
    if share.endless:
        yield "no_end", True
    yield "read", share.read_at.date().isoformat()


def _of(money: Money | None) -> str | None:
    return None if money is None else shown(money.amount, money.currency)
