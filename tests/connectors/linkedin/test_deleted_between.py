"""Comments deleted or moved between two pages: what slid to a place already read is not lost.

Lists go by `start`, so that a row that is deleted on a page already read moves all the others up.
"""

from __future__ import annotations

import pytest

from connectors.http import Patience
from connectors.linkedin import LinkedInReader
from connectors.sandbox.linkedin.talking import delete, write
from policies.model import Platform, Post
from tests.connectors.linkedin.reading import means
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    SHARE,
    a_comment,
    a_role,
    bare,
    listed,
    the_account,
)
from tests.connectors.sandbox.linkedin_wire import CITY

PERSON = "urn:li:person:aB3dE5fG7h"
POST = Post(platform=Platform.LINKEDIN, id="urn:li:share:1", kind="linkedin", owner_id=CITY)
COMMENTS = "socialActions/urn%3Ali%3Ashare%3A1/comments"
SHORTER = "grew shorter while it was read"


@pytest.fixture
def talk(small):
    return Talk(small)


class Talk:
    """What is written below a post, and deleted just before a request is sent."""

    def __init__(self, linkedin):
        self.linkedin = linkedin
        self.world = linkedin.sandbox.world
        self.deletes = {}
        """Before which request, and below what."""
        self.sent = 0

    def write(self, number, parent=None):
        made = [write(self.world, POST.id, f"Fråga {n}?", PERSON, parent) for n in range(number)]
        return made[-1]["id"]

    def there(self):
        return set(self.linkedin.tables["comments"])

    def go_on(self, sleep):
        """A request is about to be sent."""
        self.sent += 1
        if self.sent in self.deletes:
            first = self.linkedin.community.get(
                f"{self.deletes[self.sent]}?start=0&count=1", method="GET_ALL"
            )
            delete(self.world, first["elements"][0]["id"])

    def read(self):
        """A whole reading, as in development tier: nothing is counted beforehand."""
        access, rest = means(self.linkedin, community_tier="development")
        rest["patience"] = Patience(0, way=self.go_on)
        [discussion] = LinkedInReader(access, **rest).discussions([POST])
        return discussion


def ids(discussion):
    return {one.id for one in discussion.comments}


@pytest.mark.parametrize("written", [101, 201, 250])
def test_a_comment_deleted_between_two_pages_hides_no_other(talk, written):
    talk.write(written)
    talk.deletes = {2: COMMENTS}
    discussion = talk.read()
    assert len(talk.there()) == written - 1
    assert (discussion.complete, ids(discussion)) == (True, talk.there())


def test_a_reply_deleted_between_two_pages_hides_no_other(talk):
    top = talk.write(1)
    talk.write(101, top)
    urn = talk.linkedin.tables["comments"][top]["commentUrn"]
    below = urn.replace(":", "%3A").replace("(", "%28").replace(",", "%2C").replace(")", "%29")
    talk.deletes = {3: f"socialActions/{below}/comments"}
    discussion = talk.read()
    assert len(talk.there()) == 101
    assert (discussion.complete, ids(discussion)) == (True, talk.there())


def test_a_list_that_grows_shorter_again_and_again_is_not_read_for_ever(talk):
    talk.write(102)
    talk.deletes = {2: COMMENTS, 4: COMMENTS}
    discussion = talk.read()
    assert (talk.sent, discussion.complete, discussion.caught_up) == (4, False, False)
    assert [SHORTER in one.because.english() for one in discussion.unread] == [True]
    assert len(discussion.comments) == 101, "what was read is kept"
    again = talk.read()
    assert (again.complete, ids(again)) == (True, talk.there())


def read(script):
    post = Post(platform=Platform.LINKEDIN, id=SHARE, kind="linkedin", owner_id=CITY)
    [discussion] = script.reader(community_tier="development", seconds=0).discussions([post])
    return discussion


def starts(script):
    return [one.query.rpartition("start=")[2] for one in script.asked]


TWO = (a_comment(1), a_comment(2))
BELOW = f"socialActions/{SHARE}/comments"


def test_an_end_that_tells_no_total_is_held_against_the_highest_told(script):
    script.on(BELOW, listed(*TWO, total=3), listed())
    discussion = read(script)
    assert (discussion.complete, starts(script)) == (False, ["0", "2"])


def test_a_total_that_grows_while_it_is_read_is_followed_to_its_end(script):
    script.on(BELOW, listed(*TWO, total=3), listed(a_comment(3), total=4))
    script.on(BELOW, listed(a_comment(4), total=4), having="start=3")
    discussion = read(script)
    assert (discussion.complete, ids(discussion)) == (True, {"1", "2", "3", "4"})
    assert starts(script) == ["0", "2", "3"]


def test_where_the_second_walk_breaks_off_what_the_first_one_read_is_kept(script):
    script.on(BELOW, listed(*TWO, total=3), listed(total=2), bare(500))
    discussion = read(script)
    assert (discussion.complete, ids(discussion)) == (False, {"1", "2"})
    assert SHORTER not in discussion.unread[0].because.english()


def test_where_the_second_walk_comes_to_its_end_only_what_it_read_is_there(script):
    script.on(BELOW, listed(*TWO, total=3), listed(total=2), listed(a_comment(2), total=1))
    discussion = read(script)
    assert (discussion.complete, ids(discussion)) == (True, {"2"})


def some(first, last):
    """A page of a list of 150, from one number to another."""
    return listed(*(a_comment(number) for number in range(first, last + 1)), total=150)


def test_a_row_of_an_earlier_page_stands_for_no_other(script):
    script.on(BELOW, some(1, 100))
    script.on(BELOW, some(100, 149), having="start=100")
    discussion = read(script)
    assert (discussion.complete, len(discussion.comments)) == (False, 149)
    assert starts(script) == ["0", "100", "0", "100"]
    [unread] = discussion.unread
    assert "counts 150 rows and gave 149" in unread.because.english()


def test_a_list_that_moved_once_is_whole_the_second_time(script):
    script.on(BELOW, some(1, 100))
    script.on(BELOW, some(100, 149), some(101, 150), having="start=100")
    discussion = read(script)
    assert (discussion.complete, len(ids(discussion))) == (True, 150)
    assert starts(script) == ["0", "100", "0", "100"]


def test_a_row_that_came_again_is_missed_at_an_empty_end_too(script):
    script.on(BELOW, listed(*TWO, total=4))
    script.on(BELOW, listed(a_comment(2), total=4), having="start=2")
    script.on(BELOW, listed(), having="start=3")
    discussion = read(script)
    assert (discussion.complete, ids(discussion)) == (False, {"1", "2"})
    assert starts(script) == ["0", "2", "3"] * 2


def test_rows_without_a_name_are_told_apart_by_all_that_they_say(script):
    the_account(script)
    script.on("adAccountUsers", listed(a_role(role="VIEWER"), total=2))
    script.on("adAccountUsers", listed(a_role(role="CAMPAIGN_MANAGER"), total=2), having="start=1")
    read = script.reader().snapshot(ACCOUNT)
    assert read.account.rights == ("VIEWER", "CAMPAIGN_MANAGER")
    assert script.times("adAccountUsers") == 2
