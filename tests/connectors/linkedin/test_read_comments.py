"""One comment record: who, when, what, whom it tags, and where people see it."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Unreadable
from connectors.linkedin.comment_urn import CommentUrn, parse
from connectors.linkedin.read_comments import code_points, read_comment
from policies.model import Platform, Post, Tag
from policies.triage import Judged, triage
from tests.connectors.linkedin.scripted import ACTIVITY, CITY, SHARE, a_comment
from worker.words import vocabulary

POST = Post(platform=Platform.LINKEDIN, id=SHARE, kind="linkedin", owner_id=CITY)


def comment(**changed):
    return read_comment(a_comment(31) | changed, POST).comment


def attribute(start, length, **value):
    return {"start": start, "length": length, "value": value}


def tags(text, *attributes):
    return comment(message={"text": text, "attributes": list(attributes)}).tags


def test_a_comment_says_who_when_and_what_and_never_a_name():
    read = comment()
    assert (read.kind, read.id, read.thread_id, read.parent_id) == ("comment", "31", "31", None)
    assert (read.author_id, read.author_name) == ("urn:li:person:p31", None)
    assert read.created_at.isoformat() == "2026-11-19T14:53:20.031000+00:00"
    assert (read.text, read.attachment, read.hidden, read.tags) == ("Fråga 31?", None, False, ())


def test_the_post_is_the_share_that_was_asked_for_and_the_link_names_the_activity():
    read = comment()
    assert read.post_id == SHARE
    assert read.link == (
        "https://www.linkedin.com/feed/update/urn:li:activity:9001"
        "?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A9001%2C31%29"
    )


def test_a_reply_is_linked_below_its_comment():
    read = comment(parentComment=f"urn:li:comment:({ACTIVITY},7)")
    assert (read.thread_id, read.parent_id) == ("7", "7")
    assert read.link.endswith(
        "?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A9001%2C7%29"
        "&replyUrn=urn%3Ali%3Acomment%3A%28activity%3A9001%2C31%29"
    )


def test_a_reply_found_below_a_comment_belongs_to_it_whatever_it_says_itself():
    told = a_comment(31, parentComment=f"urn:li:comment:({ACTIVITY},8)")
    top = CommentUrn("activity", "9001", "7")
    read = read_comment(told, POST, top=top).comment
    assert (read.thread_id, read.parent_id) == ("7", "8")
    assert read_comment(a_comment(31), POST, top=top).comment.parent_id == "7"


@pytest.mark.parametrize("actor", [None, "", 7, "9945404311836934700", {"x": 1}])
def test_an_author_who_is_withheld_is_nobody_and_not_taken_from_elsewhere(actor):
    assert comment(actor=actor, created={"actor": CITY, "time": 1}).author_id is None


@pytest.mark.parametrize(
    "written",
    ["urn:li:comment:(urn:li:ugcPost:5,31)", "urn:li:comment:(ugcPost:5,31)"],
)
def test_the_spellings_of_a_comment_urn_mean_the_same(written):
    read = read_comment(a_comment(31, commentUrn=written), POST)
    assert str(read.urn) == "urn:li:comment:(urn:li:ugcPost:5,31)"
    assert read.comment.link.startswith(
        "https://www.linkedin.com/feed/update/urn:li:ugcPost:5?commentUrn="
    )


def test_older_answers_have_the_urn_under_another_name_or_only_its_parts():
    told = a_comment(31)
    del told["commentUrn"]
    assert read_comment(told, POST).comment.id == "31"
    assert read_comment(told | {"$URN": f"urn:li:comment:({ACTIVITY},31)"}, POST).comment.id == "31"


@pytest.mark.parametrize(
    "text", ["", "urn:li:share:1", "urn:li:comment:(a:b,c)", "urn:li:comment:"]
)
def test_what_is_no_comment_urn_is_none(text):
    assert parse(text) is None


def test_tags_are_those_of_people_with_their_text_as_name():
    text = "👨‍👩‍👧 Åsa Ek och Staden #sim"
    found = tags(
        text,
        attribute(9, 6, person={"person": "urn:li:person:x"}),
        attribute(20, 6, organization={"organization": CITY}),
        attribute(27, 4, hashtag={"hashtag": "urn:li:hashtag:sim"}),
    )
    assert found == (Tag(name="Åsa Ek", offset=6, length=6),)


@pytest.mark.parametrize(
    "value",
    [
        {"member": {"member": "urn:li:person:x"}},
        {"com.linkedin.common.MemberAttributedEntity": {"member": "urn:li:person:x"}},
    ],
)
def test_tags_of_people_in_older_answers_are_known(value):
    assert tags("Bo Ek", attribute(0, 5, **value)) == (Tag(name="Bo Ek", offset=0, length=5),)


NO_FRIENDS = [
    {"organization": {"organization": CITY}},
    {"company": {"company": "urn:li:organization:4711"}},
    {"school": {"school": "urn:li:organization:4712"}},
    {"com.linkedin.common.CompanyAttributedEntity": {"company": CITY}},
    {"com.linkedin.common.SchoolAttributedEntity": {"school": "urn:li:organization:4712"}},
]


@pytest.mark.parametrize("value", NO_FRIENDS)
@pytest.mark.parametrize("text", ["Kulturnatten", "Kulturnatten 👏", "Kulturnatten Åsa Ek"])
def test_a_comment_that_tags_a_company_or_the_city_is_no_tag_of_a_friend(text, value):
    told = [attribute(0, 12, **value)]
    if text.endswith("Ek"):
        told.append(attribute(13, 6, person={"person": "urn:li:person:x"}))
    found = tags(text, *told)
    assert "Kulturnatten" not in {one.name for one in found}
    assert triage(text, found, None, vocabulary()).verdict is Judged.NEEDS_ANSWER


def test_what_names_a_person_and_something_else_is_no_tag_of_a_friend():
    person, company = {"person": "urn:li:person:x"}, {"organization": CITY}
    assert tags("Bo Ek", attribute(0, 5, person=person, organization=company)) == ()


@pytest.mark.parametrize(
    ("start", "length"), [(0, 99), (9, 1), (1, 1), (0, 1), (0, 0), (None, 2), (0, None)]
)
def test_a_tag_that_does_not_lie_in_the_text_exempts_nothing(start, length):
    assert tags("👏 Bo", attribute(start, length, person={})) == ()


@given(st.text())
def test_every_boundary_between_signs_is_found_from_its_utf16_offset(text):
    for at in range(len(text) + 1):
        units = len(text[:at].encode("utf-16-le")) // 2
        assert code_points(text, units) == at
    assert code_points(text, len(text.encode("utf-16-le")) // 2 + 1) is None


@pytest.mark.parametrize(
    ("content", "attachment"),
    [
        (None, None),
        ([], None),
        ([{"type": "IMAGE", "url": "https://example.org/1"}], "photo"),
        ([{"type": "VIDEO"}], "video"),
        ([{"type": "DOCUMENT"}], "document"),
        ([{"url": "https://example.org/1"}], "attachment"),
    ],
)
def test_what_is_attached_is_told_by_kind(content, attachment):
    assert comment(content=content).attachment == attachment


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"created": {}}, "created.time"),
        ({"created": {"time": "yesterday"}}, "time"),
        ({"created": {"time": 10**18}}, "time"),
        ({"created": 7}, "created"),
        ({"message": "text"}, "message"),
        ({"message": {"text": 7}}, "text"),
        ({"commentUrn": "urn:li:share:1"}, "commentUrn"),
        ({"parentComment": f"urn:li:comment:({ACTIVITY},31)"}, "parentComment"),
        ({"commentsSummary": {"totalFirstLevelComments": -1}}, "totalFirstLevelComments"),
    ],
)
def test_a_record_of_another_shape_is_refused_at_its_place(changed, path):
    with pytest.raises(Unreadable) as caught:
        comment(**changed)
    assert caught.value.path == path


def test_a_comment_without_text_is_a_comment():
    assert comment(message=None).text is None


def test_half_a_character_does_not_reach_the_database():
    told = json.loads('{"text": "hej \\ud83d"}')
    assert comment(message=told).text == "hej \ufffd"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
fields = st.sampled_from(sorted([*a_comment(1), "parentComment", "content", "$URN"]))


@given(st.dictionaries(fields, json_values, max_size=4))
def test_any_field_of_any_shape_gives_a_comment_or_a_named_refusal(changed):
    with suppress(Unreadable):
        assert comment(**changed).id
