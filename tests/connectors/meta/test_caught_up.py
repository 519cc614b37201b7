"""Posts whose comments are known: read as far as they have anything new, or else to the end."""

from __future__ import annotations

import pytest

from tests.connectors.meta.city_talk import ANNA, BO, CITY, PAGE, reasons
from tests.connectors.meta.scripted import page as a_page
from tests.connectors.meta.test_talk import borrowed

ROW = {"created_time": "2026-11-24T10:00:00+0000"}


@pytest.fixture
def post(city):
    """A post with 250 comments: three pages."""
    return city.a_post()


@pytest.fixture
def ids(city, post):
    """Its comments, the latest first."""
    return city.many(post, 250)


@pytest.fixture
def known(post, ids):
    """What is stored of it."""
    return {post.id: frozenset(ids)}


def pages_read(city):
    """Calls for comments: one more was for the Pages."""
    return city.meter.counted - 1


def state(discussion):
    return discussion.complete, discussion.caught_up, discussion.unread


def test_a_post_of_which_nothing_is_known_is_read_to_the_end(city, post, ids):
    [discussion] = city.read(post)
    assert state(discussion) == (True, False, ())
    assert len(discussion.comments) == len(ids)


def test_a_post_that_fits_on_a_page_is_read_in_full_though_it_is_known(city):
    post = city.a_post()
    ids = city.many(post, 3)
    [discussion] = city.read(post, known={post.id: frozenset(ids)})
    assert state(discussion) == (True, False, ())


def test_instagram_is_read_to_the_end_though_it_is_known(city):
    post = city.a_picture()
    ids = city.many(post, 60, BO)
    reply = city.says(ids[-1], author=BO)
    [discussion] = city.read(post, known={post.id: frozenset(ids)})
    assert state(discussion) == (True, False, ())
    assert {one.id for one in discussion.comments} == {*ids, reply}


def test_where_nothing_is_new_one_page_is_enough(city, post, known, ids):
    [discussion] = city.read(post, known=known)
    assert state(discussion) == (False, True, ())
    assert [one.id for one in discussion.comments] == ids[:100]
    assert pages_read(city) == 1


def test_what_is_new_is_read_and_the_rest_is_not(city, post, known, ids):
    top = city.says(post, "Hur gör man?", hours_ago=0.5)
    reply = city.says(ids[200], "Det undrar jag med", hours_ago=0.4)
    [discussion] = city.read(post, known=known)
    assert state(discussion) == (False, True, ())
    read = {one.id: one.thread_id for one in discussion.comments}
    assert {top, reply} < set(read)
    assert read[reply] == ids[200]
    assert (len(read), pages_read(city)) == (100, 1)


def test_more_than_a_page_of_news_is_read_till_what_is_known(city, post, known):
    new = [city.says(post, hours_ago=0.9 - n / 1000) for n in range(130)]
    [discussion] = city.read(post, known=known)
    assert state(discussion) == (False, True, ())
    assert set(new) < {one.id for one in discussion.comments}
    assert pages_read(city) == 2


@pytest.mark.parametrize("place", [0, 99, 100, 249])
def test_one_that_was_deleted_has_the_whole_list_read(city, post, place, known, ids):
    city.deletes(ids[place])
    [discussion] = city.read(post, known=known)
    assert state(discussion) == (True, False, ())
    assert len(discussion.comments) == 249


def test_one_that_came_for_one_that_went_has_the_whole_list_read(city, post, known, ids):
    city.deletes(ids[240])
    new = city.says(post, hours_ago=0.1)
    [discussion] = city.read(post, known=known)
    assert state(discussion) == (True, False, ())
    assert new in {one.id for one in discussion.comments}


def test_one_that_came_in_late_further_down_has_the_whole_list_read(city, post, known):
    late = city.says(post, "Vänta på mig", hours_ago=30)
    [discussion] = city.read(post, known=known)
    assert state(discussion) == (True, False, ())
    assert late in {one.id for one in discussion.comments}


def test_one_that_is_stored_and_no_longer_shown_has_the_whole_list_read(city, post, ids):
    city.toggle(kept_comments=ids[200:201])
    [discussion] = city.read(post, known={post.id: {*ids, "9_9"}})
    assert discussion.caught_up is False


def test_a_page_that_ends_in_what_is_new_is_not_the_end(city, post, ids):
    some = {post.id: frozenset(ids[:50] + ids[100:])}
    [discussion] = city.read(post, known=some)
    assert discussion.caught_up
    assert pages_read(city) == 2
    assert set(ids[50:100]) < {one.id for one in discussion.comments}


def test_an_empty_page_on_the_way_is_not_the_end(city, post, known):
    new = [city.says(post, hours_ago=0.9 - n / 1000) for n in range(130)]
    city.toggle(empty_middle_page=True)
    [discussion] = city.read(post, known=known)
    assert state(discussion) == (False, True, ())
    assert set(new) < {one.id for one in discussion.comments}


def test_withheld_ids_end_nothing(city, post, known):
    city.toggle(no_moderate=[PAGE], omit_fields=["tasks"])
    [discussion] = city.read(post, known=known)
    assert (discussion.complete, discussion.caught_up) == (False, False)
    assert pages_read(city) == 3


def test_a_row_that_cannot_be_read_is_told_though_the_reading_ends(city, post, known):
    city.says(post, hours_ago=0.1, is_hidden="perhaps")
    [discussion] = city.read(post, known=known)
    assert (discussion.complete, discussion.caught_up) == (False, False)
    assert "is_hidden" in reasons(discussion.unread)[f"comments:{post.id}"]


@pytest.mark.parametrize("summary", [{}, {"summary": {"total_count": "many"}}])
def test_without_a_count_the_list_is_read_to_its_end(city, script, summary):
    post = city.a_post()
    script.on(
        f"{post.id}/comments",
        a_page({"id": "2", **ROW}, after="A", more=True, **summary),
        a_page({"id": "1", **ROW}),
    )
    pages = city.pages()
    [discussion] = city.read(
        post, known={post.id: {"1", "2"}}, pages=pages, base_url=script.base_url
    )
    assert {one.id for one in discussion.comments} == {"1", "2"}
    assert not discussion.caught_up


def test_rows_that_come_twice_over_two_pages_are_one_and_count_once(city, script):
    post = city.a_post()
    rows = [{"id": str(number), **ROW} for number in range(4, 0, -1)]
    script.on(
        f"{post.id}/comments",
        a_page(*rows[:2], after="A", more=True, summary={"total_count": 4}),
        a_page(*rows[1:3], after="B", more=True),
        a_page(*rows[3:]),
    )
    [discussion] = city.read(post, pages=city.pages(), base_url=script.base_url)
    assert [one.id for one in discussion.comments] == ["4", "3", "2", "1"]
    assert discussion.complete


def test_a_list_that_is_twice_shorter_than_its_count_is_incomplete(city):
    post = city.a_post()
    ids = city.many(post, 130)
    city.toggle(kept_comments=ids[5:7])
    [discussion] = city.read(post)
    assert (discussion.complete, len(discussion.comments)) == (False, 128)
    told = reasons(discussion.unread)[f"comments:{post.id}"]
    assert "counts 130 comments and kept 2 of them" in told


def test_one_that_is_deleted_between_two_pages_makes_no_alarm(city):
    post = city.a_post()
    ids = city.many(post, 150)
    pages = city.pages()
    city.before(1, lambda: city.deletes(ids[99]))  # the cursor's own row: its neighbour is skipped
    [discussion] = city.read(post, pages=pages)
    assert (discussion.complete, discussion.unread) == (True, ())
    assert {one.id for one in discussion.comments} >= {*ids} - {ids[99]}
    assert (city.happens, pages_read(city)) == ({}, 4)


def test_those_that_come_between_two_pages_are_neither_lost_nor_a_reason(city):
    post = city.a_post()
    ids = city.many(post, 150)
    pages = city.pages()
    city.before(1, lambda: city.says(post, hours_ago=0))
    [discussion] = city.read(post, pages=pages)
    assert (city.happens, pages_read(city)) == ({}, 2)
    assert discussion.complete
    assert {one.id for one in discussion.comments} >= set(ids)


@pytest.mark.parametrize("token", ["sandbox-user", "sandbox-meta", "sandbox-page-1002"])
def test_the_silence_that_anothers_token_gets_is_never_believed(city, token):
    post = city.a_post()
    city.says(city.says(post, author=ANNA), author=CITY)
    city.toggle(user_token_reads_no_comments=True)
    [discussion] = city.read(post, pages=borrowed(token))
    assert (discussion.comments, discussion.complete) == ((), False)
    assert "counts 2 comments and kept 2" in reasons(discussion.unread)[f"comments:{post.id}"]


def test_a_private_persons_token_reads_nothing_and_says_so(city):
    post = city.a_post()
    city.says(post)
    [discussion] = city.read(post, token="sandbox-user")
    assert not discussion.complete
    assert "sees no Page" in reasons(discussion.unread)[f"comments:{post.id}"]


def test_five_hundred_posts_of_which_twenty_have_something_new_are_twelve_requests(city):
    posts = [city.a_post() if n % 2 else city.a_picture() for n in range(500)]
    stored = {}
    for n, post in enumerate(posts):
        author = ANNA if post.kind == "facebook" else BO
        stored[post.id] = frozenset(city.many(post, 170 if n % 50 < 2 else 2, author))
    new = {city.says(post, author=ANNA if post.kind == "facebook" else BO) for post in posts[::25]}
    read = city.read(*posts, known=stored)
    assert all(one.complete or one.caught_up for one in read)
    assert new < {comment.id for one in read for comment in one.comments}
    assert len(city.asked()) == city.meter.http <= 12


def test_a_row_whose_id_is_none_counts_as_given_and_is_told_as_unread(city, script):
    post = city.a_post()
    script.on(f"{post.id}/comments", a_page({"id": ["1"], **ROW}, summary={"total_count": 1}))
    [discussion] = city.read(post, pages=city.pages(), base_url=script.base_url)
    [unread] = discussion.unread
    assert "id" in unread.because.english()
    assert "kept" not in unread.because.english()
