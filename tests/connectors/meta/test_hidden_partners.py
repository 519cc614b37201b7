"""Branded content that is there, and whether it tells who is shown beside the sender."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.errors import Unreadable
from connectors.meta.read_creatives import read_creative
from policies.model import SenderKind
from policies.rule import Breach, Pass, Unknown
from tests.connectors.meta.judging import APPROVED, CITY_PAGE, WITH_CITY, row

CODE = "EAAB-lent-Secret4"
LENT = {"instagram_boost_post_access_token": CODE}
FROM_INSTAGRAM = {"parent_source_instagram_media_id": "17999"}
NOBODY = [
    row("a partner's part alone",
        {"partners": [{"identity_type": "SECONDARY_IDENTITY", "has_create_ads_access": True}]}),
    row("an empty partner", {"partners": [{}]}),
    row("a partner without an id beside one with it",
        {"partners": [{}, {"fb_page_id": CITY_PAGE}]}),
    row("a post on Instagram", FROM_INSTAGRAM),
    row("a post on Instagram that was lent", FROM_INSTAGRAM | LENT),
    row("a code for Instagram", LENT),
    row("a code for Facebook", {"facebook_boost_post_access_token": CODE}),
    row("a post on Facebook of nobody's", {"parent_source_facebook_post_id": "9"}),
    row("the city's own post on Facebook", {"parent_source_facebook_post_id": f"{CITY_PAGE}_9"}),
]  # fmt: skip
CITY = {**WITH_CITY, "actor_id": CITY_PAGE}


@pytest.mark.parametrize("branded", NOBODY)
def test_a_partner_that_nobody_tells_leaves_the_sender_unknown(judged, branded):
    said, _ = judged({**CITY, "branded_content": branded})
    assert type(said) is Unknown
    assert "Meta did not tell which" in said.because.english()


@pytest.mark.parametrize(
    "branded",
    [
        {},
        {"ui_version": 2},
        {"ui_version": 2, "ad_format": 1, "partners": []},
        {"partners": None, "parent_source_instagram_media_id": "", **dict.fromkeys(LENT)},
        {**FROM_INSTAGRAM, **LENT, "partners": [{"fb_page_id": CITY_PAGE}]},
    ],
)
def test_what_shows_nobody_unnamed_leaves_the_sender_as_it_is(judged, branded):
    said, _ = judged({**CITY, "branded_content": branded})
    assert type(said) is Pass


def test_a_stranger_beside_one_that_nobody_tells_is_a_breach(judged):
    said, _ = judged({**CITY, "branded_content": {"partners": [{}, {"fb_page_id": "888"}]}})
    assert type(said) is Breach


FROM_FACEBOOK = {**CITY, "branded_content": {"parent_source_facebook_post_id": "888_9"}}


def test_the_page_whose_post_on_facebook_is_shown_is_a_partner(judged):
    said, _ = judged(FROM_FACEBOOK)
    assert type(said) is Breach
    (found,) = said.evidence["senders"]
    place = "creative.branded_content.parent_source_facebook_post_id"
    assert (found["kind"], found["id"], found["where"]) == ("partner", "888", place)


def test_the_page_whose_post_on_facebook_is_shown_passes_where_it_is_approved(judged):
    said, _ = judged(FROM_FACEBOOK, approved=replace(APPROVED, partners=frozenset(("888",))))
    assert type(said) is Pass


@pytest.mark.parametrize("code", [CODE, [CODE], {"code": CODE}, 5])
def test_the_code_by_which_a_post_was_lent_is_never_kept(code):
    told = {"id": "4", "actor_id": CITY_PAGE, "branded_content": dict.fromkeys(LENT, code)}
    creative = read_creative(told)
    assert next(one.what for one in creative.unread) == "senders"
    assert not any(one.kind is SenderKind.PARTNER for one in creative.senders)
    assert CODE not in repr(creative)


def test_a_parent_of_another_shape_is_refused():
    told = {"id": "4", "branded_content": {"parent_source_facebook_post_id": ["888_9"]}}
    with pytest.raises(Unreadable):
        read_creative(told)
