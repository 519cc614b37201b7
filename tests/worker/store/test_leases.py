"""Leases on both databases: work by name, had by one at a time, done once for a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from worker.store import leases
from worker.store.errors import Fenced
from worker.store.leases import Busy, Done, Turn

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def take(store, holder="one", *, name="ads meta act_1", period=NOON, at=NOON):
    with store.writing() as connection:
        return leases.take(connection, name, holder=holder, period=period, at=at, lease=MINUTE)


def end(store, turn, outcome=None):
    with store.writing() as connection:
        return leases.end(connection, turn, outcome)


def wanted(store, period, at=NOON):
    with store.reading() as connection:
        return leases.wanted(connection, "ads", period, at)


def test_one_has_it_and_the_other_is_told_who(store):
    assert isinstance(take(store), Turn)
    assert take(store, "two") == Busy(holder="one", until=NOON + MINUTE)
    assert isinstance(take(store, "two", name="ads meta act_2"), Turn)


def test_what_is_done_for_a_period_is_not_done_again_and_its_outcome_is_there(store):
    turn = take(store)
    assert end(store, turn, {"ads": 3})
    assert take(store, "two") == Done(outcome={"ads": 3})
    assert isinstance(take(store, "two", period=NOON + MINUTE), Turn)


def test_a_lease_that_ran_out_is_another_s_and_the_first_can_neither_write_nor_end(store):
    old = take(store)
    new = take(store, "two", at=NOON + MINUTE)
    assert isinstance(new, Turn)
    with pytest.raises(Fenced), store.writing() as connection:
        leases.fence(connection, old)
    assert not end(store, old)
    with store.writing() as connection:
        assert not leases.renew(connection, old, NOON + 9 * MINUTE)
        assert not leases.release(connection, old)
        leases.fence(connection, new)
    assert end(store, new)
    with pytest.raises(Fenced), store.writing() as connection:
        leases.fence(connection, new)


def test_what_is_released_is_free_at_once_and_not_done(store):
    turn = take(store)
    with store.writing() as connection:
        assert leases.release(connection, turn)
    assert isinstance(take(store, "two"), Turn)


def test_a_sweep_s_accounts_are_wanted_until_they_are_done_or_had(store):
    with store.writing() as connection:
        leases.want(connection, ["ads meta act_1", "ads meta act_2", "ads meta act_3"], NOON)
        leases.want(connection, ["comments meta"], NOON)
    assert wanted(store, NOON) == ["ads meta act_1", "ads meta act_2", "ads meta act_3"]
    end(store, take(store))
    take(store, name="ads meta act_2")
    assert wanted(store, NOON) == ["ads meta act_3"]
    assert wanted(store, NOON, NOON + MINUTE) == ["ads meta act_2", "ads meta act_3"]
    assert wanted(store, NOON + MINUTE) == []


def test_an_older_sweep_never_takes_back_what_a_newer_one_wants(store):
    with store.writing() as connection:
        leases.want(connection, ["ads meta act_1"], NOON + MINUTE)
        leases.want(connection, ["ads meta act_1"], NOON)
    assert wanted(store, NOON + MINUTE) == ["ads meta act_1"]
