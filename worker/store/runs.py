"""When campaigns ran, a row for each span; and when the campaigns of each account were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from policies.model import AccountId, CampaignId, Platform, Words
from policies.rounds.spans import Span
from worker.store.locking import alone
from worker.store.nouns import value_to_words, words_to_value
from worker.store.rows import parts, put
from worker.store.tables import accounts
from worker.store.tables_rounds import run_readings, runs

LOST = timedelta(days=90)
"""How long a campaign that cannot be read any more is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A span of one campaign, and what was last known of the campaign in it."""

    platform: Platform
    account_id: AccountId
    campaign_id: CampaignId
    name: str
    link: str | None
    brief_id: str | None
    """That it ran under when last read."""
    blind: Words | None
    """Why posts of it may not be known; None: all of them are."""
    span: Span
    id: int | None = None
    """None: it has no row yet."""


def standing(
    connection: Connection, platform: Platform, account_id: AccountId
) -> dict[CampaignId, Run]:
    """The spans of an account that are not over, kept from others until the transaction ends."""
    alone(connection, f"runs {platform} {account_id}")
    query = select(runs).where(
        runs.c.platform == str(platform),
        runs.c.account_id == account_id,
        runs.c.over_at.is_(None),
    )
    return {CampaignId(row.campaign_id): _run(row) for row in connection.execute(query)}


def read_at(connection: Connection, platform: Platform, account_id: AccountId) -> datetime | None:
    """When all campaigns of the account were read last; None: never."""
    c = run_readings.c
    query = select(c.read_at).where(c.platform == str(platform), c.account_id == account_id)
    found: datetime | None = connection.execute(query).scalar()
    return found


def note_reading(
    connection: Connection, platform: Platform, account_id: AccountId, at: datetime
) -> None:
    """Note that all campaigns of the account were read."""
    row = {"platform": str(platform), "account_id": account_id, "read_at": at}
    put(connection, run_readings, [row], key=("platform", "account_id"))


def go_on(connection: Connection, ids: Sequence[int], at: datetime) -> None:
    """These spans were seen running at that instant; nothing else of them has changed."""
    for part in parts(ids):
        connection.execute(update(runs).where(runs.c.id.in_(part)).values(seen_at=at))


def save(connection: Connection, changed: Iterable[Run]) -> None:
    """Write these spans as they are now, new ones too."""
    new, known = list[dict[str, Any]](), list[dict[str, Any]]()
    for one in changed:
        if one.id is None:
            new.append(_values(one))
        else:
            known.append(_values(one) | {"this": one.id})
    if new:
        connection.execute(insert(runs), new)
    if known:
        names: dict[str, Any] = {name: bindparam(name) for name in known[0] if name != "this"}
        connection.execute(
            update(runs).where(runs.c.id == bindparam("this")).values(names),
            known,
        )


def running(connection: Connection, platform: Platform, at: datetime) -> list[Run]:
    """The spans of a platform that have begun, surely or perhaps, and were not seen ended."""
    query = select(runs).where(
        runs.c.platform == str(platform), runs.c.over_at.is_(None), runs.c.maybe_from <= at
    )
    return [_run(row) for row in connection.execute(query)]


def between(connection: Connection, starts: datetime, ends: datetime) -> list[Run]:
    """The spans that lie, surely or perhaps, in part between two instants.

    One that nobody has seen for `LOST`, such as in an account that no token sees any more, is left
    out: it may have gone on, and nobody will ever tell.
    """
    c = runs.c
    lately = func.coalesce(c.seen_at, c.maybe_from) > starts - LOST
    query = select(runs).where(
        c.maybe_from < ends, or_(and_(c.over_at.is_(None), lately), c.over_at > starts)
    )
    return [_run(row) for row in connection.execute(query.order_by(runs.c.maybe_from, runs.c.id))]


def first(connection: Connection) -> datetime | None:
    """The first instant at which any campaign may have run, as far as is known."""
    found: datetime | None = connection.execute(select(func.min(runs.c.maybe_from))).scalar()
    return found


def first_read(connection: Connection) -> dict[tuple[Platform, AccountId], datetime]:
    """When each account was read for the first time."""
    query = select(accounts.c.platform, accounts.c.id, accounts.c.first_seen)
    return {
        (Platform(row.platform), AccountId(row.id)): row.first_seen
        for row in connection.execute(query)
    }


def campaigns(connection: Connection) -> dict[tuple[Platform, AccountId, CampaignId], str]:
    """Every campaign that was ever met running, with its name when last read."""
    query = select(runs.c.platform, runs.c.account_id, runs.c.campaign_id, runs.c.name)
    return {
        (Platform(row.platform), AccountId(row.account_id), CampaignId(row.campaign_id)): row.name
        for row in connection.execute(query.order_by(runs.c.id))
    }


def open_ids(connection: Connection, platform: Platform, account_id: AccountId) -> list[CampaignId]:
    """The campaigns of an account that were not seen ended."""
    query = select(runs.c.campaign_id).where(
        runs.c.platform == str(platform),
        runs.c.account_id == account_id,
        runs.c.over_at.is_(None),
    )
    return [CampaignId(one) for one in connection.execute(query).scalars()]


def ends(
    connection: Connection, platform: Platform, account_id: AccountId
) -> dict[CampaignId, datetime | None]:
    """When each campaign of an account was over that ever ran; None: it was not seen ended."""
    c = runs.c
    query = select(c.campaign_id, c.over_at).where(
        c.platform == str(platform), c.account_id == account_id
    )
    began = or_(c.over_at.is_(None), c.over_at > c.maybe_from)  # not planned and given up
    rows = connection.execute(query.where(began).order_by(c.maybe_from, c.id))
    return {CampaignId(row.campaign_id): row.over_at for row in rows}


def _run(row: Row[*tuple[Any, ...]]) -> Run:
    """A row as a value."""
    return Run(
        id=row.id,
        platform=Platform(row.platform),
        account_id=AccountId(row.account_id),
        campaign_id=CampaignId(row.campaign_id),
        name=row.name,
        link=row.link,
        brief_id=row.brief_id,
        blind=value_to_words(row.blind) if row.blind else None,
        span=Span(
            maybe=row.maybe_from, runs_from=row.runs_from, seen=row.seen_at, over=row.over_at
        ),
    )


def _values(one: Run) -> dict[str, Any]:
    """A value as a row."""
    return {
        "platform": str(one.platform),
        "account_id": one.account_id,
        "campaign_id": one.campaign_id,
        "name": one.name,
        "link": one.link,
        "brief_id": one.brief_id,
        "maybe_from": one.span.maybe,
        "runs_from": one.span.runs_from,
        "seen_at": one.span.seen,
        "over_at": one.span.over,
        "blind": words_to_value(one.blind) if one.blind else None,
    }
