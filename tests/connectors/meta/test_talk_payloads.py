"""Records of Meta's from elsewhere: each becomes a noun or a refusal that names its place."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from connectors.errors import Unreadable
from connectors.meta.read_comments import read_comment
from connectors.meta.read_instagram import read_instagram_comment, replies_within
from connectors.meta.read_messages import read_conversation
from connectors.meta.read_webhooks import read_webhook
from policies.model import Comment, Platform, Post

FOLDER = Path(__file__).parents[3] / ".." / "shared" / "payloads" / "meta"
PICTURE = Post(platform=Platform.META, id="18001", kind="instagram", owner_id=None)
WITHOUT_MESSAGES = {f"meta-conversations-00{number}" for number in (2, 3, 5)}
"""Records of conversations for which no messages were asked."""
REFUSED = {
    "meta-webhooks-004": "item", "meta-webhooks-005": "item", "meta-webhooks-006": "item",
    "meta-webhooks-007": "item", "meta-webhooks-008": "item", "meta-webhooks-009": "item",
    "meta-webhooks-010": "item", "meta-webhooks-011": "field", "meta-webhooks-012": "field",
}  # fmt: skip
"""Webhooks that announce something else than a comment, and what tells so."""

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the records from elsewhere are not beside this repository"
)


def records(name):
    path = FOLDER / f"{name}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
    return [pytest.param(one, id=one["id"]) for one in map(json.loads, lines)]


@pytest.mark.parametrize("record", records("comments"))
def test_comments(record):
    body, kinds = record["body"], record["tags"]
    comment = read_comment(body, "1_2")
    assert (comment.id, comment.text) == (body["id"], body["message"])
    assert comment.author_id == body.get("from", {}).get("id")
    assert (comment.author_id is None) == ("no_author" in kinds)
    assert comment.hidden == ("hidden" in kinds)
    for tag in comment.tags:
        assert comment.text[tag.offset :][: tag.length]
    assert len(comment.tags) <= len(body.get("message_tags", ()))


@pytest.mark.parametrize("record", records("ig_comments"))
def test_instagram_comments(record):
    body = record["body"]
    comment = read_instagram_comment(body, PICTURE)
    assert (comment.id, comment.text) == (body["id"], body["text"])
    assert (comment.author_id, comment.author_name) == (None, body["username"])
    replies, more = replies_within(body)
    read = [read_instagram_comment(one, PICTURE, top=comment.id) for one in replies]
    assert len(read) == int("has_nested_replies" in record["tags"])
    assert all(one.author_name is None and one.thread_id == comment.id for one in read)
    assert not more


@pytest.mark.parametrize("record", records("conversations"))
def test_conversations(record):
    body = record["body"]
    if record["id"] in WITHOUT_MESSAGES:
        with pytest.raises(Unreadable) as caught:
            read_conversation(body)
        assert caught.value.path == "messages"
        return
    conversation = read_conversation(body)
    assert len(conversation.messages) == body["message_count"]
    assert (conversation.errors, conversation.more) == ((), False)
    for message, told in zip(conversation.messages, body["messages"]["data"], strict=True):
        assert (message.id, message.thread_id) == (told["id"], body["id"])
        assert (message.author_id, message.text) == (told["from"]["id"], told["message"])


@pytest.mark.parametrize("record", records("webhooks"))
def test_webhooks(record):
    [read] = read_webhook(record["body"])
    if record["id"] in REFUSED:
        assert isinstance(read, Unreadable)
        assert read.path == REFUSED[record["id"]]
        return
    [value] = [change["value"] for change in record["body"]["entry"][0]["changes"]]
    assert isinstance(read, Comment)
    assert read.id == value.get("comment_id", value.get("id"))
    assert read.text == value.get("message", value.get("text"))
    assert read.post_id == value.get("post_id", value.get("media", {}).get("id"))
    assert read.author_name == value.get("sender_name", "person_184")
    assert read.author_id in (str(value.get("sender_id")), "1000092662")


@pytest.mark.parametrize("name", ["comments", "ig_comments", "conversations", "webhooks"])
def test_any_part_that_is_missing_or_of_another_shape_is_refused_and_never_a_crash(name):
    for body in (param.values[0]["body"] for param in records(name)):
        for broken in _broken(body):
            with suppress(Unreadable):
                _read(name, broken)


def _read(name, body):
    reads = {
        "comments": lambda told: read_comment(told, "1_2"),
        "ig_comments": lambda told: (read_instagram_comment(told, PICTURE), replies_within(told)),
        "conversations": read_conversation,
        "webhooks": lambda told: list(read_webhook(told)),
    }
    return reads[name](body)


def _broken(value):
    """The value with each of its parts, at any depth, missing or replaced in turn."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield {k: v for k, v in value.items() if k != key}
            for other in (None, [], {}, "x", "\ud83d", -1, 1e300, True, [None], *_broken(part)):
                yield value | {key: other}
    elif isinstance(value, list):
        for at, part in enumerate(value):
            for other in (None, "x", *_broken(part)):
                yield [*value[:at], other, *value[at + 1 :]]
