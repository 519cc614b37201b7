"""What Meta's answers on posts, photos and films mean, shape by shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Unreadable
from connectors.meta.read_accessible import (
    read_attachments,
    read_captions,
    read_instagram_post,
    read_photo,
)
from policies.model import Words


def attached(*rows, **more):
    return {"id": "1001_1", "attachments": {"data": list(rows), **more}}


def photo(number):
    return {"media_type": "photo", "target": {"id": number}}


ALBUM = {
    "media_type": "album",
    "target": {"id": "77"},
    "subattachments": {"data": [photo("1"), {"media_type": "video", "target": {"id": "2"}}]},
}
MORE = {"paging": {"cursors": {"after": "x"}, "next": "https://example.org/"}}


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        (attached(photo("1")), [["photo", "1"]]),
        (attached(photo(12)), [["photo", "12"]]),
        (attached({"media_type": "video", "target": {"id": "2"}}), [["video", "2"]]),
        (attached({"media_type": "link", "target": {"url": "https://x"}}), [["link", ""]]),
        (attached(ALBUM), [["photo", "1"], ["video", "2"]]),
        (attached(photo("1"), photo("3")), [["photo", "1"], ["photo", "3"]]),
    ],
)
def test_a_post_holds_what_its_attachments_and_those_below_them_are(told, holds):
    assert read_attachments(told, ()) == {"holds": holds, "settled": True}


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ({"id": "1001_1"}, [["other", ""]]),
        (attached(), [["other", ""]]),
        (attached({"media_type": "photo"}), [["other", ""]]),
        (attached({"target": {"id": "1"}}), [["other", "1"]]),
        (attached({"media_type": "event", "target": {"id": "5"}}), [["other", "5"]]),
        (attached({"media_type": "album", "target": {"id": "7"}}), [["other", "7"]]),
        (attached(photo("1"), **MORE), [["photo", "1"], ["other", ""]]),
        (attached({**ALBUM, "subattachments": {"data": [photo("1")], **MORE}}),
         [["photo", "1"], ["other", ""]]),
    ],
)  # fmt: skip
def test_what_is_not_told_of_a_post_is_known_as_missing(told, holds):
    assert read_attachments(told, ()) == {"holds": holds, "settled": False}


def test_the_text_that_the_page_set_counts_and_facebooks_own_does_not():
    assert read_photo({"id": "1", "alt_text_custom": " En bro "}, ())["text"] == "En bro"
    assert read_photo({"id": "1", "alt_text": "Kan vara en bild av träd"}, ())["text"] == ""
    assert read_photo({"id": "1", "alt_text_custom": " \n"}, ()) == {"text": "", "settled": False}


def test_where_meta_no_longer_tells_the_text_nothing_is_known():
    assert isinstance(read_photo({"id": "1"}, ("alt_text_custom",)), Words)
    assert isinstance(read_instagram_post({"id": "1"}, ("alt_text",)), Words)


@pytest.mark.parametrize(
    ("told", "sort", "text", "settled"),
    [
        ({"media_type": "IMAGE", "alt_text": "En bro"}, "IMAGE", "En bro", True),
        ({"media_type": "IMAGE"}, "IMAGE", "", False),
        ({"media_type": "VIDEO"}, "VIDEO", "", True),
        ({"media_type": "CAROUSEL_ALBUM"}, "CAROUSEL_ALBUM", "", False),
        ({}, "", "", False),
    ],
)
def test_a_post_on_instagram_tells_its_sort_and_text(told, sort, text, settled):
    assert read_instagram_post(told, ()) == {"sort": sort, "text": text, "settled": settled}


@pytest.mark.parametrize(
    ("rows", "whose"),
    [
        ([], "none"),
        ([{"locale": "sv_SE", "is_auto_generated": False}], "set"),
        ([{"is_auto_generated": True}, {"is_auto_generated": False}], "set"),
        ([{"is_auto_generated": True}], "made"),
        ([{"locale": "sv_SE"}], "untold"),
        ([{"is_auto_generated": True}, {"locale": "sv_SE"}], "untold"),
    ],
)
def test_a_films_captions_are_somebodys_metas_own_or_none(rows, whose):
    assert read_captions({"data": rows}, ()) == {"captions": whose, "settled": whose == "set"}


ROWS = st.lists(
    st.fixed_dictionaries(
        {}, optional={"locale": st.just("sv_SE"), "is_auto_generated": st.booleans()}
    ),
    min_size=1,
    max_size=3,
)


@given(ROWS, st.data())
def test_a_key_that_is_missing_never_makes_captions_anybodys(rows, data):
    place = data.draw(st.integers(0, len(rows) - 1))
    less = [dict(row) for row in rows]
    less[place].pop("is_auto_generated", None)
    before, after = (read_captions({"data": one}, ())["captions"] for one in (rows, less))
    assert before == "set" or after != "set"


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (read_attachments, {"attachments": "x"}),
        (read_attachments, {"attachments": {"data": ["x"]}}),
        (read_attachments, attached({"media_type": 1})),
        (read_attachments, attached({"media_type": "photo", "target": "1"})),
        (read_attachments, attached({**ALBUM, "subattachments": {"data": [1]}})),
        (read_photo, {"alt_text_custom": 1}),
        (read_instagram_post, {"media_type": 1}),
        (read_captions, {}),
        (read_captions, {"data": None}),
        (read_captions, {"data": {}}),
        (read_captions, {"data": ["x"]}),
    ],
)
def test_answers_of_another_shape_are_refused(read, told):
    with pytest.raises(Unreadable):
        read(told, ())
