"""What runs learn is stored for the next: one value a key, apart by platform, old ones gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.recall import Entry
from policies.model import Platform
from policies.retention import strict
from tests.worker.made import NOON
from worker.store.purging import purge
from worker.store.recalled import recalling
from worker.store.tables import recalled

META, LINKEDIN = Platform.META, Platform.LINKEDIN
DAY = timedelta(days=1)
VALUE = {"id": "1", "username": "stockholms.stad", "legacy_id": None}


def learn(store, key="1", value=VALUE, *, at=NOON, platform=META):
    with recalling(store, [platform]) as recalls:
        recalls[platform].put("identity", key, value, at)


def know(store, key="1", *, at=NOON, platform=META):
    with recalling(store, [platform]) as recalls:
        return recalls[platform].get("identity", key, now=at, kept=365 * DAY)


def rows(store):
    with store.reading() as connection:
        return [(row.key, row.value, row.at) for row in connection.execute(select(recalled))]


def test_a_run_that_learns_nothing_leaves_nothing_and_changes_nothing(store):
    assert know(store) is None
    assert rows(store) == []
    learn(store)
    before = rows(store)
    assert know(store) == VALUE
    assert rows(store) == before


@pytest.mark.parametrize("value", [VALUE, {}, [], ["1", "2"], 50, True, "å\0ä"])
def test_what_one_run_learns_the_next_one_knows(store, value):
    learn(store, value=value)
    assert know(store) == value


def test_a_key_holds_what_was_learnt_last(store):
    learn(store, value=[1])
    learn(store, value=[2], at=NOON + DAY)
    assert rows(store) == [("1", [2], NOON + DAY)]


def test_many_things_at_once(store):
    with recalling(store, [META]) as recalls:
        for number in range(1200):
            recalls[META].put("identity", str(number), number, NOON)
    assert know(store, "1199") == 1199


def test_platforms_know_nothing_of_each_other(store):
    learn(store, platform=LINKEDIN)
    assert know(store) is None
    assert know(store, platform=LINKEDIN) == VALUE


def test_what_a_run_learnt_before_it_failed_is_kept(store):
    def fail():
        with recalling(store, [META]) as recalls:
            recalls[META].put("identity", "1", VALUE, NOON)
            raise KeyError("a fault in between")

    with pytest.raises(KeyError, match="in between"):
        fail()
    assert know(store) == VALUE


def test_the_database_is_free_while_a_run_goes_on(store):
    with recalling(store, [META]):
        learn(store)
    assert know(store) == VALUE


def test_what_is_old_is_forgotten_when_the_rest_is_purged(store):
    learn(store, "old")
    learn(store, "young", at=NOON + timedelta(seconds=1))
    assert purge(store, strict(), at=NOON + timedelta(days=30)).erased["learnt"] == 1
    assert [key for key, _, _ in rows(store)] == ["young"]


def test_an_instant_is_kept_with_its_zone(store):
    learn(store)
    with recalling(store, [META]) as recalls:
        recalls[META].put("identity", "2", VALUE, NOON)
        assert recalls[META].changed() == (Entry(topic="identity", key="2", value=VALUE, at=NOON),)
    assert {at for _, _, at in rows(store)} == {NOON}
