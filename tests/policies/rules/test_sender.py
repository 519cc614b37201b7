"""C7: Pages and organisations as senders; C6: LinkedIn's own audience network is allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Placement, Platform
from policies.register import Register
from policies.rule import Approved
from policies.rules import ON_ACCOUNTS
from policies.rules.sender import ORGANIZATION as ORGANIZATION_RULE
from policies.rules.sender import PAGE as PAGE_RULE
from tests.policies.rules.made import (
    DAY,
    FACEBOOK,
    NOON,
    ORGANIZATION,
    a_campaign,
    a_creative,
    a_snapshot,
    an_ad,
    an_ad_set,
    instagram,
    organization,
    page,
    unread,
    verdict,
    verdicts,
    word,
)

LINKEDIN = Platform.LINKEDIN
STRANGER = "urn:li:organization:66"
CITY_FOR = organization(where="campaign.associatedEntity")


def on_meta(ad, **changed):
    return verdict(PAGE_RULE, "ad", a_snapshot(ads=(ad,), **changed))


def on_linkedin(*senders, ad_set_for=(CITY_FOR,), creative=None, **changed):
    ad = an_ad(platform=LINKEDIN, creative=creative or a_creative(*senders))
    ad_set = an_ad_set(platform=LINKEDIN, senders=ad_set_for)
    snapshot = a_snapshot(LINKEDIN, ads=(ad,), ad_sets=(ad_set,))
    return verdict(ORGANIZATION_RULE, "ad", replace(snapshot, **changed))


def test_an_approved_page_passes_with_whatever_account_on_instagram():
    assert word(on_meta(an_ad(page(), instagram("1")))) == "pass"


def test_another_page_fails_wherever_the_ad_is_shown():
    snapshot = {"ad_sets": (an_ad_set(placement=FACEBOOK),)}
    said = on_meta(an_ad(page("1002"), instagram()), **snapshot)
    assert word(said) == "fail"
    assert "1002" in said.message.english()
    assert said.evidence == {"senders": [{"kind": "page", "id": "1002", "where": "creative"}]}


def test_one_page_too_many_fails():
    assert word(on_meta(an_ad(page(), page("1002")))) == "fail"


def test_with_no_page_approved_every_page_fails():
    said = verdict(PAGE_RULE, "ad", a_snapshot(), approved=Approved())
    assert word(said) == "fail"


@pytest.mark.parametrize(
    "ad",
    [
        an_ad(instagram()),
        an_ad(creative=unread("ads.creative")),
        an_ad(creative=a_creative(page(), unread=(unread("senders"),))),
    ],
)
def test_a_page_that_was_not_found_or_not_read_is_unknown(ad):
    assert word(on_meta(ad)) == "unknown"


def test_a_stranger_that_was_seen_fails_whatever_else_was_not_read():
    creative = a_creative(page("1002"), unread=(unread("senders"),))
    assert word(on_meta(an_ad(creative=creative))) == "fail"


@pytest.mark.parametrize(
    "changed",
    [
        {"campaigns": (a_campaign(intent="PAUSED"),)},
        {"ad_sets": (an_ad_set(end=NOON - DAY),)},
    ],
)
def test_an_ad_that_can_no_longer_run_is_against_nothing(changed):
    assert word(on_meta(an_ad(page("1002")), **changed)) == "pass"


def test_an_ad_whose_campaign_was_not_read_is_unknown_where_it_would_fail():
    assert word(on_meta(an_ad(page("1002")), campaigns=())) == "unknown"
    assert word(on_meta(an_ad(), campaigns=())) == "pass"


def test_an_ad_without_its_ad_set_may_have_a_sender_that_nobody_saw():
    assert word(on_meta(an_ad(), ad_sets=())) == "unknown"


@pytest.mark.parametrize("for_whom", [(CITY_FOR,), ()])
def test_an_approved_organization_passes(for_whom):
    assert word(on_linkedin(organization(), ad_set_for=for_whom)) == "pass"


def test_an_ad_with_words_of_its_own_is_sent_by_the_organization_of_its_campaign():
    assert word(on_linkedin()) == "pass"
    assert word(on_linkedin(ad_set_for=(organization(STRANGER),))) == "fail"


@pytest.mark.parametrize("author", [STRANGER, "urn:li:person:x"])
def test_another_organization_or_a_person_fails(author):
    said = on_linkedin(organization(author))
    assert word(said) == "fail"
    assert author in said.message.english()


def test_a_post_that_could_not_be_read_leaves_its_sender_unknown():
    creative = a_creative(unread=(unread("senders", LINKEDIN),))
    assert word(on_linkedin(creative=creative)) == "unknown"
    assert word(on_linkedin(ad_set_for=())) == "unknown"


def test_each_platform_has_its_own_rule_of_senders():
    meta = {rule for rule, _ in verdicts(a_snapshot(), register=Register())}
    linkedin = {rule for rule, _ in verdicts(a_snapshot(LINKEDIN), register=Register())}
    assert linkedin - meta == {"sender.organization"}
    assert meta == {rule.id for rule in ON_ACCOUNTS} - {"sender.organization"}


@pytest.mark.parametrize("offsite", [True, False, None])
def test_no_placement_on_linkedin_is_ever_a_finding_its_audience_network_included(offsite):
    placement = Placement(
        platforms=None,
        positions={},
        effective_platforms=None,
        soft_opt_out={},
        offsite=offsite,
    )
    ad_set = an_ad_set(platform=LINKEDIN, placement=placement, senders=(CITY_FOR,))
    ad = an_ad(organization(ORGANIZATION), platform=LINKEDIN)
    found = verdicts(a_snapshot(LINKEDIN, ad_sets=(ad_set,), ads=(ad,)))
    assert {word(said) for said in found.values()} == {"pass"}


def test_a_fail_names_the_strangers_in_the_platforms_own_words_and_leads_to_the_ad():
    on_facebook = on_meta(an_ad(page("1002"), page("1003")))
    assert on_facebook.message.english() == "The Page 1002, 1003 is not approved as a sender."
    assert on_facebook.link == "https://example.org/a1"
    elsewhere = on_linkedin(organization(STRANGER))
    assert elsewhere.message.english() == f"{STRANGER} is not approved as a sender on LinkedIn."


def test_what_nobody_can_tell_leads_to_the_ad_too():
    said = on_meta(an_ad(instagram()))
    assert (word(said), said.link, said.evidence) == (
        "unknown",
        "https://example.org/a1",
        {"senders": []},
    )
