"""What campaigns spent when last asked, and what each plans and has spent under its brief.

Nothing of it goes because it was missing from an answer: an account that is no longer seen keeps
what it told, and each row says when that was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, delete, select, update

from policies.model import AccountId, CampaignId, Money, Platform
from policies.model.spent import Share, Spent
from policies.spending.untold import UNLISTED
from worker.store.nouns import value_to_words, words_to_value
from worker.store.rows import parts, put
from worker.store.tables_spending import costs, shares

_ACCOUNT = ("platform", "account_id")


@cache
def _costs() -> TypeAdapter[Spent]:
    return TypeAdapter(Spent)


def keep(connection: Connection, spent: Spent, at: datetime) -> None:
    """Keep what an account's campaigns spent, in place of what was known before."""
    row = {
        "platform": str(spent.platform),
        "account_id": spent.account_id,
        "read_at": at,
        "body": _costs().dump_python(spent, mode="json"),
    }
    put(connection, costs, [row], key=_ACCOUNT)


def doubt(connection: Connection, spent: Spent) -> None:
    """Keep of what was known that some of it could not be read again, however old it is."""
    mine = (costs.c.platform == str(spent.platform), costs.c.account_id == spent.account_id)
    body = _costs().dump_python(spent, mode="json")
    connection.execute(update(costs).where(*mine).values(body=body))


def latest(connection: Connection, platform: Platform, account_id: AccountId) -> Spent | None:
    """What was kept last; None: nothing ever was."""
    body = connection.execute(
        select(costs.c.body).where(
            costs.c.platform == str(platform), costs.c.account_id == account_id
        )
    ).scalar()
    return None if body is None else _costs().validate_python(body)


def note(connection: Connection, told: Iterable[tuple[str, Share]]) -> None:
    """Note the share of each of these campaigns, with the id of its brief."""
    rows = [_row(brief_id, share) for brief_id, share in told]
    put(connection, shares, rows, key=(*_ACCOUNT, "campaign_id"))


def forget(
    connection: Connection, platform: Platform, account_id: AccountId, ids: Iterable[CampaignId]
) -> None:
    """Take away the shares of campaigns that surely have none."""
    for part in parts(sorted(ids)):
        connection.execute(
            delete(shares).where(*_of(platform, account_id), shares.c.campaign_id.in_(part))
        )


def end(
    connection: Connection,
    platform: Platform,
    account_id: AccountId,
    ids: Iterable[CampaignId],
    at: datetime,
) -> None:
    """Note that these campaigns can deliver no more, by their own reads at that instant.

    What is spent remains, and may be more until newer costs are told.
    """
    mine = (*_of(platform, account_id), shares.c.over.is_(False))
    because = words_to_value(UNLISTED)
    left: dict[str, Any] = {"over": True, "read_at": at, "because": because}
    left |= {"planned": shares.c.spent, "planned_at_most": None}
    for part in parts(sorted(ids)):
        connection.execute(update(shares).where(*mine, shares.c.campaign_id.in_(part)).values(left))


def of_all(connection: Connection) -> dict[str, tuple[Share, ...]]:
    """The shares of every brief, by its id, in the order of accounts and campaigns."""
    found: dict[str, list[Share]] = defaultdict(list)
    for row in connection.execute(select(shares).order_by(*shares.primary_key)):
        found[row.brief_id].append(_share(row))
    return {brief_id: tuple(some) for brief_id, some in found.items()}


def _of(platform: Platform, account_id: AccountId) -> tuple[Any, Any]:
    return shares.c.platform == str(platform), shares.c.account_id == account_id


def _row(brief_id: str, share: Share) -> dict[str, Any]:
    amounts = (share.spent, share.least, share.most)
    spent, planned, most = (None if one is None else str(one.amount) for one in amounts)
    return {
        "platform": str(share.platform),
        "account_id": share.account_id,
        "campaign_id": share.campaign_id,
        "brief_id": brief_id,
        "name": share.name,
        "currency": next((one.currency for one in amounts if one is not None), None),
        "spent": spent,
        "planned": planned,
        "planned_at_most": most,
        "because": None if share.because is None else words_to_value(share.because),
        "over": share.over,
        "endless": share.endless,
        "read_at": share.read_at,
    }


def _share(row: Row[*tuple[Any, ...]]) -> Share:
    def money(amount: str | None) -> Money | None:
        return None if amount is None else Money(amount=Decimal(amount), currency=row.currency)

    return Share(
        platform=Platform(row.platform),
        account_id=AccountId(row.account_id),
        campaign_id=CampaignId(row.campaign_id),
        name=row.name,
        read_at=row.read_at,
        spent=money(row.spent),
        least=money(row.planned),
        most=money(row.planned_at_most),
        because=None if row.because is None else value_to_words(row.because),
        over=row.over,
        endless=row.endless,
    )
