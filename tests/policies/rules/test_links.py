"""Every finding says where to look, and what it is about by the name that it has there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.rule import Breach, Pass, evaluate
from policies.rules import ON_ACCOUNTS
from tests.policies.rules.test_taken_away import FACTS

KINDS = {"campaign": "campaigns", "ad_set": "ad_sets", "ad": "ads"}


def linked(told):
    """The same facts, in which everything has a link and a name of its own."""
    snapshot = told.snapshot
    lists = {
        name: tuple(replace(one, link=f"https://example.org/{kind}/{one.id}") for one in rows)
        for kind, name in KINDS.items()
        for rows in [getattr(snapshot, name)]
    }
    account = replace(snapshot.account, link="https://example.org/account/act_1")
    return replace(told, snapshot=replace(snapshot, account=account, **lists))


@pytest.mark.parametrize("name", FACTS)
def test_what_fails_and_what_nobody_can_tell_links_to_what_it_is_about(name):
    told = linked(FACTS[name])
    for rule, said in evaluate(ON_ACCOUNTS, told):
        if isinstance(said, Pass):
            continue
        about = said.subject
        assert said.link == f"https://example.org/{about.kind}/{about.id}", (rule.id, about)
        rows = [told.snapshot.account, *getattr(told.snapshot, KINDS.get(about.kind, "ads"))]
        assert about.name in {one.name for one in rows}, (rule.id, about)
        words = said.message if isinstance(said, Breach) else said.because
        assert words.english(), rule.id
