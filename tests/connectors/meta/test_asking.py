"""Asking until there is an answer: what is repeated, how long, and what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.errors import FieldRefused, RateLimited, TokenRejected, Unavailable
from connectors.meta import ask
from tests.connectors.meta.scripted import LOST, error

USAGE = '{"1":[{"type":"ads_management","estimated_time_to_regain_access":2}]}'


def stumble():
    return error(2, is_transient=True, status=500)


def throttle(usage=USAGE):
    return error(80004, 2446079, headers={"X-Business-Use-Case-Usage": usage} if usage else None)


def unknown(field):
    return error(
        100, message=f"(#100) Tried accessing nonexisting field ({field}) on node type (X)"
    )


def nodes(*ids):
    return [ask.node(one, "id", "name") for one in ids]


def test_a_refusal_for_good_is_not_repeated(script):
    script.on("7", error(190, 463))
    with pytest.raises(TokenRejected):
        script.graph(patience=1_000).read(*nodes("7"))
    assert (script.http, script.waited) == (1, [])


def test_the_500_with_code_100_does_not_loop(script):
    script.on("7", error(100, status=500, message="The ids query parameter is deprecated"))
    assert script.graph(patience=1_000).batch(nodes("7"))
    assert (script.http, script.waited) == (1, [])


def test_a_stumble_is_repeated_a_few_times_with_growing_waits(script):
    script.on("7", stumble())
    with pytest.raises(Unavailable):
        script.graph(patience=1_000).read(*nodes("7"))
    assert (script.http, script.waited) == (4, [1, 2, 4])


def test_a_stumble_that_passes_is_forgotten(script):
    script.on("7", stumble(), {"id": "7"})
    assert script.graph(patience=10).read(*nodes("7")) == {"id": "7"}


def test_without_patience_nothing_is_repeated(script):
    script.on("7", stumble(), {"id": "7"})
    with pytest.raises(Unavailable):
        script.graph().read(*nodes("7"))


def test_only_what_failed_in_a_batch_is_asked_again(script):
    script.on("7", {"id": "7"})
    script.on("8", LOST, {"id": "8"})
    script.on("9", error(100, 33))
    told = script.graph(patience=10).batch(nodes("7", "8", "9"))
    assert told[:2] == ({"id": "7"}, {"id": "8"})
    assert [len(script.of(one)) for one in "789"] == [1, 2, 1]
    assert (script.meter.http, script.meter.counted) == (2, 4)


@pytest.mark.parametrize("token", [None, "två ord"])
def test_what_cannot_be_sent_counts_nowhere(script, token):
    with pytest.raises(TokenRejected):
        script.graph(token=token).read(*nodes("7"))
    told = script.graph(token=token).batch(nodes("7", "8"))
    assert [type(one) for one in told] == [TokenRejected, TokenRejected]
    assert (script.meter.http, script.meter.counted, script.http) == (0, 0, 0)


def test_an_item_that_stays_lost_is_unavailable_and_the_others_stand(script):
    script.on("7", {"id": "7"})
    script.on("8", LOST)
    told = script.graph().batch(nodes("7", "8"))
    assert told[0] == {"id": "7"}
    assert isinstance(told[1], Unavailable)
    assert str(told[1]).startswith("Meta lost one part of a batch (8).")


def test_a_batch_that_fails_as_a_whole_is_asked_again_and_then_taken_apart(script):
    script.on("", stumble(), stumble(), None)
    for one in "789":
        script.on(one, {"id": one})
    told = script.graph(patience=100).batch(nodes("7", "8", "9"))
    assert [one["id"] for one in told] == ["7", "8", "9"]


def test_a_batch_that_is_too_heavy_comes_one_by_one_in_the_end(script):
    script.on("", stumble())
    for one in "789":
        script.on(one, {"id": one})
    told = script.graph(patience=100).batch(nodes("7", "8", "9"))
    assert [one["id"] for one in told] == ["7", "8", "9"]
    assert script.http == 6


def test_a_batch_holds_at_most_fifty(script):
    numbers = [str(n) for n in range(1, 121)]
    for one in numbers:
        script.on(one, {"id": one})
    told = script.graph().batch(nodes(*numbers))
    assert [one["id"] for one in told] == numbers
    assert (script.http, script.meter.counted) == (3, 120)


def test_a_throttle_is_waited_out_as_long_as_its_header_says(script):
    script.on("act_1", throttle(), {"id": "act_1"})
    bare = ask.account("act_1", controls=False)
    assert script.graph(patience=200).read(bare) == {"id": "act_1"}
    assert script.waited == [120]


def test_a_throttle_in_a_batch_is_waited_out_by_its_own_header(script):
    script.on("act_1", throttle(), {"id": "act_1"})
    script.on("act_2", stumble(), {"id": "act_2"})
    asks = [ask.account(one, controls=False) for one in ("act_1", "act_2")]
    assert script.graph(patience=200).batch(asks) == ({"id": "act_1"}, {"id": "act_2"})
    assert script.waited == [120]


def test_a_throttle_without_an_end_waits_a_minute(script):
    script.on("act_1", throttle(usage=None), {"id": "act_1"})
    script.graph(patience=200).read(ask.account("act_1", controls=False))
    assert script.waited == [60]


def test_what_is_throttled_is_left_alone_until_it_ends_and_other_accounts_go_on(script):
    script.on("act_1", throttle(), {"id": "act_1"})
    script.on("act_2", {"id": "act_2"})
    graph = script.graph()
    one, two = (ask.account(account, controls=False) for account in ("act_1", "act_2"))
    assert isinstance(graph.batch([one])[0], RateLimited)
    assert isinstance(graph.batch([one])[0], RateLimited)
    assert graph.batch([one, two])[1] == {"id": "act_2"}
    assert len(script.of("act_1")) == 1
    script.now += timedelta(seconds=121)
    assert graph.read(one) == {"id": "act_1"}


def test_a_throttle_without_an_end_is_believed_for_five_minutes(script):
    script.on("act_1", throttle(usage=None), {"id": "act_1"})
    graph, bare = script.graph(), ask.account("act_1", controls=False)
    graph.batch([bare])
    script.now += timedelta(minutes=4, seconds=59)
    assert isinstance(graph.batch([bare])[0], RateLimited)
    script.now += timedelta(seconds=2)
    assert graph.read(bare) == {"id": "act_1"}


def test_a_refused_field_is_left_out_and_remembered(script):
    script.on("7", unknown("name"), {"id": "7"})
    script.on("8", {"id": "8"})
    graph = script.graph()
    assert graph.read(*nodes("7")) == {"id": "7"}
    graph.read(*nodes("8"))
    assert [one.params["fields"] for one in script.asked] == ["id,name", "id", "id"]
    assert graph.lacking(nodes("9")[0]) == ("name",)
    assert script.waited == []


def test_a_refused_field_is_remembered_for_that_sort_of_request_alone(script):
    script.on("7", unknown("name"), {"id": "7"})
    graph = script.graph()
    graph.read(*nodes("7"))
    assert graph.lacking(ask.node("7", "id", "name", "username")) == ()
    assert graph.lacking(ask.campaigns("act_1")) == ()


def test_a_refused_field_is_tried_anew_after_a_day(script):
    script.on("7", unknown("name"), {"id": "7"})
    script.graph().read(*nodes("7"))
    script.now += timedelta(days=1)
    script.graph().read(*nodes("7"))
    assert [one.params["fields"] for one in script.asked] == ["id,name", "id", "id,name"]


def test_several_refused_fields_go_one_after_the_other(script):
    script.on("7", unknown("name"), unknown("age"), {"id": "7"})
    assert script.graph().read(ask.node("7", "id", "name", "age")) == {"id": "7"}
    assert [one.params["fields"] for one in script.asked] == ["id,name,age", "id,age", "id"]


def test_a_refused_field_of_a_batch_costs_the_others_nothing(script):
    script.on("7", unknown("name"), {"id": "7"})
    script.on("8", {"id": "8"})
    assert script.graph().batch(nodes("7", "8")) == ({"id": "7"}, {"id": "8"})
    assert [len(script.of(one)) for one in "78"] == [2, 1]


@pytest.mark.parametrize("field", ["something", "name"])
def test_a_field_that_stays_refused_or_was_not_asked_for_is_an_error(script, field):
    script.on("7", unknown(field))
    with pytest.raises(FieldRefused):
        script.graph().read(*nodes("7"))
    assert script.http == (2 if field == "name" else 1)


def test_a_write_is_sent_once_whatever_comes_back(script):
    for answer in (stumble(), throttle(), LOST):
        script.on("7", answer)
        script.on("8", answer)
        script.asked.clear()
        writes = [ask.turn(one, "PAUSED", "act_1") for one in "78"]
        told = script.graph(patience=1_000).write(writes)
        assert all(isinstance(one, Unavailable | RateLimited) for one in told)
        assert [len(script.of(one)) for one in "78"] == [1, 1]
    assert script.waited == []
