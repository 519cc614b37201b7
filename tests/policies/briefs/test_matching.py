"""Campaigns and their briefs: by id, else by name; likeness is only ever a suggestion."""

from __future__ import annotations

from random import Random

import pytest

from policies.briefs.matching import By, Match, Registered
from policies.briefs.matching import match as match_named
from policies.model.briefs import Brief


def campaign(name="Simhall 2027 våren", number="120", account="act_1"):
    return number, name, account


def match(one, register):
    return match_named(*one, register)


def registered(name, **brief):
    return Registered(id=name, brief=Brief(**brief))


BY_ID = registered("a", campaigns=("120",))
BY_NAME = registered("b", patterns=("simhall*",))
ALIKE = registered("c", topic="Simhall 2027 sommaren")
FAR = registered("d", topic="Elsparkcyklar", patterns=("Elspark*",))


def test_an_id_goes_before_a_name():
    assert match(campaign(), [BY_NAME, BY_ID, ALIKE]) == Match(found=BY_ID, by=By.ID)


def test_a_name_matches_whole_and_whatever_its_letters():
    assert match(campaign(), [ALIKE, BY_NAME]) == Match(found=BY_NAME, by=By.NAME)
    assert match(campaign("Nya Simhall"), [BY_NAME]).found is None
    assert match(campaign("SIMHALL"), [BY_NAME]).found == BY_NAME
    assert match(campaign("Simhall\n2"), [BY_NAME]).found == BY_NAME


@pytest.mark.parametrize("name", ["a.b (1)", "a+b", "[x]", "?"])
def test_signs_in_a_name_are_only_signs(name):
    exact = registered("x", patterns=(name,))
    assert match(campaign(name), [exact]).found == exact
    assert match(campaign(name.replace(name[0], "z")), [exact]).found is None


def test_a_brief_that_names_accounts_holds_in_no_other():
    elsewhere = registered("e", patterns=("simhall*",), accounts=("act_2",))
    assert match(campaign(), [elsewhere]).found is None
    assert match(campaign(account="act_2"), [elsewhere]).found == elsewhere
    bare = registered("e", patterns=("simhall*",), accounts=("2",))
    assert match(campaign(account="act_2"), [bare]).found == bare


def test_several_that_fit_are_told_and_none_is_chosen():
    other = registered("z", patterns=("*2027*",))
    assert match(campaign(), [other, BY_NAME]) == Match(several=("b", "z"))
    twin = registered("y", campaigns=("120",))
    assert match(campaign(), [twin, BY_ID]) == Match(several=("a", "y"))


def test_where_none_fits_the_most_alike_is_suggested():
    assert match(campaign(), [FAR, ALIKE]) == Match(likeliest="c")
    assert match(campaign(), [FAR]) == Match()
    assert match(campaign(), []) == Match()
    assert match(campaign(), [registered("n")]) == Match()


def test_the_order_of_the_register_makes_no_difference():
    register = [BY_NAME, ALIKE, FAR, registered("q", topic="Simhall 2027 hösten")]
    whole = match(campaign("Simhall 2028"), register), match(campaign("Elspark 3"), register)
    for seed in range(5):
        shuffled = Random(seed).sample(register, len(register))
        found = match(campaign("Simhall 2028"), shuffled), match(campaign("Elspark 3"), shuffled)
        assert found == whole
