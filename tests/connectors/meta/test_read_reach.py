"""Whom an ad set reaches, from its targeting; and the account's own bound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meta.read_account import read_controls
from connectors.meta.read_reach import read_reach
from policies.model import Area, Reach, Unread
from tests.connectors.meta.city_ads import ad_city
from tests.connectors.meta.test_read_ads import JSON

ACCOUNT = "act_1"
FOLDER = Path(__file__).parents[3] / ".." / "shared" / "payloads" / "meta"


def reach(*, lacking=(), **targeting):
    return read_reach({"targeting": targeting}, ACCOUNT, lacking=lacking)


def areas(**places):
    return reach(age_min=18, geo_locations=places).areas


def test_the_shape_of_the_fact_sheet():
    told = reach(
        age_min=18,
        age_max=65,
        geo_locations={
            "cities": [{"key": "2448", "name": "Stockholm", "country": "SE"}],
            "location_types": ["home", "recent"],
        },
        targeting_automation={"advantage_audience": 0},
    )
    assert told == Reach(
        youngest=18,
        oldest=None,
        areas=(Area(kind="city", id="2448", name="Stockholm", country="SE"),),
        expanded=False,
    )


@pytest.mark.parametrize(
    ("told", "oldest"), [({}, None), ({"age_max": 65}, None), ({"age_max": 64}, 64)]
)
def test_sixty_five_and_no_upper_age_are_no_upper_end(told, oldest):
    assert reach(age_min=18, **told).oldest == oldest


def test_a_lowest_age_that_is_left_out_is_not_told():
    assert reach(age_max=45).youngest is None


@pytest.mark.parametrize(
    ("automation", "expanded"),
    [
        (None, None),
        ({}, None),
        ({"advantage_audience": 1}, True),
        ({"advantage_audience": 0}, False),
        ({"advantage_audience": 0, "individual_setting": {"geo": 0}}, False),
    ],
)
def test_the_expansion_is_on_off_or_not_told(automation, expanded):
    assert reach(age_min=18, targeting_automation=automation).expanded is expanded


@pytest.mark.parametrize(
    ("told", "unknown"),
    [
        ({"publisher_platforms": ["facebook"]}, False),
        ({"publisher_platforms": ["instagram", "whatsapp"]}, True),
        ({"publisher_platforms": ["instagram", "whatsapp"], "user_age_unknown": False}, False),
        ({"user_age_unknown": True}, True),
    ],
)
def test_people_of_unknown_age_are_reached_on_whatsapp_unless_somebody_said_no(told, unknown):
    assert reach(age_min=18, **told).unknown_ages is unknown


def test_languages_are_codes_where_the_number_is_known():
    assert reach(age_min=18, locales=[6, 24, 18, 1001, 18]).languages == ("en", "18")
    assert reach(age_min=18, locales=[]).languages == ()


def test_every_list_of_places_is_read():
    assert areas(
        countries=["SE"],
        regions=[{"key": "460", "name": "Skåne County", "country": "SE"}],
        zips=[{"key": "SE:11151", "name": "11151", "country": "SE"}],
        country_groups=["worldwide"],
        geo_markets=[{"key": "DMA:501"}],
        custom_locations=[
            {"latitude": 59.3, "longitude": 18.1, "radius": 5, "distance_unit": "kilometer"}
        ],
        location_types=["home"],
    ) == (
        Area(kind="country", id="SE", country="SE"),
        Area(kind="region", id="460", name="Skåne County", country="SE"),
        Area(kind="zips", id="SE:11151", name="11151", country="SE"),
        Area(kind="country_groups", id="worldwide"),
        Area(kind="geo_markets", id="DMA:501"),
        Area(kind="custom_locations", id="59.3,18.1", radius_km=5),
    )


@pytest.mark.parametrize(
    ("told", "radius"),
    [
        ({}, None),
        ({"radius": 0}, None),
        ({"radius": 40, "distance_unit": "kilometer"}, 40),
        ({"radius": 17.2, "distance_unit": "kilometer"}, 18),
        ({"radius": 18, "distance_unit": "mile"}, 29),
        ({"radius": 10}, 17),
    ],
)
def test_what_lies_around_a_place_is_told_in_whole_kilometres(told, radius):
    [city] = areas(cities=[{"key": "1", "name": "Solna", "region": "Stockholm County"} | told])
    assert (city.radius_km, city.region) == (radius, "Stockholm County")


def test_a_list_that_is_numbered_is_a_list():
    assert areas(regions={"0": {"key": "3886"}}) == (Area(kind="region", id="3886"),)


@pytest.mark.parametrize("field", ["targeting", "age_min", "age_max", "geo_locations", "locales"])
def test_without_a_field_that_meta_refused_nobody_knows_how_far_it_reaches(field):
    told = reach(age_min=18, age_max=45, lacking=(field,))
    assert isinstance(told, Unread)
    assert told.what == f"ad_sets.{field}"


def test_without_the_word_on_the_expansion_the_rest_is_still_read():
    assert reach(age_min=18, lacking=("targeting_automation",)).expanded is None


@pytest.mark.parametrize(
    "targeting",
    [
        None,
        {},
        [],
        {"age_min": "18"},
        {"age_max": -1},
        {"geo_locations": []},
        {"geo_locations": {"cities": [5]}},
        {"geo_locations": {"cities": "Stockholm"}},
        {"geo_locations": {"cities": [{"name": 5}]}},
        {"geo_locations": {"cities": [{"key": "1", "radius": "40"}]}},
        {"geo_locations": {"cities": [{"key": "1", "radius": -1}]}},
        {"geo_locations": {"cities": [{"key": "1", "radius": float("nan")}]}},
        {"geo_locations": {"cities": [{"key": "1", "radius": 1, "distance_unit": "mil"}]}},
        {"age_min": 18, "locales": ["sv"]},
        {"age_min": 18, "locales": [True]},
        {"age_min": 18, "targeting_automation": {"advantage_audience": 2}},
        {"age_min": 18, "targeting_automation": {"advantage_audience": 1.0}},
        {"age_min": 18, "user_age_unknown": "yes"},
    ],
)
def test_what_is_missing_or_strange_is_unread(targeting):
    told = read_reach({"targeting": targeting}, ACCOUNT)
    assert isinstance(told, Unread)
    assert told.what == "ad_sets.targeting"


WHOLE = {
    "age_min": 18, "age_max": 45, "locales": [6], "user_age_unknown": False,
    "publisher_platforms": ["facebook"], "targeting_automation": {"advantage_audience": 0},
    "geo_locations": {"cities": [{"key": "1", "name": "Solna", "radius": 5}], "countries": ["SE"]},
}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from([*WHOLE, "x"]), value=JSON)
def test_whatever_stands_there_it_is_a_reach_or_unread(name, value):
    told = json.loads(json.dumps(WHOLE | {name: value}))
    assert isinstance(read_reach({"targeting": told}, ACCOUNT), Reach | Unread)


@given(name=st.sampled_from(sorted(WHOLE)))
def test_a_field_that_is_left_out_never_narrows_the_reach(name):
    less = reach(**{key: value for key, value in WHOLE.items() if key != name})
    assert less.youngest in (None, 18)
    assert less.oldest in (None, 45)
    assert less.languages in ((), ("en",))
    assert less.expanded in (None, False)


@pytest.mark.parametrize(
    ("controls", "youngest"),
    [
        ({"age_min": 18}, 18),
        ({}, None),
        (None, None),
        ({"age_min": "18"}, None),
        ("text", None),
    ],
)
def test_an_accounts_own_bound_is_read_and_takes_nothing_else_with_it(controls, youngest):
    told = read_controls([{"audience_controls": controls, "status": "ACTIVE"}])
    assert (told.youngest, told.status) == (youngest, "ACTIVE")


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the records from elsewhere are not beside this")
@pytest.mark.parametrize("name", ["targeting", "adsets"])
def test_records_from_elsewhere_are_read(name):
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for body in (json.loads(line)["body"] for line in lines):
        targeting = body.get("targeting", body)
        told = read_reach({"targeting": targeting}, ACCOUNT)
        assert told.youngest == targeting.get("age_min")
        assert (told.oldest or 65) == targeting.get("age_max", 65)
        places = targeting.get("geo_locations", {})
        named = sum(len(some) for key, some in places.items() if key != "location_types")
        assert len(told.areas) == named
        assert len(told.languages) == len(targeting.get("locales", ()))


def test_over_the_wire_it_comes_with_the_ad_set():
    with ad_city() as ads:
        ads.account(guard="ACTIVE")
        ads.campaign(reach="wide")
        snapshot = ads.snapshot()
        [ad_set] = snapshot.ad_sets
        assert snapshot.account.controls.youngest == 18
        assert (ad_set.reach.youngest, ad_set.reach.oldest, ad_set.reach.expanded) == (
            18, None, True,
        )  # fmt: skip
        [city] = ad_set.reach.areas
        assert (city.name, city.region, city.radius_km) == ("Stockholm", "Stockholm County", 40)


@pytest.mark.parametrize("refused", ["locales", "targeting_automation", "audience_controls"])
def test_a_field_that_meta_does_not_know_any_more_leaves_placements_as_they_were(refused):
    with ad_city() as ads:
        ads.account(guard="ACTIVE")
        ads.campaign()
        before = ads.snapshot()
        ads.toggle(removed_fields=[refused])
        after = ads.snapshot()
        [was], [now] = before.ad_sets, after.ad_sets
        assert (now.placement, after.account.controls.placement_exclusions) == (
            was.placement,
            before.account.controls.placement_exclusions,
        )
        assert {one.what for one in after.unread} - {one.what for one in before.unread} == {
            f"{'account' if refused == 'audience_controls' else 'ad_sets'}.{refused}"
        }
