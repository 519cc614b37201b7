"""C5 over HTTP: each place where a sender may stand, served, read and judged."""

from __future__ import annotations

import pytest

from policies.rule import Approved, Breach, Pass, Unknown
from tests.connectors.meta.city_ads import INSTAGRAM, LEGACY, LOST, OTHER, PARTNER, STAND_IN
from tests.connectors.meta.judging import (
    APPROVED,
    CITY_PAGE,
    NAMES,
    PARTNER_PAGE,
    WITH_CITY,
    row,
)

TOP, SPEC = "creative.instagram_user_id", "creative.object_story_spec.instagram_user_id"
AD_SET, OWNER = "ad_set.instagram_user_id", "creative.instagram_media.owner"
MEDIA = {
    "effective": "18100000000000001",
    "source": "18000000000000001",
    "none": "18000000000000002",
}


def spec(instagram=None):
    """A post as it stands inside a creative, which may name an Instagram account."""
    sender = {"instagram_user_id": instagram} if instagram else {}
    return {"object_story_spec": {"page_id": CITY_PAGE, **sender}}


def sender(account, where, kind="instagram"):
    """A sender as a finding shows it; an asset is no account that can be looked up by its id."""
    username = None if where.endswith("ig_asset_id") else NAMES.get(account)
    return {"kind": kind, "id": account, "where": where, "username": username}


EFFECTIVE, SOURCE = MEDIA["effective"], MEDIA["source"]


@pytest.mark.parametrize(
    ("creative", "more"),
    [
        row("at the top", WITH_CITY, {}),
        row("in the post it describes", spec(INSTAGRAM), {}),
        row("on the ad set", spec(), {"on_ad_set": INSTAGRAM}),
        row("legacy id at the top", {"instagram_user_id": LEGACY}, {}),
        row("legacy id in the post", spec(LEGACY), {}),
        row("legacy id on the ad set", spec(), {"on_ad_set": LEGACY}),
        row("everywhere", {**WITH_CITY, **spec(LEGACY)}, {"on_ad_set": INSTAGRAM}),
        row(
            "owner of the post made for the ad",
            {"effective_instagram_media_id": EFFECTIVE}, {"owners": {EFFECTIVE: INSTAGRAM}},
        ),
        row(
            "owner of the boosted post",
            {"source_instagram_media_id": SOURCE}, {"owners": {SOURCE: INSTAGRAM}},
        ),
    ],
)  # fmt: skip
def test_the_city_account_passes_wherever_it_stands(judged, creative, more):
    said, snapshot = judged(creative, **more)
    assert type(said) is Pass
    assert snapshot.unread == ()


@pytest.mark.parametrize(
    ("creative", "more", "found"),
    [
        row("at the top", {"instagram_user_id": OTHER}, {}, [sender(OTHER, TOP)]),
        row("in the post it describes", spec(OTHER), {}, [sender(OTHER, SPEC)]),
        row(
            "on the ad set",
            WITH_CITY, {"on_ad_set": OTHER}, [sender(INSTAGRAM, TOP), sender(OTHER, AD_SET)],
        ),
        row(
            "beside the city's in the post",
            {**WITH_CITY, **spec(OTHER)}, {}, [sender(INSTAGRAM, TOP), sender(OTHER, SPEC)],
        ),
        row(
            "owner of the post made for the ad",
            {"effective_instagram_media_id": EFFECTIVE}, {"owners": {EFFECTIVE: OTHER}},
            [sender(OTHER, OWNER)],
        ),
        row(
            "owner of the boosted post, though the creative names the city's",
            {**WITH_CITY, "source_instagram_media_id": SOURCE}, {"owners": {SOURCE: OTHER}},
            [sender(INSTAGRAM, TOP), sender(OTHER, OWNER)],
        ),
        row("made from a Page", {"instagram_user_id": STAND_IN}, {}, [sender(STAND_IN, TOP)]),
        row("the Page in its place", {**spec(), "use_page_actor_override": True}, {}, []),
        row(
            "the Page in the city account's place",
            {**WITH_CITY, "use_page_actor_override": True}, {}, [sender(INSTAGRAM, TOP)],
        ),
    ],
)  # fmt: skip
def test_another_account_fails_and_is_named_with_where_it_stands(judged, creative, more, found):
    said, snapshot = judged(creative, **more)
    assert type(said) is Breach
    assert said.evidence["senders"] == found
    shown = [f"@{one['username']}" for one in found if one["id"] != INSTAGRAM]
    assert all(name in said.message.english() for name in shown)
    assert snapshot.unread == ()


def test_a_stand_in_says_that_nobody_can_answer_there(judged):
    said, _ = judged({"instagram_user_id": STAND_IN})
    assert "stand-in account made from a Page" in said.message.english()


@pytest.mark.parametrize(
    ("creative", "more", "found", "unread"),
    [
        row("none set", spec(), {}, [], []),
        row("unresolved at the top", {"instagram_user_id": LOST}, {}, [sender(LOST, TOP)],
            [f"identities:{LOST}"]),
        row("unresolved in the post", spec(LOST), {}, [sender(LOST, SPEC)],
            [f"identities:{LOST}"]),
        row("unresolved on the ad set", WITH_CITY, {"on_ad_set": LOST},
            [sender(INSTAGRAM, TOP), sender(LOST, AD_SET)], [f"identities:{LOST}"]),
    ],
)  # fmt: skip
def test_without_a_known_account_the_sender_is_unverified(judged, creative, more, found, unread):
    said, snapshot = judged(creative, **more)
    assert type(said) is Unknown
    assert "The sender is unverified" in said.because.english()
    assert said.evidence["senders"] == found
    assert [one.what for one in snapshot.unread] == unread


@pytest.mark.parametrize("place", ["effective_instagram_media_id", "source_instagram_media_id"])
def test_a_post_whose_owner_nobody_tells_leaves_the_sender_unknown(judged, place):
    said, _ = judged({place: MEDIA["none"]})
    assert type(said) is Unknown


PARTNERS = [
    row("sponsor Page", {"facebook_branded_content": {"sponsor_page_id": PARTNER_PAGE}},
        PARTNER_PAGE, "facebook_branded_content.sponsor_page_id"),
    row("sponsor account", {"instagram_branded_content": {"sponsor_id": PARTNER}},
        PARTNER, "instagram_branded_content.sponsor_id"),
    row("sponsor Page at the top", {"branded_content_sponsor_page_id": PARTNER_PAGE},
        PARTNER_PAGE, "branded_content_sponsor_page_id"),
    *(row(f"sponsor Page in {form}",
          {"object_story_spec": {"page_id": CITY_PAGE,
                                 form: {"branded_content_sponsor_page_id": PARTNER_PAGE}}},
          PARTNER_PAGE, f"object_story_spec.{form}.branded_content_sponsor_page_id")
      for form in ("link_data", "video_data", "photo_data", "template_data")),
    row("partner's Page", {"branded_content": {"partners": [{"fb_page_id": PARTNER_PAGE}]}},
        PARTNER_PAGE, "branded_content.partners[0].fb_page_id"),
    row("partner's account", {"branded_content": {"partners": [{"ig_user_id": PARTNER}]}},
        PARTNER, "branded_content.partners[0].ig_user_id"),
    row("partner's asset", {"branded_content": {"partners": [{"ig_asset_id": PARTNER}]}},
        PARTNER, "branded_content.partners[0].ig_asset_id"),
    row("promoted Page", {"branded_content": {"promoted_page_id": PARTNER_PAGE}},
        PARTNER_PAGE, "branded_content.promoted_page_id"),
]  # fmt: skip


@pytest.mark.parametrize(("creative", "partner", "where"), PARTNERS)
def test_a_partner_fails_and_is_named_with_where_it_stands(judged, creative, partner, where):
    said, snapshot = judged({**WITH_CITY, **creative})
    assert type(said) is Breach
    assert said.evidence["senders"] == [sender(partner, f"creative.{where}", "partner")]
    name = said.evidence["senders"][0]["username"]
    assert (f"@{name}" if name else partner) in said.message.english()
    assert snapshot.unread == ()


@pytest.mark.parametrize(("creative", "partner", "where"), PARTNERS)
def test_a_partner_that_is_approved_passes(judged, creative, partner, where):
    approved = Approved(
        pages=APPROVED.pages, instagram=APPROVED.instagram, partners=frozenset((partner,))
    )
    said, _ = judged({**WITH_CITY, **creative}, approved=approved)
    assert type(said) is Pass


def test_a_partner_that_meta_does_not_show_fails_by_its_id_and_nobody_is_sent_for_it(judged):
    said, snapshot = judged({**WITH_CITY, "instagram_branded_content": {"sponsor_id": LOST}})
    assert type(said) is Breach
    assert LOST in said.message.english()
    assert snapshot.unread == ()


def test_a_threads_account_is_no_sender_on_instagram(judged):
    said, _ = judged({**WITH_CITY, "threads_user_id": "17841400000000777"})
    assert type(said) is Pass
