"""The queue as people read it: order, filters, links, campaigns, and what may not be shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.model import Platform, Words
from tests.worker.made import DAY, NOON, a_comment, a_post
from tests.worker.queued import put
from worker.store import posts
from worker.store.posts import Shown
from worker.store.queueing import listed, page

HOUR = timedelta(hours=1)
LONG_AGO = NOON - 2 * DAY


def rows(store, **options):
    with store.reading() as connection:
        return listed(connection, linkedin_fetched_after=LONG_AGO, **options)


def numbers(store, **options):
    return [row.thread_id for row in rows(store, **options)]


def test_an_empty_queue_is_empty(store):
    assert rows(store) == []
    assert rows(store, everything=True) == []


def test_the_first_deadline_comes_first_and_none_comes_last(store):
    put(store, a_comment("1"), due=NOON + 2 * DAY)
    put(store, a_comment("2"), due=NOON + DAY)
    put(store, a_comment("3"), due=None, state="exempt")
    assert numbers(store, everything=True) == ["2", "1", "3"]


def test_open_and_referred_are_listed_and_the_rest_on_demand(store):
    for number, state in enumerate(("open", "referred", "answered", "exempt", "closed")):
        put(store, a_comment(f"{number}"), state=state, due=NOON + number * HOUR)
    assert numbers(store) == ["0", "1"]
    assert numbers(store, everything=True) == ["0", "1", "2", "3", "4"]


def test_an_owner_sees_only_its_own(store):
    put(store, a_comment("1"))
    put(store, a_comment("2"), owner="trafik")
    assert numbers(store, owner="trafik") == ["2"]


def test_one_thread_is_told_whatever_its_state(store):
    one = put(store, a_comment("1"), state="closed", due=None)
    put(store, a_comment("2"))
    assert numbers(store, only=one) == ["1"]


def test_a_row_tells_the_message_that_waits_and_where_it_is(store):
    put(store, a_comment("1"))
    (row,) = rows(store)
    assert (row.text, row.author, row.created_at) == ("När öppnar anmälan?", "Tuva Myrmalm", NOON)
    assert row.link == "https://example.org/comment/1"
    assert row.reason == Words("Because.")


def test_a_comment_without_link_is_found_by_its_post_and_a_message_has_neither(store):
    put(store, a_comment("1", link=None))
    put(store, a_comment("2", kind="message", post_id=None, link=None), due=NOON + 2 * DAY)
    assert [row.link for row in rows(store)] == [a_post().link, None]
    assert rows(store)[1].post_id is None


def test_the_campaigns_that_show_the_post_are_told(store):
    put(store, a_comment("1"))
    put(store, a_comment("2", post=a_post(2)), post=a_post(2), due=NOON + 2 * DAY)
    with store.writing() as connection:
        for campaign in ("c2", "c1"):
            shown = Shown(post=a_post(), campaign_id=campaign, account_id="act_1", ran_until=NOON)
            posts.link(connection, [shown], NOON)
    assert [row.campaign_ids for row in rows(store)] == [("c1", "c2"), ()]


@pytest.mark.parametrize(
    ("state", "due", "overdue"),
    [
        ("open", NOON - HOUR, True),
        ("referred", NOON - HOUR, True),
        ("open", NOON, False),
        ("open", None, False),
        ("answered", NOON - HOUR, False),
    ],
)
def test_overdue_is_what_still_waits_after_its_deadline(store, state, due, overdue):
    one = put(store, a_comment("1"), state=state, due=due)
    assert rows(store, only=one)[0].overdue(NOON) is overdue


def test_what_linkedins_members_wrote_is_not_shown_when_it_may_no_longer_be_kept(store):
    post = a_post(1, Platform.LINKEDIN)
    put(store, a_comment("1", post=post), post=post)
    (fresh,) = rows(store)
    assert (fresh.text, fresh.author) == ("När öppnar anmälan?", None)
    with store.reading() as connection:
        (late,) = listed(connection, linkedin_fetched_after=NOON)
    assert (late.text, late.created_at, late.due_at) == (None, None, NOON + DAY)


def test_metas_text_is_shown_however_old_the_reading(store):
    put(store, a_comment("1"), at=NOON - 9 * DAY)
    assert rows(store)[0].text == "När öppnar anmälan?"


def test_pages_make_up_the_whole_list(store):
    for number in range(12):
        state = ("open", "referred", "closed")[number % 3]
        put(store, a_comment(f"{number}"), state=state, due=NOON + number // 4 * HOUR)
    found, last = [], None
    while True:
        with store.reading() as connection:
            part = page(connection, 3, after=last, linkedin_fetched_after=LONG_AGO)
        found += part
        if len(part) < 3:
            break
        last = part[-1]
    assert found == rows(store)
    assert len(found) == 8


def test_a_page_can_be_an_owners_own(store):
    put(store, a_comment("1"))
    put(store, a_comment("2"), owner="trafik")
    with store.reading() as connection:
        part = page(connection, 3, owner="trafik", linkedin_fetched_after=LONG_AGO)
    assert [row.thread_id for row in part] == ["2"]
