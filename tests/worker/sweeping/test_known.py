"""Posts that were read in full a short while ago: their new comments are enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select

from policies.model import Platform
from policies.retention import strict
from tests.worker.made import (
    DAY,
    NOON,
    City,
    a_comment,
    a_discussion,
    a_post,
    not_read,
    some_means,
)
from tests.worker.sweeping.test_talk import gone, read, shown, states
from worker.store.purging import purge
from worker.store.tables import comments, posts
from worker.sweeping.known import READ_ANEW, enough_for, portions
from worker.sweeping.means import Scope, Talk
from worker.sweeping.talk import read_talk

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def city():
    made = City(Platform.META)
    made.talk = {a_post().id: a_discussion(a_comment("1"), a_comment("2", text="Så fint!"))}
    return made


def caught_up(*comments, unread=()):
    told = a_discussion(*comments, complete=False, unread=unread)
    return replace(told, caught_up=not unread)


def stamps(store):
    """When the post was read in full, and when it was caught up with."""
    with store.reading() as connection:
        row = connection.execute(select(posts.c.read_at, posts.c.caught_up_at)).one()
    return row.read_at, row.caught_up_at


def test_a_post_that_was_never_read_is_read_in_full(lite, city):
    shown(lite, a_post())
    read(lite, city)
    assert city.known == [{}]


def test_what_stands_under_a_post_is_known_a_short_while_after_it_was_read(lite, city):
    shown(lite, a_post())
    read(lite, city)
    read(lite, city, at=NOON + READ_ANEW - MINUTE)
    assert city.known[1] == {a_post().id: {"1": None, "2": None}}


def test_every_post_is_read_in_full_between_two_rounds(lite, city):
    shown(lite, a_post())
    for hours in range(24):
        city.talk[a_post().id] = caught_up() if hours % 5 else a_discussion(a_comment("1"))
        read(lite, city, at=NOON + hours * HOUR)
    full = [place for place, known in enumerate(city.known) if not known]
    assert full == [0, 5, 10, 15, 20]


def test_a_reading_that_caught_up_does_not_count_as_a_full_one(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = caught_up(a_comment("3"))
    read(lite, city, at=NOON + 4 * HOUR)
    assert stamps(lite) == (NOON, NOON + 4 * HOUR)
    read(lite, city, at=NOON + READ_ANEW)
    assert city.known[-1] == {}


def test_a_full_reading_has_caught_up_too(lite, city):
    shown(lite, a_post())
    read(lite, city)
    assert stamps(lite) == (NOON, NOON)


def test_a_reading_that_was_cut_neither_is_full_nor_caught_up(lite, city):
    shown(lite, a_post())
    for told in (caught_up(a_comment("1"), unread=[not_read()]), caught_up()):
        city.talk[a_post().id] = replace(told, caught_up=False)
        read(lite, city)
        assert stamps(lite) == (None, None)
    assert city.known[-1] == {}


def test_what_is_new_becomes_a_thread_and_what_is_not_there_is_not_gone(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = caught_up(a_comment("3", at=NOON + HOUR))
    city.deleted = {"1": True, "2": True}
    talk = read(lite, city, at=NOON + HOUR)
    assert (talk.comments, talk.unread, gone(lite)) == (1, [], set())
    assert states(lite) == {"1": "open", "2": "exempt", "3": "open"}
    assert not any(asked[0] == "gone" for asked in city.asked)


def test_an_answer_alone_settles_its_thread(lite, city):
    shown(lite, a_post())
    read(lite, city)
    answer = a_comment("3", "1", by="1001", at=NOON + HOUR, text="Klockan 9. /Eva")
    city.talk[a_post().id] = caught_up(answer)
    read(lite, city, at=NOON + HOUR)
    assert states(lite) == {"1": "answered", "2": "exempt"}


def test_a_reply_to_a_reply_that_was_not_read_settles_the_thread_of_both(lite, city):
    shown(lite, a_post())
    city.talk[a_post().id] = a_discussion(a_comment("1"), a_comment("2", "1", text="Jag med"))
    read(lite, city)
    answer = replace(a_comment("3", "1", by="1001", at=NOON + HOUR), thread_id="2", parent_id="2")
    city.talk[a_post().id] = caught_up(answer)
    read(lite, city, at=NOON + HOUR)
    assert states(lite) == {"1": "answered"}


def test_a_thread_whose_top_nobody_ever_read_is_one_of_its_own(lite, city):
    shown(lite, a_post())
    city.talk[a_post().id] = caught_up(a_comment("3", "77"))
    read(lite, city)
    assert states(lite) == {"77": "open"}


def test_what_is_gone_is_not_known(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = a_discussion(a_comment("2", text="Så fint!"))
    city.deleted = {"1": True}
    read(lite, city)
    city.own = (a_post(),)
    read(lite, city, at=NOON + HOUR)
    assert city.known[-1] == {a_post().id: {"2": None}}


def test_each_platform_knows_its_own(lite):
    linkedin = a_post(1, Platform.LINKEDIN)
    city = City(Platform.LINKEDIN)
    city.talk = {linkedin.id: a_discussion(a_comment("1", post=linkedin), post=linkedin)}
    shown(lite, linkedin)
    for _ in range(2):
        read(lite, city)
    assert city.known[-1] == {linkedin.id: {"1": None}}


def test_what_is_stored_of_many_posts_is_asked_for_together(lite, city):
    many = [a_post(number) for number in range(1200)]
    shown(lite, *many)
    asked = []

    def hear(*told):
        asked.append(told[2])

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        told = list(portions(some_means(lite), Platform.META, [post.id for post in many]))
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert [len(one.posts) for one in told] == [500, 500, 200]
    assert sum("FROM comments" in one or "FROM posts" in one for one in asked) == 3 * 3


@pytest.mark.parametrize("hours", [1, 2, 5, 9, 10, 48])
@pytest.mark.parametrize("minutes", [10, 25, 29, 31, 60])
def test_no_text_on_linkedin_expires_between_two_full_readings(lite, hours, minutes):
    means = some_means(lite, kept=strict(linkedin_comment_hours=hours))
    enough = enough_for(means, Platform.LINKEDIN)
    age = timedelta(0)
    while age < enough:  # Rounds until the next one that reads the post in full.
        age += minutes * MINUTE
    assert age <= hours * HOUR
    assert enough <= READ_ANEW
    assert enough_for(means, Platform.META) == READ_ANEW


def texts(store):
    with store.reading() as connection:
        return list(connection.execute(select(comments.c.text)).scalars())


class CaughtUp(City):
    """LinkedIn, where nothing changes: a post of which comments are known is not read again."""

    def discussions(self, posts, known=None):
        for told in super().discussions(posts, known):
            again = replace(told, comments=(), complete=False, caught_up=True)
            yield again if known else told


def test_a_short_retention_has_linkedin_posts_read_in_full_before_their_text_is_erased(lite):
    one = a_post(platform=Platform.LINKEDIN)
    city = CaughtUp(Platform.LINKEDIN)
    city.talk = {one.id: a_discussion(a_comment("1", post=one), post=one)}
    shown(lite, one)
    for minutes in range(0, 121, 10):
        at = NOON + minutes * MINUTE
        means = some_means(lite, clock=lambda at=at: at, kept=strict(linkedin_comment_hours=1))
        read_talk(means, city, Scope(), Talk())
    full = [place * 10 for place, known in enumerate(city.known) if not known]
    assert full == [0, 30, 60, 90, 120]


def test_after_a_clock_that_was_ahead_a_post_is_read_in_full_and_its_text_is_there_again(lite):
    one = a_post(platform=Platform.LINKEDIN)
    city = CaughtUp(Platform.LINKEDIN)
    city.talk = {one.id: a_discussion(a_comment("1", post=one), post=one)}
    shown(lite, one)
    read(lite, city, at=NOON + 20 * DAY)
    for at in (NOON, NOON + 400 * MINUTE, NOON + 3 * DAY):
        read(lite, city, at=at)
        purge(lite, some_means(lite).kept, at=at)
        assert texts(lite) == [a_comment().text]
    assert city.known == [{}] * 4
