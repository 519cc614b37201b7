"""Names of what was told of an audience; kept with findings, they stay as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.audience.ages import ages
from policies.audience.facts import names_of, place, shown
from policies.model import Area, Platform, Reach
from policies.model.briefs import Audience

MALMÖ = Area(kind="city", id="7", name="Malmö", country="SE", radius_km=40)
SWEDEN = Area(kind="country", id="SE", country="SE")
REACH = Reach(
    youngest=18, oldest=45, areas=(MALMÖ, SWEDEN), languages=("sv",), expanded=True,
    unknown_ages=True,
)  # fmt: skip
NOTHING = Reach(youngest=None, oldest=None, areas=(), languages=(), expanded=False)


def test_each_value_that_is_set_has_a_name():
    assert names_of(REACH) == (
        "age_min 18",
        "age_max 45",
        "city Malmö +40 km, SE",
        "country SE",
        "language sv",
        "audience_expansion",
        "user_age_unknown",
    )


def test_what_was_not_told_has_none():
    assert names_of(NOTHING) == ()
    assert names_of(replace(NOTHING, youngest=18)) == ("age_min 18",)
    assert names_of(replace(NOTHING, oldest=45)) == ("age_max 45",)
    assert names_of(replace(NOTHING, expanded=None)) == ()


@pytest.mark.parametrize(
    ("area", "written", "name"),
    [
        (MALMÖ, "Malmö +40 km", "city Malmö +40 km, SE"),
        (replace(MALMÖ, radius_km=None), "Malmö", "city Malmö, SE"),
        (replace(MALMÖ, country=None), "Malmö +40 km", "city Malmö +40 km"),
        (SWEDEN, "SE", "country SE"),
        (Area(kind="locations", id="urn:li:geo:1"), "urn:li:geo:1", "locations urn:li:geo:1"),
        (Area(kind="city", id=""), "?", "city ?"),
    ],
)
def test_a_place_as_people_read_it_and_as_a_fact(area, written, name):
    assert (shown(area), place(area)) == (written, name)


def point_of(reach, platform=Platform.META, floor=0, **bounds):
    """What is to be said of an age, and what it rests on."""
    part = ages(reach, Audience(text="Alla", **bounds), platform, floor)
    return [(one.bound, one.rests_on) for one in part.points], part.set


def test_a_word_on_an_age_rests_on_the_age_that_is_set():
    reach = replace(NOTHING, youngest=13, oldest=65)
    assert point_of(reach, youngest=18) == (
        [("audience.youngest", ("age_min 13",))],
        "13–65",
    )
    assert point_of(reach, oldest=45) == ([("audience.oldest", ("age_max 65",))], "13–65")


def test_ages_that_were_not_told_rest_on_nothing_and_are_written_so():
    assert point_of(NOTHING, youngest=18) == ([("audience.youngest", ())], "?+")
    assert point_of(replace(NOTHING, oldest=45), youngest=18) == (
        [("audience.youngest", ())],
        "?–45",
    )


def test_people_of_unknown_age_are_beyond_the_bound_that_was_agreed():
    reach = replace(NOTHING, youngest=18, oldest=45, unknown_ages=True)
    assert point_of(reach, youngest=18)[0] == [("audience.youngest", ("user_age_unknown",))]
    assert point_of(reach, oldest=45)[0] == [("audience.oldest", ("user_age_unknown",))]


@pytest.mark.parametrize("bound", [16, 18])
def test_no_ages_chosen_is_a_doubt_about_the_youngest(bound):
    everybody = replace(NOTHING, every_age=True)
    assert point_of(everybody, Platform.LINKEDIN, youngest=bound) == (
        [("audience.youngest", ())],
        "",
    )
