"""Asking within the limits: what is held back, waited for and never fetched twice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from connectors.errors import RateLimited
from connectors.meta import ask
from connectors.meta.holding import Held
from tests.connectors.meta.scripted import LOST, error, page, reply

ONE, TWO = (ask.account(number, controls=False) for number in ("act_1", "act_2"))


def usage(percent, minutes=0, number="1"):
    entry = {
        "type": "ads_management",
        "call_count": percent,
        "estimated_time_to_regain_access": minutes,
    }
    return {"X-Business-Use-Case-Usage": json.dumps({number: [entry]})}


def throttle(minutes=2):
    return error(80004, 2446079, headers=usage(100, minutes))


@pytest.fixture
def script(script):
    """A Meta under a clock that goes on while somebody waits."""
    script.moves = True
    return script


def test_headers_of_a_success_hold_back_the_next_call(script):
    script.on("act_1", reply({"id": "act_1"}, usage(95)))
    graph = script.graph()
    assert graph.read(ONE) == {"id": "act_1"}
    told = graph.batch([ONE])[0]
    assert isinstance(told, Held)
    assert script.http == 1


def test_headers_of_an_error_hold_back_the_next_call(script):
    script.on("act_1", error(100, headers=usage(95)))
    graph = script.graph()
    graph.batch([ONE])
    assert isinstance(graph.batch([ONE])[0], Held)
    assert script.http == 1


def test_headers_of_the_items_of_a_batch_hold_back_their_own_account(script):
    script.on("act_1", reply({"id": "act_1"}, usage(95)))
    script.on("act_2", reply({"id": "act_2"}, usage(2, number="2")))
    graph = script.graph()
    graph.batch([ONE, TWO])
    told = graph.batch([ONE, TWO])
    assert isinstance(told[0], Held)
    assert told[1] == {"id": "act_2"}
    assert [len(script.of(one)) for one in ("act_1", "act_2")] == [1, 2]


def test_headers_of_a_write_are_heard_too(script):
    script.on("7", reply({"success": True}, usage(95)))
    graph = script.graph()
    graph.write([ask.turn("7", "PAUSED", "act_1")])
    assert isinstance(graph.batch([ONE])[0], Held)


def test_a_call_that_is_held_back_is_waited_for_within_the_patience(script):
    script.on("act_1", reply({"id": "act_1"}, usage(95)), {"id": "act_1"})
    graph = script.graph(patience=190)
    graph.read(ONE)
    assert graph.read(ONE) == {"id": "act_1"}
    assert script.waited == [pytest.approx(189.5, abs=0.1)]


def test_reading_slows_down_from_three_quarters_on(script):
    answers = [reply({"id": "act_1"}, usage(percent)) for percent in (70, 72, 74, 76, 76)]
    script.on("act_1", *answers)
    graph = script.graph(patience=1_000)
    for _ in range(3):
        graph.read(ONE)
    assert script.waited == []
    graph.read(ONE)
    graph.read(ONE)
    assert [round(one) for one in script.waited] == [95, 92]


def test_a_stop_is_never_held_back(script):
    script.on("act_1", reply({"id": "act_1"}, usage(99)))
    script.graph().read(ONE)
    stop = script.graph(pressing=True)
    assert [stop.read(ONE) for _ in range(3)] == [{"id": "act_1"}] * 3
    assert script.waited == []


def test_a_stop_tries_again_what_readers_were_refused(script):
    script.on("act_1", throttle(), {"id": "act_1"})
    assert isinstance(script.graph().batch([ONE])[0], RateLimited)
    assert script.graph(pressing=True).read(ONE) == {"id": "act_1"}


def test_a_stop_waits_out_what_is_stated_and_presses_on_where_nothing_is(script):
    silent = error(4)
    script.on("act_1", throttle(minutes=3), silent, silent, silent, silent, {"id": "act_1"})
    assert script.graph(pressing=True, patience=600).read(ONE) == {"id": "act_1"}
    assert script.waited == [180, 2, 5, 10, 20]


def test_a_stop_presses_nobody_who_stated_an_end(script):
    script.on("7", error(4), {"id": "7"})
    script.on("8", throttle(), {"id": "8"})
    graph = script.graph(pressing=True, patience=600)
    told = graph.batch([ask.status(one, "act_1") for one in "78"])
    assert [one["id"] for one in told] == ["7", "8"]
    assert script.waited == [120]


def test_a_reader_waits_a_minute_where_nothing_is_stated(script):
    script.on("act_1", error(4), {"id": "act_1"})
    script.graph(patience=600).read(ONE)
    assert script.waited == [60]


def test_only_the_throttled_items_of_a_batch_wait_and_the_others_are_never_asked_again(script):
    script.on("7", {"id": "7"})
    script.on("8", error(80004, headers=usage(100, 2)), {"id": "8"})
    script.on("9", {"id": "9"})
    told = script.graph(patience=200).batch([ask.status(one, "act_1") for one in "789"])
    assert [one["id"] for one in told] == ["7", "8", "9"]
    assert [len(script.of(one)) for one in "789"] == [1, 2, 1]
    assert script.waited == [120]


def test_a_lost_item_beside_a_throttled_one_waits_with_it(script):
    script.on("7", LOST, {"id": "7"})
    script.on("8", throttle(), {"id": "8"})
    told = script.graph(patience=200).batch([ask.status(one, "act_1") for one in "78"])
    assert [one["id"] for one in told] == ["7", "8"]
    assert script.waited == [120]


def test_a_walk_that_is_blocked_in_the_middle_goes_on_with_its_cursor(script):
    script.on(
        "act_1/campaigns",
        page({"id": "1"}, after="a", more=True),
        page({"id": "2"}, after="b", more=True),
        throttle(),
        page({"id": "3"}),
    )
    gathered = script.graph(patience=200).edge(ask.campaigns("act_1"))
    assert [row["id"] for row in gathered.rows] == ["1", "2", "3"]
    cursors = [one.params.get("after") for one in script.of("act_1/campaigns")]
    assert cursors == [None, "a", "b", "b"]
    assert script.waited == [120]


def test_patience_that_is_spent_says_why_and_when_it_will_be_possible_again(script):
    script.on("act_1/campaigns", page({"id": "1"}, after="a", more=True), throttle(minutes=30))
    graph = script.graph(patience=100)
    gathered = graph.edge(ask.campaigns("act_1"))
    assert [row["id"] for row in gathered.rows] == ["1"]
    assert str(gathered.error) == (
        "Meta asks us to wait (act_1/campaigns: 80004/2446079 (#x) words). It lets us ask again "
        "from 2026-11-24 12:30 UTC."
    )
    assert str(graph.batch([ONE])[0]) == (
        "Meta asks us to wait (act_1). It lets us ask again from 2026-11-24 12:30 UTC."
    )
    script.now += timedelta(minutes=29)
    script.on("act_1", {"id": "act_1"})
    assert graph.read(ONE) == {"id": "act_1"}
    assert script.waited == [60]


def test_another_reader_of_the_same_process_knows_of_the_block(script):
    script.on("act_1", throttle(), {"id": "act_1"})
    script.graph().batch([ONE])
    assert isinstance(script.graph().batch([ONE])[0], Held)
    assert len(script.of("act_1")) == 1
