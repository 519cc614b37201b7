"""From briefs everything is taken away, one thing at a time, in the same revision.

Nothing of what was found is put right by it: only what people change does that, and a brief that
they change has a new revision.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from policies.briefs.matching import Registered
from policies.findings import reconcile
from policies.model import Money, Platform
from policies.model.briefs import Audience, Brief, Editor
from policies.register import Register
from policies.rule import evaluate
from policies.rules.ordered import ACCESSIBILITY, INCOMPLETE, MISSING
from policies.rules.ordered_dates import DATES
from tests.policies.rules.made import NOON, a_snapshot, an_account, an_ad_set, facts
from tests.policies.rules.taking import taken_away

RULES = (MISSING, INCOMPLETE, DATES, ACCESSIBILITY)
SPARE = frozenset(
    (
        # By these people and the program know a brief.
        "Registered.id",
        # How we know that something is not told is not told by a platform.
        "Snapshot.unread",
        # Our own configuration, and what is asked.
        "Facts.approved",
        "Facts.stops_apart",
        "Facts.register",
        "Register.since",
        "Register.zone",
        "AdAccount.id",
    )
)
TODAY = date(2026, 11, 24)
WHOLE = Brief(
    topic="Simskola",
    starts=TODAY - timedelta(days=1),
    ends=TODAY + timedelta(days=1),
    budget=Money(amount=Decimal(5000), currency="SEK"),
    audience=Audience(text="Föräldrar"),
    editors=(
        Editor(first_name="Anna", mail="anna@example.org"),
        Editor(first_name="Bo", mail="b@c"),
    ),
    accessible=True,
    patterns=("simskola*", "sim*"),
)


def one(name="sim", **changed):
    return Registered(id=name, brief=replace(WHOLE, **changed))


NOBODY = Editor(first_name="Bo")
REGISTERS = {
    "whole": (one(),),
    "by its id": (one(campaigns=("c1", "c2"), accessible=False),),
    "its id goes before a name": (
        one(campaigns=("c1",), accessible=None, ends=TODAY, editors=(NOBODY,)),
        one("other"),
    ),
    "accessibility is left out": (one(accessible=False),),
    "no dates": (one(starts=None, ends=None),),
    "one date": (one(starts=None, ends=TODAY),),
    "too early and too late": (one(starts=TODAY, ends=TODAY),),
    "editors without mail": (one(editors=(NOBODY, *WHOLE.editors)),),
    "only one without mail": (one(editors=(NOBODY,)),),
    "several fit": (one(), one("twin", accounts=("act_1", "act_2"))),
    "several have its id": (one(campaigns=("c1",)), one("twin", campaigns=("c1", "c9"))),
    "for another account": (one(accounts=("act_2", "3")),),
    "for another account too": (one(ends=TODAY), one("twin", accounts=("act_2",))),
    "fits no campaign": (one(patterns=("cykel*",)),),
    "nothing is registered": (),
}
SNAPSHOTS = {
    "one ad set": a_snapshot(account=an_account(time_zone="Asia/Tokyo")),
    "several": a_snapshot(
        ad_sets=(an_ad_set(), an_ad_set("s2", end=None), an_ad_set("s3", start=None))
    ),
    "one that may run": a_snapshot(ad_sets=(an_ad_set(intent=None),)),
}


def found(told, known=()):
    """The findings that an evaluation makes of those that are known, by id."""
    verdicts = tuple(evaluate(RULES, told))
    account = (Platform.META, "act_1")
    turned = reconcile(known, verdicts, account=account, as_of=NOON).turned
    return {one.id: one for one in known} | {one.finding.id: one.finding for one in turned}


def poorer(told):
    """The same facts with less in the snapshot, or in one of the briefs."""
    yield from taken_away(told, spare=SPARE)
    briefs = told.register.briefs
    for place, brief in enumerate(briefs):
        for where, less in taken_away(brief, spare=SPARE):
            left = (*briefs[:place], less, *briefs[place + 1 :])
            yield f"brief {place} {where}", replace(told, register=Register(briefs=left))


@pytest.mark.parametrize("snapshot", SNAPSHOTS)
@pytest.mark.parametrize("register", REGISTERS)
def test_whatever_is_taken_away_nothing_is_put_right_by_it(register, snapshot):
    told = facts(SNAPSHOTS[snapshot], register=Register(briefs=REGISTERS[register]))
    before = found(told)
    for where, less in poorer(told):
        after = found(less, before.values())
        for one in before.values():
            assert after[one.id].state == "open", (where, one.rule, one.message)
            assert after[one.id].outcome in (one.outcome, "fail"), (where, one.rule)


@pytest.mark.parametrize("register", REGISTERS)
def test_what_is_told_again_as_it_was_changes_nothing(register):
    told = facts(SNAPSHOTS["several"], register=Register(briefs=REGISTERS[register]))
    before = found(told)
    assert found(told, before.values()) == before


def test_briefs_have_much_that_can_be_taken_away():
    told = facts(SNAPSHOTS["several"], register=Register(briefs=REGISTERS["several fit"]))
    assert len([where for where, _ in poorer(told) if where.startswith("brief")]) > 40
