"""Messages to the city: read per Page and channel, or told why not."""

from datetime import timedelta

import pytest

from connectors.errors import RateLimited, Unreadable
from connectors.meta import ask
from connectors.meta.read_messages import read_conversation, read_message
from connectors.sandbox.meta.talking import stamp
from tests.connectors.meta.city_talk import (
    CITY,
    CITY_INSTAGRAM,
    INSTAGRAM,
    NOON,
    OTHER_PAGE,
    PAGE,
    PARTNER_PAGE,
    reasons,
)

BARE = {"id": "m_1", "created_time": "2026-11-20T10:00:00+0000"}


def test_a_message_with_everything():
    told = BARE | {"message": "Hej", "from": {"id": "61", "username": "bo"}}
    message = read_message(told, "t_1", "https://example.org/t_1")
    assert (message.kind, message.id, message.thread_id) == ("message", "m_1", "t_1")
    assert (message.post_id, message.parent_id) == (None, None)
    assert (message.author_id, message.author_name, message.text) == ("61", "bo", "Hej")
    assert message.link == "https://example.org/t_1"
    assert read_message(BARE | {"from": {"id": "61", "name": "Bo"}}, "t_1").author_name == "Bo"


@pytest.mark.parametrize(
    ("told", "kind"),
    [({}, None), ({"sticker": "https://example.org/1.png"}, "sticker"),
     ({"attachments": {"data": [{"mime_type": "image/jpeg"}]}}, "photo"),
     ({"attachments": {"data": [{"mime_type": "application/pdf"}]}}, "attachment"),
     ({"attachments": {"data": [{}]}}, "attachment"), ({"attachments": {"data": []}}, None)],
)  # fmt: skip
def test_what_is_attached_to_a_message_is_told(told, kind):
    assert read_message(BARE | told, "t_1").attachment == kind


@pytest.mark.parametrize(
    ("told", "path"),
    [({"id": None}, "id"), ({"created_time": None}, "created_time"), ({"message": {}}, "message"),
     ({"attachments": {"data": ["a"]}}, "attachments[]")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(told, path):
    with pytest.raises(Unreadable) as caught:
        read_message(BARE | told, "t_1")
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("written", "link"),
    [("/1001/inbox/t_1/", "https://www.facebook.com/1001/inbox/t_1/"), (None, None),
     ("https://example.org/t_1", "https://example.org/t_1"), ("javascript:alert(1)", None)],
)  # fmt: skip
def test_a_conversation_leads_to_where_a_person_reads_it(written, link):
    told = {"id": "t_1", "link": written, "messages": {"data": [BARE]}}
    assert [one.link for one in read_conversation(told).messages] == [link]


def test_a_conversation_whose_messages_are_withheld_is_refused_and_an_empty_one_is_not():
    with pytest.raises(Unreadable, match="messages"):
        read_conversation({"id": "t_1", "message_count": 3})
    with pytest.raises(Unreadable, match="messages"):
        read_conversation({"id": "t_1"})
    assert read_conversation({"id": "t_1", "message_count": 0}).messages == ()


@pytest.mark.parametrize(
    ("told", "more"),
    [({"message_count": 1}, False), ({"message_count": 2}, True), ({}, False),
     ({"messages": {"data": [BARE], "paging": {"next": "x"}}}, True)],
)  # fmt: skip
def test_a_conversation_says_whether_there_are_older_messages(told, more):
    assert read_conversation({"id": "t_1", "messages": {"data": [BARE]}, **told}).more == more


def test_each_page_and_channel_is_an_inbox(city):
    city.writes(2, by={1: CITY})
    city.writes(1, channel="instagram", by={0: {"id": "6102", "username": "bo.lind"}})
    city.writes(1, page=OTHER_PAGE)
    inboxes = city.inboxes()
    assert [len(one.comments) for one in inboxes] == [2, 1, 1]
    assert all(one.complete and one.post_id is None for one in inboxes)
    first, *_ = inboxes[0].comments
    assert (first.author_id, first.author_name) == (PAGE, "Stockholms stad")
    [message] = inboxes[1].comments
    assert (message.author_id, message.author_name) == ("6102", "bo.lind")
    assert message.thread_id.startswith("t_")


def test_where_tasks_are_not_told_messages_are_kept_and_not_believed_to_be_all(city):
    city.writes(2)
    city.toggle(no_tasks=[PAGE])
    mine, on_instagram, others = city.inboxes()
    assert (len(mine.comments), mine.complete, on_instagram.complete) == (2, False, False)
    assert "Without MESSAGING it keeps" in reasons(mine.unread)[f"messages:{PAGE}"]
    assert others.complete


def test_pages_that_are_not_the_citys_own_are_left_alone(city):
    city.writes(1, page=OTHER_PAGE)
    assert [one.comments for one in city.inboxes(pages=(PAGE,))] == [(), ()]


def test_conversations_that_did_not_change_for_thirty_days_are_left_alone(city):
    city.writes(updated_time=stamp(NOON - timedelta(days=31)))
    kept = city.writes(updated_time=stamp(NOON - timedelta(days=29)))
    assert {c.thread_id for one in city.inboxes() for c in one.comments} == {kept}


@pytest.mark.parametrize("toggles", [{}, {"max_rows": 300}, {"empty_middle_page": True}])
def test_many_conversations_are_read_to_the_end(city, toggles):
    threads = {city.writes(3) for _ in range(70)}
    city.toggle(**toggles)
    messages = [one for inbox in city.inboxes(pages=(PAGE,)) for one in inbox.comments]
    assert {one.thread_id for one in messages} == threads
    assert len(messages) == 210


def test_older_messages_are_no_matter_where_the_city_has_answered_since(city):
    city.writes(30, by={28: CITY})
    city.writes(30, channel="instagram", by={28: CITY_INSTAGRAM})
    city.writes(20)
    inboxes = city.inboxes(pages=(PAGE,))
    assert [len(one.comments) for one in inboxes] == [40, 20]
    assert all(one.complete for one in inboxes)


def test_older_messages_that_may_wait_are_told(city):
    thread = city.writes(30, by={5: CITY})
    inbox, _ = city.inboxes(pages=(PAGE,))
    assert (len(inbox.comments), inbox.complete) == (20, False)
    told = reasons(inbox.unread)[f"messages:{PAGE}"]
    assert thread in told
    assert "than the 20 that Meta shows" in told


def test_a_message_or_conversation_that_cannot_be_read_leaves_the_others(city):
    kept = city.writes()
    city.writes(message={"created_time": "soon"})
    city.writes(message_count=["many"])
    inbox, _ = city.inboxes(pages=(PAGE,))
    assert [one.thread_id for one in inbox.comments] == [kept]
    assert {one.because.values["path"] for one in inbox.unread} == {"created_time", "message_count"}


def test_a_page_without_the_task_for_messages_is_named(city):
    tasks = tuple(t for t in city.world.meta[PAGE].hidden["tasks"] if t != "MESSAGING")
    city.world.meta[PAGE].hidden["tasks"] = tasks
    inboxes = city.inboxes()
    assert [one.complete for one in inboxes] == [False, True]
    assert "MESSAGING on Page Stockholms stad" in reasons(inboxes[0].unread)[f"messages:{PAGE}"]


def test_a_configured_page_that_is_not_seen_is_named(city):
    [inbox] = city.inboxes(pages=(PARTNER_PAGE,))
    assert "does not see Page 1009" in reasons(inbox.unread)[f"messages:{PARTNER_PAGE}"]


@pytest.mark.parametrize("toggle", ["removed_fields", "omit_fields"])
def test_messages_to_an_instagram_account_that_no_page_tells_of_are_unread(city, toggle):
    city.writes(channel="instagram")
    kept = city.writes()
    city.toggle(**{toggle: ["instagram_business_account"]})
    inboxes = city.inboxes(instagram=(INSTAGRAM, INSTAGRAM))
    assert {one.thread_id for inbox in inboxes for one in inbox.comments} == {kept}
    told = reasons([unread for one in inboxes for unread in one.unread])
    assert f"linked to Instagram account {INSTAGRAM}" in told.pop(f"messages:{INSTAGRAM}")
    refused = toggle == "removed_fields"
    assert sum(not one.complete for one in inboxes) == 1 + refused
    assert [text[:58] for text in told.values()] == [
        "Meta no longer gives instagram_business_account of Pages, "
    ] * refused


def test_an_account_linked_to_a_page_that_is_not_the_citys_own_is_named(city):
    assert all(one.complete for one in city.inboxes(instagram=(INSTAGRAM,)))
    [account, page] = city.inboxes(pages=(OTHER_PAGE,), instagram=(INSTAGRAM,))
    assert (account.complete, page.complete) == (False, True)
    assert f"messages:{INSTAGRAM}" in reasons(account.unread)


def test_a_list_of_pages_that_could_not_be_read_is_the_one_reason(city):
    city.toggle(token_expired=True)
    [inbox] = city.inboxes(instagram=(INSTAGRAM,))
    assert {one.what for one in inbox.unread} == {"messages"}


@pytest.mark.parametrize("toggle", ["token_expired", "html_page", "error_in_200"])
def test_a_platform_that_refuses_everything_leaves_messages_unread(city, toggle):
    city.toggle(**{toggle: True})
    assert [one.complete for one in city.inboxes()] == [False]
    [whole, page] = city.inboxes(pages=(PAGE,))
    assert {one.what for one in (*whole.unread, *page.unread)} == {"messages", f"messages:{PAGE}"}


def test_a_field_that_meta_no_longer_knows_is_told(city):
    city.writes()
    city.toggle(removed_fields=["sticker"])
    inbox, _ = city.inboxes(pages=(PAGE,))
    assert (len(inbox.comments), inbox.complete) == (1, False)
    assert "no longer knows sticker" in reasons(inbox.unread)[f"messages:{PAGE}"]


def test_inboxes_are_asked_for_on_the_page_and_travel_together(city):
    city.writes(channel="instagram")
    city.inboxes()
    assert city.asked() == ["me/accounts", ""]
    assert INSTAGRAM not in {path.partition("/")[0] for path in city.asked()}


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_conversations_of_a_page_are_asked_for_at_the_pace_that_meta_keeps(city, channel):
    threads = {city.writes(1, channel=channel) for _ in range(170)}
    city.toggle(conversation_limit=True)
    inboxes = city.inboxes()
    assert {one.thread_id for inbox in inboxes for one in inbox.comments} == threads
    assert all(one.complete for one in inboxes)
    assert 2 <= sum(city.slept) <= 3


def test_pages_that_are_asked_for_once_are_not_waited_for(city):
    city.writes()
    city.writes(page=OTHER_PAGE)
    city.toggle(conversation_limit=True)
    assert all(one.complete for one in city.inboxes())
    assert city.slept == []


def test_who_asks_for_conversations_faster_is_refused(city):
    city.toggle(conversation_limit=True)
    fast = [ask.conversations(PAGE, "sandbox-page-1001", "messenger", NOON)] * 3
    *first, third = city.graph().batch(fast)
    assert not any(isinstance(one, RateLimited) for one in first)
    assert isinstance(third, RateLimited)
