"""Who watched in which window: marks of persons, answers that were seen, decisions on threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from policies.model import AccountId, CampaignId, Platform
from policies.owning import SLK
from policies.rounds.weeks import OFFICE
from worker.store.rows import insert_new, put_new
from worker.store.tables import comments, decisions, post_campaigns, threads
from worker.store.tables_rounds import watches

MARK, ANSWER = "mark", "answer"
"""How somebody watched, besides decisions on threads, which go by their own names."""
_KEY = ("platform", "account_id", "campaign_id", "starts", "how")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Somebody watched."""

    at: datetime
    by: str | None
    """None: the city answered, and no platform tells who."""
    how: str
    """`mark`, `answer`, or the decision: `close`, `refer`, `reopen`, `claim`, `ask`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """What was watched over: a campaign, or what is SLK's own."""

    platform: Platform | None
    account_id: AccountId
    campaign_id: CampaignId


SLKS_OWN = Over(platform=None, account_id=OFFICE, campaign_id=CampaignId(SLK))


def mark(connection: Connection, over: Over, starts: datetime, *, by: str, at: datetime) -> bool:
    """Note that this person watched in the window; false if somebody's mark stands there."""
    return insert_new(connection, watches, _row(over, starts, MARK, at, by), key=_KEY)


def marked(connection: Connection, over: Over, starts: datetime) -> Watched | None:
    """The mark of a person that stands there."""
    c = watches.c
    query = select(watches).where(
        c.platform == (over.platform or ""),
        c.account_id == over.account_id,
        c.campaign_id == over.campaign_id,
        c.starts == starts,
        c.how == MARK,
    )
    row = connection.execute(query).first()
    return None if row is None else Watched(at=row.at, by=row.by, how=row.how)


def note_answers(
    connection: Connection,
    platform: Platform,
    own: Collection[str],
    starts: datetime,
    at: datetime,
) -> None:
    """Note whose threads the city has answered since `starts`, the present window's beginning."""
    c = comments.c
    query = (
        select(threads.c.kind, threads.c.owner, *_OF_CAMPAIGN)
        .select_from(_with_campaigns(comments.join(threads, threads.c.id == c.thread)))
        .where(
            c.platform == str(platform),
            c.fetched_at >= starts,
            c.first_seen >= starts,
            c.created_at >= starts,
            c.author_id.in_(sorted(own)),
        )
        .distinct()
    )
    found = {over for row in connection.execute(query) for over in _over(row, platform)}
    rows = [_row(over, starts, ANSWER, at, None) for over in sorted(found, key=repr)]
    put_new(connection, watches, rows, key=_KEY)


def between(connection: Connection, starts: datetime, ends: datetime) -> dict[Over, list[Watched]]:
    """All that was watched from `starts` until before `ends`, the first first."""
    found: dict[Over, list[Watched]] = defaultdict(list)
    kept = select(watches).where(watches.c.at >= starts, watches.c.at < ends)
    for row in connection.execute(kept):
        over = Over(
            platform=Platform(row.platform) if row.platform else None,
            account_id=AccountId(row.account_id),
            campaign_id=CampaignId(row.campaign_id),
        )
        found[over].append(Watched(at=row.at, by=row.by, how=row.how))
    for row in connection.execute(_decided(starts, ends)):
        for over in _over(row, Platform(row.platform)):
            found[over].append(Watched(at=row.at, by=row.by, how=row.action))
    return {over: sorted(told, key=lambda one: one.at) for over, told in found.items()}


_OF_CAMPAIGN = (post_campaigns.c.account_id, post_campaigns.c.campaign_id)


def _decided(starts: datetime, ends: datetime) -> Select[*tuple[Any, ...]]:
    """Decisions on threads, with the campaigns that show their posts."""
    c = decisions.c
    return (
        select(c.at, c.by, c.action, threads.c.platform, threads.c.kind, threads.c.owner)
        .add_columns(*_OF_CAMPAIGN)
        .select_from(_with_campaigns(decisions.join(threads, threads.c.id == c.thread)))
        .where(c.at >= starts, c.at < ends)
    )


def _with_campaigns(told: Any) -> Any:
    shown = and_(
        post_campaigns.c.platform == threads.c.platform,
        post_campaigns.c.post_id == threads.c.post_id,
    )
    return told.outerjoin(post_campaigns, shown)


def _over(row: Any, platform: Platform) -> Iterator[Over]:
    """What somebody has watched who dealt with this thread."""
    if row.campaign_id is not None and row.kind == "comment":
        yield Over(
            platform=platform,
            account_id=AccountId(row.account_id),
            campaign_id=CampaignId(row.campaign_id),
        )
    if row.owner == SLK:
        yield SLKS_OWN


def _row(over: Over, starts: datetime, how: str, at: datetime, by: str | None) -> dict[str, Any]:
    return {
        "platform": str(over.platform) if over.platform else "",
        "account_id": over.account_id,
        "campaign_id": over.campaign_id,
        "starts": starts,
        "how": how,
        "at": at,
        "by": by,
    }


def first_of(told: Iterable[Watched], starts: datetime, ends: datetime) -> Watched | None:
    """Who watched first in a window; a person who is named goes before one who is not."""
    here = [one for one in told if starts <= one.at < ends]
    return next((one for one in here if one.by is not None), here[0] if here else None)
