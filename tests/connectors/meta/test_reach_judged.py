"""C1 over HTTP: an ad set's targeting, served as Meta does, read and held against a brief."""

from __future__ import annotations

import pytest

from policies.briefs.matching import Registered
from policies.model.briefs import Audience, Brief
from policies.register import Register
from policies.rule import Approved, Breach, Facts, Pass, Unknown, evaluate
from policies.rules.audience import AUDIENCE
from tests.connectors.meta.city_ads import NOON
from tests.policies.rules.taking import taken_away

TOWN = {"cities": [{"key": "2448", "name": "Stockholm", "region": "Stockholm County",
                    "country": "SE"}], "location_types": ["home", "recent"]}  # fmt: skip
AGREED = {
    "age_min": 18,
    "age_max": 45,
    "geo_locations": TOWN,
    "locales": [6],
    "targeting_automation": {"advantage_audience": 0},
}
BRIEF = Brief(
    audience=Audience(
        text="", youngest=18, oldest=45, places=("Stockholms stad",), languages=("en",)
    ),
    patterns=("Kampanj*",),
)


@pytest.fixture
def judged(ads):
    """Serves one ad set with such targeting, reads it and judges it."""

    def judge(targeting, *, controls=None, toggles=()):
        [number] = ads.world.meta[ads.campaign()].edges["adsets"]
        ads.world.meta["act_1"].hidden["controls"] = controls
        ads.world.meta[number].fields["targeting"] = targeting
        ads.toggle(**dict(toggles))
        facts = Facts(
            snapshot=ads.snapshot(),
            approved=Approved(),
            as_of=NOON,
            register=Register(briefs=(Registered(id="B-1", brief=BRIEF),)),
        )
        [said] = [
            one.said for one in evaluate((AUDIENCE,), facts)
            if one.said.subject.key == ("ad_set", number)
        ]  # fmt: skip
        return said

    return judge


def without(name):
    return {key: value for key, value in AGREED.items() if key != name}


@pytest.mark.parametrize(
    ("targeting", "more", "verdict"),
    [
        pytest.param(AGREED, {}, Pass, id="as agreed"),
        pytest.param(AGREED | {"age_min": 16}, {}, Breach, id="too young"),
        pytest.param(AGREED | {"age_max": 65}, {}, Breach, id="65 and older"),
        pytest.param(without("age_max"), {}, Breach, id="no upper age"),
        pytest.param(without("age_min"), {}, Unknown, id="no lower age told"),
        pytest.param(
            AGREED | {"targeting_automation": {"advantage_audience": 1}}, {}, Breach, id="suggested"
        ),
        pytest.param(without("targeting_automation"), {}, Unknown, id="not told if suggested"),
        pytest.param(
            AGREED | {"geo_locations": {"countries": ["SE"]}}, {}, Breach, id="a whole country"
        ),
        pytest.param(
            AGREED | {"geo_locations": {"cities": [TOWN["cities"][0] | {"radius": 25}]}},
            {},
            Unknown,
            id="miles around",
        ),
        pytest.param(AGREED | {"geo_locations": {}}, {}, Unknown, id="nowhere"),
        pytest.param(without("locales"), {}, Breach, id="every language"),
        pytest.param(AGREED | {"locales": [6, 18]}, {}, Unknown, id="a number"),
        pytest.param(AGREED | {"user_age_unknown": True}, {}, Breach, id="any age on WhatsApp"),
        pytest.param({}, {}, Unknown, id="no targeting"),
        pytest.param(
            AGREED, {"toggles": {"removed_fields": ["locales"]}}, Unknown, id="refused languages"
        ),
        pytest.param(
            AGREED, {"toggles": {"omit_fields": ["targeting"]}}, Unknown, id="left out in silence"
        ),
        pytest.param(
            AGREED | {"age_min": 16},
            {"controls": {"audience_controls": {"age_min": 18}, "status": "ACTIVE"}},
            Pass,
            id="the account's own bound",
        ),
    ],
)
def test_what_is_served_has_its_verdict(judged, targeting, more, verdict):
    assert type(judged(targeting, **more)) is verdict


def test_whatever_is_left_out_of_what_is_served_is_never_a_pass(judged):
    wrong = AGREED | {"age_min": 16, "geo_locations": {"countries": ["SE"], **TOWN}, "locales": []}
    said = judged(wrong)
    assert isinstance(said, Breach)
    for name in wrong:
        assert not isinstance(judged({k: v for k, v in wrong.items() if k != name}), Pass), name


def test_taking_away_takes_away_from_a_reach_that_was_read(ads):
    ads.campaign(reach="wide")
    paths = [path for path, _ in taken_away(ads.snapshot())]
    wanted = ("reach unread", "reach.expanded none", "reach.areas[0].radius_km none")
    assert all(any(path.endswith(end) for path in paths) for end in wanted)
