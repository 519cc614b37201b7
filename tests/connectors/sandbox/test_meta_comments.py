"""Comments on Facebook and Instagram, as Meta shows them and to whom."""

from datetime import datetime

import pytest
import requests

from connectors.sandbox.meta.talking import write

POST = "1001_20003"
FIELDS = "id,message,created_time,from,parent,comment_count,is_hidden,message_tags,attachment"
PAGE = "sandbox-page-1001"


@pytest.fixture(scope="module")
def page(shared_graph):
    return shared_graph.as_(PAGE)


def test_replies_are_missing_unless_the_stream_is_asked_for(page):
    top = page.all(f"{POST}/comments", fields=FIELDS)
    stream = page.all(f"{POST}/comments", fields=FIELDS, filter="stream")
    assert not any("parent" in one for one in top)
    replies = [one for one in stream if "parent" in one]
    assert replies
    assert len(stream) == len(top) + len(replies)
    assert sum(one["comment_count"] for one in top) == len(replies)


def test_the_order_is_as_asked_and_otherwise_means_nothing(page):
    def times(**params):
        rows = page.all(f"{POST}/comments", fields="created_time", filter="stream", **params)
        return [row["created_time"] for row in rows]

    assert times(order="chronological") == sorted(times())
    assert times(order="reverse_chronological") == sorted(times(), reverse=True)
    assert times() != sorted(times())


def test_since_is_a_lower_bound_in_seconds(page):
    rows = page.all(f"{POST}/comments", fields="created_time", filter="stream")
    instants = sorted(datetime.fromisoformat(row["created_time"]).timestamp() for row in rows)
    since = int(instants[len(instants) // 2])
    late = page.all(f"{POST}/comments", filter="stream", since=since)
    assert len(late) == sum(instant >= since for instant in instants)


def test_times_are_utc_without_a_colon(page):
    row = page.get(f"{POST}/comments", fields="created_time", limit=1)["data"][0]
    assert row["created_time"].endswith("+0000")


def test_a_private_persons_token_sees_nothing_and_no_error_but_the_count(shared_graph, page):
    private = shared_graph.as_("sandbox-user")
    body = private.get(f"{POST}/comments", filter="stream", summary="true", fields="message")
    assert body["data"] == []
    true_total = len(page.all(f"{POST}/comments", filter="stream"))
    assert body["summary"]["total_count"] == true_total


def test_another_pages_token_sees_nothing_either(shared_graph):
    assert shared_graph.as_("sandbox-page-1002").get(f"{POST}/comments")["data"] == []


def test_the_system_user_reads_comments_without_their_authors(shared_graph):
    rows = shared_graph.get(f"{POST}/comments", fields="id,from,message")["data"]
    assert rows
    assert not any("from" in row for row in rows)


def test_comments_expand_inside_a_post(page):
    fields = "comments.limit(2).filter(stream).order(reverse_chronological).summary(true){id,from}"
    body = page.get(POST, fields=fields)["comments"]
    assert len(body["data"]) == 2
    assert body["summary"]["order"] == "reverse_chronological"
    assert body["paging"]["cursors"]["after"]


def test_without_the_task_moderate_comments_have_no_id(graph):
    graph.toggle(no_moderate=["1001"])
    rows = graph.as_(PAGE).get(f"{POST}/comments", fields="id,message")["data"]
    assert rows
    assert not any("id" in row for row in rows)


def test_tasks_may_be_left_out_and_comments_not_be_counted(graph):
    page = graph.as_(PAGE)
    graph.toggle(no_tasks=["1001"])
    assert "tasks" not in graph.get("1001", fields="tasks")
    assert "tasks" in graph.get("1002", fields="tasks")
    assert set(page.get(f"{POST}/comments", summary=True)["summary"]) == {"order", "can_comment"}


def test_tags_say_whom_they_name_and_where(page):
    posts = [POST, "1001_20006"]
    rows = [r for post in posts for r in page.all(f"{post}/comments", fields=FIELDS)]
    tagged = [row for row in rows if "message_tags" in row]
    assert tagged
    for row in tagged:
        tag = row["message_tags"][0]
        named = row["message"][tag["offset"] : tag["offset"] + tag["length"]]
        assert named == tag["name"]


def test_the_city_answers_as_its_page_and_a_reply_to_a_reply_goes_under_the_top(graph):
    page = graph.as_(PAGE)
    top = write(graph.sandbox.world, POST, "Hur gör man?", {"id": "24", "name": "Alva Myrmalm"})
    first = page.post(f"{top.fields['id']}/comments", message="Så här. /Anna").json()["id"]
    second = page.post(f"{first}/comments", message="Och så. /Anna").json()["id"]
    for number in (first, second):
        body = page.get(number, fields="from,parent,message,object")
        assert body["from"] == {"id": "1001", "name": "Stockholms stad"}
        assert body["parent"] == {"id": top.fields["id"]}
        assert body["object"] == {"id": POST}
    assert page.get(top.fields["id"], fields="comment_count")["comment_count"] == 2


def test_only_the_page_answers_on_facebook(graph):
    assert graph.post(f"{POST}/comments", message="Hej").json()["error"]["code"] == 200
    assert graph.as_(PAGE).post(f"{POST}/comments").json()["error"]["code"] == 100


def test_a_hidden_comment_says_so_and_a_deleted_one_is_gone(graph):
    page = graph.as_(PAGE)
    number = page.get(f"{POST}/comments")["data"][0]["id"]
    assert page.post(number, is_hidden="true").json() == {"success": True}
    assert page.get(number, fields="is_hidden")["is_hidden"] is True
    assert graph.post(number, colour="red").json()["error"]["code"] == 100
    url = f"{graph.base_url}/v26.0/{number}"
    with requests.delete(url, params=page.proved({}), timeout=5) as answer:
        assert answer.json() == {"success": True}
    assert page.refused(number)["error_subcode"] == 33
    assert number not in {row["id"] for row in page.all(f"{POST}/comments")}


# Instagram


def media(graph, talkative=True):
    nodes = [n for n in graph.sandbox.world.meta.values() if n.kind == "IGMedia"]
    return max(nodes, key=lambda node: len(node.edges.get("comments", ())) * talkative).fields["id"]


def test_instagram_shows_top_comments_newest_first_with_replies_on_request(shared_graph):
    fields = "id,text,timestamp,username,from{id,username},parent_id,hidden,replies{id,text,from}"
    rows = shared_graph.all(f"{media(shared_graph)}/comments", fields=fields)
    times = [row["timestamp"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert not any("parent_id" in row for row in rows)
    assert any(row["replies"]["data"] for row in rows if "replies" in row)
    assert any("replies" not in row for row in rows)


def test_instagram_gives_at_most_50_and_narrows_nothing_by_time(graph):
    number = media(graph)
    for n in range(60):
        write(graph.sandbox.world, number, f"Hej {n}?", {"id": "56", "username": "alva"})
    body = graph.get(f"{number}/comments", limit=200, since=4102444800)
    assert len(body["data"]) == 50
    assert "next" in body["paging"]
    assert len(graph.all(f"{number}/comments", limit=200)) > 60
    graph.toggle(ig_no_cursor=True)
    assert "next" not in graph.get(f"{number}/comments", limit=200)["paging"]
    graph.toggle(ig_no_cursor=2)
    assert len(graph.all(f"{number}/comments", limit=20)) == 40


def test_replies_that_come_with_a_comment_may_tell_of_no_further_ones(graph):
    number = media(graph)
    top = write(graph.sandbox.world, number, "Hej?", {}).fields["id"]
    for n in range(60):
        write(graph.sandbox.world, top, f"Hej {n}", {"id": "56", "username": "alva"})

    def replies():
        rows = graph.get(f"{number}/comments", fields="replies.limit(50){id}")["data"]
        return next(row["replies"] for row in rows if row["id"] == top)

    assert "next" in replies()["paging"]
    graph.toggle(ig_replies_cut=True)
    assert (len(replies()["data"]), "paging" in replies()) == (50, False)
    assert len(graph.all(f"{top}/replies")) == 60


def test_the_city_answers_on_instagram_as_its_account(graph):
    number = media(graph)
    top = graph.get(f"{number}/comments")["data"][0]["id"]
    reply = graph.as_(PAGE).post(f"{top}/replies", message="Hej! /Anna").json()["id"]
    body = graph.get(reply, fields="username,from,parent_id,media,text")
    assert body["username"] == "stockholms.stad"
    assert body["from"]["id"] == "17841400000000001"
    assert (body["parent_id"], body["media"]) == (top, {"id": number})
    assert reply in {row["id"] for row in graph.all(f"{top}/replies")}
    assert graph.post(top, hide="true").json() == {"success": True}
    assert graph.get(top, fields="hidden")["hidden"] is True


def test_a_medias_owner_and_the_accounts_ids_are_told(shared_graph):
    number = media(shared_graph)
    body = shared_graph.get(number, fields="username,owner{id,username},permalink,comments_count")
    assert body["owner"]["id"] == "17841400000000001"
    assert body["comments_count"] >= len(shared_graph.all(f"{number}/comments"))
    account = shared_graph.get("17841400000000001", fields="username,legacy_instagram_user_id,name")
    assert account["username"] == "stockholms.stad"
    assert account["legacy_instagram_user_id"] == "2200000000000001"
    assert shared_graph.get("17841400000000001/media", fields="permalink")["data"]


def test_a_comment_that_is_kept_back_is_counted(graph):
    page = graph.as_(PAGE)
    post = next(n.fields["id"] for n in graph.sandbox.world.meta.values() if n.kind == "PagePost")
    kept, shown = (write(graph.sandbox.world, post, "Hej", {}).fields["id"] for _ in range(2))
    graph.toggle(kept_comments=[kept])
    asked = {"filter": "stream", "order": "chronological", "summary": "true", "limit": 200}
    body = page.get(f"{post}/comments", **asked)
    ids = {row["id"] for row in body["data"]}
    assert (shown in ids, kept in ids) == (True, False)
    assert body["summary"]["total_count"] == len(ids) + 1
