"""C5: who sends an ad on Instagram, and what nobody can tell of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.rules.instagram import INSTAGRAM
from tests.policies.rules.made import (
    APPROVED,
    AUTOMATIC,
    CITY,
    DAY,
    FACEBOOK,
    LEGACY,
    MANUAL,
    NOBODY,
    NOON,
    OTHER,
    PAGE,
    PARTNER,
    STAND_IN,
    a_campaign,
    a_creative,
    a_placement,
    a_snapshot,
    an_ad,
    an_ad_set,
    instagram,
    page,
    partner,
    unread,
    verdict,
    word,
)

ANOTHER = an_ad(page(), instagram(OTHER))
SENDERS_UNREAD = (unread("senders"),)


def judge(ad=None, *, placement=MANUAL, approved=APPROVED, on_ad_set=(), **changed):
    snapshot = a_snapshot(
        ads=(ad or an_ad(),),
        ad_sets=(an_ad_set(placement=placement, senders=on_ad_set),),
    )
    return verdict(INSTAGRAM, "ad", replace(snapshot, **changed), approved=approved)


@pytest.mark.parametrize("placement", [MANUAL, AUTOMATIC, FACEBOOK])
@pytest.mark.parametrize("account", [CITY, LEGACY])
def test_the_city_account_passes_under_either_of_its_ids(account, placement):
    assert word(judge(an_ad(page(), instagram(account)), placement=placement)) == "pass"


def test_the_city_account_is_known_by_its_id_even_where_nothing_resolves():
    assert word(judge(identities=())) == "pass"


def test_an_account_set_on_the_ad_set_counts_as_the_ads_own():
    assert word(judge(an_ad(page()), on_ad_set=(instagram(),))) == "pass"
    said = judge(on_ad_set=(instagram(OTHER),))
    assert word(said) == "fail"


@pytest.mark.parametrize(
    ("ad", "shown"),
    [
        (ANOTHER, "@nagon.annan"),
        (an_ad(page(), instagram(), instagram(OTHER)), "@nagon.annan"),
        (an_ad(page(), instagram(STAND_IN)), "@stockholms.stad.sida"),
        (an_ad(page(), creative=a_creative(page(), page_actor_override=True)), "Page"),
        (
            an_ad(creative=a_creative(page(), instagram(), page_actor_override=True)),
            "Page",
        ),
    ],
)
@pytest.mark.parametrize("placement", [MANUAL, AUTOMATIC, replace(AUTOMATIC, platforms=())])
def test_another_sender_on_instagram_fails_and_is_named(ad, shown, placement):
    said = judge(ad, placement=placement)
    assert word(said) == "fail"
    assert shown in said.message.english()
    assert said.link == "https://example.org/a1"


def test_a_stand_in_account_fails_even_if_somebody_approved_it():
    approved = replace(APPROVED, instagram={STAND_IN: "stockholms.stad.sida"})
    assert word(judge(an_ad(page(), instagram(STAND_IN)), approved=approved)) == "fail"


def test_an_account_with_the_citys_username_and_another_id_is_another():
    twin = replace(a_snapshot().identities[1], username="stockholms.stad")
    assert word(judge(ANOTHER, identities=(twin,))) == "fail"


def test_where_an_ad_cannot_be_shown_on_instagram_its_account_does_not_matter():
    assert word(judge(ANOTHER, placement=FACEBOOK)) == "pass"
    assert word(judge(an_ad(page()), placement=FACEBOOK)) == "pass"


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (a_placement("facebook", soft={"instagram_positions": ("story",)}), "fail"),
        (a_placement("facebook", effective=("facebook", "instagram")), "fail"),
        (replace(FACEBOOK, soft_opt_out=unread()), "unknown"),
        (unread("ad_sets.targeting"), "unknown"),
    ],
)
def test_an_ad_reaches_instagram_by_other_ways_too(placement, expected):
    assert word(judge(ANOTHER, placement=placement)) == expected
    assert word(judge(placement=placement)) == "pass"


@pytest.mark.parametrize(
    ("ad", "placement", "rests_on"),
    [
        (ANOTHER, MANUAL, {"creative.instagram_user_id", "publisher_platforms"}),
        (an_ad(page(), instagram(), partner()), MANUAL, {"branded_content"}),
        (
            an_ad(creative=a_creative(page(), page_actor_override=True)),
            AUTOMATIC,
            {"use_page_actor_override"},
        ),
        (
            ANOTHER,
            a_placement("facebook", effective=("instagram",)),
            {"creative.instagram_user_id", "effective_publisher_platforms"},
        ),
        (
            ANOTHER,
            a_placement("facebook", soft={"instagram_positions": ("story",)}),
            {"creative.instagram_user_id", "placement_soft_opt_out"},
        ),
        (
            an_ad(page(), instagram(NOBODY)),
            MANUAL,
            {"creative.instagram_user_id", "publisher_platforms"},
        ),
        (
            an_ad(page(), instagram(STAND_IN)),
            MANUAL,
            {"creative.instagram_user_id", "publisher_platforms"},
        ),
        (an_ad(creative=unread("ads.creative")), MANUAL, set()),
    ],
)
def test_a_verdict_names_what_it_rests_on(ad, placement, rests_on):
    facts = judge(ad, placement=placement).told.facts
    assert {name.partition(" ")[0] for _, name in facts} == rests_on
    listed = {name for _, name in facts if " " in name}
    assert all("instagram" in name for name in listed)


@pytest.mark.parametrize(
    "ad",
    [
        an_ad(page()),
        an_ad(page(), instagram(NOBODY)),
        an_ad(page(), instagram(), instagram(NOBODY)),
        an_ad(creative=a_creative(page(), instagram(), unread=SENDERS_UNREAD)),
        an_ad(creative=unread("ads.creative")),
    ],
)
def test_a_sender_that_cannot_be_verified_is_unknown_and_never_passes(ad):
    said = judge(ad)
    assert word(said) == "unknown"


def test_the_words_say_that_the_sender_is_unverified():
    assert "unverified" in judge(an_ad(page())).because.english()
    assert NOBODY in judge(an_ad(page(), instagram(NOBODY))).because.english()


def test_one_known_stranger_among_accounts_that_do_not_resolve_fails():
    assert word(judge(an_ad(page(), instagram(NOBODY), instagram(OTHER)))) == "fail"


def test_what_else_of_a_creative_is_unread_does_not_matter():
    creative = a_creative(page(), instagram(), unread=(unread("posts"),))
    assert word(judge(an_ad(creative=creative))) == "pass"


@pytest.mark.parametrize("placement", [MANUAL, FACEBOOK])
def test_a_partner_that_nobody_approved_fails_wherever_it_is_shown(placement):
    said = judge(an_ad(page(), instagram(), partner()), placement=placement)
    assert word(said) == "fail"
    assert PARTNER in said.message.english()
    assert said.evidence["senders"] == [
        {"kind": "partner", "id": PARTNER, "where": "branded_content", "username": None}
    ]


@pytest.mark.parametrize("number", [PARTNER, PAGE, CITY, LEGACY])
def test_an_approved_partner_and_the_city_itself_may_stand_beside_the_city(number):
    approved = replace(APPROVED, partners=frozenset((PARTNER,)))
    assert word(judge(an_ad(page(), instagram(), partner(number)), approved=approved)) == "pass"


def test_an_approved_partner_is_no_approved_sender():
    approved = replace(APPROVED, partners=frozenset((OTHER,)))
    assert word(judge(ANOTHER, approved=approved)) == "fail"


def test_off_instagram_a_creative_without_its_senders_may_hide_a_partner():
    hidden = an_ad(creative=a_creative(page(), unread=SENDERS_UNREAD))
    assert word(judge(hidden, placement=FACEBOOK)) == "unknown"


@pytest.mark.parametrize(
    "changed",
    [
        {"ads": (replace(ANOTHER, intent="PAUSED"),)},
        {"campaigns": (a_campaign(intent="PAUSED"),)},
        {"campaigns": (a_campaign(end=NOON - DAY),)},
        {"ad_sets": (an_ad_set(end=NOON),)},
        {"ads": (replace(ANOTHER, intent="PAUSED", creative=unread("ads.creative")),)},
    ],
)
def test_an_ad_that_can_no_longer_run_is_against_nothing(changed):
    assert word(judge(ANOTHER, **changed)) == "pass"


@pytest.mark.parametrize(
    "changed",
    [
        {"ads": (replace(ANOTHER, intent=None),)},
        {"campaigns": ()},
        {"ad_sets": (an_ad_set(intent="A_NEW_WORD"),)},
        {"ad_sets": ()},
    ],
)
def test_an_ad_that_perhaps_cannot_run_is_unknown_where_it_would_fail(changed):
    assert word(judge(ANOTHER, **changed)) == "unknown"


def test_an_ad_without_its_ad_set_may_have_a_sender_that_nobody_saw():
    assert word(judge(ad_sets=())) == "unknown"


def test_a_doubt_leads_to_the_ad_and_shows_what_was_found():
    said = judge(an_ad(page(), instagram("666")))
    assert (word(said), said.link) == ("unknown", "https://example.org/a1")
    assert [one["id"] for one in said.evidence["senders"]] == ["666"]
