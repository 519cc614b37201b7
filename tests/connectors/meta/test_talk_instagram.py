"""Comments of Instagram posts: all of them, replies too, or told that some may be lost."""

import pytest

from connectors.meta import talk
from connectors.meta.page_tokens import Pages
from policies.model import Platform, Post
from tests.connectors.meta.city_talk import BO, CITY_INSTAGRAM, INSTAGRAM, reasons
from tests.connectors.meta.scripted import error


def test_comments_come_with_their_replies(city):
    post = city.a_picture()
    top = city.says(post, "Vilken park?", BO, hours_ago=3)
    reply = city.says(top, "Rålis! /Eva", CITY_INSTAGRAM, hours_ago=2)
    [discussion] = city.read(post)
    read = {one.id: one for one in discussion.comments}
    assert set(read) == {top, reply}
    assert {one.thread_id for one in read.values()} == {top}
    assert (read[top].author_id, read[top].author_name) == ("5601", "bo.lind")
    assert (read[reply].author_id, read[reply].parent_id) == (INSTAGRAM, top)
    assert read[top].link == post.link
    assert discussion.complete


def test_no_page_is_needed_for_instagram(city):
    post = city.a_picture()
    city.says(post, author=BO)
    city.toggle(no_moderate=["1001", "1002"], omit_fields=["access_token"])
    [discussion] = city.read(post)
    assert (len(discussion.comments), discussion.complete) == (1, True)


def test_an_ads_comments_and_those_of_the_post_it_shows_are_two_discussions(city):
    shown, source = city.a_picture(), city.a_picture(organic=True)
    ids = [city.says(shown, author=BO), city.says(source, author=BO)]
    read = {one.post_id: [c.id for c in one.comments] for one in city.read(shown, source)}
    assert read == {shown.id: ids[:1], source.id: ids[1:]}


@pytest.mark.parametrize("count", [49, 50, 51, 100, 130])
def test_lists_longer_than_a_page_are_read_to_the_end(city, count):
    post = city.a_picture()
    ids = city.many(post, count, BO)
    city.toggle(empty_middle_page=count == 130)
    [discussion] = city.read(post)
    assert {one.id for one in discussion.comments} == set(ids)
    assert discussion.complete == (count % 50 != 0)


def test_a_full_page_without_a_next_one_may_be_a_loss(city):
    post, short = city.a_picture(), city.a_picture()
    city.many(post, 60, BO)
    city.many(short, 40, BO)
    city.toggle(ig_no_cursor=True)
    [long, whole] = city.read(post, short)
    assert (len(long.comments), long.complete) == (50, False)
    assert "may be older comments" in reasons(long.unread)[f"comments:{post.id}"]
    assert whole.complete


def test_so_may_a_full_page_at_the_end_of_several(city):
    post, short = city.a_picture(), city.a_picture()
    city.many(post, 120, BO)
    city.many(short, 90, BO)
    city.toggle(ig_no_cursor=2)
    [long, whole] = city.read(post, short)
    assert (len(long.comments), long.complete) == (100, False)
    assert "gave 100 comments" in reasons(long.unread)[f"comments:{post.id}"]
    assert (len(whole.comments), whole.complete) == (90, True)


def test_replies_beyond_the_first_page_are_read_by_themselves(city):
    post = city.a_picture()
    top = city.says(post, author=BO, hours_ago=20)
    ids = city.many(top, 70, BO)
    [discussion] = city.read(post)
    assert {one.id for one in discussion.comments} == {top, *ids}
    assert {one.thread_id for one in discussion.comments} == {top}
    assert discussion.complete
    assert f"{top}/replies" in city.asked()


def test_replies_that_do_not_lead_on_leave_the_discussion_incomplete(city):
    post = city.a_picture()
    top = city.says(post, author=BO, hours_ago=20)
    city.many(top, 700, BO)
    city.toggle(next_without_cursors=True)
    [discussion] = city.read(post)
    assert not discussion.complete
    assert len(discussion.comments) == 51
    assert "there is more" in reasons(discussion.unread)[f"comments:{post.id}"]


def test_the_citys_own_answer_is_known_by_its_username_where_ids_are_withheld(city):
    post = city.a_picture()
    top = city.says(post, author=BO, hours_ago=3)
    reply = city.says(top, "Ja. /Eva", CITY_INSTAGRAM)
    city.toggle(no_from=True)
    [discussion] = city.read(post)
    authors = {one.id: (one.author_id, one.author_name) for one in discussion.comments}
    assert authors == {top: (None, "bo.lind"), reply: (INSTAGRAM, "stockholms.stad")}


def test_a_post_that_is_not_there_is_unread(city):
    post = city.a_picture()
    del city.world.meta[post.id]
    [discussion] = city.read(post)
    assert (discussion.complete, len(discussion.unread)) == (False, 1)


def test_a_reply_that_cannot_be_read_leaves_the_comment(city):
    post = city.a_picture()
    top = city.says(post, author=BO, hours_ago=3)
    city.says(top, author=BO, hidden="perhaps")
    [discussion] = city.read(post)
    assert [one.id for one in discussion.comments] == [top]
    assert "hidden" in reasons(discussion.unread)[f"comments:{post.id}"]


@pytest.mark.parametrize("count", [24, 25, 49, 51, 60])
def test_replies_that_come_with_a_comment_and_tell_of_no_further_ones_are_read_to_the_end(
    city, count
):
    post = city.a_picture()
    top = city.says(post, author=BO, hours_ago=20)
    ids = city.many(top, count, BO)
    city.toggle(ig_replies_cut=True)
    [discussion] = city.read(post)
    assert {one.id for one in discussion.comments} == {top, *ids}
    assert {one.thread_id for one in discussion.comments} == {top}
    assert discussion.complete
    assert (f"{top}/replies" in city.asked()) == (count > 24)


def test_a_page_of_as_many_replies_as_come_unasked_is_not_believed_to_be_all(city):
    """Whether the number that is asked for with the comments is heeded is not documented."""
    post = city.a_picture()
    top = city.says(post, author=BO, hours_ago=20)
    ids = city.many(top, 40, BO)
    city.toggle(ig_replies_cut=True, page_rows=25)
    [discussion] = city.read(post)
    assert {one.id for one in discussion.comments} == {top, *ids}
    assert discussion.complete


def test_replies_travel_with_their_comments_unless_there_may_be_more_of_them(city):
    post = city.a_picture()
    for _ in range(30):
        city.many(city.says(post, author=BO, hours_ago=20), 3, BO)
    [discussion] = city.read(post)
    assert (len(discussion.comments), discussion.complete) == (120, True)
    assert not any(one.endswith("/replies") for one in city.asked())


@pytest.mark.parametrize(("count", "pages"), [(50, 0), (100, 0), (60, 1), (120, 2)])
def test_a_full_page_of_replies_that_leads_nowhere_may_be_a_loss(city, count, pages):
    post = city.a_picture()
    top = city.says(post, author=BO, hours_ago=20)
    city.many(top, count, BO)
    city.toggle(ig_no_cursor=pages)
    [discussion] = city.read(post)
    came = 50 * pages or count
    assert (len(discussion.comments), discussion.complete) == (1 + came, False)
    told = reasons(discussion.unread)[f"comments:{post.id}"]
    assert f"{came} replies to comment {top}" in told


@pytest.mark.parametrize(("paging", "complete"), [({}, False), ({"cursors": {"after": "A"}}, True)])
def test_a_list_that_says_nothing_of_pages_may_end_where_any_page_ends_unasked(
    script, paging, complete
):
    rows = [_row(n) for n in range(25)]
    script.on("9/comments", {"data": [_row(100, replies={"data": rows})]})
    script.on("178100/replies", {"data": rows, "paging": paging})
    post = Post(platform=Platform.META, id="9", kind="instagram", owner_id=INSTAGRAM, link=None)
    [discussion] = talk.discussions(script.graph(), Pages(seen={}), [post])
    assert (len(discussion.comments), discussion.complete) == (26, complete)


def test_a_field_that_the_replies_own_edge_refuses_is_told(script):
    """Unlike the same field in the list of comments, which was not refused."""
    rows = [_row(n) for n in range(40)]
    script.on("9/comments", {"data": [_row(100, replies={"data": rows[:30]})]})
    refusal = "(#100) Tried accessing nonexisting field (hidden) on node type (IGComment)"
    script.on("178100/replies", error(100, message=refusal), {"data": rows})
    post = Post(platform=Platform.META, id="9", kind="instagram", owner_id=INSTAGRAM, link=None)
    [discussion] = talk.discussions(script.graph(), Pages(seen={}), [post])
    assert (len(discussion.comments), discussion.complete) == (41, False)
    assert "no longer knows hidden" in reasons(discussion.unread)["comments:9"]


def _row(number, **more):
    """A comment as Meta tells it."""
    when = "2026-11-20T19:16:02+0000"
    return {"id": f"178{number}", "text": "Hej", "timestamp": when, "username": "bo", **more}
