"""C4 over HTTP: each row of the table *Audience Network*, served, read and judged."""

from __future__ import annotations

import pytest

from policies.rule import Approved, Breach, Facts, Pass, Unknown, evaluate
from policies.rules.placement import AUDIENCE_NETWORK
from tests.connectors.meta.city_ads import NOON

NETWORK = "audience_network"
ALL_THREE = [
    "AUDIENCE_NETWORK_CLASSIC",
    "AUDIENCE_NETWORK_REWARDED_VIDEO",
    "AUDIENCE_NETWORK_INSTREAM_VIDEO",
]
SOFT = {"audience_network_positions": ["classic", "rewarded_video"]}
AUTOMATIC = {}
EMPTY = {"publisher_platforms": []}
MANUAL = {"publisher_platforms": ["facebook", "instagram"]}
NAMED = {"publisher_platforms": ["facebook", NETWORK]}
EFFECTIVE = {**MANUAL, "effective_publisher_platforms": ["facebook", NETWORK]}
EFFECTIVE_POSITIONS = {**MANUAL, "effective_audience_network_positions": ["classic"]}
STRANGE = {"publisher_platforms": ["facebook", "oculus"]}
STRANGE_EFFECTIVE = {**MANUAL, "effective_publisher_platforms": ["facebook", "oculus"]}


def guard(status="ACTIVE", *, excluded=ALL_THREE, errors=(), name="placement_exclusions"):
    """What an account's controls say."""
    return {
        "placement_controls": {name: excluded},
        "status": status,
        "campaigns_with_error": list(errors),
    }


NONE, HOLDS = None, guard()
APPLYING = guard("APPLICATION_IN_PROGRESS")
HERE = "this campaign"
LISTED = guard("WITH_CAMPAIGN_ERROR", errors=[HERE])
OTHERS = guard("WITH_CAMPAIGN_ERROR", errors=["1"])
TWO_OF_THREE = guard(excluded=ALL_THREE[:2])
SINGULAR = guard(name="placement_exclusion")
FORBIDDEN, REFUSED = {"no_controls": ["act_1"]}, {"removed_fields": ["placement_controls"]}
LEFT_OUT = {"no_effective": True}


@pytest.fixture
def judged(ads):
    """Serves one ad set with such settings, reads it and judges it."""

    def judge(targeting, controls, *, soft=None, toggles=()):
        campaign = ads.campaign(placement="automatic")
        if controls is not None:
            errors = [campaign if one == HERE else one for one in controls["campaigns_with_error"]]
            controls = {**controls, "campaigns_with_error": errors}
        ads.world.meta["act_1"].hidden["controls"] = controls
        [number] = ads.world.meta[campaign].edges["adsets"]
        node = ads.world.meta[number]
        node.fields["targeting"] = {**node.fields["targeting"], **targeting}
        if soft is not None:
            node.fields["placement_soft_opt_out"] = soft
        ads.toggle(**dict(toggles))
        facts = Facts(snapshot=ads.snapshot(), approved=Approved(), as_of=NOON)
        [said] = [
            one.said for one in evaluate((AUDIENCE_NETWORK,), facts)
            if one.said.subject.key == ("ad_set", number)
        ]  # fmt: skip
        return said

    return judge


def row(name, *told):
    return pytest.param(*told, id=name)


@pytest.mark.parametrize(
    ("targeting", "controls", "more", "verdict"),
    [
        row("automatic, none", AUTOMATIC, NONE, {}, Breach),
        row("empty list, none", EMPTY, NONE, {}, Breach),
        row("automatic, two of three excluded", AUTOMATIC, TWO_OF_THREE, {}, Breach),
        row("automatic, this campaign listed", AUTOMATIC, LISTED, {}, Breach),
        row("automatic, holds", AUTOMATIC, HOLDS, {}, Pass),
        row("automatic, singular exclusion", AUTOMATIC, SINGULAR, {}, Pass),
        row("automatic, others listed", AUTOMATIC, OTHERS, {}, Pass),
        row("automatic, being applied", AUTOMATIC, APPLYING, {}, Unknown),
        row("automatic, controls forbidden", AUTOMATIC, HOLDS, {"toggles": FORBIDDEN}, Unknown),
        row("automatic, controls refused", AUTOMATIC, HOLDS, {"toggles": REFUSED}, Unknown),
        row("named, none", NAMED, NONE, {}, Breach),
        row("named, holds", NAMED, HOLDS, {}, Unknown),
        row("named, being applied", NAMED, APPLYING, {}, Breach),
        row("named, controls forbidden", NAMED, HOLDS, {"toggles": FORBIDDEN}, Breach),
        row("named, controls refused", NAMED, HOLDS, {"toggles": REFUSED}, Breach),
        row("manual, none", MANUAL, NONE, {}, Pass),
        row("manual, holds", MANUAL, HOLDS, {}, Pass),
        row("manual, being applied", MANUAL, APPLYING, {}, Pass),
        row("manual, controls forbidden", MANUAL, NONE, {"toggles": FORBIDDEN}, Pass),
        row("soft, none", MANUAL, NONE, {"soft": SOFT}, Breach),
        row("soft, holds", MANUAL, HOLDS, {"soft": SOFT}, Unknown),
        row("soft, being applied", MANUAL, APPLYING, {"soft": SOFT}, Breach),
        row(
            "soft, controls forbidden",
            MANUAL, HOLDS, {"soft": SOFT, "toggles": FORBIDDEN}, Breach,
        ),
        row("soft of other places, none", MANUAL, NONE, {"soft": {"facebook_positions": ["feed"]}},
            Pass),
        row("automatic and soft, holds", AUTOMATIC, HOLDS, {"soft": SOFT}, Pass),
        row("automatic and soft, none", AUTOMATIC, NONE, {"soft": SOFT}, Breach),
        row("effective, none", EFFECTIVE, NONE, {}, Breach),
        row("effective, holds", EFFECTIVE, HOLDS, {}, Unknown),
        row("effective positions, none", EFFECTIVE_POSITIONS, NONE, {}, Breach),
        row("effective positions, holds", EFFECTIVE_POSITIONS, HOLDS, {}, Unknown),
        row("effective left out", EFFECTIVE, NONE, {"toggles": LEFT_OUT}, Pass),
        row("automatic, effective left out", AUTOMATIC, NONE, {"toggles": LEFT_OUT}, Breach),
        row(
            "effective refused, manual",
            MANUAL, NONE, {"toggles": {"removed_fields": ["effective_publisher_platforms"]}}, Pass,
        ),
        row(
            "effective refused, named",
            NAMED, NONE, {"toggles": {"removed_fields": ["effective_publisher_platforms"]}},
            Breach,
        ),
        row(
            "soft refused, manual",
            MANUAL, NONE, {"toggles": {"removed_fields": ["placement_soft_opt_out"]}}, Unknown,
        ),
        row(
            "platforms refused",
            MANUAL, NONE, {"toggles": {"removed_fields": ["publisher_platforms"]}}, Unknown,
        ),
        row("unknown platform, none", STRANGE, NONE, {}, Unknown),
        row("unknown platform, holds", STRANGE, HOLDS, {}, Unknown),
        row("unknown effective platform, none", STRANGE_EFFECTIVE, NONE, {}, Unknown),
        row("unknown platform and soft, none", STRANGE, NONE, {"soft": SOFT}, Breach),
    ],
)  # fmt: skip
def test_every_row_has_its_verdict(judged, targeting, controls, more, verdict):
    assert type(judged(targeting, controls, **more)) is verdict


def test_the_evidence_says_that_only_the_guard_holds(judged):
    said = judged(AUTOMATIC, HOLDS)
    assert said.evidence["only_the_guard_holds"] is True
    assert said.evidence["account_guard"] == "holds"


def test_the_evidence_shows_the_settings_as_they_were_served(judged):
    said = judged(NAMED, NONE, soft=SOFT)
    assert said.evidence == {
        "publisher_platforms": ["facebook", NETWORK],
        "effective_publisher_platforms": None,
        "placement_soft_opt_out": SOFT,
        "account_guard": "none",
    }
    assert said.message.english() == "Audience Network is chosen as a placement."


def test_a_refusal_of_the_controls_is_told_as_the_reason(judged):
    said = judged(AUTOMATIC, HOLDS, toggles=FORBIDDEN)
    assert "account_controls" in said.because.english()


def test_a_word_that_the_rule_does_not_know_is_told(judged):
    assert "oculus" in judged(STRANGE, HOLDS).because.english()
