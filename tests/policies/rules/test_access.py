"""C3: what the city must be able to stop, it has the right to stop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import TURNING, UNTOLD, AccountId, Permitted, Platform, may_turn
from policies.rule import evaluate
from policies.rules.access import CANNOT_PAUSE
from tests.policies.rules.made import (
    DAY,
    NOON,
    a_campaign,
    a_snapshot,
    an_account,
    an_ad_set,
    facts,
    unread,
    verdict,
    word,
)

META, LINKEDIN = Platform.META, Platform.LINKEDIN
READS_ONLY = {META: ("ANALYZE", "DRAFT"), LINKEDIN: ("CREATIVE_MANAGER", "VIEWER")}


def said(platform=META, *, rights=None, **changed):
    account = an_account(platform, rights=READS_ONLY[platform] if rights is None else rights)
    snapshot = replace(a_snapshot(platform, account=account), **changed)
    return verdict(CANNOT_PAUSE, "account", snapshot)


@pytest.mark.parametrize(
    ("platform", "right"),
    [
        (META, "ADVERTISE"),
        (META, "MANAGE"),
        (LINKEDIN, "CAMPAIGN_MANAGER"),
        (LINKEDIN, "ACCOUNT_MANAGER"),
        (LINKEDIN, "ACCOUNT_BILLING_ADMIN"),
    ],
)
def test_one_right_that_suffices_is_enough(platform, right):
    assert word(said(platform, rights=("ANALYZE", "VIEWER", right))) == "pass"


@pytest.mark.parametrize(
    "changed",
    [
        {"campaigns": (a_campaign(intent="PAUSED"),)},
        {"campaigns": (a_campaign(end=NOON - DAY),)},
        {"ad_sets": (an_ad_set(intent="ARCHIVED"),)},
        {"campaigns": (), "ad_sets": (), "ads": ()},
    ],
)
@pytest.mark.parametrize("rights", [("ANALYZE",), unread("account.rights")])
def test_an_account_in_which_nothing_can_deliver_needs_no_right(changed, rights):
    assert word(said(rights=rights, **changed)) == "pass"


@pytest.mark.parametrize("platform", [META, LINKEDIN])
@pytest.mark.parametrize("rights", [None, ()])
def test_without_a_right_that_suffices_an_account_with_a_running_campaign_fails(platform, rights):
    assert word(said(platform, rights=rights)) == "fail"


def test_rights_of_the_other_platform_count_for_nothing():
    assert word(said(META, rights=("CAMPAIGN_MANAGER",))) == "fail"
    assert word(said(LINKEDIN, rights=("MANAGE",))) == "fail"


def test_what_is_scheduled_can_deliver():
    later = (an_ad_set(start=NOON + DAY, end=None),)
    assert word(said(ad_sets=later)) == "fail"


def test_a_fail_tells_the_rights_and_how_many_campaigns_can_deliver_and_leads_to_the_account():
    sets = (an_ad_set("s1"), an_ad_set("s2"), an_ad_set("s3", intent="PAUSED"))
    account = an_account(rights=("ANALYZE",), link="https://example.org/act_1")
    found = verdict(CANNOT_PAUSE, "account", a_snapshot(account=account, ad_sets=sets))
    assert found.message.english() == (
        "The city's token may not pause here. Campaigns that can deliver: 1."
    )
    assert found.evidence == {"rights": ["ANALYZE"], "campaigns": 1}
    assert found.link == "https://example.org/act_1"


def test_on_linkedin_campaigns_are_counted_as_linkedin_names_them():
    sets = tuple(an_ad_set(one, LINKEDIN) for one in ("s1", "s2"))
    assert said(LINKEDIN, ad_sets=sets).evidence["campaigns"] == 2


def test_rights_that_were_not_read_are_unknown_and_say_why():
    found = said(rights=unread("account.rights"))
    assert (word(found), found.because.english()) == ("unknown", "Not today.")
    assert found.evidence == {"rights": None, "campaigns": 1}


@pytest.mark.parametrize("rights", [("MANAGE",), ("ANALYZE",), unread("account.rights")])
def test_rights_of_the_token_that_reads_say_nothing_of_one_that_stops(rights):
    def judged(**changed):
        snapshot = a_snapshot(account=an_account(rights=rights), **changed)
        apart = replace(facts(snapshot), stops_apart=True)
        [found] = [each.said for each in evaluate([CANNOT_PAUSE], apart)]
        return found

    assert word(judged()) == "unknown"
    assert "doctor" in judged().because.english()
    assert word(judged(ad_sets=())) == "pass"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"campaigns": ()}, "not told"),
        ({"ad_sets": (an_ad_set(intent="A_NEW_WORD"),)}, "not told"),
        ({"ad_sets": (), "unread": (unread("ad_sets"),)}, "Not today"),
        ({"ad_sets": (), "unread": (unread("ads"), unread("ad_sets:s9"))}, "Not today"),
        (
            {"ad_sets": (an_ad_set(intent="?"),), "unread": (unread("ad_sets"),)},
            "Not today",
        ),
    ],
)
def test_whether_anything_can_deliver_may_be_unknown(changed, why):
    found = said(**changed)
    assert word(found) == "unknown"
    assert why in found.because.english()


def test_one_campaign_that_is_known_to_run_is_enough_whatever_else_is_unknown():
    sets = (an_ad_set("s1"), an_ad_set("s2", intent=None))
    found = said(ad_sets=sets, unread=(unread("ad_sets:s3"),))
    assert (word(found), found.evidence["campaigns"]) == ("fail", 1)


def less_told(snapshot):
    """The same account with one thing not told."""
    [campaign], [ad_set] = snapshot.campaigns, snapshot.ad_sets
    yield replace(snapshot, account=replace(snapshot.account, rights=unread("account.rights")))
    yield replace(snapshot, campaigns=())
    yield replace(snapshot, ad_sets=(), unread=(unread("ad_sets"),))
    for field in ("intent", "start", "end"):
        yield replace(snapshot, campaigns=(replace(campaign, **{field: None}),))
        yield replace(snapshot, ad_sets=(replace(ad_set, **{field: None}),))


@given(
    platform=st.sampled_from([META, LINKEDIN]),
    rights=st.lists(
        st.sampled_from(["MANAGE", "ANALYZE", "CAMPAIGN_MANAGER", "VIEWER"]), max_size=2
    ),
    intents=st.tuples(*[st.sampled_from(["ACTIVE", "PAUSED", "A_NEW_WORD", None])] * 2),
    end=st.sampled_from([None, NOON - DAY, NOON + DAY]),
)
def test_nothing_that_is_taken_away_turns_a_fail_into_a_pass(platform, rights, intents, end):
    snapshot = a_snapshot(
        platform,
        account=an_account(platform, rights=tuple(rights)),
        campaigns=(a_campaign(platform=platform, intent=intents[0]),),
        ad_sets=(an_ad_set(platform=platform, intent=intents[1], end=end),),
    )
    before = word(verdict(CANNOT_PAUSE, "account", snapshot))
    for less in less_told(snapshot):
        after = word(verdict(CANNOT_PAUSE, "account", less))
        assert before == "pass" or after != "pass"


# --- what the token may do besides ----------------------------------------------------------------

MANAGES = {META: ("MANAGE",), LINKEDIN: ("ACCOUNT_MANAGER",)}
SCOPES = {META: ("ads_management",), LINKEDIN: ("r_ads", "rw_ads")}


def judged(platform=META, permitted=UNTOLD, *, rights=None, apart=False, **account):
    """What is said of an account with a running campaign, by a token of which this is known."""
    held = MANAGES[platform] if rights is None else rights
    snapshot = a_snapshot(platform, account=an_account(platform, rights=held, **account))
    told = facts(snapshot, permitted=permitted, stops_apart=apart)
    [said] = [said for _, said in evaluate((CANNOT_PAUSE,), told)]
    return said


@pytest.mark.parametrize("platform", [META, LINKEDIN])
def test_the_permission_passes_lacking_fails_and_what_was_not_told_is_unknown(platform):
    assert word(judged(platform, Permitted(scopes=SCOPES[platform]))) == "pass"
    said = judged(platform, Permitted(scopes=("ads_read", "r_ads")))
    assert word(said) == "fail"
    assert TURNING[platform] in said.message.english()
    assert said.evidence["lacks"] == TURNING[platform]
    assert word(judged(platform, Permitted(scopes=unread("account.rights", platform)))) == "unknown"


@pytest.mark.parametrize("platform", [META, LINKEDIN])
def test_where_nobody_can_ask_the_task_or_role_decides(platform):
    assert word(judged(platform, Permitted(scopes=None))) == "pass"
    assert word(judged(platform, rights=())) == "fail"


@pytest.mark.parametrize("platform", [META, LINKEDIN])
def test_what_is_known_to_be_missing_goes_before_what_is_not_known(platform):
    lost = unread("account.rights", platform)
    assert word(judged(platform, Permitted(scopes=("ads_read",)), rights=lost)) == "fail"
    assert word(judged(platform, Permitted(scopes=lost), rights=())) == "fail"


def test_a_permission_that_does_not_reach_the_account_is_none_here():
    within = Permitted(scopes=SCOPES[META], within=frozenset({"9"}))
    assert word(judged(META, within)) == "fail"
    assert word(judged(META, replace(within, within=frozenset({"1"})))) == "pass"


def test_an_app_in_development_tier_may_edit_what_is_on_its_list_and_of_others_nobody_knows():
    said = judged(LINKEDIN, Permitted(editable=frozenset({"9"})))
    assert word(said) == "unknown"
    assert "development tier" in said.because.english()
    account = an_account(LINKEDIN).id
    assert word(judged(LINKEDIN, Permitted(editable=frozenset({account})))) == "pass"


@pytest.mark.parametrize(("status", "may"), [("ACTIVE", True), (None, True), ("CANCELED", False)])
def test_an_account_of_linkedin_s_that_is_not_active_cannot_be_edited(status, may):
    held = MANAGES[LINKEDIN]
    assert may_turn(LINKEDIN, held, AccountId("5001"), status=status) is may
    assert may_turn(META, MANAGES[META], AccountId("act_1"), status="2") is True


def test_a_stop_token_of_its_own_fails_by_its_permissions_and_is_unknown_else():
    assert word(judged(META, Permitted(scopes=("ads_read",)), apart=True)) == "fail"
    assert word(judged(META, Permitted(scopes=SCOPES[META]), apart=True)) == "unknown"
