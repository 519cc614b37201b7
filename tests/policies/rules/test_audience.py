"""C1, the audience agreed: ages, places and languages of an ad set against those of its brief."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.matching import Registered
from policies.findings import reconcile
from policies.model import Area, Platform, Reach
from policies.model.attested import Attestation
from policies.model.briefs import Audience, Brief
from policies.register import Register
from policies.rule import Breach, Facts, Pass, evaluate
from policies.rules.audience import AUDIENCE
from tests.policies.rules.made import (
    DAY,
    GUARD,
    NOON,
    a_campaign,
    a_snapshot,
    an_account,
    an_ad_set,
    facts,
    unread,
    verdict,
    verdicts,
    word,
)
from tests.policies.rules.taking import taken_away

CITY = Area(kind="city", id="2448", name="Stockholm", region="Stockholm County", country="SE")
COUNTY = Area(kind="region", id="3207", name="Stockholm County", country="SE")
SWEDEN = Area(kind="country", id="SE", country="SE")
POSTAL = Area(kind="zips", id="SE:11151", name="11151", country="SE")
GEO = Area(kind="locations", id="urn:li:geo:90009706")
REACH = Reach(youngest=18, oldest=45, areas=(CITY,), languages=("sv",), expanded=False)
ALL_AGES = replace(REACH, youngest=None, oldest=None, every_age=True)
ON_LINKEDIN = replace(REACH, areas=(GEO,))


def agreed(**bounds):
    return Audience(text="Boende i Stockholm", **bounds)


def a_brief(audience, number="B-1", **changed):
    brief = Brief(topic="Simskola", audience=audience, patterns=("Simskola",))
    return Registered(id=number, brief=replace(brief, **changed))


def judge(reach, audience, *, platform=Platform.META, controls=None, register=None, **changed):
    account = an_account(platform)
    if controls is not None:
        account = replace(account, controls=controls)
    snapshot = a_snapshot(
        platform,
        account=account,
        ad_sets=(an_ad_set(platform=platform, reach=reach, **changed),),
    )
    register = register or Register(briefs=(a_brief(audience),))
    return verdict(AUDIENCE, "ad_set", snapshot, register=register)


def area(kind="city", **told):
    return Area(**{"kind": kind, "id": "1", "country": "SE"} | told)


# What it leaves alone


@pytest.mark.parametrize(
    "bounds",
    [
        {},
        {"youngest": 18},
        {"youngest": 16},
        {"youngest": 0},
        {"oldest": 45},
        {"youngest": 18, "oldest": 45},
        {"places": ("Stockholm",)},
        {"languages": ("sv",)},
        {"languages": ("en", "SV")},
        {"youngest": 13, "oldest": 99, "places": ("Sverige",), "languages": ("sv", "en")},
    ],
)
def test_an_ad_set_within_what_was_agreed_passes(bounds):
    assert word(judge(REACH, agreed(**bounds))) == "pass"


@pytest.mark.parametrize("reach", [None, unread("ad_sets.targeting")])
def test_where_nothing_was_agreed_in_plain_form_nobody_asks_how_far_it_reaches(reach):
    assert word(judge(reach, agreed())) == "pass"
    assert word(judge(reach, None)) == "pass"


@pytest.mark.parametrize("changed", [{"intent": "PAUSED"}, {"end": NOON - DAY}])
def test_an_ad_set_that_can_no_longer_deliver_is_against_nothing(changed):
    assert word(judge(REACH, agreed(oldest=20), **changed)) == "pass"


def test_a_campaign_without_a_brief_is_another_rules_matter():
    register = Register(briefs=(a_brief(agreed(oldest=20), patterns=("Något annat",)),))
    assert word(judge(REACH, None, register=register)) == "pass"


def test_without_a_register_or_before_its_day_the_rule_is_not_asked():
    snapshot = a_snapshot(ad_sets=(an_ad_set(reach=REACH),))
    register = Register(briefs=(a_brief(agreed(oldest=20)),), since=(NOON + DAY).date())
    assert verdicts(snapshot, rules=(AUDIENCE,)) == {}
    assert verdicts(snapshot, rules=(AUDIENCE,), register=register) == {}
    assert list(AUDIENCE.check(facts(snapshot)))  # it does not fall over without one


# Ages


@pytest.mark.parametrize(
    ("youngest", "oldest", "bounds", "expected"),
    [
        (17, 45, {"youngest": 18}, "fail"),
        (18, 45, {"youngest": 18}, "pass"),
        (None, 45, {"youngest": 18}, "unknown"),
        (None, 45, {"oldest": 45}, "pass"),
        (18, 46, {"oldest": 45}, "fail"),
        (18, None, {"oldest": 45}, "fail"),
        (18, None, {"oldest": 65}, "fail"),
        (18, None, {"oldest": 98}, "fail"),
        (18, None, {"oldest": 99}, "pass"),
        (18, None, {"youngest": 18, "oldest": 120}, "pass"),
        (18, None, {"youngest": 18}, "pass"),
        (18, 64, {"youngest": 25, "oldest": 65}, "fail"),
        (None, None, {"youngest": 25, "oldest": 65}, "fail"),
    ],
)
@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_ages(youngest, oldest, bounds, expected, platform):
    reach = replace(REACH, youngest=youngest, oldest=oldest)
    assert word(judge(reach, agreed(**bounds), platform=platform)) == expected


@pytest.mark.parametrize(
    ("bounds", "on", "off", "untold"),
    [
        ({"youngest": 18}, "unknown", "pass", "unknown"),
        ({"youngest": 19}, "fail", "fail", "fail"),
        ({"oldest": 45}, "fail", "pass", "unknown"),
        ({"oldest": 44}, "fail", "fail", "fail"),
        ({"youngest": 18, "oldest": 45}, "fail", "pass", "unknown"),
        ({"places": ("Stockholm",), "languages": ("sv",)}, "pass", "pass", "pass"),
    ],
)
def test_with_advantage_audience_ages_are_suggestions_and_places_and_languages_hold(
    bounds, on, off, untold
):
    for expanded, expected in ((True, on), (False, off), (None, untold)):
        said = judge(replace(REACH, expanded=expanded), agreed(**bounds))
        assert word(said) == expected, expanded


@pytest.mark.parametrize(
    ("youngest", "status", "expected"),
    [
        (18, "ACTIVE", "pass"),
        (20, "ACTIVE", "pass"),
        (17, "ACTIVE", "unknown"),
        (None, "ACTIVE", "unknown"),
        (18, "APPLICATION_IN_PROGRESS", "unknown"),
        (18, "WITH_CAMPAIGN_ERROR", "unknown"),
    ],
)
def test_nobody_is_younger_than_the_accounts_own_bound(youngest, status, expected):
    controls = replace(GUARD, youngest=youngest, status=status)
    reach = replace(REACH, expanded=True)
    assert word(judge(reach, agreed(youngest=18), controls=controls)) == expected


def test_the_accounts_bound_holds_for_what_is_set_lower_too():
    controls = replace(GUARD, youngest=18)
    assert word(judge(replace(REACH, youngest=13), agreed(youngest=18), controls=controls)) == (
        "pass"
    )


def test_people_of_unknown_age_are_beyond_every_age():
    reach = replace(REACH, unknown_ages=True)
    for bounds in ({"youngest": 18}, {"oldest": 45}):
        said = judge(reach, agreed(**bounds))
        assert said.message.values["kinds"] == "people of unknown age"
    assert word(judge(reach, agreed(places=("Stockholm",)))) == "pass"


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"youngest": 16}, "unknown"),
        ({"youngest": 18}, "unknown"),
        ({"youngest": 19}, "fail"),
        ({"oldest": 98}, "fail"),
    ],
)
def test_no_ages_chosen_is_everybody_and_whether_that_is_minors_too_is_not_told(bounds, expected):
    said = judge(ALL_AGES, agreed(**bounds), platform=Platform.LINKEDIN)
    assert word(said) == expected
    if expected == "fail":
        assert said.message.english().startswith("It goes beyond brief B-1: every age. Agreed: ")


# Places


@pytest.mark.parametrize(
    ("named", "wanted", "expected"),
    [
        # a town by its name
        (CITY, "Stockholm", "pass"),
        (CITY, "stockholms  STAD", "pass"),
        (CITY, "Stockholms kommun", "pass"),
        (CITY, "City of Stockholm", "pass"),
        (area(name="Västerås"), "Västerås kommun", "pass"),
        (area(name="Gothenburg"), "Göteborg", "pass"),
        (area(name="Stockholms kommun"), "Stockholm", "pass"),
        (area(name="Oslo", country="NO"), "Oslo", "pass"),
        (CITY, "Uppsala", "fail"),
        (CITY, "Kista", "fail"),
        (area(name="Stockholm", country="US", region="Wisconsin"), "Stockholm", "unknown"),
        (area(name="Stockholm", country="US", region="Wisconsin"), "Stockholms stad", "fail"),
        (area(name="Helsinki", country="FI"), "Helsingfors", "unknown"),
        (area(name="Habo"), "Håbo", "unknown"),
        (area(name=None), "Stockholm", "unknown"),
        (area(name=None, id="2448"), "2448", "pass"),
        # by its county or country
        (CITY, "Stockholms län", "pass"),
        (CITY, "Region Stockholm", "pass"),
        (CITY, "Stockholm County", "pass"),
        (area(name="Malmö", region="Skåne County"), "Skåne", "pass"),
        (area(name="Malmö", region="Skåne County"), "Region Skåne", "pass"),
        (CITY, "Uppsala län", "fail"),
        (area(name="Solna", region=None), "Stockholms län", "unknown"),
        (area(name="X", region="Stockholm County", country="US"), "Stockholms län", "fail"),
        (CITY, "Sverige", "pass"),
        (CITY, "SE", "pass"),
        (CITY, "hela landet", "pass"),
        (CITY, "Norden", "pass"),
        (CITY, "Norge", "fail"),
        (area(name="Solna", country=None), "Sverige", "unknown"),
        # in something of which nobody knows what lies in it
        (CITY, "Mälardalen", "unknown"),
        (COUNTY, "Svealand", "unknown"),
        (SWEDEN, "Europa", "unknown"),
        # with kilometres around it
        (replace(CITY, radius_km=40), "Stockholm", "unknown"),
        (replace(CITY, radius_km=40), "Stockholms län", "unknown"),
        (replace(CITY, radius_km=40), "Stockholm +40 km", "pass"),
        (replace(CITY, radius_km=40), "Sverige", "pass"),
        (replace(CITY, radius_km=40), "Uppsala", "fail"),
        # a county
        (COUNTY, "Stockholms län", "pass"),
        (COUNTY, "Stockholm", "fail"),
        (COUNTY, "Stockholms stad", "fail"),
        (COUNTY, "Sverige", "pass"),
        (COUNTY, "Uppsala län", "fail"),
        (area("region", name="Skåne County"), "Skåne", "pass"),
        (area("region", name="Nyland", country="FI"), "Nyland", "pass"),
        (area("region", name="Uusimaa", country="FI"), "Nyland", "unknown"),
        (area("region", name="Stockholm"), "Stockholm", "fail"),
        (area("region", name=None), "Stockholms län", "unknown"),
        (area("region", name="Småland"), "Kalmar län", "unknown"),
        # a country
        (SWEDEN, "Sverige", "pass"),
        (SWEDEN, "sweden", "pass"),
        (SWEDEN, "Stockholm", "fail"),
        (SWEDEN, "Stockholms län", "fail"),
        (SWEDEN, "Finland", "fail"),
        (area("country", id="DE", country="DE"), "DE", "pass"),
        (area("country", id="DE", country="DE"), "Tyskland", "unknown"),
        (area("country", id="DE", country="DE"), "Sverige", "fail"),
        (area("country", id="", country=None), "Sverige", "unknown"),
        # several countries
        (area("country_groups", id="worldwide", country=None), "Stockholm", "fail"),
        (area("country_groups", id="worldwide", country=None), "Sverige", "unknown"),
        # what is known by a number, or lies in a town
        (POSTAL, "Stockholm", "unknown"),
        (POSTAL, "Sverige", "pass"),
        (POSTAL, "Norge", "fail"),
        (POSTAL, "11151", "pass"),
        (POSTAL, "SE:11151", "pass"),
        (replace(POSTAL, region="Stockholm County"), "Stockholms län", "pass"),
        (area("custom_locations", name="59.3,18.1", radius_km=5), "59.3,18.1 +5 km", "pass"),
        (area("custom_locations", name="59.3,18.1", radius_km=5), "Stockholm", "unknown"),
        (area("neighborhoods", name="Kista"), "Kista", "pass"),
    ],
)
def test_a_place_lies_within_one_that_was_agreed(named, wanted, expected):
    assert word(judge(replace(REACH, areas=(named,)), agreed(places=(wanted,)))) == expected


@pytest.mark.parametrize(
    ("areas", "expected"),
    [((CITY, COUNTY), "fail"), ((CITY, POSTAL), "unknown"), ((), "unknown"), ((CITY,), "pass")],
)
def test_every_place_must(areas, expected):
    assert word(judge(replace(REACH, areas=areas), agreed(places=("Uppsala", "Stockholm")))) == (
        expected
    )


def test_a_place_on_linkedin_is_a_number_unless_the_brief_names_it():
    def on_linkedin(*wanted):
        return judge(ON_LINKEDIN, agreed(places=wanted), platform=Platform.LINKEDIN)

    assert word(on_linkedin("Stockholm")) == "unknown"
    assert "urn:li:geo:90009706" in on_linkedin("Stockholm").because.english()
    assert word(on_linkedin("Stockholm", "urn:li:geo:90009706")) == "pass"


# Languages


@pytest.mark.parametrize(
    ("chosen", "wanted", "expected"),
    [
        (("sv",), ("sv",), "pass"),
        (("sv", "en"), ("sv",), "fail"),
        ((), ("sv",), "fail"),
        (("18",), ("sv",), "unknown"),
        (("18",), ("sv", "18"), "pass"),
        (("18", "en"), ("sv",), "fail"),
    ],
)
def test_languages(chosen, wanted, expected):
    assert word(judge(replace(REACH, languages=chosen), agreed(languages=wanted))) == expected


def test_every_language_has_nothing_to_show_on_the_side_of_the_ad_set():
    said = judge(replace(REACH, languages=()), agreed(languages=("sv", "en")))
    assert said.message.english() == "It goes beyond brief B-1: every language. Agreed: sv, en."


@pytest.mark.parametrize(
    "bounds",
    [{"oldest": 45}, {"youngest": 18}, {"places": (GEO.id,)}, {"languages": ("sv",)}],
)
@pytest.mark.parametrize("expanded", [True, None])
def test_linkedins_expansion_leaves_nothing_sure(bounds, expanded):
    def say(expanded):
        reach = replace(ON_LINKEDIN, expanded=expanded)
        return word(judge(reach, agreed(**bounds), platform=Platform.LINKEDIN))

    assert (say(expanded), say(False)) == ("unknown", "pass")


# All of it


@pytest.mark.parametrize(
    ("changed", "tied_to"),
    [
        ({"areas": (POSTAL, CITY)}, "Stockholm: 11151, Stockholm"),
        ({"languages": ("18",)}, "sv: 18"),
        ({"areas": (POSTAL,), "languages": ("18",)}, "Stockholm: 11151; sv: 18"),
        ({"areas": (POSTAL,), "youngest": None}, None),
        ({"areas": ()}, None),
        ({"expanded": None, "languages": ("18",)}, None),
    ],
)
def test_a_person_may_say_where_a_place_lies_and_what_a_number_means_and_nothing_else(
    changed, tied_to
):
    bounds = agreed(youngest=18, oldest=45, places=("Stockholm",), languages=("sv",))
    said = judge(replace(REACH, **changed), bounds)
    assert word(said) == "unknown"
    assert said.attest == tied_to


def test_a_persons_word_stands_for_the_places_that_were_looked_at():
    seen = Attestation(
        id="1",
        rule="brief.audience",
        subject=("ad_set", "s1"),
        tied_to=f"Stockholm: {GEO.id}",
        by="Anna",
        evidence="Storstockholm, sett i annonsverktyget",
        at=NOON,
        until=NOON + DAY,
    )
    register = Register(briefs=(a_brief(agreed(places=("Stockholm",))),), attested=(seen,))

    def word_on(reach):
        return word(judge(reach, None, platform=Platform.LINKEDIN, register=register))

    assert word_on(ON_LINKEDIN) == "pass"
    assert word_on(replace(ON_LINKEDIN, areas=(GEO, POSTAL))) == "unknown"


def test_a_breach_names_the_sides_that_a_word_on_them_would_be_tied_to():
    bounds = {"youngest": 18, "places": ("Stockholm",)}
    said = judge(replace(REACH, youngest=13), agreed(**bounds))
    assert said.failing == ("18+: 13–45",)


def test_one_breach_names_all_that_goes_beyond_and_both_sides_of_it():
    reach = replace(REACH, youngest=13, oldest=None, areas=(SWEDEN,), languages=("en",))
    bounds = {"youngest": 18, "oldest": 45, "places": ("Stockholm",), "languages": ("sv",)}
    said = judge(reach, agreed(**bounds))
    assert said.message.english() == (
        "It goes beyond brief B-1: ages, places, languages. Set: 13+; SE; en. "
        "Agreed: 18–45; Stockholm; sv."
    )
    assert said.evidence == {
        "brief": "B-1",
        "ages": {"agreed": "18–45", "set": "13+"},
        "places": {"agreed": "Stockholm", "set": "SE"},
        "languages": {"agreed": "sv", "set": "en"},
    }
    assert said.link == "https://example.org/s1"


def test_the_sentence_names_only_the_parts_that_go_beyond():
    said = judge(replace(REACH, oldest=None), agreed(oldest=30, places=("Stockholm",)))
    assert said.message.values["set"] == "18+"
    assert said.message.values["agreed"] == "0–30"
    assert said.evidence["places"] == {"agreed": "Stockholm", "set": "Stockholm"}


@pytest.mark.parametrize("reach", [None, unread("ad_sets.targeting")])
def test_a_reach_that_was_not_read_is_unknown(reach):
    assert word(judge(reach, agreed(youngest=18))) == "unknown"


def test_an_ad_set_of_which_nobody_can_tell_whether_it_runs_is_unknown():
    assert word(judge(REACH, agreed(oldest=20), intent="A_NEW_WORD")) == "unknown"


def test_where_several_briefs_fit_nothing_new_is_said_and_nothing_is_put_right():
    first, second = a_brief(agreed(oldest=20)), a_brief(agreed(oldest=20), "B-2")
    assert word(judge(REACH, None, register=Register(briefs=(first, second)))) == "pass"
    snapshot = a_snapshot(ad_sets=(an_ad_set(reach=REACH),))
    before = findings(facts(snapshot, register=Register(briefs=(first,))))
    told = facts(snapshot, register=Register(briefs=(first, second)))
    assert [one.state for one in findings(told, before.values()).values()] == ["open"]


def test_a_campaign_that_was_moved_to_a_wider_brief_is_put_right():
    snapshot = a_snapshot(ad_sets=(an_ad_set(reach=REACH),))
    first = a_brief(agreed(oldest=20))
    before = findings(facts(snapshot, register=Register(briefs=(first,))))
    by_id = a_brief(agreed(oldest=60), "B-2", campaigns=("c1",), patterns=())
    told = facts(snapshot, register=Register(briefs=(first, by_id)))
    assert [one.state for one in findings(told, before.values()).values()] == ["resolved"]


@pytest.mark.parametrize(("intent", "expected"), [("ACTIVE", "unknown"), ("PAUSED", "pass")])
def test_an_ad_set_whose_campaign_was_not_read_may_run_under_any_brief(intent, expected):
    snapshot = a_snapshot(campaigns=(), ad_sets=(an_ad_set(reach=REACH, intent=intent),))
    register = Register(briefs=(a_brief(agreed(oldest=20)),))
    assert word(verdict(AUDIENCE, "ad_set", snapshot, register=register)) == expected


def test_each_ad_set_is_judged_by_the_brief_of_its_own_campaign():
    briefs = (a_brief(agreed(oldest=45)), a_brief(agreed(oldest=20), "B-2", patterns=("Annan",)))
    snapshot = a_snapshot(
        campaigns=(a_campaign(), a_campaign("c2", name="Annan")),
        ad_sets=(
            an_ad_set(reach=REACH),
            an_ad_set("s2", campaign_id="c2", reach=REACH),
            an_ad_set("s3", campaign_id="c2", reach=REACH, intent="PAUSED"),
        ),
    )
    found = verdicts(snapshot, rules=(AUDIENCE,), register=Register(briefs=briefs))
    words = {key: word(said) for (_, (_, key)), said in found.items()}
    assert words == {"s1": "pass", "s2": "fail", "s3": "pass", "act_1": "pass"}


# What is taken away puts nothing right

AREAS = st.sampled_from(
    [
        CITY,
        COUNTY,
        SWEDEN,
        POSTAL,
        GEO,
        replace(CITY, radius_km=40),
        area(name="Stockholm", country="US", region="Wisconsin"),
        area(name="Habo", region="Jönköping County"),
        area("country_groups", id="worldwide", country=None),
    ]
)


def consistent(reach):
    """Where no ages were chosen there are no bounds."""
    return replace(reach, youngest=None, oldest=None) if reach.every_age else reach


REACHES = st.builds(
    Reach,
    youngest=st.none() | st.integers(13, 30),
    oldest=st.none() | st.integers(30, 64),
    every_age=st.booleans(),
    areas=st.lists(AREAS, max_size=3, unique=True).map(tuple),
    languages=st.lists(st.sampled_from(["sv", "en", "18"]), max_size=3, unique=True).map(tuple),
    expanded=st.sampled_from([True, False, None]),
    unknown_ages=st.booleans(),
).map(consistent)
WANTED = ["Stockholm", "Stockholms län", "Håbo", "Sverige", "Norden", "Europa", GEO.id, "11151"]
AUDIENCES = st.builds(
    agreed,
    youngest=st.none() | st.integers(13, 30),
    oldest=st.none() | st.integers(30, 70),
    places=st.lists(st.sampled_from(WANTED), max_size=2, unique=True).map(tuple),
    languages=st.lists(st.sampled_from(["sv", "en"]), max_size=2, unique=True).map(tuple),
)
SPARE = frozenset(
    (
        # Nobody but people tell these, and each change of a brief is a revision of its own.
        "Registered.id",
        "Register.since",
        "Register.zone",
        # The register holds all that it ever held.
        "Register.briefs",
        # Of the account: the question, and what other rules look at.
        "AdAccount.id",
        "Snapshot.unread",
        "Facts.approved",
        "Facts.stops_apart",
        "Facts.delivered",
        "Facts.register",
    )
)


@st.composite
def situations(draw):
    platform = draw(st.sampled_from([Platform.META, Platform.LINKEDIN]))
    account = an_account(platform)
    if platform is Platform.META:
        floor = draw(st.none() | st.integers(13, 25))
        account = replace(account, controls=replace(GUARD, youngest=floor))
    ad_set = an_ad_set(platform=platform, reach=draw(REACHES), updated="2026-11-01T00:00:00+0000")
    snapshot = a_snapshot(platform, account=account, ad_sets=(ad_set,))
    return facts(snapshot, register=Register(briefs=(a_brief(draw(AUDIENCES)),)))


def findings(told: Facts, known=()):
    account = (told.snapshot.account.platform, told.snapshot.account.id)
    said = tuple(evaluate((AUDIENCE,), told))
    turned = reconcile(known, said, account=account, as_of=told.as_of).turned
    return {one.id: one for one in known} | {one.finding.id: one.finding for one in turned}


def a_situation(reach, audience, platform=Platform.META):
    ad_set = an_ad_set(platform=platform, reach=reach, updated="2026-11-01T00:00:00+0000")
    snapshot = a_snapshot(platform, ad_sets=(ad_set,))
    return facts(snapshot, register=Register(briefs=(a_brief(audience),)))


def nothing_is_put_right_by_what_is_taken_away(told):
    before = findings(told)
    less = list(taken_away(told, spare=SPARE))
    [brief] = told.register.briefs
    for where, left in taken_away(brief, spare=SPARE):
        less.append((where, replace(told, register=replace(told.register, briefs=(left,)))))
    for where, left in less:
        after = findings(left, before.values())
        for one in before.values():
            assert after[one.id].state == "open", (where, one.message)
            assert (one.outcome, after[one.id].outcome) != ("fail", "unknown"), where


@pytest.mark.parametrize(
    ("changed", "bounds"),
    [
        ({"areas": (CITY, SWEDEN)}, {"places": ("Stockholm",)}),
        ({"areas": (CITY, POSTAL)}, {"places": ("Stockholm",)}),
        ({"areas": (replace(CITY, radius_km=40),)}, {"places": ("Stockholm",)}),
        ({"areas": (replace(CITY, country="US", region=None),)}, {"places": ("Stockholm",)}),
        ({"areas": (area("region", name="Stockholm"),)}, {"places": ("Stockholm",)}),
        ({"languages": ("sv", "en")}, {"languages": ("sv",)}),
        ({"languages": ("sv", "18")}, {"languages": ("sv",)}),
        ({"youngest": 13}, {"youngest": 18}),
        ({"oldest": 60}, {"oldest": 45}),
        ({"expanded": True}, {"oldest": 45}),
        ({"expanded": True}, {"youngest": 18}),
        ({"unknown_ages": True}, {"youngest": 18}),
    ],
)
@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_what_is_taken_away_from_each_thing_that_can_be_wrong_puts_nothing_right(
    changed, bounds, platform
):
    told = a_situation(replace(REACH, **changed), agreed(**bounds), platform)
    assert findings(told)
    nothing_is_put_right_by_what_is_taken_away(told)


@given(situations())
def test_whatever_is_taken_away_no_finding_is_put_right_by_it(told):
    nothing_is_put_right_by_what_is_taken_away(told)


@pytest.mark.parametrize(
    ("changed", "bounds"),
    [({"youngest": 13}, {"youngest": 18}), ({"oldest": 60}, {"oldest": 45})],
)
@pytest.mark.parametrize(
    ("updated", "state"),
    [("2026-11-01T00:00:00+0000", "open"), ("2026-11-02T00:00:00+0000", "resolved")],
)
def test_ages_that_grew_narrower_in_an_ad_set_that_nobody_changed_were_only_left_out(
    changed, bounds, updated, state
):
    told = a_situation(replace(REACH, **changed), agreed(**bounds), Platform.LINKEDIN)
    before = findings(told)
    [ad_set] = told.snapshot.ad_sets
    less = replace(ad_set, reach=REACH, updated=updated)
    after = findings(
        replace(told, snapshot=replace(told.snapshot, ad_sets=(less,))), before.values()
    )
    assert [one.state for one in after.values()] == [state]


@given(situations())
def test_what_is_told_again_as_it_was_lacks_nothing_and_a_fail_that_is_mended_is_resolved(told):
    before = findings(told)
    assert findings(told, before.values()) == before
    [ad_set] = told.snapshot.ad_sets
    bounds = told.register.briefs[0].brief.audience
    mended = Reach(
        youngest=max(bounds.youngest or 0, 13),
        oldest=min(bounds.oldest or 64, 64),
        areas=(Area(kind="city", id=(bounds.places or ("1",))[0]),),
        languages=bounds.languages,
        expanded=False,
    )
    now = replace(ad_set, reach=mended, updated="2026-11-02T00:00:00+0000")
    after = findings(
        replace(told, snapshot=replace(told.snapshot, ad_sets=(now,))), before.values()
    )
    assert {one.state for one in after.values()} <= {"resolved"}


@given(REACHES, AUDIENCES)
def test_a_wider_brief_never_makes_it_worse(reach, audience):
    weight = {"pass": 0, "unknown": 1, "fail": 2}
    said = weight[word(judge(reach, audience))]
    for bound in ("youngest", "oldest", "places", "languages"):
        wider = replace(audience, **{bound: () if bound in ("places", "languages") else None})
        assert weight[word(judge(reach, wider))] <= said


@given(REACHES, AUDIENCES)
def test_a_breach_always_names_something_and_never_raises(reach, audience):
    said = judge(reach, audience)
    if isinstance(said, Breach):
        assert said.message.values["kinds"]
        assert said.told.facts
    assert isinstance(said, Pass) or said.evidence["brief"] == "B-1"
