"""A hold stops the purge of what belongs to a campaign, and of nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from policies.model import Platform
from policies.retention import strict
from tests.worker.made import DAY, NOON
from tests.worker.store.filling import fill, tables_of
from worker.store import holds
from worker.store.errors import UnknownId
from worker.store.purging import pending, purge
from worker.store.tables import (
    accounts,
    comments,
    findings,
    post_campaigns,
    snapshots,
    threads,
)
from worker.store.tables_evaluations import evaluations
from worker.store.tables_holds import holds as rows_of_holds
from worker.store.tables_proofs import proofs
from worker.store.tables_rounds import rounds, runs, watches
from worker.store.tables_spending import costs, shares

LATER = NOON + 800 * DAY
META, LINKEDIN = Platform.META, Platform.LINKEDIN
HELD = "c-held"


@pytest.fixture(params=[META, LINKEDIN])
def platform(request):
    return request.param


@pytest.fixture
def city(lite, platform):
    """A city in SQLite."""
    return filled(lite, platform)


def filled(store, platform):
    """Every table has rows; of the platform the first campaign of each table is the one held."""
    with store.writing() as connection:
        fill(connection, tables_of(connection), NOON)
        connection.execute(update(rows_of_holds).values(ended_at=NOON))
        here = {"platform": str(platform)}
        (account, _) = connection.execute(
            select(accounts.c.id).filter_by(**here).order_by(accounts.c.id)
        ).scalars()
        for table in (runs, rounds, watches, shares, post_campaigns):
            key = next(iter(connection.execute(select(*table.primary_key).filter_by(**here))))
            this = [column == value for column, value in zip(table.primary_key, key, strict=True)]
            connection.execute(
                update(table).where(*this).values(campaign_id=HELD, account_id=account)
            )
        for table in (findings, evaluations, proofs):
            key = next(iter(table.primary_key))
            first = connection.execute(select(key).filter_by(**here)).scalars().first()
            connection.execute(update(table).where(key == first).values(account_id=account))
        body = snapshots.c.body.concat(f'["{HELD}"]')
        connection.execute(
            update(snapshots).where(snapshots.c.account_id == account).values(body=body)
        )
    return store


def held(store, platform, *, until=None, diary=None, at=NOON):
    wanted = holds.Wanted(
        platform=platform,
        campaign_id=HELD,
        by="Anna",
        reason="mål 12-34",
        until=until,
        comments_diary=diary,
    )
    with store.writing() as connection:
        return holds.add(connection, wanted, at)


def counted(store, table, platform, *where):
    with store.reading() as connection:
        query = select(*table.primary_key).filter_by(platform=str(platform)).where(*where)
        return len(connection.execute(query).all())


def texts(store, platform):
    """The posts whose comments still have a text, and those that have none left."""
    query = (
        select(threads.c.post_id, comments.c.text)
        .join(comments, comments.c.thread == threads.c.id)
        .where(comments.c.platform == str(platform))
    )
    with store.reading() as connection:
        told = connection.execute(query).all()
        (post,) = connection.execute(
            select(post_campaigns.c.post_id).where(post_campaigns.c.campaign_id == HELD)
        ).scalars()
    return {row.post_id for row in told if row.text}, {row.post_id for row in told}, post


def test_what_belongs_to_the_campaign_is_kept_and_all_else_goes(store, platform):
    city = filled(store, platform)
    made = held(city, platform)
    assert len(made.accounts) == 1
    done = purge(city, strict(), at=LATER, sure=True)
    name = str(platform)
    assert done.held.keys() >= {f"{name}_ads", f"{name}_findings", "rounds"}
    with city.reading() as connection:
        for table in (runs, rounds, watches, shares):
            query = select(table.c.campaign_id).filter_by(platform=name)
            assert HELD in connection.execute(query).scalars().all(), table.name
    for table in (evaluations, costs):
        assert counted(city, table, platform) >= 1, table.name
    assert counted(city, snapshots, platform, snapshots.c.body.contains(HELD)) == 1
    assert counted(city, findings, platform, findings.c.subject_name != "") >= 1
    other = LINKEDIN if platform is META else META
    assert counted(city, evaluations, other) == 0
    assert counted(city, findings, other, findings.c.subject_name != "") == 0


def test_linkedins_48_hours_bind_a_hold_unless_it_says_otherwise(city, platform):
    held(city, platform)
    done = purge(city, strict(), at=LATER, sure=True)
    kept, everywhere, post = texts(city, platform)
    assert post in everywhere
    if platform is META:
        assert kept == {post}
        assert done.held["meta_comments"] == 1
    else:
        assert kept == set()
        assert "linkedin_comments" not in done.held


def test_members_words_are_kept_under_a_diary_number_and_only_the_campaigns(store, platform):
    city = filled(store, platform)
    held(city, platform, diary="SLK 2026/77")
    done = purge(city, strict(), at=LATER, sure=True)
    kept, everywhere, post = texts(city, platform)
    assert kept == {post}
    assert kept < everywhere
    assert done.held[f"{platform}_comments"] == 1


def test_a_hold_ends_with_its_day_and_when_it_is_released(city, platform):
    until = held(city, platform, until=LATER - DAY)
    assert purge(city, strict(), at=LATER, sure=True).held == {}
    assert until.stands(LATER - DAY - timedelta(seconds=1))
    assert not until.stands(LATER - DAY)


def test_what_was_held_goes_once_it_is_released(city, platform):
    made = held(city, platform)
    purge(city, strict(), at=LATER, sure=True)
    with city.writing() as connection:
        assert holds.release(connection, made.id, by="Bo", reason="avgjort", at=LATER)
        assert not holds.release(connection, made.id, by="Bo", reason="igen", at=LATER)
        (told,) = [one for one in holds.listed(connection) if one.id == made.id]
        assert holds.standing(connection, LATER) == ()
        with pytest.raises(UnknownId):
            holds.release(connection, "none", by="Bo", reason="x", at=LATER)
    assert (told.ended_by, told.ended_reason, told.stands(LATER)) == ("Bo", "avgjort", False)
    done = purge(city, strict(), at=LATER, sure=True)
    assert done.erased[f"{platform}_ads"] > 0
    assert set(pending(city, strict(), at=LATER, sure=True).erased.values()) == {0}


def test_an_account_that_shows_the_campaign_only_later_is_held_as_well(store, platform):
    city = filled(store, platform)
    made = held(city, platform)
    with city.writing() as connection:
        names = connection.execute(select(accounts.c.id).filter_by(platform=str(platform)))
        (other,) = set(names.scalars()) - set(made.accounts)
        body = snapshots.c.body.concat(f'["{HELD}"]')
        connection.execute(
            update(snapshots)
            .where(snapshots.c.platform == str(platform), snapshots.c.account_id == other)
            .values(body=body)
        )
    looked = pending(city, strict(), at=LATER, sure=True)
    assert purge(city, strict(), at=LATER, sure=True).held == looked.held
    assert counted(city, snapshots, platform, snapshots.c.account_id == other) == 1
    with city.reading() as connection:
        (now,) = [one for one in holds.listed(connection) if one.id == made.id]
    assert now.accounts == tuple(sorted([*made.accounts, other]))


def test_a_campaign_that_nothing_tells_of_is_not_held_and_the_nearest_is_named(city, platform):
    wanted = holds.Wanted(platform=platform, campaign_id="c-hled", by="Anna", reason="x")
    with city.writing() as connection, pytest.raises(holds.UnknownCampaign) as unknown:
        holds.add(connection, wanted, NOON)
    assert HELD in unknown.value.near


def test_a_campaign_is_found_by_a_snapshot_alone(city, platform):
    with city.writing() as connection:
        for table in (runs, shares, post_campaigns):
            connection.execute(
                update(table).where(table.c.campaign_id == HELD).values(campaign_id="another")
            )
        found = holds.accounts_of(connection, platform, HELD)
        assert len(found) == 1
        assert holds.accounts_of(connection, platform, "c_held") == ()  # no pattern
