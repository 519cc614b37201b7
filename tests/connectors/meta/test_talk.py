"""Comments of Facebook posts: all of them, replies too, or told to be incomplete."""

from dataclasses import replace

import pytest

from connectors.meta.page_tokens import Page, Pages
from tests.connectors.meta.city_talk import ANNA, CITY, OTHER_PAGE, PAGE, PARTNER_PAGE, reasons


def borrowed(token, **changed):
    """Pages as they would be if their tokens were somebody else's."""
    tasks = frozenset(("MODERATE",))
    told = {"name": None, "tasks": tasks, "instagram_id": None, "instagram_username": None}
    return Pages(seen={PAGE: Page(**told | {"id": PAGE, "token": token} | changed)})


def test_a_post_without_comments_is_read_in_full(city):
    [discussion] = city.read(city.a_post())
    assert (discussion.comments, discussion.complete, discussion.unread) == ((), True, ())


def test_comments_come_with_their_replies_in_the_thread_of_the_top_comment(city):
    post = city.a_post()
    top = city.says(post, "När öppnar badet?", hours_ago=3)
    reply = city.says(top, "Klockan 9. /Eva", CITY, hours_ago=2)
    [discussion] = city.read(post)
    read = {one.id: one for one in discussion.comments}
    assert set(read) == {top, reply}
    assert {one.thread_id for one in read.values()} == {top}
    assert (read[reply].author_id, read[reply].parent_id) == (PAGE, top)
    assert read[top].author_name == "Anna Ek"
    assert discussion.complete


def test_a_reply_to_a_reply_stands_in_the_same_thread(city):
    post = city.a_post()
    top = city.says(post, hours_ago=3)
    reply = city.says(top, hours_ago=2)
    below = city.says(top, hours_ago=1, parent={"id": reply})
    [discussion] = city.read(post)
    read = {one.id: (one.parent_id, one.thread_id) for one in discussion.comments}
    assert read == {top: (None, top), reply: (top, top), below: (reply, top)}


def test_a_post_whose_id_does_not_name_its_page_is_read_with_its_owners_token(city):
    post = city.a_post()
    node = city.world.meta["77001"] = city.world.meta[post.id]
    node.fields["id"] = "77001"
    city.says("77001")
    [discussion] = city.read(replace(post, id="77001"))
    assert (len(discussion.comments), discussion.complete) == (1, True)


def test_a_post_asked_for_twice_is_answered_once(city):
    post, other = city.a_post(), city.a_post(OTHER_PAGE)
    assert sorted(one.post_id for one in city.read(post, other, post)) == [post.id, other.id]


def test_each_page_speaks_with_its_own_token(city):
    posts = [city.a_post(), city.a_post(OTHER_PAGE)]
    for post in posts:
        city.says(post)
    assert [len(one.comments) for one in city.read(*posts)] == [1, 1]


@pytest.mark.parametrize("toggles", [{}, {"empty_middle_page": True}])
def test_every_page_of_a_long_list_is_read(city, toggles):
    post = city.a_post()
    ids = city.many(post, 230)
    city.toggle(**toggles)
    [discussion] = city.read(post)
    assert {one.id for one in discussion.comments} == set(ids)
    assert discussion.complete


def test_a_list_that_does_not_lead_on_is_incomplete(city):
    post = city.a_post()
    city.many(post, 120)
    city.toggle(next_without_cursors=True)
    [discussion] = city.read(post)
    assert (len(discussion.comments), discussion.complete) == (100, False)
    assert "there is more" in reasons(discussion.unread)[f"comments:{post.id}"]


def test_a_large_answer_is_read_in_smaller_pages(city):
    post = city.a_post()
    ids = city.many(post, 60)
    city.toggle(max_rows=25)
    [discussion] = city.read(post)
    assert (len(discussion.comments), discussion.complete) == (len(ids), True)


def test_five_hundred_posts_of_which_twenty_have_more_than_a_page_are_twelve_requests(city):
    posts = [city.a_post() for _ in range(500)]
    for post in posts[::25]:
        city.many(post, 101)
    read = city.read(*posts)
    assert [one.complete for one in read] == [True] * 500
    assert sum(len(one.comments) for one in read) == 2020
    assert len(city.asked()) == city.meter.http == 12


def test_a_post_of_a_page_without_token_is_unread_and_the_others_are_read(city):
    theirs, ours = city.a_post(PARTNER_PAGE), city.a_post()
    city.says(ours)
    read = {one.post_id: one for one in city.read(theirs, ours)}
    assert not read[theirs.id].complete
    assert "does not see Page 1009" in reasons(read[theirs.id].unread)[f"comments:{theirs.id}"]
    assert read[ours.id].complete


def test_without_the_task_that_shows_comments_they_are_unread_and_not_asked_for(city):
    post = city.a_post()
    city.says(post)
    city.toggle(no_moderate=[PAGE])
    [discussion] = city.read(post)
    assert "MODERATE on Page Stockholms stad" in reasons(discussion.unread)[f"comments:{post.id}"]
    assert city.asked() == ["me/accounts"]


def test_withheld_ids_are_told_once_and_with_the_remedy(city):
    post = city.a_post()
    city.many(post, 3)
    city.toggle(no_moderate=[PAGE], omit_fields=["tasks"])
    [discussion] = city.read(post)
    [unread] = discussion.unread
    assert (discussion.comments, discussion.complete) == ((), False)
    assert "withholds the ids" in unread.because.english()


@pytest.mark.parametrize("comments", [0, 3])
def test_where_tasks_are_not_told_what_came_is_kept_and_not_believed_to_be_all(city, comments):
    post, other = city.a_post(), city.a_post(OTHER_PAGE)
    ids = city.many(post, comments)
    city.toggle(omit_fields=["tasks"])
    [discussion, _] = city.read(post, other)
    assert {one.id for one in discussion.comments} == {*ids}
    assert not discussion.complete
    said = reasons(discussion.unread)[f"comments:{post.id}"]
    assert "did not tell which tasks the system user has on Page Stockholms stad (1001)" in said
    city.toggle(omit_fields=[], no_tasks=[PAGE])
    city.toggle(kept_comments=ids[:2])
    [discussion, whole] = city.read(post, other)
    assert (len(discussion.comments), discussion.complete) == (len(ids[2:]), False)
    assert whole.complete


def test_comments_that_are_not_counted_may_be_fewer_than_there_are(city):
    post = city.a_post()
    ids = city.many(post, 3)
    city.toggle(no_tasks=[PAGE], kept_comments=ids[:1])
    [discussion] = city.read(post, pages=borrowed("sandbox-page-1001"))
    assert ({one.id for one in discussion.comments}, discussion.complete) == ({*ids[1:]}, False)
    assert "gave 2 comments and did not say" in reasons(discussion.unread)[f"comments:{post.id}"]


def test_silence_to_a_token_that_is_not_the_pages_own_is_not_believed(city):
    post, quiet = city.a_post(), city.a_post()
    city.many(post, 7)
    city.toggle(user_token_reads_no_comments=True)
    [discussion, empty] = city.read(post, quiet, pages=borrowed("sandbox-meta"))
    assert (discussion.comments, discussion.complete) == ((), False)
    assert "counts 7 comments and kept 7" in reasons(discussion.unread)[f"comments:{post.id}"]
    assert empty.complete


def test_silence_without_a_count_is_not_believed(city, httpserver):
    post = city.a_post()
    for told in ({"data": []}, {"data": [], "summary": {"total_count": "many"}}):
        httpserver.expect_ordered_request(f"/v26.0/{post.id}/comments").respond_with_json(told)
        [discussion] = city.read(
            post, base_url=httpserver.url_for("").rstrip("/"), pages=borrowed("sandbox-page-1001")
        )
        assert (discussion.complete, len(discussion.unread)) == (False, 1)


def test_rows_that_cannot_be_read_leave_the_others(city):
    post = city.a_post()
    good, bad = city.says(post), city.says(post, is_hidden="perhaps")
    assert good != bad
    [discussion] = city.read(post)
    assert [one.id for one in discussion.comments] == [good]
    assert "is_hidden" in reasons(discussion.unread)[f"comments:{post.id}"]


def test_withheld_authors_are_somebody_else(city):
    post = city.a_post()
    city.says(post, author=ANNA)
    city.toggle(no_from=True)
    [discussion] = city.read(post)
    [comment] = discussion.comments
    assert (comment.author_id, comment.author_name, discussion.complete) == (None, None, True)


def test_hidden_comments_and_attachments_are_told(city):
    post = city.a_post()
    city.says(post, is_hidden=True, attachment={"type": "sticker"})
    [[comment]] = [one.comments for one in city.read(post)]
    assert (comment.hidden, comment.attachment) == (True, "sticker")
    assert comment.link.startswith("https://www.facebook.com/")


def test_a_field_that_meta_no_longer_knows_is_told(city):
    post = city.a_post()
    city.says(post)
    city.toggle(removed_fields=["message"])
    [discussion] = city.read(post)
    assert ([one.text for one in discussion.comments], discussion.complete) == ([None], False)
    assert "no longer knows message" in reasons(discussion.unread)[f"comments:{post.id}"]


@pytest.mark.parametrize("toggle", ["token_expired", "html_page", "error_in_200"])
def test_a_platform_that_refuses_everything_leaves_every_post_unread(city, toggle):
    posts = [city.a_post(), city.a_post(OTHER_PAGE), city.a_picture()]
    city.toggle(**{toggle: True})
    read = city.read(*posts)
    assert {one.post_id for one in read} == {post.id for post in posts}
    assert not any(one.complete for one in read)
    assert all(one.unread for one in read)


def test_a_token_that_is_missing_leaves_every_post_unread(city):
    [facebook, instagram] = city.read(city.a_post(), city.a_picture(), token=None)
    assert not facebook.complete
    assert not instagram.complete


def test_lost_items_of_a_batch_do_not_pass_for_silence(city):
    posts = [city.a_post() for _ in range(20)]
    for post in posts:
        city.says(post)
    pages = city.pages()
    city.world.faults.set_rates("null=0.5")
    for discussion in city.read(*posts, pages=pages):
        assert discussion.complete == (len(discussion.comments) == 1)
        assert discussion.complete != bool(discussion.unread)
    assert any(one.unread for one in city.read(*posts, pages=pages))


def test_nothing_is_written(city):
    posts = [city.a_post(), city.a_picture()]
    ids = [city.says(post) for post in posts]
    before = {number: repr(node) for number, node in city.world.meta.items()}
    city.read(*posts)
    city.gone(posts[0], ids[0], "9_9")
    assert {number: repr(node) for number, node in city.world.meta.items()} == before
    assert {one.method for one in city.sandbox.requests if one.path.strip("/") != "v26.0"} == {
        "GET"
    }


def test_no_posts_are_no_discussions(city):
    assert city.read() == []
