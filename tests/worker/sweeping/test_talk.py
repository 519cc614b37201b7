"""Comments and messages read: what is watched, stored, taken for gone, and what is unread."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from policies.model import Platform
from policies.threads import Decision
from tests.worker.made import (
    DAY,
    NOON,
    City,
    a_comment,
    a_discussion,
    a_post,
    not_read,
    some_means,
    unreachable,
)
from worker.store import posts
from worker.store.comments import own_thread_id
from worker.store.errors import StoreError, Unreachable
from worker.store.posts import Shown
from worker.store.tables import comments, threads
from worker.store.tables import posts as posts_table
from worker.sweeping.deciding import decide
from worker.sweeping.means import Scope, Talk
from worker.sweeping.talk import read_talk

HOUR = timedelta(hours=1)


def shown(store, *shown_posts, ran_until=NOON, account="act_1"):
    with store.writing() as connection:
        told = [
            Shown(post=post, campaign_id="c1", account_id=account, ran_until=ran_until)
            for post in shown_posts
        ]
        posts.link(connection, told, NOON)


def read(store, city, *, at=NOON, scope=None):
    talk = Talk()
    read_talk(some_means(store, clock=lambda: at), city, scope or Scope(), talk)
    return talk


def states(store):
    with store.reading() as connection:
        query = select(threads.c.thread_id, threads.c.state).order_by(threads.c.thread_id)
        return {row.thread_id: row.state for row in connection.execute(query)}


def gone(store):
    with store.reading() as connection:
        query = select(comments.c.id).where(comments.c.gone_at.is_not(None))
        return set(connection.execute(query).scalars())


def counted(store, table):
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def what(talk):
    return [one.what for one in talk.unread]


@pytest.fixture
def city():
    made = City(Platform.META)
    made.talk = {a_post().id: a_discussion(a_comment("1"), a_comment("2", text="Så fint!"))}
    return made


def test_nobody_is_asked_about_comments_when_nothing_is_watched(lite, city):
    assert read(lite, city).comments == 0
    assert city.asked == []


def test_the_comments_of_a_shown_post_become_threads(lite, city):
    shown(lite, a_post())
    talk = read(lite, city)
    assert (talk.comments, talk.unread) == (2, [])
    assert states(lite) == {"1": "open", "2": "exempt"}


def test_reading_again_changes_nothing(lite, city):
    shown(lite, a_post())
    read(lite, city)
    read(lite, city, at=NOON + HOUR)
    assert states(lite) == {"1": "open", "2": "exempt"}
    assert counted(lite, comments) == 2


def test_a_post_read_in_full_says_when(lite, city):
    shown(lite, a_post())
    read(lite, city)
    with lite.reading() as connection:
        assert connection.execute(select(posts_table.c.read_at)).scalar() == NOON


def test_the_citys_own_posts_are_watched_and_remembered(lite, city):
    city.own = (a_post(),)
    assert read(lite, city).comments == 2
    assert counted(lite, posts_table) == 1


def test_a_post_is_watched_as_long_as_a_thread_under_it_waits(lite, city):
    shown(lite, a_post(), ran_until=NOON)
    read(lite, city)
    read(lite, city, at=NOON + 200 * DAY)
    assert city.asked[-1] == ("discussions", (a_post().id,))
    city.talk[a_post().id] = a_discussion(a_comment("2", text="Så fint!"))
    city.deleted = {"1": True}
    read(lite, city, at=NOON + 201 * DAY)
    asked = len(city.asked)
    read(lite, city, at=NOON + 202 * DAY)
    assert len(city.asked) == asked


def test_one_accounts_sweep_reads_its_posts_alone_and_no_messages(lite, city):
    shown(lite, a_post(1))
    shown(lite, a_post(2), account="act_2")
    city.messages = (a_discussion(a_comment("9", kind="message", post_id=None)),)
    city.own = (a_post(3),)
    talk = read(lite, city, scope=Scope(account_id="act_2"))
    assert city.asked == [("discussions", (a_post(2).id,))]
    assert talk.messages == 0


def test_what_is_missing_is_gone_only_when_its_own_read_says_so(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = a_discussion()
    read(lite, city, at=NOON + HOUR)
    assert gone(lite) == set()
    assert states(lite)["1"] == "open"
    city.deleted = {"1": True}
    read(lite, city, at=NOON + 2 * HOUR)
    assert gone(lite) == {"1"}
    assert states(lite)["1"] == "closed"
    assert ("gone", a_post().id, ("1", "2")) in city.asked


def test_what_was_confirmed_once_is_not_asked_again(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = a_discussion()
    city.deleted = {"1": True, "2": True}
    read(lite, city)
    asked = city.asked.count(("gone", a_post().id, ("1", "2")))
    city.own = (a_post(),)
    read(lite, city)
    assert city.asked.count(("gone", a_post().id, ("1", "2"))) == asked == 1


def test_when_nobody_can_tell_the_comment_stays_and_that_is_unread(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = a_discussion()
    city.deleted = {"1": None}
    talk = read(lite, city)
    assert what(talk) == [f"comments:{a_post().id}"]
    assert "1 comments are no longer in the list" in talk.unread[0].because.english()
    assert states(lite)["1"] == "open"


def test_when_asking_fails_every_missing_comment_stays(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = a_discussion()
    city.gone = failing(unreachable())
    talk = read(lite, city)
    assert len(talk.unread) == 2
    assert gone(lite) == set()


def failing(error):
    def fail(*asked):
        raise error

    return fail


def test_an_incomplete_list_proves_nothing(lite, city):
    shown(lite, a_post())
    read(lite, city)
    city.talk[a_post().id] = a_discussion(complete=False, unread=[not_read()])
    city.deleted = {"1": True}
    talk = read(lite, city)
    assert (what(talk), gone(lite)) == (["comments"], set())
    assert not any(asked[0] == "gone" for asked in city.asked)


def test_an_incomplete_list_that_says_nothing_of_why_is_told(lite, city):
    shown(lite, a_post())
    city.talk[a_post().id] = a_discussion(a_comment("1"), complete=False)
    talk = read(lite, city)
    assert (talk.comments, what(talk)) == (1, [f"comments:{a_post().id}"])


def test_a_post_that_the_reader_says_nothing_of_is_unread(lite, city):
    shown(lite, a_post(1), a_post(2))
    city.talk[a_post(2).id] = None
    talk = read(lite, city)
    assert (talk.comments, what(talk)) == (2, [f"comments:{a_post(2).id}"])


def test_a_post_that_nobody_asked_about_is_passed_over(lite, city):
    shown(lite, a_post())
    city.talk[a_post().id] = a_discussion(a_comment("7"), post=a_post(7))
    assert what(read(lite, city)) == [f"comments:{a_post().id}"]
    assert counted(lite, comments) == 0


def test_when_the_reader_fails_what_it_had_given_is_kept(lite, city):
    shown(lite, a_post(1), a_post(2))
    city.talk[a_post(2).id] = unreachable()
    talk = read(lite, city)
    assert talk.comments == 2
    assert what(talk) == ["comments", f"comments:{a_post(2).id}"]


def test_when_own_posts_cannot_be_listed_the_others_are_read(lite, city):
    shown(lite, a_post())
    city.own_posts = failing(unreachable())
    talk = read(lite, city)
    assert (talk.comments, what(talk)) == (2, ["own_posts"])


def test_a_fault_of_ours_in_one_post_does_not_hide_the_others(lite, city):
    shown(lite, a_post(1), a_post(2))
    broken = a_comment("3", post=a_post(1))
    object.__setattr__(broken, "created_at", "not an instant")
    city.talk = {
        a_post(1).id: a_discussion(broken),
        a_post(2).id: a_discussion(a_comment("4", post=a_post(2)), post=a_post(2)),
    }
    talk = read(lite, city)
    assert (talk.comments, what(talk)) == (1, [f"comments:{a_post(1).id}"])
    assert states(lite) == {"4": "open"}


def test_a_database_that_fails_ends_the_reading(lite, city):
    shown(lite, a_post())
    city.own_posts = failing(Unreachable(not_read().because))
    with pytest.raises(StoreError):
        read(lite, city)


def message(number, conversation, **changed):
    return replace(
        a_comment(number, kind="message", post_id=None, **changed), thread_id=conversation
    )


def test_messages_are_threads_by_conversation_and_never_gone(lite, city):
    city.messages = (a_discussion(message("m1", "t_1"), message("m2", "t_2", text="Tack!")),)
    talk = read(lite, city)
    assert (talk.messages, talk.comments, talk.unread) == (2, 0, [])
    assert states(lite) == {"t_1": "open", "t_2": "exempt"}
    city.messages = ()
    read(lite, city, at=NOON + HOUR)
    assert states(lite)["t_1"] == "open"


def test_an_inbox_that_is_incomplete_or_fails_is_told(lite, city):
    city.messages = (a_discussion(message("m1", "t_1"), unread=[not_read("messages")]),)
    assert what(read(lite, city)) == ["messages"]
    city.inboxes = failing(unreachable())
    assert what(read(lite, city)) == ["messages"]


def test_a_fault_of_ours_in_one_inbox_does_not_hide_the_next(lite, city):
    broken = message("m1", "t_1")
    object.__setattr__(broken, "created_at", "not an instant")
    city.messages = (a_discussion(broken), a_discussion(message("m2", "t_2")))
    talk = read(lite, city)
    assert (talk.messages, what(talk)) == (1, ["messages"])


def test_a_reply_to_a_reply_stands_alone_only_until_it_is_read_to_what(lite, city):
    shown(lite, a_post())
    below = a_comment("3", "2")
    city.talk = {a_post().id: a_discussion(below, complete=False, unread=[not_read()])}
    read(lite, city)
    assert states(lite) == {"2": "open"}
    whole = (a_comment("1", text="Så fint!"), a_comment("2", "1", text="Tack!"))
    moved = replace(below, thread_id="1")
    city.talk = {a_post().id: a_discussion(*whole, moved)}
    read(lite, city, at=NOON + HOUR)
    assert states(lite) == {"1": "open", "2": "closed"}
    answer = a_comment("4", "1", by="1001", at=NOON + HOUR, text="På måndag. /Anna")
    city.talk = {a_post().id: a_discussion(*whole, moved, answer)}
    read(lite, city, at=NOON + 2 * HOUR)
    assert states(lite) == {"1": "answered", "2": "closed"}


class Meanwhile(City):
    """A platform on which a person decides between an answer and its being stored."""

    def __init__(self, decide):
        super().__init__()
        self.decide = decide
        self.at = NOON

    def discussions(self, *asked):
        for one in super().discussions(*asked):
            self.pending = True
            yield one

    pending = False

    def clock(self):
        told = self.at
        if self.pending:
            self.pending = False
            self.at += timedelta(seconds=5)
            self.decide(told + timedelta(seconds=2))
        return told


def test_a_question_that_nobody_has_seen_is_not_closed_with_the_thread(store):
    """The transaction that stores it may have to wait while somebody closes what they see."""
    first = a_comment("1", at=NOON - HOUR)
    thread_id = own_thread_id(first)
    means = some_means(store)

    def close(at):
        decision = Decision(action="close", by="Anna", at=at, reason="besvarad")
        decide(store, means.judgement, thread_id, decision)

    city = Meanwhile(lambda at: None)
    shown(store, a_post(1))
    city.talk = {"1001_1": a_discussion(first)}
    means = replace(means, clock=city.clock)
    read_talk(means, city, Scope(), Talk())
    second = a_comment("2", "1", at=NOON - timedelta(minutes=1), text="Varför svarar ingen?")
    city.talk = {"1001_1": a_discussion(first, second)}
    city.decide = close
    read_talk(means, city, Scope(), Talk())
    with store.reading() as connection:
        row = connection.execute(select(threads)).one()
    assert (row.state, row.comment_id) == ("open", "2")
