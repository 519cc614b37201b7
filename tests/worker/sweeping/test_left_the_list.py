"""Comments that have left LinkedIn's list and are not known to be gone make up for no new one.

LinkedIn's reader over HTTP, into SQLite: what counts say is held against what stands there.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from policies.model import Platform
from tests.connectors.linkedin.scripted import (
    ACTIVITY,
    SHARE,
    Script,
    a_comment,
    bare,
    batch,
    listed,
)
from tests.worker.made import NOON, a_post
from tests.worker.sweeping.test_known import stamps
from tests.worker.sweeping.test_talk import gone, read, shown
from worker.store.tables import comments
from worker.sweeping.known import READ_ANEW
from worker.sweeping.means import Scope

COMMENTS = f"socialActions/{SHARE}/comments"
BELOW = f"socialActions/urn:li:comment:({ACTIVITY},1)/comments"
STEP = timedelta(minutes=10)


class Polls:
    """A post that is read every ten minutes, and what LinkedIn says of it each time."""

    def __init__(self, script, store):
        self.script, self.store = script, store
        self.at = NOON - STEP
        shown(store, a_post(7001, Platform.LINKEDIN), account="5001")

    def read(self, counted, *tops, below=(), total=None):
        """Read the post; `counted`, its list and that of the replies to comment 1 are as told.

        The answer is what was asked for.
        """
        summary = {"commentSummary": {"count": counted, "topLevelCount": min(counted, len(tops))}}
        self.script.on("socialMetadata", batch({"urn%3Ali%3Ashare%3A7001": summary}))
        self.script.on(COMMENTS, listed(*tops, total=total or len(tops)), having="start=0")
        self.script.on(BELOW, listed(*below, total=len(below)))
        self.script.asked.clear()
        self.at += STEP
        read(self.store, self.script.reader(), at=self.at, scope=Scope(account_id="5001"))
        return self.script.paths()

    def own_read(self, number, answer):
        self.script.on(f"{COMMENTS}/{number}", answer)

    def stored(self):
        with self.store.reading() as connection:
            return set(connection.execute(select(comments.c.id)).scalars())


@pytest.fixture
def polls(httpserver, lite):
    script = Script(base_url=httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile("/rest/.*")).respond_with_handler(script)
    return Polls(script, lite)


def a_reply(number):
    return a_comment(number) | {"parentComment": f"urn:li:comment:({ACTIVITY},1)"}


ONE, TWO, THREE, FOUR = (a_comment(number) for number in range(1, 5))


@pytest.mark.parametrize("answer", [THREE, bare(403), bare(404)], ids=["there", "403", "404"])
def test_a_new_comment_is_read_though_another_left_the_list(polls, answer):
    polls.own_read(3, answer)
    polls.read(3, ONE, TWO, THREE)
    polls.read(2, ONE, TWO)
    polls.read(3, ONE, TWO, FOUR)
    assert polls.stored() == {"1", "2", "3", "4"}


def test_a_new_reply_is_read_though_another_left_the_list(polls):
    polls.own_read(11, a_reply(11))
    asking = a_comment(1, replies=1)
    polls.read(2, asking, below=[a_reply(11)])
    polls.read(1, a_comment(1))
    polls.read(3, asking, TWO, below=[a_reply(12)])
    known = polls.read(3, asking, TWO, below=[a_reply(12)])
    assert polls.stored() == {"1", "2", "11", "12"}
    assert BELOW in known  # as long as 11 stands, nothing that is counted tells of news
    assert stamps(polls.store) == (None, polls.at)


def test_a_new_reply_is_read_though_another_left_where_replies_had_changed(polls):
    """What was left in doubt by a reading of the news alone hides nothing from the next one."""
    polls.own_read(11, a_reply(11))
    second = f"socialActions/urn:li:comment:({ACTIVITY},2)/comments"
    under_two = a_comment(21) | {"parentComment": f"urn:li:comment:({ACTIVITY},2)"}
    later = a_comment(22) | {"parentComment": f"urn:li:comment:({ACTIVITY},2)"}
    polls.script.on(second, listed(under_two, total=1))
    polls.read(4, a_comment(1, replies=1), a_comment(2, replies=1), below=[a_reply(11)])
    news = [a_reply(12), a_reply(13)]
    polls.read(5, a_comment(1, replies=2), a_comment(2, replies=1), below=news)
    polls.script.on(second, listed(under_two, later, total=2))
    polls.read(6, a_comment(1, replies=2), a_comment(2, replies=2), below=news)
    assert polls.stored() == {"1", "2", "11", "12", "13", "21", "22"}


def test_a_new_comment_is_read_after_a_list_that_broke_off(polls):
    """Of the two that came for one that left, the first was stored before the list broke off."""
    polls.own_read(3, THREE)
    polls.read(3, ONE, TWO, THREE)
    five = a_comment(5)
    polls.script.on(COMMENTS, bare(403), having="start=3")
    polls.read(4, ONE, TWO, FOUR, total=4)
    polls.script.routes.clear()
    polls.own_read(3, THREE)
    polls.read(4, ONE, TWO, FOUR, five)
    assert polls.stored() == {"1", "2", "3", "4", "5"}


def test_the_count_is_enough_again_when_what_left_is_gone(polls):
    polls.own_read(3, bare(403))
    polls.read(3, ONE, TWO, THREE)
    polls.read(2, ONE, TWO)
    assert stamps(polls.store) == (None, polls.at)
    polls.own_read(3, bare(404))
    polls.read(3, ONE, TWO, FOUR)
    assert gone(polls.store) == {"3"}
    assert stamps(polls.store) == (polls.at, polls.at)
    assert polls.read(3, ONE, TWO, FOUR) == ["socialMetadata"]


def test_the_count_is_enough_again_when_what_left_is_listed_again(polls):
    polls.own_read(3, THREE)
    polls.read(3, ONE, TWO, THREE)
    polls.read(2, ONE, TWO)
    polls.read(3, ONE, TWO, THREE)
    assert polls.read(3, ONE, TWO, THREE) == ["socialMetadata"]


def test_a_comment_that_linkedin_never_counts_is_read_by_the_next_whole_reading(polls):
    assert COMMENTS in polls.read(0)
    assert polls.read(0, ONE) == ["socialMetadata"]
    polls.at = NOON + READ_ANEW - STEP
    polls.read(0, ONE)
    assert polls.stored() == {"1"}
    assert stamps(polls.store) == (polls.at, polls.at)
