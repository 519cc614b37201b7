"""What persons had erased stays so where a backup from before is put back."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from policies.model import Platform
from tests.worker.made import NOON, a_comment, a_post
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.store import erasures, holds
from worker.store.backing_up import back_up
from worker.store.opening import open_store
from worker.store.personal import Wanted
from worker.store.restoring import restore
from worker.store.tables import comments, post_campaigns, threads
from worker.store.tables_holds import holds as rows_of_holds
from worker.sweeping import erasing

HOUR = timedelta(hours=1)
ERASED, OTHER, LATER = (a_comment(str(n), by=f"90{n}") for n in (1, 2, 3))


@pytest.fixture
def city(url):
    with closing(open_store(url)) as store:
        yield store


@pytest.fixture
def backup(city, url, tmp_path):
    read(city, ERASED, OTHER)
    back_up(url, tmp_path / "backup.db", at=NOON)
    return tmp_path / "backup.db"


def erase(store, *ids):
    asked = Wanted(platform=Platform.META, comments=ids)
    return erasing.erase(store, JUDGEMENT, asked, by="A", reason="x", at=NOON + HOUR).made


def lift(store, made):
    with store.writing() as connection:
        erasures.lift(connection, made.id, by="Bo", reason="y", at=NOON + 2 * HOUR)


def put_back(file, url, folder):
    return restore(file, url, replace=True, folder=folder, at=NOON + 5 * HOUR)


def authors(store):
    with store.reading() as connection:
        query = select(comments.c.id, comments.c.author_id)
        return {row.id: row.author_id for row in connection.execute(query)}


def states(store):
    with store.reading() as connection:
        query = select(threads.c.thread_id, threads.c.state)
        return {row.thread_id: row.state for row in connection.execute(query)}


def listed(store):
    with store.reading() as connection:
        return erasures.listed(connection)


def test_what_was_erased_since_the_backup_is_erased_in_it(city, backup, url, tmp_path):
    made = erase(city, "1")
    done = put_back(backup, url, tmp_path / "copies")
    assert (done.carried.again, done.carried.missing) == (1, 0)
    assert authors(city) == {"1": None, "2": "902"}
    assert listed(city) == (made,)
    read(city, ERASED, OTHER, at=NOON + 6 * HOUR)
    assert authors(city) == {"1": None, "2": "902"}


def test_what_is_newer_than_the_backup_is_erased_when_it_is_read(city, backup, url, tmp_path):
    read(city, LATER, at=NOON + HOUR)
    made = erase(city, "1", "3")
    for _ in range(2):  # the wrong file was named first
        done = put_back(backup, url, tmp_path / "copies")
        assert (done.carried.again, done.carried.missing) == (1, 1)
    assert authors(city) == {"1": None, "2": "902"}
    for hours in (6, 7):
        read(city, ERASED, OTHER, LATER, at=NOON + hours * HOUR)
        assert authors(city) == {"1": None, "2": "902", "3": None}
    assert (states(city)["3"], listed(city)) == ("open", (made,))
    lift(city, made)
    read(city, ERASED, OTHER, LATER, at=NOON + 8 * HOUR)
    assert authors(city) == {"1": "901", "2": "902", "3": "903"}


def test_what_was_lifted_before_it_was_read_again_is_kept(city, backup, url, tmp_path):
    read(city, LATER, at=NOON + HOUR)
    made = erase(city, "3")
    put_back(backup, url, tmp_path / "copies")
    lift(city, made)
    read(city, LATER, at=NOON + 8 * HOUR)
    assert authors(city)["3"] == "903"


def test_a_lift_that_only_the_backup_knows_stays(city, url, tmp_path):
    read(city, ERASED, OTHER)
    made = erase(city, "1")
    back_up(url, tmp_path / "before.db", at=NOON + HOUR)
    lift(city, made)
    read(city, ERASED, OTHER, at=NOON + 3 * HOUR)
    back_up(url, tmp_path / "after.db", at=NOON + 4 * HOUR)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    put_back(tmp_path / "before.db", other, tmp_path / "copies")
    done = put_back(tmp_path / "after.db", other, tmp_path / "copies")
    with closing(open_store(other)) as store:
        assert (done.carried.again, authors(store)) == (0, {"1": "901", "2": "902"})
        assert [one.lifted_by for one in listed(store)] == ["Bo"]


def test_what_was_lifted_since_the_backup_is_lifted_in_it(city, url, tmp_path):
    read(city, ERASED, OTHER)
    made = erase(city, "1")
    back_up(url, tmp_path / "backup.db", at=NOON + HOUR)
    lift(city, made)
    done = put_back(tmp_path / "backup.db", url, tmp_path / "copies")
    assert (done.carried.again, done.carried.missing) == (0, 0)
    assert [one.lifted_by for one in listed(city)] == ["Bo"]
    read(city, ERASED, OTHER, at=NOON + 6 * HOUR)
    assert authors(city) == {"1": "901", "2": "902"}


def test_what_the_backup_knows_was_erased_stays_so(city, url, tmp_path, sqlite_url):
    read(city, ERASED, OTHER)
    made = erase(city, "1")
    back_up(url, tmp_path / "backup.db", at=NOON + HOUR)
    lift(city, made)
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    done = put_back(tmp_path / "backup.db", empty, tmp_path / "copies")
    assert done.carried.again == 0
    with closing(open_store(empty)) as store:
        read(store, ERASED, OTHER, at=NOON + 6 * HOUR)
        assert authors(store) == {"1": None, "2": "902"}
        assert listed(store) == (made,)


def shown(store):
    """A post of a campaign's, in an account."""
    read(store, ERASED)
    row = {"post_id": a_post().id, "campaign_id": "c1", "account_id": "a1", "ran_until": NOON}
    with store.writing() as connection:
        connection.execute(insert(post_campaigns).values(platform="meta", **row))


def hold(store, at=NOON + HOUR):
    wanted = holds.Wanted(platform=Platform.META, campaign_id="c1", by="A", reason="mål 12-34")
    with store.writing() as connection:
        return holds.add(connection, wanted, at)


def release(store, made, by):
    with store.writing() as connection:
        holds.release(connection, made.id, by=by, reason="y", at=NOON + 2 * HOUR)


def widen(store, *accounts):
    """As the purge does that sees another account."""
    with store.writing() as connection:
        connection.execute(update(rows_of_holds).values(accounts=[*accounts]))


def held(store):
    with store.reading() as connection:
        return holds.listed(connection)


def test_what_was_held_since_the_backup_is_held_in_it(city, url, tmp_path):
    shown(city)
    first = hold(city, NOON - HOUR)
    back_up(url, tmp_path / "backup.db", at=NOON)
    second, over = hold(city), hold(city, NOON + HOUR / 2)
    release(city, over, "Bo")
    was = held(city)
    for _ in range(2):  # the wrong file was named first
        assert put_back(tmp_path / "backup.db", url, tmp_path / "copies").carried.holds == 1
        assert held(city) == was
    assert {one.id for one in was if one.stands(NOON + 5 * HOUR)} == {first.id, second.id}


def test_what_was_released_in_either_of_the_two_is_released(city, url, tmp_path):
    shown(city)
    made = hold(city)
    back_up(url, tmp_path / "before.db", at=NOON + HOUR)
    release(city, made, "Bo")
    back_up(url, tmp_path / "after.db", at=NOON + 4 * HOUR)
    put_back(tmp_path / "before.db", url, tmp_path / "copies")
    assert [one.ended_by for one in held(city)] == ["Bo"]
    other = f"sqlite:///{tmp_path / 'other.db'}"
    put_back(tmp_path / "before.db", other, tmp_path / "copies")
    done = put_back(tmp_path / "after.db", other, tmp_path / "copies")
    with closing(open_store(other)) as store:
        assert [(one.ended_by, one.ended_reason) for one in held(store)] == [("Bo", "y")]
    assert done.carried.holds == 0


def test_a_hold_keeps_the_accounts_of_both(city, url, tmp_path):
    shown(city)
    made = hold(city)
    widen(city, "a1", "a2")
    back_up(url, tmp_path / "backup.db", at=NOON + HOUR)
    widen(city, "a1", "a3")
    put_back(tmp_path / "backup.db", url, tmp_path / "copies")
    assert [(one.id, one.accounts) for one in held(city)] == [(made.id, ("a1", "a2", "a3"))]
