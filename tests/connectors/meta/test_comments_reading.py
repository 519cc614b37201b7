"""Single comments, as Meta writes them on Facebook and Instagram."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from connectors.errors import Unreadable
from connectors.meta.read_comments import code_points, read_comment, read_tags, threaded
from connectors.meta.read_instagram import read_instagram_comment, replies_within
from policies.model import Platform, Post, Tag

PICTURE = Post(
    platform=Platform.META, id="18001", kind="instagram", owner_id="9", link="https://example.org/p"
)
BARE = {"id": "2_1", "created_time": "2026-11-20T09:31:16+0000"}
BARE_PICTURE = {"id": "178", "timestamp": "2026-11-20T09:31:16+0000"}


def read(**told):
    return read_comment(BARE | told, "1_2")


def read_picture(top=None, accounts=None, **told):
    return read_instagram_comment(BARE_PICTURE | told, PICTURE, top=top, accounts=accounts)


def tags(words, *told):
    return read_tags([{"offset": 0, **one} for one in told], words)


def test_a_comment_with_everything():
    comment = read(
        message="Hej?",
        **{"from": {"id": "24", "name": "Anna Ek"}},
        parent={"id": "2_0"},
        is_hidden=True,
        permalink_url="https://www.facebook.com/1_2?comment_id=1",
        attachment={"type": "photo"},
    )
    assert (comment.platform, comment.kind, comment.post_id) == (Platform.META, "comment", "1_2")
    assert (comment.id, comment.parent_id, comment.thread_id) == ("2_1", "2_0", "2_0")
    assert (comment.author_id, comment.author_name, comment.text) == ("24", "Anna Ek", "Hej?")
    assert comment.created_at == datetime(2026, 11, 20, 9, 31, 16, tzinfo=UTC)
    assert (comment.hidden, comment.attachment) == (True, "photo")
    assert comment.link == "https://www.facebook.com/1_2?comment_id=1"


def test_a_comment_with_nothing_but_id_and_time():
    comment = read()
    assert (comment.author_id, comment.author_name, comment.text) == (None, None, None)
    assert (comment.parent_id, comment.thread_id, comment.attachment) == (None, "2_1", None)
    assert (comment.tags, comment.hidden, comment.link) == ((), False, None)


def test_hostile_words_stay_as_they_were_written():
    words = '=HYPERLINK("x")\x1b[31m<b>\u202e\x00 ﷽'
    assert read(message=words).text == words
    assert read(message="half \ud83d a sign").text == "half \ufffd a sign"


@pytest.mark.parametrize("author", ["Anna", ["24"], {"id": ["24"]}, {"id": "24", "name": 7}])
def test_an_author_of_another_shape_is_somebody_else_than_the_city(author):
    assert read(**{"from": author}).author_id is None


@pytest.mark.parametrize(
    ("kind", "told"),
    [("sticker", "sticker"), ("photo", "photo"), ("video", "video_inline"),
     ("animation", "animated_image_share"), ("share", "share"), ("attachment", None)],
)  # fmt: skip
def test_attachments_are_told_in_the_words_of_triage(kind, told):
    assert read(attachment={"type": told, "url": "https://example.org"}).attachment == kind


@pytest.mark.parametrize(
    ("told", "path"),
    [({"id": None}, "id"), ({"id": ""}, "id"), ({"id": ["2_1"]}, "id"),
     ({"created_time": None}, "created_time"), ({"created_time": "yesterday"}, "created_time"),
     ({"created_time": "2026-11-20T09:31:16"}, "created_time"), ({"message": 7}, "message"),
     ({"parent": "2_0"}, "parent"), ({"is_hidden": "no"}, "is_hidden")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(told, path):
    with pytest.raises(Unreadable) as caught:
        read(**told)
    assert (caught.value.path, caught.value.platform) == (path, Platform.META)


def test_tags_count_code_points():
    assert tags("Kul! Åsa Ek, du?", {"name": "Åsa Ek", "offset": 5, "length": 6}) == (
        Tag(name="Åsa Ek", offset=5, length=6),
    )
    assert tags("😀 Åsa Ek", {"name": "Åsa Ek", "offset": 2, "length": 6}) == (
        Tag(name="Åsa Ek", offset=2, length=6),
    )


def test_where_the_name_shows_it_tags_counted_utf_16_units():
    words = "😀😀 Åsa Ek kolla"
    assert tags(words, {"name": "Åsa Ek", "offset": 5, "length": 6}) == (
        Tag(name="Åsa Ek", offset=3, length=6),
    )


def test_a_name_that_the_text_does_not_have_is_kept_where_the_tag_lies():
    assert tags("Lilla My!", {"name": "My Berg", "length": 8}) == (
        Tag(name="My Berg", offset=0, length=8),
    )
    assert tags("Lilla My!", {"name": "", "length": 8})[0].name == "Lilla My"


@pytest.mark.parametrize(
    "told",
    [{"length": 5}, {"length": 0}, {"length": None}, {"length": 2, "offset": 3}, {"length": "2"},
     {"length": 2, "offset": -1}, {"length": 2, "offset": None}, {"length": 2, "name": 7}],
)  # fmt: skip
def test_a_tag_outside_the_text_or_of_another_shape_exempts_nothing(told):
    assert tags("Anna", told) == ()


@pytest.mark.parametrize("told", [None, "Anna", {"0": []}, ["Anna"], [None]])
def test_tags_of_another_shape_exempt_nothing(told):
    assert read(message="Anna", message_tags=told).tags == ()


@given(some.text(max_size=12), some.integers(0, 14), some.integers(1, 14))
def test_a_tag_lies_within_its_text(words, offset, length):
    for tag in tags(words, {"name": "x", "offset": offset, "length": length}):
        assert 0 <= tag.offset < tag.offset + tag.length <= len(words)


@given(some.text(some.characters(exclude_categories=["Cs"]), max_size=12))
def test_code_points_and_utf_16_units_agree_at_every_sign(words):
    for at in range(len(words) + 1):
        assert code_points(words, len(words[:at].encode("utf-16-le")) // 2) == at
    assert code_points(words, len(words.encode("utf-16-le")) // 2 + 1) is None


def test_inside_a_character_is_no_place():
    assert code_points("😀", 1) is None


def test_replies_to_replies_belong_to_the_thread_of_the_top_comment():
    rows = [("a", None), ("b", "a"), ("c", "b"), ("d", "gone"), ("e", "d")]
    comments = [read(id=own, parent=parent and {"id": parent}) for own, parent in rows]
    told = {one.id: one.thread_id for one in threaded(comments)}
    assert told == {"a": "a", "b": "a", "c": "a", "d": "gone", "e": "gone"}


def test_parents_in_a_circle_end():
    comments = [read(id="a", parent={"id": "b"}), read(id="b", parent={"id": "a"})]
    assert {one.thread_id for one in threaded(comments)} <= {"a", "b"}


def test_a_comment_on_instagram():
    told = {"text": "Fint?", "username": "bo", "from": {"id": "56", "username": "bo"}}
    comment = read_picture(**told, hidden=True)
    assert (comment.id, comment.thread_id, comment.post_id) == ("178", "178", "18001")
    assert (comment.author_id, comment.author_name, comment.text) == ("56", "bo", "Fint?")
    assert (comment.hidden, comment.link) == (True, "https://example.org/p")


def test_a_reply_on_instagram_is_in_the_thread_of_its_comment():
    reply = read_picture(top="177")
    assert (reply.parent_id, reply.thread_id) == ("177", "177")
    told = read_picture(parent_id="176")
    assert (told.parent_id, told.thread_id) == ("176", "176")


def test_a_username_without_id_is_the_city_only_where_it_is_known_to_be():
    accounts = {"stockholms.stad": "9"}
    assert read_picture(username="stockholms.stad", accounts=accounts).author_id == "9"
    other = read_picture(username="bo", accounts=accounts)
    assert (other.author_id, other.author_name) == (None, "bo")
    assert read_picture(accounts=accounts).author_id is None


@pytest.mark.parametrize(
    ("told", "path"),
    [({"id": None}, "id"), ({"timestamp": None}, "timestamp"), ({"text": ["a"]}, "text"),
     ({"hidden": 1}, "hidden"), ({"parent_id": {}}, "parent_id")],
)  # fmt: skip
def test_what_cannot_be_read_on_instagram_is_refused_by_name(told, path):
    with pytest.raises(Unreadable) as caught:
        read_picture(**told)
    assert caught.value.path == path


def test_replies_come_with_the_comment_and_say_whether_there_are_more():
    row = {"id": "179"}
    assert replies_within({}) == ([], False)
    assert replies_within({"replies": [row]}) == ([row], False)
    assert replies_within({"replies": {"data": [row], "paging": {"cursors": {}}}}) == ([row], False)
    assert replies_within({"replies": {"data": [row], "paging": {"next": "x"}}}) == ([row], True)
    with pytest.raises(Unreadable):
        replies_within({"replies": {"data": "row"}})


@pytest.mark.parametrize(("kind", "number"), [("user", 1), (None, 1), ("page", 0), ("event", 0)])
def test_only_people_are_tagged_friends(kind, number):
    tag = {"id": "5", "name": "Anna", "offset": 0, "length": 4}
    told = [tag if kind is None else {**tag, "type": kind}]
    assert len(read(message="Anna", message_tags=told).tags) == number
