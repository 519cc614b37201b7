"""Whom a campaign reaches, from its criteria."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.linkedin.read_reach import read_reach
from policies.model import Area, Reach, Unread
from tests.connectors.linkedin.reading import reader
from tests.connectors.meta.test_read_ads import JSON

ACCOUNT = "5001"
STOCKHOLM = "urn:li:geo:90009706"


def facet(name):
    return f"urn:li:adTargetingFacet:{name}"


def ages(*ranges):
    return {facet("ageRanges"): [f"urn:li:ageRange:({first},{last})" for first, last in ranges]}


def reach(*parts, **more):
    criteria = {"include": {"and": [{"or": one} for one in parts]}}
    return read_reach({"targetingCriteria": criteria} | more, ACCOUNT)


PLACES = {facet("locations"): [STOCKHOLM]}
LANGUAGES = {facet("interfaceLocales"): ["urn:li:locale:sv_SE"]}
TITLES = {facet("titles"): ["urn:li:title:1"]}


def test_the_shape_of_the_fact_sheet():
    assert reach(PLACES, LANGUAGES, audienceExpansionEnabled=False) == Reach(
        youngest=None,
        oldest=None,
        every_age=True,
        areas=(Area(kind="locations", id=STOCKHOLM),),
        languages=("sv",),
        expanded=False,
    )


@pytest.mark.parametrize(
    ("ranges", "bounds"),
    [
        ([(18, 24)], (18, 24)),
        ([(25, 34), (18, 24)], (18, 34)),
        ([(35, 54), (55, 2147483647)], (35, None)),
    ],
)
def test_ages(ranges, bounds):
    told = reach(ages(*ranges), PLACES)
    assert (told.youngest, told.oldest, told.every_age) == (*bounds, False)


def test_two_parts_of_ages_are_met_both():
    told = reach(ages((18, 24), (25, 34)), ages((25, 34), (35, 54)))
    assert (told.youngest, told.oldest) == (25, 34)


def test_a_facet_beside_another_in_its_part_bounds_nothing():
    told = reach(PLACES | TITLES, LANGUAGES | TITLES, ages((18, 24)) | TITLES)
    assert (told.areas, told.languages, told.every_age) == ((), (), True)


def test_places_of_the_profile_count_and_a_second_part_of_places_only_narrows():
    profile = {facet("profileLocations"): ["urn:li:geo:1", "urn:li:geo:2"]}
    told = reach(profile, PLACES)
    assert [(one.kind, one.id) for one in told.areas] == [
        ("profileLocations", "urn:li:geo:1"),
        ("profileLocations", "urn:li:geo:2"),
    ]


def test_a_language_that_is_none_stays_as_it_is_written():
    told = reach({facet("interfaceLocales"): ["urn:li:locale:en_US", "urn:li:locale:?"]})
    assert told.languages == ("en", "urn:li:locale:?")


def test_an_expansion_that_is_left_out_is_not_told():
    assert reach(PLACES).expanded is None
    assert reach(PLACES, audienceExpansionEnabled=True).expanded is True


def test_exclusions_only_narrow():
    criteria = {"include": {"and": [{"or": PLACES}]}, "exclude": {"or": ages((18, 24))}}
    assert read_reach({"targetingCriteria": criteria}, ACCOUNT).every_age


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"targetingCriteria": None},
        {"targetingCriteria": {}},
        {"targetingCriteria": []},
        {"targetingCriteria": {"include": []}},
        {"targetingCriteria": {"include": {"and": {}}}},
        {"targetingCriteria": {"include": {"and": ["x"]}}},
        {"targetingCriteria": {"include": {"and": [{"or": []}]}}},
        {"targetingCriteria": {"include": {"and": [{"or": {facet("ageRanges"): ["AGE_18_24"]}}]}}},
        {"targetingCriteria": {"include": {"and": [{"or": {facet("ageRanges"): []}}]}}},
        {"targetingCriteria": {"include": {"and": [{"or": {facet("locations"): [5]}}]}}},
        {"targetingCriteria": {"include": {"and": []}}, "audienceExpansionEnabled": "no"},
    ],
)
def test_what_is_missing_or_strange_is_unread(told):
    found = read_reach(told, ACCOUNT)
    assert isinstance(found, Unread)
    assert found.what == "ad_sets.targeting"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["targetingCriteria", "include", "and", "or", "facet"]), JSON)
def test_whatever_stands_there_it_is_a_reach_or_unread(place, value):
    inner = value
    for name in ("facet", "or", "and", "include", "targetingCriteria"):
        key = facet("ageRanges") if name == "facet" else name
        if name == "and":
            inner = [inner] if name != place else value
        inner = value if name == place else inner
        inner = {key: inner}
    told = json.loads(json.dumps(inner))
    assert isinstance(read_reach(told, ACCOUNT), Reach | Unread)


def test_over_the_wire_the_citys_campaigns_are_read(city):
    ad_sets = {one.name: one.reach for one in reader(city).snapshot("5001").ad_sets}
    trainee, day = ad_sets["Trainee i staden"], ad_sets["Företagsdagen"]
    assert (trainee.youngest, trainee.oldest, trainee.expanded) == (18, 34, False)
    assert (day.every_age, day.expanded, day.languages) == (True, True, ("sv",))
    assert [one.id for one in day.areas] == [STOCKHOLM]
