"""The order in which a platform lists things, and things listed twice, change no verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.rule import Facts, Pass, evaluate, graver
from policies.rules import ON_ACCOUNTS
from tests.policies.rules.test_taken_away import FACTS

LISTS = ("campaigns", "ad_sets", "ads", "identities", "unread")


def said(facts: Facts):
    """What is said of each subject, by rule."""
    found = {}
    for rule, one in evaluate(ON_ACCOUNTS, facts):
        key = (rule.id, one.subject.key, one.on)
        found[key] = graver(found.get(key, one), one)
    return {key: outcome(one) for key, one in found.items()}


def outcome(one):
    words = getattr(one, "message", None) or getattr(one, "because", None)
    return type(one), None if isinstance(one, Pass) else words


def mixed(facts: Facts, chance) -> Facts:
    """The same lists in another order, some of their rows twice."""
    snapshot = facts.snapshot
    lists = {}
    for name in LISTS:
        rows = [*getattr(snapshot, name)]
        rows += [one for one in rows if chance.random() < 0.5]
        chance.shuffle(rows)
        lists[name] = tuple(rows)
    register = facts.register
    if register is not None:
        briefs, proofs = [*register.briefs], [*register.proofs]
        chance.shuffle(briefs)
        chance.shuffle(proofs)
        register = replace(register, briefs=tuple(briefs), proofs=tuple(proofs))
    return replace(facts, snapshot=replace(snapshot, **lists), register=register)


def crowded() -> Facts:
    """The things of several of the facts in one account, so that there is an order."""
    first, *rest = (one for one in FACTS.values() if one.snapshot.account.platform == "meta")
    snapshot, register = first.snapshot, first.register
    for number, one in enumerate(rest):
        other = one.snapshot
        ids = {"c": f"c-{number}", "s": f"s-{number}", "a": f"a-{number}"}
        campaigns = tuple(
            replace(each, id=f"{each.id}{ids['c']}", name=f"{each.name} {number}")
            for each in other.campaigns
        )
        ad_sets = tuple(
            replace(
                each,
                id=f"{each.id}{ids['s']}",
                campaign_id=f"{each.campaign_id}{ids['c']}" if each.campaign_id else "",
            )
            for each in other.ad_sets
        )
        ads = tuple(
            replace(
                each,
                id=f"{each.id}{ids['a']}",
                ad_set_id=f"{each.ad_set_id}{ids['s']}" if each.ad_set_id else "",
            )
            for each in other.ads
        )
        snapshot = replace(
            snapshot,
            campaigns=(*snapshot.campaigns, *campaigns),
            ad_sets=(*snapshot.ad_sets, *ad_sets),
            ads=(*snapshot.ads, *ads),
        )
        register = register or one.register
    return replace(first, snapshot=snapshot, register=register)


@pytest.mark.parametrize("name", FACTS)
@settings(max_examples=10)
@given(chance=st.randoms(use_true_random=False))
def test_in_any_order_and_twice_the_same_is_said(name, chance):
    assert said(mixed(FACTS[name], chance)) == said(FACTS[name])


CROWD = crowded()


@settings(max_examples=30)
@given(chance=st.randoms(use_true_random=False))
def test_so_it_is_in_an_account_of_many(chance):
    assert said(mixed(CROWD, chance)) == said(CROWD)


def test_the_account_of_many_is_one_in_which_much_is_wrong():
    kinds = {kind for kind, _ in said(CROWD).values()}
    assert len(CROWD.snapshot.ads) > 10
    assert len(kinds) == 3
