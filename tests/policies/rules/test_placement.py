"""C4, Audience Network: the rulebook's table row by row, and every hole beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import AccountControls
from policies.rules.placement import AUDIENCE_NETWORK
from tests.policies.rules.made import (
    ALL_THREE,
    AUTOMATIC,
    DAY,
    FACEBOOK,
    GUARD,
    MANUAL,
    NETWORK,
    NO_CONTROLS,
    NOON,
    a_campaign,
    a_placement,
    a_snapshot,
    an_account,
    an_ad_set,
    unread,
    verdict,
    word,
)

APPLYING = replace(GUARD, status="APPLICATION_IN_PROGRESS")
UNREADABLE = unread("controls")
ERROR_ELSEWHERE = replace(GUARD, status="WITH_CAMPAIGN_ERROR", campaigns_with_error=("c2",))
ERROR_HERE = replace(GUARD, status="WITH_CAMPAIGN_ERROR", campaigns_with_error=("c2", "c1"))
SOFT = {"audience_network_positions": ("classic", "rewarded_video")}
EVERYWHERE = ("facebook", NETWORK)

NAMED = a_placement("facebook", NETWORK)
SOFTLY = a_placement("facebook", soft=SOFT)
EFFECTIVE = a_placement("facebook", effective=EVERYWHERE)


def judge(placement, controls, **changed):
    snapshot = a_snapshot(
        account=an_account(controls=controls),
        ad_sets=(an_ad_set(placement=placement, **changed),),
    )
    return verdict(AUDIENCE_NETWORK, "ad_set", snapshot)


@pytest.mark.parametrize("controls", [NO_CONTROLS, GUARD, APPLYING, UNREADABLE, None])
@pytest.mark.parametrize(
    "placement",
    [
        FACEBOOK,
        MANUAL,
        a_placement("facebook", "instagram", "threads", "messenger", "whatsapp"),
        a_placement("facebook", soft={"facebook_positions": ("marketplace",)}),
        a_placement("facebook", soft={"audience_network_positions": ()}),
        a_placement("facebook", audience_network_positions=("classic",)),
    ],
)
def test_manual_placements_without_it_pass_whatever_the_account_says(placement, controls):
    assert word(judge(placement, controls)) == "pass"


@pytest.mark.parametrize("controls", [GUARD, ERROR_ELSEWHERE])
@pytest.mark.parametrize("placement", [AUTOMATIC, replace(AUTOMATIC, soft_opt_out=SOFT)])
def test_automatic_placements_behind_a_guard_pass_and_the_evidence_says_so(placement, controls):
    said = judge(placement, controls)
    assert word(said) == "pass"
    assert said.evidence["only_the_guard_holds"] is True


@pytest.mark.parametrize(
    ("placement", "none", "holds", "applying", "unreadable"),
    [
        (AUTOMATIC, "fail", "pass", "unknown", "unknown"),
        (replace(AUTOMATIC, platforms=()), "fail", "pass", "unknown", "unknown"),
        (replace(AUTOMATIC, soft_opt_out=SOFT), "fail", "pass", "unknown", "unknown"),
        (replace(AUTOMATIC, soft_opt_out=unread()), "fail", "pass", "unknown", "unknown"),
        (NAMED, "fail", "unknown", "fail", "fail"),
        (replace(NAMED, soft_opt_out=unread()), "fail", "unknown", "fail", "fail"),
        (FACEBOOK, "pass", "pass", "pass", "pass"),
        (SOFTLY, "fail", "unknown", "fail", "fail"),
        (EFFECTIVE, "fail", "unknown", "fail", "fail"),
        (replace(AUTOMATIC, effective_platforms=EVERYWHERE), "fail", "unknown", "fail", "fail"),
        (
            a_placement("facebook", effective_audience_network_positions=("classic",)),
            "fail", "unknown", "fail", "fail",
        ),
        (a_placement("facebook", "oculus"), "unknown", "unknown", "unknown", "unknown"),
        (a_placement("oculus", NETWORK), "fail", "unknown", "fail", "fail"),
        (a_placement("facebook", effective=("facebook", "newgram")), *["unknown"] * 4),
        (replace(AUTOMATIC, effective_platforms=("newgram",)), "fail", *["unknown"] * 3),
        (replace(MANUAL, soft_opt_out=unread()), "unknown", "unknown", "unknown", "unknown"),
        (replace(MANUAL, platforms=("facebook", None)), *["unknown"] * 4),
        (a_placement(audience_network_positions=("classic",)), "fail", "unknown", "fail", "fail"),
        (unread("ad_sets.targeting"), "unknown", "unknown", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_the_table_of_the_rulebook(placement, none, holds, applying, unreadable):
    columns = (NO_CONTROLS, GUARD, APPLYING, UNREADABLE)
    assert [word(judge(placement, one)) for one in columns] == [none, holds, applying, unreadable]


@pytest.mark.parametrize(
    ("controls", "expected"),
    [
        *((replace(GUARD, placement_exclusions=ALL_THREE[:place]), "fail") for place in range(3)),
        (replace(GUARD, placement_exclusions=("FACEBOOK_MARKETPLACE", *ALL_THREE)), "pass"),
        (replace(APPLYING, placement_exclusions=ALL_THREE[1:]), "fail"),
        (ERROR_HERE, "fail"),
        (ERROR_ELSEWHERE, "pass"),
        (replace(ERROR_HERE, campaigns_with_error=()), "unknown"),
        (replace(GUARD, status=""), "unknown"),
        (replace(GUARD, status="active"), "unknown"),
        (replace(GUARD, status="A_NEW_WORD"), "unknown"),
        (None, "unknown"),
    ],
)
def test_a_guard_needs_all_three_exclusions_in_force_for_the_campaign(controls, expected):
    assert word(judge(AUTOMATIC, controls)) == expected


def test_an_exclusion_with_errors_says_nothing_of_an_ad_set_without_campaign():
    snapshot = a_snapshot(
        account=an_account(controls=ERROR_HERE),
        ad_sets=(an_ad_set(placement=AUTOMATIC, campaign_id=""),),
    )
    assert word(verdict(AUDIENCE_NETWORK, "ad_set", snapshot)) == "unknown"


@pytest.mark.parametrize(
    "changed",
    [{"intent": "PAUSED"}, {"intent": "ARCHIVED"}, {"intent": "DELETED"}, {"end": NOON - DAY}],
)
@pytest.mark.parametrize("placement", [NAMED, unread("ad_sets.targeting")])
def test_an_ad_set_that_can_no_longer_deliver_is_against_nothing(placement, changed):
    assert word(judge(placement, NO_CONTROLS, **changed)) == "pass"


def test_a_scheduled_ad_set_without_ads_is_judged():
    snapshot = a_snapshot(
        ad_sets=(an_ad_set(placement=NAMED, start=NOON + DAY, end=NOON + 9 * DAY),), ads=()
    )
    assert word(verdict(AUDIENCE_NETWORK, "ad_set", snapshot)) == "fail"


@pytest.mark.parametrize(
    "changed",
    [
        {"campaigns": ()},
        {"campaigns": (a_campaign(intent=None),)},
        {"campaigns": (a_campaign(intent="NEW_WORD"),)},
        {"ad_sets": (an_ad_set(placement=NAMED, intent=None),)},
    ],
)
def test_what_perhaps_cannot_run_is_unknown_where_it_would_fail_and_passes_where_it_complies(
    changed,
):
    failing = a_snapshot(ad_sets=(an_ad_set(placement=NAMED),))
    assert word(verdict(AUDIENCE_NETWORK, "ad_set", replace(failing, **changed))) == "unknown"
    complying = {name: value for name, value in changed.items() if name == "campaigns"}
    assert word(verdict(AUDIENCE_NETWORK, "ad_set", replace(a_snapshot(), **complying))) == "pass"


def test_a_finding_tells_where_the_ad_set_stands_and_what_was_read():
    said = judge(
        SOFTLY, AccountControls(placement_exclusions=(), status="", campaigns_with_error=())
    )
    assert said.link == "https://example.org/s1"
    assert said.evidence == {
        "publisher_platforms": ["facebook"],
        "effective_publisher_platforms": None,
        "placement_soft_opt_out": {"audience_network_positions": ["classic", "rewarded_video"]},
        "account_guard": "none",
    }
    assert "5 %" in said.message.english()


def test_an_unknown_tells_why():
    assert judge(AUTOMATIC, UNREADABLE).because.english() == "Not today."
    assert "oculus" in judge(a_placement("facebook", "oculus"), NO_CONTROLS).because.english()
    assert (
        judge(replace(NAMED, soft_opt_out=unread()), GUARD).evidence["placement_soft_opt_out"]
        is None
    )


@pytest.mark.parametrize(
    ("placement", "controls", "rests_on"),
    [
        (AUTOMATIC, NO_CONTROLS, set()),
        (NAMED, NO_CONTROLS, {"publisher_platforms"}),
        (NAMED, GUARD, {"publisher_platforms"}),
        (SOFTLY, NO_CONTROLS, {"publisher_platforms", "placement_soft_opt_out"}),
        (replace(AUTOMATIC, soft_opt_out=SOFT), NO_CONTROLS, set()),
        (EFFECTIVE, NO_CONTROLS, {"effective_publisher_platforms"}),
        (
            replace(NAMED, soft_opt_out=SOFT),
            NO_CONTROLS,
            {"publisher_platforms", "placement_soft_opt_out"},
        ),
        (replace(AUTOMATIC, effective_platforms=("facebook",)), NO_CONTROLS, set()),
        (
            replace(AUTOMATIC, effective_platforms=EVERYWHERE),
            GUARD,
            {"effective_publisher_platforms"},
        ),
        (
            a_placement(audience_network_positions=("classic",)),
            GUARD,
            {"audience_network_positions"},
        ),
        (a_placement("oculus"), NO_CONTROLS, {"publisher_platforms"}),
        (a_placement("facebook", effective=("newgram",)), GUARD, {"effective_publisher_platforms"}),
        (unread("ad_sets.targeting"), NO_CONTROLS, set()),
    ],
)
def test_a_verdict_names_the_settings_that_it_rests_on(placement, controls, rests_on):
    facts = judge(placement, controls).told.facts
    assert {name.partition(" ")[0] for _, name in facts} == rests_on


def test_of_a_list_it_rests_on_what_is_unwelcome_in_it():
    named = a_placement("facebook", "oculus", NETWORK, effective=("facebook", NETWORK))
    names = {name for _, name in judge(named, NO_CONTROLS).told.facts}
    assert {name for name in names if name.startswith("publisher")} == {
        "publisher_platforms",
        "publisher_platforms oculus",
        "publisher_platforms audience_network",
    }
    assert "effective_publisher_platforms audience_network" in names
    assert "effective_publisher_platforms facebook" not in names
    softly = {name for _, name in judge(SOFTLY, NO_CONTROLS).told.facts}
    assert "placement_soft_opt_out audience_network_positions classic" in softly


def test_what_is_in_effect_may_change_with_the_account_s_controls_and_is_then_believed():
    before = judge(EFFECTIVE, NO_CONTROLS)
    gone = replace(EFFECTIVE, effective_platforms=("facebook",))
    assert judge(gone, NO_CONTROLS).told.lacks(before.told.facts)
    assert not judge(gone, GUARD).told.lacks(before.told.facts)


def test_a_pass_names_every_setting_that_was_told():
    place = a_placement("facebook", effective=("facebook",), soft={"facebook_positions": ("feed",)})
    assert {name for _, name in judge(place, NO_CONTROLS).told.facts} == {
        "publisher_platforms",
        "publisher_platforms facebook",
        "effective_publisher_platforms",
        "effective_publisher_platforms facebook",
        "placement_soft_opt_out",
        "placement_soft_opt_out facebook_positions feed",
    }
