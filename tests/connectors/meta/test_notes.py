"""What is written down of Meta's limits, and known to a later run before its first call."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.meta import ask
from connectors.meta.budget import Budget
from connectors.recall import Entry, Recall
from tests.connectors.meta.test_budget import LIMITED, NOON, app, case

ONE = ask.campaigns("act_1")
ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
KEYS = st.sampled_from(["percent", "window_seconds", "regain_seconds", "tier", "at"])


def later(seconds):
    return NOON + timedelta(seconds=seconds)


def run(recall, place=""):
    budget = Budget(place)
    budget.keep_in(recall)
    return budget


def kept(recall):
    """What the database gives back to the next run."""
    return Recall(
        Entry(topic=one.topic, key=one.key, value=json.loads(json.dumps(one.value)), at=one.at)
        for one in recall.changed()
    )


def test_the_next_run_knows_of_a_block_before_its_first_call():
    recall = Recall()
    run(recall).heard(ONE, LIMITED | case("1", "ads_management", 100, minutes=9), NOON)
    budget = run(kept(recall))
    assert budget.holds([ask.ads("act_1")], later(60))[0].retry_after == 480
    assert budget.holds([ask.campaigns("act_2")], later(60)) == (None,)


def test_the_next_run_knows_the_app_the_account_and_the_tier():
    recall = Recall()
    run(recall).heard(ONE, LIMITED | app(60), NOON)
    room = run(kept(recall)).room(ONE, NOON)
    assert (room.percent, room.points) == (30, 30)


def test_what_no_longer_counts_holds_nothing_back():
    recall = Recall()
    run(recall).heard(ONE, app(99) | case("1", "ads_management", 99), NOON)
    assert run(kept(recall)).holds([ONE], later(3_600)) == (None,)


def test_what_was_answered_since_is_not_remembered_as_blocked():
    recall = Recall()
    budget = run(recall)
    budget.heard(ONE, case("1", "ads_management", 100, minutes=9), NOON, answered=False)
    budget.heard(ONE, {}, later(1))
    assert run(kept(recall)).holds([ONE], later(2)) == (None,)


def test_what_another_app_heard_says_nothing():
    recall = Recall()
    run(recall, "https://a 1").heard(ONE, app(99), NOON)
    assert run(kept(recall), "https://a 2").holds([ONE], NOON) == (None,)
    assert run(kept(recall), "https://a 1").holds([ONE], NOON) != (None,)


def test_without_anything_kept_nothing_is_known():
    assert run(Recall()).holds([ONE], NOON) == (None,)


@pytest.mark.parametrize("at", ["yesterday", "2026-11-24T12:00:00", 5, None])
def test_a_note_without_an_instant_is_none(at):
    value = {"percent": 99, "window_seconds": 3_600, "regain_seconds": 0, "at": at}
    recall = Recall([Entry(topic="usage", key=" /app", value=value, at=NOON)])
    assert run(recall).holds([ONE], NOON) == (None,)


@given(st.dictionaries(KEYS, ODD | st.just(NOON.isoformat())) | ODD)
def test_no_note_of_another_shape_can_do_harm(value):
    recall = Recall([Entry(topic="usage", key=" /app", value=value, at=NOON)])
    budget = run(recall)
    assert len(budget.holds([ONE, ask.pages()], NOON)) == 2
    assert len(budget.told(NOON)) <= 1
