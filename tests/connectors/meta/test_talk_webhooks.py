"""Comments that Meta announces by itself."""

from datetime import UTC, datetime

import pytest

from connectors.errors import Unreadable
from connectors.meta.read_webhooks import read_webhook

ADDED = {
    "item": "comment", "verb": "add", "comment_id": "2_7", "post_id": "1_2", "parent_id": "1_2",
    "from": {"id": "24", "name": "Anna Ek"}, "message": "Hej?", "created_time": 1707211876,
    "post": {"id": "1_2", "permalink_url": "https://www.facebook.com/1_2"},
}  # fmt: skip
ON_INSTAGRAM = {
    "id": "178", "text": "Fint?", "from": {"id": "56", "username": "bo"}, "media": {"id": "18001"},
}  # fmt: skip


def told(*values, source="page", field="feed"):
    changes = [{"field": field, "value": value} for value in values]
    return {"object": source, "entry": [{"id": "1", "time": 1707211879, "changes": changes}]}


def test_a_comment_on_a_page():
    [comment] = read_webhook(told(ADDED))
    assert (comment.id, comment.post_id, comment.thread_id) == ("2_7", "1_2", "2_7")
    assert (comment.parent_id, comment.author_name, comment.text) == (None, "Anna Ek", "Hej?")
    assert comment.created_at == datetime(2024, 2, 6, 9, 31, 16, tzinfo=UTC)
    assert comment.link == "https://www.facebook.com/1_2"


def test_a_reply_names_its_comment():
    [reply] = read_webhook(told(ADDED | {"parent_id": "2_6"}))
    assert (reply.parent_id, reply.thread_id) == ("2_6", "2_6")


def test_a_comment_on_instagram_has_the_time_of_its_announcement():
    [comment] = read_webhook(told(ON_INSTAGRAM, source="instagram", field="comments"))
    assert (comment.id, comment.post_id, comment.author_id) == ("178", "18001", "56")
    assert comment.created_at == datetime(2024, 2, 6, 9, 31, 19, tzinfo=UTC)


@pytest.mark.parametrize("verb", ["remove", "hide", "unhide", None])
def test_what_leaves_no_words_behind_is_refused_and_the_next_change_is_read(verb):
    refused, comment = read_webhook(told(ADDED | {"verb": verb}, ADDED))
    assert (type(refused), refused.path, comment.id) == (Unreadable, "verb", "2_7")


@pytest.mark.parametrize(
    ("body", "path"),
    [({}, "object"), ({"object": "ad_account"}, "object"), ({"object": "page"}, "entry"),
     ({"object": "page", "entry": [{"id": "1"}]}, "changes"),
     ({"object": "page", "entry": "x"}, "entry"), ({"object": ["page"]}, "object")],
)  # fmt: skip
def test_what_is_no_webhook_is_refused(body, path):
    with pytest.raises(Unreadable) as caught:
        list(read_webhook(body))
    assert caught.value.path == path


def test_a_change_of_another_field_is_refused():
    [refused] = read_webhook(told(ON_INSTAGRAM, source="instagram", field="mentions"))
    assert refused.path == "field"
