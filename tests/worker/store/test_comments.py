"""Comments as last read: saved, seen visible once, gone, erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from policies.model import Platform, Tag
from tests.worker.made import DAY, NOON, a_comment, a_post
from worker.store import comments, posts, threads
from worker.store.tables import comments as table

HOUR = timedelta(hours=1)
LINKEDIN = a_post(1, Platform.LINKEDIN)
TAGGED = a_comment("1", tags=(Tag(name="Anna", offset=0, length=4),), attachment="photo")


def save(store, *seen, at=NOON, post=None):
    post = post or a_post()
    with store.writing() as connection:
        posts.remember(connection, [post], at)
        threads.begin(connection, seen, post_id=post.id, owner="slk", at=at)
        comments.save(connection, seen, at)


def rows(store):
    with store.reading() as connection:
        return connection.execute(select(table).order_by(table.c.id)).all()


def kept(store, *ids):
    with store.reading() as connection:
        found = comments.of_threads(connection, list(ids))
        return {one: [comments.comment_of(row) for row in found[one]] for one in ids}


def mark_gone(store, *ids, at=NOON):
    with store.writing() as connection:
        return comments.mark_gone(connection, Platform.META, ids, at)


def test_a_comment_is_read_back_as_it_was(store):
    save(store, TAGGED)
    one = comments.own_thread_id(TAGGED)
    assert kept(store, one) == {one: [TAGGED]}


def test_a_thread_is_read_back_with_its_replies_the_oldest_first(store):
    reply, other = a_comment("2", "1", at=NOON - HOUR), a_comment("3")
    save(store, a_comment("1"), reply, other)
    one = comments.own_thread_id(reply)
    assert [comment.id for comment in kept(store, one)[one]] == ["2", "1"]
    assert kept(store, "none") == {"none": []}


def test_a_new_reading_takes_the_place_of_the_old(store):
    save(store, TAGGED)
    save(store, replace(TAGGED, text="Rättat", hidden=True, tags=()), at=NOON + HOUR)
    (row,) = rows(store)
    assert (row.text, row.hidden, row.tags) == ("Rättat", True, [])
    assert (row.first_seen, row.fetched_at) == (NOON, NOON + HOUR)


@pytest.mark.parametrize("text", ["Så fint!", "en\0nolla", "\ud83d", None, ""])
def test_the_same_words_are_no_change_however_they_are_kept(store, text):
    comment = a_comment("1", text=text)
    save(store, comment)
    save(store, comment, at=NOON + HOUR)
    assert [one.reworded_at for one in rows(store)] == [None]


@pytest.mark.parametrize("first", ["Så fint!", None])
def test_other_words_are_kept_with_when_they_were_seen_first(store, first):
    said, changed = a_comment("1", text=first), a_comment("1", text="När öppnar det?")
    save(store, said)
    save(store, changed, at=NOON + HOUR)
    save(store, changed, at=NOON + 2 * HOUR)
    assert [one.reworded_at for one in rows(store)] == [NOON + HOUR]
    save(store, replace(changed, text="Hej"), at=NOON + 3 * HOUR)
    assert [one.reworded_at for one in rows(store)] == [NOON + 3 * HOUR]


def test_words_that_are_missing_from_an_answer_are_no_change(store):
    save(store, a_comment("1"))
    save(store, replace(a_comment("1"), text=None), at=NOON + HOUR)
    assert [one.reworded_at for one in rows(store)] == [None]


def test_of_what_was_erased_nobody_can_tell_whether_it_was_changed(store):
    save(store, a_comment("1", post=LINKEDIN), post=LINKEDIN)
    with store.writing() as connection:
        comments.erase(connection, Platform.LINKEDIN, kept=HOUR, at=NOON + 2 * HOUR)
    save(store, a_comment("1", post=LINKEDIN, text="Nytt?"), post=LINKEDIN, at=NOON + 3 * HOUR)
    assert [one.reworded_at for one in rows(store)] == [None]


def test_a_comment_that_comes_twice_in_one_reading_has_one_row(store):
    save(store, a_comment("1"), a_comment("1", text="Senare"))
    assert [row.text for row in rows(store)] == ["Senare"]


def test_comments_and_messages_of_the_same_number_have_rows_of_their_own(store):
    save(store, a_comment("1"), a_comment("1", kind="message"))
    save(store, a_comment("1", text="Ny"))
    assert sorted((row.kind, row.text) for row in rows(store)) == [
        ("comment", "Ny"),
        ("message", "När öppnar anmälan?"),
    ]


@pytest.mark.parametrize(
    ("readings", "never_visible"),
    [([True], True), ([False], False), ([True, False, True], False), ([False, True], False)],
)
def test_whether_it_was_ever_seen_visible_is_kept(store, readings, never_visible):
    for number, hidden in enumerate(readings):
        save(store, a_comment(hidden=hidden), at=NOON + number * HOUR)
    assert rows(store)[0].first_hidden is never_visible


def test_a_linkedin_members_name_is_never_kept(store):
    named = a_comment(post=LINKEDIN, author_name="Tuva Myrmalm")
    save(store, named, post=LINKEDIN)
    assert rows(store)[0].author_name is None


def test_hostile_text_is_kept_as_far_as_a_database_can(store):
    save(store, a_comment("1\0", text="a\0b\ud83d'; DROP TABLE comments;--"))
    save(store, a_comment("1\0", text="igen"))
    assert [row.text for row in rows(store)] == ["igen"]


def test_a_gone_comment_loses_its_text_and_author_at_once(store):
    save(store, TAGGED)
    assert mark_gone(store, "1", at=NOON + HOUR) == {comments.own_thread_id(TAGGED)}
    (row,) = rows(store)
    assert (row.text, row.author_id, row.author_name, row.tags) == (None, None, None, [])
    assert (row.created_at, row.gone_at, row.erased_at) == (NOON, NOON + HOUR, NOON + HOUR)


def test_a_comment_that_nobody_knows_cannot_be_gone(store):
    assert mark_gone(store, "1") == set()


def test_a_comment_that_comes_back_is_no_longer_gone(store):
    save(store, TAGGED)
    mark_gone(store, "1")
    save(store, TAGGED, at=NOON + HOUR)
    (row,) = rows(store)
    assert (row.text, row.gone_at, row.erased_at) == (TAGGED.text, None, None)


def test_what_stands_under_a_post_is_what_is_not_gone(store):
    other = a_post(2)
    save(store, a_comment("1"), a_comment("2", "1"), a_comment("4", "1"))
    save(store, a_comment("3", post=other), post=other)
    mark_gone(store, "2")
    with store.reading() as connection:
        told = comments.standing(connection, Platform.META, [a_post().id, other.id, a_post(7).id])
    assert told == {a_post().id: {"1": None, "4": "1"}, other.id: {"3": None}, a_post(7).id: {}}


def test_only_what_was_not_read_for_too_long_is_erased_and_only_on_that_platform(store):
    save(store, a_comment("1", post=LINKEDIN), post=LINKEDIN)
    save(store, a_comment("2", post=LINKEDIN), post=LINKEDIN, at=NOON + HOUR)
    save(store, a_comment("3"))
    with store.writing() as connection:
        at = NOON + 2 * DAY
        assert comments.erase(connection, Platform.LINKEDIN, kept=2 * DAY, at=at) == 1
        assert comments.erase(connection, Platform.LINKEDIN, kept=2 * DAY, at=at) == 0
    erased = [row.id for row in rows(store) if row.text is None]
    assert erased == ["1"]
    assert rows(store)[0].created_at is None


def test_nothing_is_concluded_from_an_erased_comment(store):
    seen = a_comment("1", post=LINKEDIN)
    save(store, seen, post=LINKEDIN)
    with store.writing() as connection:
        comments.erase(connection, Platform.LINKEDIN, kept=HOUR, at=NOON + DAY)
    one = comments.own_thread_id(seen)
    assert kept(store, one) == {one: [None]}


def test_of_an_erased_comment_that_is_gone_it_is_known_that_it_is(store):
    save(store, TAGGED)
    mark_gone(store, "1")
    with store.writing() as connection:
        comments.erase(connection, Platform.META, kept=HOUR, at=NOON + DAY)
    one = comments.own_thread_id(TAGGED)
    assert kept(store, one)[one][0].created_at == NOON


def test_hundreds_of_comments_are_saved_and_found_again(store):
    many = [a_comment(f"{number}") for number in range(601)]
    save(store, *many)
    save(store, *many, at=NOON + HOUR)
    assert {row.fetched_at for row in rows(store)} == {NOON + HOUR}
    assert len(kept(store, *(comments.own_thread_id(one) for one in many))) == 601


def test_a_comment_below_one_that_was_not_read_now_stands_in_the_thread_of_that_one(store):
    save(store, a_comment("1"), a_comment("2", "1"))
    below, of_their_own = a_comment("3", "2"), a_comment("4", "99")
    with store.reading() as connection:
        told = comments.rejoined(connection, [below, of_their_own, a_comment("5"), below])
    assert [one.thread_id for one in told] == ["1", "99", "5", "1"]


def test_what_was_read_together_keeps_its_threads(store):
    save(store, a_comment("2", "1"))
    together = [a_comment("2"), a_comment("3", "2")]
    with store.reading() as connection:
        assert comments.rejoined(connection, together) == tuple(together)
