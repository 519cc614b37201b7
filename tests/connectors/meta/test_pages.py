"""Edges are read to their end, or what is missing is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.errors import CursorRefused, TokenRejected, TooMuchData, Unavailable, Unreadable
from connectors.meta import ask
from connectors.meta.ask import Ask
from tests.connectors.meta.scripted import error, page

EDGE = ask.campaigns("act_1")
PATH = "act_1/campaigns"
REDUCE = "Please reduce the amount of data you're asking for, then retry your request"


def too_much():
    return error(1, status=500, message=REDUCE)


def ids(gathered):
    return [row["id"] for row in gathered.rows]


def limits(script, path=PATH):
    return [one.params["limit"] for one in script.of(path)]


def test_pages_are_followed_by_cursor_and_never_by_link(script):
    script.on(PATH, page({"id": "1"}, after="A", more=True), page({"id": "2"}, after="B"))
    gathered = script.graph().edge(EDGE)
    assert (ids(gathered), gathered.error) == (["1", "2"], None)
    first, second = script.of(PATH)
    assert "after" not in first.params
    assert second.params["after"] == "A"
    assert "appsecret_proof" in second.params


def test_a_cursor_on_the_last_page_is_not_followed(script):
    script.on(PATH, page({"id": "1"}, after="A"))
    assert ids(script.graph().edge(EDGE)) == ["1"]
    assert script.http == 1


def test_an_empty_page_in_the_middle_is_not_the_end(script):
    script.on(
        PATH,
        page({"id": "1"}, after="A", more=True),
        page(after="B", more=True),
        page({"id": "2"}),
    )
    gathered = script.graph().edge(EDGE)
    assert (ids(gathered), gathered.error) == (["1", "2"], None)


@pytest.mark.parametrize(
    "second",
    [page({"id": "2"}, more=True), page({"id": "2"}, after="A", more=True)],
    ids=["no cursor", "the same cursor"],
)
def test_a_next_that_leads_nowhere_is_told_and_what_came_is_kept(script, second):
    script.on(PATH, page({"id": "1"}, after="A", more=True), second)
    gathered = script.graph().edge(EDGE)
    assert ids(gathered) == ["1", "2"]
    assert isinstance(gathered.error, Unavailable)
    assert "only 2 rows were read" in str(gathered.error)


def test_pages_that_stay_empty_for_ever_are_given_up(script):
    script.on(PATH, *[page(after=f"A{n}", more=True) for n in range(200)])
    gathered = script.graph().edge(EDGE)
    assert isinstance(gathered.error, Unavailable)
    assert script.http == 100


@pytest.mark.parametrize("row", [{"id": "2"}, {"impressions": "2"}], ids=["by id", "without id"])
def test_pages_that_bring_the_same_rows_for_ever_under_new_cursors_are_given_up(script, row):
    first = page({"id": "1"}, row, after="A", more=True)
    script.on(PATH, first, *[page(row, after=f"A{n}", more=True) for n in range(200)])
    gathered = script.graph().edge(EDGE)
    assert gathered.rows == ({"id": "1"}, row)
    assert isinstance(gathered.error, Unavailable)
    assert "only 2 rows were read" in str(gathered.error)
    assert script.http == 101


def test_a_row_that_comes_again_among_new_ones_is_no_standstill(script):
    pages = [page({"id": "1"}, {"id": f"9{n}"}, after=f"A{n}", more=True) for n in range(150)]
    script.on(PATH, *pages, page({"id": "1"}))
    gathered = script.graph().edge(EDGE)
    assert gathered.error is None
    assert len(set(ids(gathered))) == 151


def test_an_edge_whose_cursor_has_died_is_read_from_its_beginning_again(script):
    script.on(
        PATH,
        page({"id": "1"}, after="A", more=True),
        error(2642),
        page({"id": "0"}, {"id": "1"}, after="A", more=True),
        page({"id": "2"}),
    )
    gathered = script.graph().edge(EDGE)
    assert (ids(gathered), gathered.error) == (["0", "1", "2"], None)


def test_a_cursor_that_dies_twice_is_told_and_a_first_page_has_none_to_lose(script):
    script.on(PATH, page({"id": "1"}, after="A", more=True), error(2642),
              page({"id": "1"}, after="B", more=True), error(2642))  # fmt: skip
    gathered = script.graph().edge(EDGE)
    assert ids(gathered) == ["1"]
    assert isinstance(gathered.error, CursorRefused)
    script.on(PATH, error(2642))
    assert isinstance(script.graph().edge(EDGE).error, CursorRefused)
    assert script.http == 5


def test_a_failure_in_the_middle_keeps_what_came(script):
    script.on(PATH, page({"id": "1"}, after="A", more=True), error(190, 463))
    gathered = script.graph().edge(EDGE)
    assert ids(gathered) == ["1"]
    assert isinstance(gathered.error, TokenRejected)


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": {}}, {"data": [], "paging": 5}])
def test_an_answer_without_a_list_is_no_empty_list(script, body):
    script.on(PATH, body)
    assert isinstance(script.graph().edge(EDGE).error, Unreadable)


def test_the_first_pages_summary_is_kept(script):
    script.on(
        PATH,
        page({"id": "1"}, after="A", more=True, summary={"total_count": 2}),
        page({"id": "2"}),
    )
    assert script.graph().edge(EDGE).summary == {"total_count": 2}


def test_rows_that_are_too_many_are_asked_for_in_smaller_pages_and_none_is_lost(script):
    script.on(
        PATH,
        too_much(),
        page({"id": "1"}, after="A", more=True),
        too_much(),
        page({"id": "2"}, after="B", more=True),
        page({"id": "3"}),
    )
    gathered = script.graph().edge(EDGE)
    assert (ids(gathered), gathered.error) == (["1", "2", "3"], None)
    assert limits(script) == ["500", "100", "100", "50", "50"]
    assert [one.params.get("after") for one in script.of(PATH)] == [None, None, "A", "A", "B"]
    assert script.waited == []


def test_a_page_size_is_remembered_for_the_edge_of_every_account_and_for_no_other(script):
    script.on(PATH, too_much(), page())
    script.on("act_2/campaigns", page())
    script.on("act_1/ads", page())
    script.graph().edge(EDGE)
    script.graph().edges([ask.campaigns("act_2"), ask.ads("act_1")])
    assert limits(script, "act_2/campaigns") == ["100"]
    assert limits(script, "act_1/ads") == ["500"]


def test_a_page_size_is_tried_anew_after_a_day(script):
    script.on(PATH, too_much(), page())
    script.graph().edge(EDGE)
    script.now += timedelta(days=1)
    script.graph().edge(EDGE)
    assert limits(script) == ["500", "100", "500"]


def test_an_edge_that_refuses_even_one_row_is_told(script):
    script.on(PATH, too_much())
    gathered = script.graph().edge(EDGE)
    assert isinstance(gathered.error, TooMuchData)
    assert limits(script) == ["500", "100", "50", "25", "10", "1"]


def test_an_asks_own_limit_is_its_most(script):
    script.on("7/comments", too_much(), page())
    script.graph().edge(Ask(parts=("7", "comments"), fields=("id",), params={"limit": 50}))
    assert limits(script, "7/comments") == ["50", "25"]


def test_pages_of_several_edges_travel_together_and_each_fails_by_itself(script):
    script.on(PATH, page({"id": "1"}, after="A", more=True), page({"id": "2"}))
    script.on("act_1/adsets", page({"id": "3"}, after="A", more=True), page({"id": "4"}))
    script.on("act_1/ads", error(200))
    edges = [EDGE, ask.ad_sets("act_1"), ask.ads("act_1")]
    campaigns, ad_sets, ads = script.graph().edges(edges)
    assert (ids(campaigns), ids(ad_sets), ids(ads)) == (["1", "2"], ["3", "4"], [])
    assert (campaigns.error, ad_sets.error) == (None, None)
    assert ads.error is not None
    assert (script.http, script.meter.counted) == (2, 5)


def test_single_objects_travel_with_the_first_pages(script):
    script.on(PATH, page({"id": "1"}))
    script.on("act_1", {"id": "act_1"})
    bare = ask.account("act_1", controls=False)
    (gathered,), (account,) = script.graph().survey([EDGE], [bare])
    assert (ids(gathered), account) == (["1"], {"id": "act_1"})
    assert script.http == 1


def test_no_edges_are_no_request(script):
    assert script.graph().edges([]) == ()
    assert script.http == 0
