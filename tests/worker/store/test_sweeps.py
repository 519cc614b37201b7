"""Sweeps in the store: begun, finished, and the last one that read a platform."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Text, literal, update

from policies.model import Platform
from tests.worker.made import DAY, NOON, a_comment, a_post, a_snapshot, an_account, not_read
from worker.store import comments, posts, snapshots, sweeps, tables, threads
from worker.store.probing import prove_writable
from worker.store.sweeps import Finished

WHOLE = {"platform": None, "account": None}


def finished(at=NOON, **changed):
    told = Finished(
        started_at=at, finished_at=at + DAY / 24, counts={"ads": 3},
        requests={"meta": {"http": 4, "counted": 9}}, unread=(not_read("own_posts"),),
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


META, LINKEDIN = Platform.META, Platform.LINKEDIN
COMMENTS, ADS = WHOLE | {"topics": ["comments"]}, WHOLE | {"topics": ["ads", "messages"]}


def lost_posts(numbers, platform=LINKEDIN):
    return tuple(not_read(f"comments:{a_post(one, platform).id}", platform) for one in numbers)


def watching(connection, numbers, platform=LINKEDIN):
    posts.remember(connection, [a_post(one, platform) for one in numbers], NOON - DAY)


def read_at(connection, platform=LINKEDIN):
    last = sweeps.last_reading(connection, platform)
    return last and last.finished_at


ASKED = {"requests": {"meta": {}, "linkedin": {}}}


def test_a_sweep_that_read_no_post_at_all_is_no_reading_of_comments(store):
    with store.writing() as connection:
        watching(connection, range(30))
        kept(connection, ADS, **ASKED, unread=())
        kept(connection, COMMENTS, **ASKED, unread=lost_posts(range(30)))
        assert read_at(connection) is None
        assert read_at(connection, META) is not None  # nothing of it was lost


@pytest.mark.parametrize("read", [posts.read_in_full, posts.caught_up])
def test_one_that_read_some_of_the_posts_is_and_the_next_that_reads_none_is_not(store, read):
    later = NOON + DAY / 24
    with store.writing() as connection:
        watching(connection, range(30))
        kept(connection, ADS, **ASKED, unread=())
        read(connection, a_post(7, LINKEDIN), NOON)
        kept(connection, COMMENTS, **ASKED, unread=lost_posts([1]))
        assert read_at(connection) == NOON + DAY / 24
        kept(connection, COMMENTS, at=later, **ASKED, unread=lost_posts(range(30)))
        kept(connection, ADS, at=later, **ASKED, unread=())
        assert read_at(connection) == NOON + DAY / 24


def test_comments_that_came_of_a_post_that_was_not_read_to_its_end_are_a_reading(lite):
    post = a_post(1, LINKEDIN)
    with lite.writing() as connection:
        watching(connection, [1])
        kept(connection, ADS, **ASKED, unread=())
        threads.begin(connection, [one := a_comment(post=post)], post_id=post.id, owner="slk",
                      at=NOON)  # fmt: skip
        comments.save(connection, [one], NOON)
        kept(connection, COMMENTS, **ASKED, unread=lost_posts([1]))
        assert read_at(connection) is not None


@pytest.mark.parametrize(
    "unread",
    [(), (not_read("comments:ingen sådan", LINKEDIN),), (not_read("own_posts", LINKEDIN),)],
    ids=["no post is watched", "a brief lists what is no post", "another part"],
)
def test_where_there_is_nothing_to_read_nothing_is_lost(lite, unread):
    with lite.writing() as connection:
        kept(connection, **ASKED, unread=unread)
        assert read_at(connection) is not None


def test_a_platform_whose_comments_failed_as_a_whole_was_not_read(lite):
    with lite.writing() as connection:
        kept(connection, **ASKED, unread=(not_read("comments", LINKEDIN),))
        assert read_at(connection) is None
        assert read_at(connection, META) is not None


def test_a_sweep_in_which_every_account_failed_is_no_reading_of_ads(lite):
    both = tuple(not_read("account", META, one) for one in ("act_1", "act_2"))
    with lite.writing() as connection:
        snapshots.keep(connection, a_snapshot(an_account(), at=NOON - DAY))
        kept(connection, **ASKED, unread=both)
        assert read_at(connection, META) is None
        snapshots.keep(connection, a_snapshot(an_account(), at=NOON))
        kept(connection, **ASKED, unread=both[1:])
        assert read_at(connection, META) is not None


def many(connection, times, topics, unread=(), *, at=NOON, **requests):
    """So many sweeps of these topics, ten minutes apart; the first began then."""
    for n in range(times):
        began, told = at + n * DAY / 144, requests or ASKED["requests"]
        kept(connection, WHOLE | {"topics": topics}, at=began, requests=told, unread=unread)


def sealed(connection, until):
    """Let what the sweeps that began before could not read be nothing that can be opened."""
    old = update(tables.sweeps).where(tables.sweeps.c.started_at < until)
    connection.execute(old.values(unread=literal("no JSON", Text)))


LATER = NOON + 30 * DAY
NOTHING = not_read("comments", LINKEDIN)
MUCH = (NOTHING, *lost_posts(range(100)))
"""What some hundred posts leave in each sweep's row."""


def test_of_a_topic_that_was_never_got_the_many_sweeps_are_not_opened(store):
    with store.writing() as connection:
        many(connection, 100, ["comments"], (NOTHING,))
        many(connection, 60, ["comments"], MUCH, at=LATER)
        many(connection, 1, ["ads", "messages"], at=LATER)
        sealed(connection, LATER)
        assert read_at(connection) is None
        assert read_at(connection, META) > LATER  # nothing of it was lost


def test_of_a_topic_that_is_got_no_more_the_last_time_is_known_however_long_ago(store):
    post = a_post(7, LINKEDIN)
    with store.writing() as connection:
        watching(connection, [7])
        many(connection, 13, ["comments"])
        posts.read_in_full(connection, post, NOON + DAY / 12)
        many(connection, 100, ["comments"], MUCH, at=NOON + DAY)
        many(connection, 60, ["comments"], MUCH, at=LATER)
        many(connection, 1, ["ads", "messages"], at=LATER)
        assert read_at(connection) == NOON + DAY / 12 + DAY / 24


def test_a_topic_that_is_seldom_polled_is_found_behind_the_others(lite):
    with lite.writing() as connection:
        many(connection, 1, ["ads", "messages"])
        many(connection, 300, ["comments"])
        many(connection, 300, ["delivered"])
        assert read_at(connection) == NOON + DAY / 24


def test_a_platform_that_was_just_switched_on_is_not_looked_for_in_what_was_before(lite):
    with lite.writing() as connection:
        for topics in (["ads"], ["comments"], ["messages"]):
            many(connection, 60, topics, meta={})
        sealed(connection, NOON + DAY / 144)
        assert read_at(connection) is None
        assert read_at(connection, META) is not None


def test_after_a_night_in_which_no_account_could_be_listed_the_evening_s_reading_is_known(store):
    with store.writing() as connection:
        many(connection, 1, ["ads", "comments", "messages"])
        for topics in (["ads"], ["comments"], ["messages"]):
            many(connection, 150, topics, (not_read("accounts", LINKEDIN),), at=NOON + DAY / 24)
        assert read_at(connection) == NOON + DAY / 24


def test_sweeps_of_another_platform_or_of_one_account_are_not_in_the_way(store):
    with store.writing() as connection:
        many(connection, 1, ["ads", "comments", "messages"])
        for n in range(3100):
            asked = WHOLE | ({"platform": "meta"} if n % 2 else {"account": "9100"})
            requests = {"meta" if n % 2 else "linkedin": {"http": 1}}
            kept(connection, asked, at=NOON + DAY, requests=requests, unread=())
        assert read_at(connection) == NOON + DAY / 24


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
        watching(connection, [1], META)
        posts.read_in_full(connection, a_post(), NOON)
        kept(connection, unread=(*many, other, ads))
    with store.reading() as connection:
        told = sweeps.last_reading(connection, Platform.META).unread
    assert told[: sweeps.BY_NAME] == tuple(many[: sweeps.BY_NAME])
    whole = replace(one, what="comments")
    assert told[sweeps.BY_NAME :] == (whole, replace(whole, because=other.because), ads)
