"""Holds: campaigns whose records are kept beyond their time, and who said so.

A hold stops the purge of what belongs to a campaign. What LinkedIn's members wrote it covers only
under a diary number of its own: LinkedIn's terms leave 48 hours, and whoever keeps it longer does
so on the city's own legal ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from policies.model import AccountId, CampaignId, Platform, Words
from worker.store.errors import UnknownId
from worker.store.kinds import storable
from worker.store.rows import own_id
from worker.store.tables import post_campaigns, snapshots
from worker.store.tables_holds import holds
from worker.store.tables_rounds import runs
from worker.store.tables_spending import shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold."""

    id: str
    platform: Platform
    campaign_id: CampaignId
    accounts: tuple[AccountId, ...]
    """That show the campaign, as far as was known when it began and at each purge since."""
    by: str
    reason: str
    since: datetime
    until: datetime | None
    """None: until somebody releases it."""
    comments_diary: str | None
    """Under which what members wrote is kept as well; None: it is not."""
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None

    def stands(self, at: datetime) -> bool:
        """Whether it holds anything."""
        return self.ended_at is None and (self.until is None or self.until > at)


class UnknownCampaign(Exception):
    """Nothing that is kept belongs to a campaign of this id."""

    def __init__(self, near: Sequence[str]) -> None:
        """`near`: the known ids that are most like it."""
        super().__init__()
        self.near = tuple(near)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A hold that somebody asks for."""

    platform: Platform
    campaign_id: CampaignId
    by: str
    reason: str
    until: datetime | None = None
    comments_diary: str | None = None


def in_words(hold: Hold) -> Words:
    """Who keeps what since when, for all who should know; what goes beyond LinkedIn's terms."""
    told = {
        "campaign": hold.campaign_id,
        "platform": _NAMES[hold.platform],
        "by": hold.by,
        "day": f"{hold.since:%Y-%m-%d}",
        "reason": hold.reason,
        "diary": hold.comments_diary or "",
    }
    if hold.comments_diary is not None:
        return Words(
            "What LinkedIn members wrote under campaign {campaign} is kept beyond LinkedIn's 48 "
            "hours since {day}, by {by} under {diary}: {reason}",
            told,
        )
    return Words(
        "What belongs to campaign {campaign} on {platform} is kept beyond its time since {day}, "
        "by {by}: {reason}",
        told,
    )


_TELLING = (runs, post_campaigns, shares)
"""Tables that tell which account shows a campaign."""
_NAMES = {Platform.META: "Meta", Platform.LINKEDIN: "LinkedIn", Platform.X: "X"}


def add(connection: Connection, wanted: Wanted, at: datetime) -> Hold:
    """Hold a campaign from now on. A second hold of it stands beside the first.

    Raises:
        UnknownCampaign: nothing that is kept belongs to it.
    """
    accounts = accounts_of(connection, wanted.platform, wanted.campaign_id)
    if not accounts:
        known = _known(connection, wanted.platform)
        raise UnknownCampaign(get_close_matches(wanted.campaign_id, known, n=3, cutoff=0.5))
    hold = Hold(
        id=own_id("hold", wanted.platform, wanted.campaign_id, wanted.by, at.isoformat()),
        platform=wanted.platform,
        campaign_id=wanted.campaign_id,
        accounts=accounts,
        by=wanted.by,
        reason=wanted.reason,
        since=at,
        until=wanted.until,
        comments_diary=wanted.comments_diary,
        ended_at=None,
        ended_by=None,
        ended_reason=None,
    )
    connection.execute(insert(holds).values(_values(hold)))
    return hold


def release(connection: Connection, wanted: str, *, by: str, reason: str, at: datetime) -> bool:
    """End a hold: the next purge erases what has become too old. False: it had ended before.

    Raises:
        UnknownId: there is none of this id.
    """
    ids = connection.execute(select(holds.c.id)).scalars().all()
    if wanted not in ids:
        raise UnknownId(wanted, tuple(get_close_matches(wanted, ids, n=3, cutoff=0.3)))
    return bool(
        connection.execute(
            update(holds)
            .where(holds.c.id == wanted, holds.c.ended_at.is_(None))
            .values(ended_at=at, ended_by=by, ended_reason=reason)
        ).rowcount
    )


def listed(connection: Connection) -> tuple[Hold, ...]:
    """All holds there ever were, the first first."""
    rows = connection.execute(select(holds).order_by(holds.c.since, holds.c.id))
    return tuple(map(_hold, rows))


def standing(connection: Connection, at: datetime) -> tuple[Hold, ...]:
    """The holds that hold something."""
    query = select(holds).where(_stands(at)).order_by(holds.c.since, holds.c.id)
    return tuple(map(_hold, connection.execute(query)))


def widened(connection: Connection, at: datetime) -> tuple[Hold, ...]:
    """The holds that hold something, of the accounts too that show the campaign only since."""
    return tuple(
        replace(one, accounts=tuple(sorted({*one.accounts, *_shown(connection, one)})))
        for one in standing(connection, at)
    )


def widen(connection: Connection, at: datetime) -> None:
    """Write down which accounts have come to show what is held: what tells of it may go itself."""
    for one in widened(connection, at):
        values = {"accounts": list(one.accounts)}
        connection.execute(update(holds).where(holds.c.id == one.id).values(values))


def _shown(connection: Connection, hold: Hold) -> tuple[AccountId, ...]:
    return accounts_of(connection, hold.platform, hold.campaign_id)


def accounts_of(
    connection: Connection, platform: Platform, campaign_id: CampaignId
) -> tuple[AccountId, ...]:
    """The accounts of which anything that is kept tells of the campaign."""
    campaign_id = CampaignId(storable(campaign_id))  # typed by a person
    found = set[str]()
    for table in _TELLING:
        query = select(table.c.account_id).where(
            table.c.platform == str(platform), table.c.campaign_id == campaign_id
        )
        found.update(connection.execute(query.distinct()).scalars())
    query = select(snapshots.c.account_id).where(
        snapshots.c.platform == str(platform), shows(campaign_id)
    )
    found.update(connection.execute(query.distinct()).scalars())
    return tuple(map(AccountId, sorted(found)))


def shows(campaign_id: str) -> ColumnElement[bool]:
    """Whether a snapshot names this id: at most it keeps one too many."""
    return snapshots.c.body.contains(f'"{campaign_id}"', autoescape=True)


def _known(connection: Connection, platform: Platform) -> list[str]:
    found = set[str]()
    for table in _TELLING:
        query = select(table.c.campaign_id).where(table.c.platform == str(platform))
        found.update(connection.execute(query.distinct()).scalars())
    return sorted(found)


def _stands(at: datetime) -> ColumnElement[bool]:
    return and_(holds.c.ended_at.is_(None), or_(holds.c.until.is_(None), holds.c.until > at))


def _values(hold: Hold) -> dict[str, Any]:
    told = {column.name: getattr(hold, column.name) for column in holds.c}
    return told | {"platform": str(hold.platform), "accounts": list(hold.accounts)}


def _hold(row: Row[*tuple[Any, ...]]) -> Hold:
    told = {column.name: getattr(row, column.name) for column in holds.c}
    return Hold(**(told | {"platform": Platform(row.platform), "accounts": tuple(row.accounts)}))
