"""Sweeps in the store: begun, finished, and the last one that read a platform."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Platform
from tests.worker.made import DAY, NOON, not_read
from worker.store import sweeps
from worker.store.probing import prove_writable
from worker.store.sweeps import Finished

WHOLE = {"platform": None, "account": None}


def finished(at=NOON, **changed):
    told = Finished(
        started_at=at, finished_at=at + DAY / 24, counts={"ads": 3},
        requests={"meta": {"http": 4, "counted": 9}}, unread=(not_read(),),
    )  # fmt: skip
    return replace(told, **changed)


def kept(connection, scope=WHOLE, **changed):
    outcome = finished(**changed)
    sweeps.finish(connection, sweeps.begin(connection, scope, outcome.started_at), outcome)


def test_before_the_first_sweep_no_platform_was_read(store):
    with store.reading() as connection:
        assert sweeps.last_reading(connection, Platform.META) is None


@pytest.mark.parametrize(
    ("scope", "changed"),
    [
        ({"platform": "meta", "account": "act_1"}, {}),
        ({"platform": "linkedin", "account": None}, {"requests": {"linkedin": {}}}),
        (WHOLE, {"requests": {}}),
        (WHOLE, {"unread": (not_read("accounts"),)}),
    ],
    ids=["one account", "another platform", "switched off", "not even listed"],
)
def test_a_sweep_of_less_than_the_platform_is_no_reading_of_it(lite, scope, changed):
    with lite.writing() as connection:
        kept(connection, scope, **changed)
        assert sweeps.last_reading(connection, Platform.META) is None


def test_a_sweep_that_is_under_way_is_no_reading(lite):
    with lite.writing() as connection:
        sweeps.begin(connection, WHOLE, NOON)
        assert sweeps.last_reading(connection, Platform.META) is None


def test_the_last_reading_is_told_as_it_ended(store):
    with store.writing() as connection:
        kept(connection, {"platform": "meta", "account": None})
        kept(connection, at=NOON + DAY, unread=(not_read("accounts", Platform.LINKEDIN),))
        kept(connection, at=NOON + 2 * DAY, requests={"linkedin": {}})
        last = sweeps.last_reading(connection, Platform.META)
    assert (last.started_at, last.counts) == (NOON + DAY, {"ads": 3})


def test_proving_that_it_can_be_written_changes_nothing(store):
    with store.writing() as connection:
        kept(connection)
    prove_writable(store)
    with store.reading() as connection:
        last = sweeps.last_reading(connection, Platform.META)
    assert last == finished()


def test_of_very_many_unread_things_the_first_are_named_and_of_the_rest_each_kind_and_reason(store):
    one = not_read()
    many = [replace(one, what=f"comments:{number}") for number in range(sweeps.BY_NAME + 500)]
    other = replace(one, what="comments:x", because=replace(one.because, template="Otherwise."))
    ads = replace(one, what="ads")
    with store.writing() as connection:
        kept(connection, unread=(*many, other, ads))
    with store.reading() as connection:
        told = sweeps.last_reading(connection, Platform.META).unread
    assert told[: sweeps.BY_NAME] == tuple(many[: sweeps.BY_NAME])
    whole = replace(one, what="comments")
    assert told[sweeps.BY_NAME :] == (whole, replace(whole, because=other.because), ads)
