"""What was read of each subject in each window, and which days were judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from policies.model import AccountId, CampaignId, Platform, PostId
from policies.rounds.days import Note
from policies.rounds.weeks import OFFICE
from policies.rounds.windows import Window
from worker.store.locking import alone
from worker.store.nouns import value_to_words, words_to_value
from worker.store.posts import ROWS
from worker.store.rows import put, put_new
from worker.store.tables import post_campaigns, posts
from worker.store.tables_rounds import round_days, rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose round it is: a campaign's, or SLK's over the comments or messages of a platform."""

    platform: Platform
    account_id: AccountId
    campaign_id: CampaignId


COMMENTS, MESSAGES = CampaignId("comments"), CampaignId("messages")
"""The parts of SLK's own round, of each platform."""
_KEY = ("platform", "account_id", "campaign_id", "starts")


def slks(platform: Platform, part: CampaignId) -> Place:
    """One part of SLK's own round."""
    return Place(platform=platform, account_id=OFFICE, campaign_id=part)


def note(
    connection: Connection, platform: Platform, starts: datetime, told: Mapping[Place, Note]
) -> int:
    """Note what was read of these, all of one platform, in the window that began at `starts`.

    What was read in it once stays read; the answer is how many rows changed.
    """
    alone(connection, f"rounds {platform}")
    known = _of_window(connection, platform, starts)
    rows = [
        _row(place, starts, one)
        for place, one in told.items()
        if (was := known.get(place)) is None or (was.read_at is None and was != one)
    ]
    put(connection, rounds, rows, key=_KEY)
    return len(rows)


def _of_window(connection: Connection, platform: Platform, starts: datetime) -> dict[Place, Note]:
    c = rounds.c
    query = select(rounds).where(c.platform == str(platform), c.starts == starts)
    return {_place(row): _note(row) for row in connection.execute(query)}


def between(
    connection: Connection, starts: datetime, ends: datetime
) -> dict[Place, dict[datetime, Note]]:
    """What is noted of windows that began from `starts` until before `ends`, by these instants."""
    found: dict[Place, dict[datetime, Note]] = {}
    query = select(rounds).where(rounds.c.starts >= starts, rounds.c.starts < ends)
    for row in connection.execute(query):
        found.setdefault(_place(row), {})[row.starts] = _note(row)
    return found


def first(connection: Connection) -> datetime | None:
    """When the first window began of which anything is noted."""
    found: datetime | None = connection.execute(select(func.min(rounds.c.starts))).scalar()
    return found


def first_of_slk(connection: Connection) -> dict[Place, datetime]:
    """When the first window began of which each part of SLK's round is noted."""
    c = rounds.c
    query = (
        select(c.platform, c.account_id, c.campaign_id, func.min(c.starts).label("starts"))
        .where(c.account_id == OFFICE)
        .group_by(c.platform, c.account_id, c.campaign_id)
    )
    return {_place(row): row.starts for row in connection.execute(query)}


def late(connection: Connection, platform: Platform, starts: datetime) -> set[PostId]:
    """The posts of a platform that were not caught up with since that instant."""
    query = select(posts.c.id).where(posts.c.platform == str(platform), _is_late(starts))
    return {PostId(one) for one in connection.execute(query).scalars()}


def shown_late(
    connection: Connection, platform: Platform, starts: datetime, *, since: datetime
) -> Iterator[tuple[PostId, CampaignId]]:
    """Late posts, in order, with each campaign that could show them after `since`."""
    c = post_campaigns.c
    query = (
        select(c.post_id, c.campaign_id)
        .join(posts, (posts.c.platform == c.platform) & (posts.c.id == c.post_id))
        .where(c.platform == str(platform), c.ran_until >= since, _is_late(starts))
        .order_by(c.post_id)
    )
    for row in connection.execute(query.execution_options(yield_per=ROWS)):
        yield PostId(row.post_id), CampaignId(row.campaign_id)


def _is_late(starts: datetime) -> Any:
    return or_(posts.c.caught_up_at.is_(None), posts.c.caught_up_at < starts)


def last_judged(connection: Connection) -> date | None:
    """The last day that was judged; None: none was."""
    found = connection.execute(select(func.max(round_days.c.day))).scalar()
    return date.fromisoformat(found) if found else None


def windows_of(
    connection: Connection, first_day: date, last_day: date
) -> dict[date, tuple[Window, ...]]:
    """The windows of days that were judged, as they were then."""
    c = round_days.c
    query = select(round_days).where(c.day >= first_day.isoformat(), c.day <= last_day.isoformat())
    return {
        (day := date.fromisoformat(row.day)): tuple(
            Window(datetime.fromisoformat(one), datetime.fromisoformat(other), day)
            for one, other in row.windows
        )
        for row in connection.execute(query)
    }


def judged(connection: Connection, days: Mapping[date, Sequence[Window]], at: datetime) -> None:
    """Note that these days were judged, by these windows."""
    rows = [
        {
            "day": day.isoformat(),
            "judged_at": at,
            "windows": [[one.starts.isoformat(), one.ends.isoformat()] for one in windows],
        }
        for day, windows in sorted(days.items())
    ]
    put_new(connection, round_days, rows, key=("day",))


def _row(place: Place, starts: datetime, one: Note) -> dict[str, Any]:
    return {
        "platform": str(place.platform),
        "account_id": place.account_id,
        "campaign_id": place.campaign_id,
        "starts": starts,
        "owner": one.owner,
        "read_at": one.read_at,
        "because": words_to_value(one.because) if one.because else None,
    }


def _place(row: Row[*tuple[Any, ...]]) -> Place:
    return Place(
        platform=Platform(row.platform),
        account_id=AccountId(row.account_id),
        campaign_id=CampaignId(row.campaign_id),
    )


def _note(row: Row[*tuple[Any, ...]]) -> Note:
    return Note(
        read_at=row.read_at,
        because=value_to_words(row.because) if row.because else None,
        owner=row.owner,
    )
