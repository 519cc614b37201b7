"""What to do about a breach, put into words for the account that it is in."""

from __future__ import annotations

import pytest

from policies.rules import CATALOGUE, remedy_of

IN_AN_ACCOUNT = [one.id for one in CATALOGUE if one.remedy and "account" in one.remedy.values]


@pytest.mark.parametrize("rule", IN_AN_ACCOUNT)
def test_a_command_for_an_account_names_that_account(rule):
    assert remedy_of(rule, "act_1").values["account"] == "act_1"
    assert "act_1" in remedy_of(rule, "act_1").english()


def test_a_rule_on_placements_has_a_command_for_its_account():
    assert "placement.audience-network" in IN_AN_ACCOUNT


def test_every_other_remedy_is_as_its_rule_tells_it():
    for rule in CATALOGUE:
        if rule.id not in IN_AN_ACCOUNT:
            assert remedy_of(rule.id, "act_1") == rule.remedy


def test_a_rule_that_nobody_knows_has_none():
    assert remedy_of("no.such-rule", "act_1") is None
