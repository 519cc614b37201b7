"""Comments: all of them, replies too, or told to be incomplete."""

import pytest

from policies.model import Platform, Post
from tests.connectors.linkedin.scripted import (
    ACTIVITY,
    CITY,
    DAY_LIMIT,
    NO_SCOPE,
    SHARE,
    a_comment,
    bare,
    batch,
    listed,
    refusal,
)

COMMENTS = f"socialActions/{SHARE}/comments"


def a_post(urn=SHARE):
    return Post(platform=Platform.LINKEDIN, id=urn, kind="linkedin", owner_id=CITY)


def metadata(**counts):
    """By the number of a share: count and topLevelCount, or nothing told."""
    found = {}
    for share, told in counts.items():
        summary = {} if told is None else {"count": told, "topLevelCount": told}
        found[f"urn%3Ali%3Ashare%3A{share[1:]}"] = {"commentSummary": summary}
    return batch(found)


def replies_of(number, on=ACTIVITY):
    return f"socialActions/urn:li:comment:({on},{number})/comments"


def a_reply(number, to, **more):
    return a_comment(number, **more) | {"parentComment": f"urn:li:comment:({ACTIVITY},{to})"}


def read(script, *posts, **changed):
    return list(script.reader(**changed).discussions(posts or [a_post()]))


def test_a_post_whose_list_was_empty_lately_costs_no_request_of_its_own(script):
    script.on("socialMetadata", metadata(s7001=0))
    [discussion] = script.reader().discussions([a_post()], known={SHARE: {}})
    assert (discussion.comments, discussion.complete, discussion.caught_up) == ((), False, True)
    assert script.paths() == ["socialMetadata"]


def test_that_a_post_has_no_comments_is_told_by_its_list(script):
    script.on("socialMetadata", metadata(s7001=0))
    script.on(COMMENTS, listed(total=0))
    [discussion] = read(script)
    assert (discussion.comments, discussion.complete) == ((), True)
    assert script.paths() == ["socialMetadata", COMMENTS]


@pytest.mark.parametrize("known", [None, {}, {SHARE: {"1": None}}], ids=["new", "due", "known"])
def test_comments_that_no_count_tells_of_are_heard(script, known):
    script.on("socialMetadata", metadata(s7001=0))
    script.on(COMMENTS, listed(a_comment(1), a_comment(2, replies=1), total=2))
    script.on(replies_of(2), listed(a_reply(21, 2), total=1))
    [discussion] = script.reader().discussions([a_post()], known=known)
    assert {one.id for one in discussion.comments} == {"1", "2", "21"}
    assert (discussion.complete, discussion.caught_up) == (True, False)


@pytest.mark.parametrize("trouble", [refusal(403), bare(500), refusal(429, **DAY_LIMIT)])
def test_a_post_whose_list_is_refused_is_not_quiet_by_its_count_alone(script, trouble):
    script.on("socialMetadata", metadata(s7001=0))
    script.on(COMMENTS, trouble)
    [discussion] = read(script, seconds=0)
    assert (discussion.complete, discussion.caught_up) == (False, False)
    assert discussion.unread[0].what == f"comments:{SHARE}"


def test_posts_that_are_said_to_be_quiet_are_looked_at_after_the_others(script):
    posts = [a_post(f"urn:li:share:{number}") for number in (1, 2, 3)]
    script.on("socialMetadata", metadata(s1=0, s2=1, s3=0))
    for post in posts:
        script.on(f"socialActions/{post.id}/comments", listed(total=0))
    script.on("socialActions/urn:li:share:2/comments", listed(a_comment(1), total=1))
    assert [one.post_id[-1] for one in read(script, *posts)] == ["2", "1", "3"]
    assert [path[-10] for path in script.paths()[1:]] == ["2", "1", "3"]


def test_a_post_with_as_many_comments_as_are_known_is_not_read_again(script):
    script.on("socialMetadata", metadata(s7001=2))
    [discussion] = script.reader().discussions([a_post()], known={SHARE: {"1", "2"}})
    assert (discussion.comments, discussion.complete, discussion.caught_up) == ((), False, True)
    assert script.paths() == ["socialMetadata"]


@pytest.mark.parametrize("counted", [0, 1, 3, None])
def test_a_post_with_more_or_fewer_comments_than_are_known_is_read(script, counted):
    script.on("socialMetadata", metadata(s7001=counted))
    script.on(COMMENTS, listed(a_comment(1), a_comment(2), a_comment(3), total=3))
    [discussion] = script.reader().discussions([a_post()], known={SHARE: {"1", "2"}})
    assert not discussion.caught_up
    assert discussion.complete
    assert len(discussion.comments) == 3


def test_replies_that_are_known_are_not_read_again_where_a_post_has_grown(script):
    script.on("socialMetadata", metadata(s7001=5))
    script.on(
        COMMENTS, listed(a_comment(1, replies=1), a_comment(2, replies=1), a_comment(3), total=3)
    )
    script.on(replies_of(2), listed(a_reply(22, 2), total=1))
    known = {SHARE: {"1": None, "11": "1", "2": None}}
    [discussion] = script.reader().discussions([a_post()], known=known)
    assert [one.id for one in discussion.comments] == ["1", "2", "3", "22"]
    assert (discussion.complete, discussion.caught_up) == (False, True)
    assert script.paths() == ["socialMetadata", COMMENTS, replies_of(2)]


def test_a_grown_post_without_known_replies_is_read_in_full(script):
    script.on("socialMetadata", metadata(s7001=2))
    script.on(COMMENTS, listed(a_comment(1), a_comment(2), total=2))
    [discussion] = script.reader().discussions([a_post()], known={SHARE: {"1": None}})
    assert (discussion.complete, discussion.caught_up) == (True, False)


@pytest.mark.parametrize(
    ("counted", "known"),
    [
        (1, {"1": None, "11": "1"}),
        (4, {"1": None, "11": "1", "12": "1"}),
        (3, {"1": None, "9": None}),
        (None, {"1": None, "11": "1"}),
        (3, {"1", "11"}),
    ],
    ids=["fewer", "a reply gone", "a known comment gone", "not counted", "parents not told"],
)
def test_replies_are_read_again_wherever_something_may_be_gone(script, counted, known):
    script.on("socialMetadata", metadata(s7001=counted))
    script.on(COMMENTS, listed(a_comment(1, replies=1), a_comment(2), total=2))
    script.on(replies_of(1), listed(a_reply(11, 1), total=1))
    [discussion] = script.reader().discussions([a_post()], known={SHARE: known})
    assert script.paths()[1:3] == [COMMENTS, replies_of(1)]
    assert (discussion.complete, discussion.caught_up) == (True, False)


def test_a_list_that_breaks_off_is_neither_complete_nor_caught_up(script):
    script.on("socialMetadata", metadata(s7001=9))
    script.on(COMMENTS, listed(a_comment(1, replies=1), a_comment(2), total=8), having="start=0")
    script.on(COMMENTS, bare(403), having="start=2")
    known = {SHARE: {"1": None, "11": "1"}}
    [discussion] = script.reader().discussions([a_post()], known=known)
    assert (discussion.complete, discussion.caught_up) == (False, False)
    assert discussion.unread


def test_in_development_tier_nothing_is_counted_and_every_post_is_read(script):
    script.on(COMMENTS, listed(a_comment(1), total=1))
    reader = script.reader(community_tier="development")
    [discussion] = reader.discussions([a_post()], known={SHARE: {"1"}})
    assert discussion.complete
    assert script.paths() == [COMMENTS]


def test_five_hundred_quiet_posts_are_ten_requests(script):
    posts = [a_post(f"urn:li:share:{number}") for number in range(1, 501)]
    script.on("socialMetadata", metadata(**{f"s{number}": 0 for number in range(1, 501)}))
    known = {post.id: {} for post in posts}
    assert all(one.caught_up for one in script.reader().discussions(posts, known=known))
    assert script.times("socialMetadata") == len(script.asked) == 10


def test_known_replies_are_read_where_one_elsewhere_does_not_come(script):
    script.on("socialMetadata", metadata(s7001=5))
    script.on(COMMENTS, listed(a_comment(1, replies=1), a_comment(2, replies=2), total=2))
    script.on(replies_of(1), listed(a_reply(11, 1), total=1))
    script.on(replies_of(2), listed(a_reply(22, 2), a_reply(23, 2), total=2))
    known = {SHARE: {"1": None, "11": "1", "2": None, "21": "2"}}
    [discussion] = script.reader().discussions([a_post()], known=known)
    assert {one.id for one in discussion.comments} == {"1", "2", "11", "22", "23"}
    assert (discussion.complete, discussion.caught_up) == (True, False)


def several(number):
    """So many posts, and the counts of one comment each."""
    posts = [a_post(f"urn:li:share:{one}") for one in range(1, number + 1)]
    return posts, metadata(**{f"s{one}": 1 for one in range(1, number + 1)})


def test_counts_that_never_come_keep_no_comment_waiting(script):
    posts, _ = several(500)
    script.on("socialMetadata", bare(503))
    for post in posts:
        script.on(f"socialActions/{post.id}/comments", listed(a_comment(1), total=1))
    found = read(script, *posts, seconds=120)
    assert all(one.complete and len(one.comments) == 1 for one in found)
    assert script.paths()[:3] == ["socialMetadata"] * 2 + [f"socialActions/{posts[0].id}/comments"]
    assert len(script.asked) == 2 + 500
    assert sum(script.waited) <= 1


def test_posts_are_counted_just_before_they_are_read(script):
    posts, counts = several(51)
    script.on("socialMetadata", counts, bare(503))
    for post in posts:
        script.on(f"socialActions/{post.id}/comments", listed(a_comment(1), total=1))
    known = {post.id: {"1": None} for post in posts}
    found = list(script.reader().discussions(posts, known=known))
    assert [one.caught_up for one in found] == [True] * 50 + [False]
    assert script.paths() == ["socialMetadata"] * 3 + [f"socialActions/{posts[50].id}/comments"]


@pytest.mark.parametrize("trouble", [bare(503), bare(403)], ids=["once", "some"])
def test_one_bad_answer_about_counts_does_not_end_the_counting(script, trouble):
    posts, counts = several(51)
    script.on("socialMetadata", trouble, counts)
    for post in posts:
        script.on(f"socialActions/{post.id}/comments", listed(a_comment(1), total=1))
    found = list(script.reader().discussions(posts, known={posts[50].id: {"1": None}}))
    assert [one.complete for one in found] == [True] * 50 + [False]
    assert found[50].caught_up


@pytest.mark.parametrize(
    "told",
    [metadata(s7001=None), metadata(), batch({}, {"urn%3Ali%3Ashare%3A7001": {"status": 403}}),
     metadata(s7001="many"), bare(403)],
    ids=["no count", "left out", "refused", "nonsense", "batch refused"],
)  # fmt: skip
def test_a_post_whose_count_is_not_known_is_read(script, told):
    script.on("socialMetadata", told)
    script.on(COMMENTS, listed(a_comment(1), total=1))
    [discussion] = read(script)
    assert [one.id for one in discussion.comments] == ["1"]
    assert discussion.complete


def test_in_development_tier_nothing_is_read_in_batches(script):
    script.on(COMMENTS, listed(total=0))
    [discussion] = read(script, community_tier="development")
    assert discussion.complete
    assert script.paths() == [COMMENTS]


def test_short_pages_are_followed_until_the_total_is_there(script):
    script.on(COMMENTS, listed(a_comment(1), a_comment(2), total=3), having="start=0")
    script.on(COMMENTS, listed(a_comment(3), total=3), having="start=2")
    [discussion] = read(script, community_tier="development")
    assert [one.id for one in discussion.comments] == ["1", "2", "3"]
    assert discussion.complete
    assert [one.query for one in script.asked] == ["count=100&start=0", "count=100&start=2"]


def test_without_a_total_the_end_is_an_empty_page(script):
    script.on(COMMENTS, listed(a_comment(1)), listed())
    [discussion] = read(script, community_tier="development")
    assert (len(discussion.comments), discussion.complete) == (1, True)


def test_a_list_that_ends_before_its_total_is_incomplete(script):
    script.on(COMMENTS, listed(a_comment(1), total=5), listed(total=5))
    [discussion] = read(script, community_tier="development")
    assert [one.id for one in discussion.comments] == ["1"]
    assert not discussion.complete
    assert discussion.unread[0].what == f"comments:{SHARE}"


def test_an_empty_list_is_not_believed_where_the_metadata_count_comments(script):
    script.on("socialMetadata", metadata(s7001=4))
    script.on(COMMENTS, listed(total=0))
    [discussion] = read(script)
    assert not discussion.complete
    assert "counts 4 comments and gave none" in discussion.unread[0].because.english()


def test_replies_are_read_where_there_are_some_or_it_is_not_told(script):
    untold = a_comment(3)
    del untold["commentsSummary"]
    script.on(COMMENTS, listed(a_comment(1, replies=2), a_comment(2), untold, total=3))
    script.on(replies_of(1), listed(a_reply(11, 1), a_reply(12, 1, actor=CITY), total=2))
    script.on(replies_of(3), listed(total=0))
    [discussion] = read(script, community_tier="development")
    threads = {one.id: (one.thread_id, one.parent_id) for one in discussion.comments}
    assert threads == {
        "1": ("1", None), "2": ("2", None), "3": ("3", None),
        "11": ("1", "1"), "12": ("1", "1"),
    }  # fmt: skip
    assert discussion.complete
    assert replies_of(2) not in script.paths()
    assert {one.id: one.author_id for one in discussion.comments}["12"] == CITY


def test_promised_replies_that_do_not_come_leave_the_discussion_incomplete(script):
    script.on(COMMENTS, listed(a_comment(1, replies=2), total=1))
    script.on(replies_of(1), listed(total=0))
    [discussion] = read(script, community_tier="development")
    assert ([one.id for one in discussion.comments], discussion.complete) == (["1"], False)


def test_fewer_replies_than_promised_leave_the_discussion_incomplete(script):
    script.on("socialMetadata", metadata(s7001=9))
    script.on(COMMENTS, listed(a_comment(1, replies=3), total=1))
    script.on(replies_of(1), listed(a_reply(11, 1)), having="start=0")
    script.on(replies_of(1), listed(), having="start=1")
    [discussion] = read(script)
    assert ([one.id for one in discussion.comments], discussion.complete) == (["1", "11"], False)
    assert "counts 3 comments and gave 1" in discussion.unread[0].because.english()


def test_fewer_comments_than_are_counted_leave_the_discussion_incomplete(script):
    script.on("socialMetadata", metadata(s7001=2))
    script.on(COMMENTS, listed(a_comment(1)), having="start=0")
    script.on(COMMENTS, listed(), having="start=1")
    [discussion] = read(script)
    assert ([one.id for one in discussion.comments], discussion.complete) == (["1"], False)
    assert "counts 2 comments and gave 1" in discussion.unread[0].because.english()


def test_lists_that_came_up_to_their_own_totals_are_believed_whatever_is_counted(script):
    script.on("socialMetadata", metadata(s7001=9))
    script.on(COMMENTS, listed(a_comment(1, replies=3), total=1))
    script.on(replies_of(1), listed(a_reply(11, 1), total=1))
    [discussion] = read(script)
    assert ([one.id for one in discussion.comments], discussion.complete) == (["1", "11"], True)


def test_a_list_that_cannot_be_looked_at_again_is_not_believed(script):
    script.on(COMMENTS, listed(a_comment(1, replies=3), total=1))
    script.on(replies_of(1), listed(a_reply(11, 1)), listed(), bare(403))
    [discussion] = read(script, community_tier="development")
    assert not discussion.complete


def test_replies_that_fail_leave_what_was_read_and_the_others_go_on(script):
    script.on(COMMENTS, listed(a_comment(1, replies=1), a_comment(2, replies=1), total=2))
    script.on(replies_of(1), bare(500))
    script.on(replies_of(2), listed(a_reply(21, 2), total=1))
    [discussion] = read(script, community_tier="development", seconds=0)
    assert [one.id for one in discussion.comments] == ["1", "2", "21"]
    assert not discussion.complete


def test_a_comment_met_twice_is_one(script):
    script.on(COMMENTS, listed(a_comment(1), a_reply(2, 1), a_comment(1), total=3))
    [discussion] = read(script, community_tier="development")
    assert [(one.id, one.thread_id) for one in discussion.comments] == [("1", "1"), ("2", "1")]


def test_a_post_asked_for_twice_is_answered_once(script):
    script.on("socialMetadata", metadata(s7001=0))
    script.on(COMMENTS, listed(total=0))
    assert len(read(script, a_post(), a_post())) == 1


def test_one_unreadable_post_does_not_hold_up_the_others(script):
    other = a_post("urn:li:ugcPost:7002")
    script.on("socialMetadata", metadata())
    script.on(COMMENTS, refusal(403, message="member is unauthorized on it"))
    script.on("socialActions/urn:li:ugcPost:7002/comments", listed(a_comment(5), total=1))
    lost, found = read(script, a_post(), other)
    assert (lost.post_id, lost.complete, lost.comments) == (SHARE, False, ())
    assert (found.post_id, found.complete, len(found.comments)) == (other.id, True, 1)


def test_a_broken_comment_is_told_and_the_others_are_kept(script):
    broken = a_comment(2, created={"actor": "urn:li:person:x"})
    script.on(COMMENTS, listed(a_comment(1), broken, "nonsense", total=3))
    [discussion] = read(script, community_tier="development")
    assert [one.id for one in discussion.comments] == ["1"]
    assert not discussion.complete
    assert len(discussion.unread) == 2


def test_a_day_limit_leaves_the_rest_unread_without_asking(script):
    posts = [a_post(f"urn:li:share:{number}") for number in range(1, 6)]
    script.on("socialMetadata", metadata())
    script.on("socialActions/urn:li:share:1/comments", refusal(429, **DAY_LIMIT))
    found = read(script, *posts)
    assert [one.complete for one in found] == [False] * 5
    assert all("day limit" in one.unread[0].because.english() for one in found)
    assert len(script.asked) == 2


def test_without_a_community_token_every_post_is_told_unread_and_nothing_is_sent(script):
    found = read(script, a_post(), a_post("urn:li:share:2"), community_token=None)
    assert [one.complete for one in found] == [False, False]
    assert "[linkedin] community_token is missing" in found[0].unread[0].because.english()
    assert script.asked == []


def test_a_missing_scope_for_comments_is_told_with_its_remedy(script):
    script.on("socialMetadata", refusal(403, **NO_SCOPE))
    script.on(COMMENTS, refusal(403, **NO_SCOPE))
    [discussion] = read(script)
    assert "Grant it the scope" in discussion.unread[0].because.english()


def gone(script, *ids):
    return list(script.reader(community_tier="development").gone(a_post(), ids))


def test_a_comment_that_answers_is_not_gone(script):
    script.on(f"{COMMENTS}/1", a_comment(1))
    assert gone(script, "1") == [("1", False)]


def test_a_comment_is_gone_when_neither_its_own_read_nor_the_whole_post_shows_it(script):
    script.on(COMMENTS, listed(a_comment(1), total=1))
    assert gone(script, "8", "9") == [("8", True), ("9", True)]
    assert script.times(COMMENTS) == 1


def test_a_reply_that_answers_only_below_its_comment_is_not_gone(script):
    script.on(COMMENTS, listed(a_comment(1, replies=1), total=1))
    script.on(replies_of(1), listed(a_reply(11, 1), total=1))
    assert gone(script, "11") == [("11", False)]


@pytest.mark.parametrize("trouble", [bare(500), refusal(403), refusal(404), listed(total=3)])
def test_where_the_post_cannot_be_read_whole_nobody_can_tell(script, trouble):
    script.on(COMMENTS, trouble)
    assert gone(script, "9") == [("9", None)]


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_read_that_fails_otherwise_tells_nothing(script, status):
    script.on(f"{COMMENTS}/9", bare(status))
    script.on(COMMENTS, listed(total=0))
    assert gone(script, "9") == [("9", None)]


def test_there_are_no_inboxes_and_nobody_asks_for_them(script):
    assert list(script.reader().inboxes()) == []
    assert script.asked == []


def test_a_server_that_repeats_its_first_page_for_ever_is_left_with_a_reason(script):
    script.on(COMMENTS, listed(a_comment(1), a_comment(2)))
    [discussion] = read(script, community_tier="development")
    assert ([one.id for one in discussion.comments], discussion.complete) == (["1", "2"], False)
    assert script.times(COMMENTS) == 2
