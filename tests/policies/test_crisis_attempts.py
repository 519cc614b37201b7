"""What is written next: refusals thrice, lost writes again, a group where a campaign refuses."""

from __future__ import annotations

import pytest

from policies.crisis import (
    EVERYTHING,
    AllOff,
    OnlyLook,
    Scope,
    due,
    every_switch,
    key_of,
)
from policies.model import Answer, Beneath, Level, Lingering
from tests.policies.switches import campaign, group, linked, panel, receipt

REFUSED, UNKNOWN, THROTTLED = Answer.REFUSED, Answer.UNKNOWN, Answer.THROTTLED
ALL = AllOff(scope=EVERYTHING)


def numbers(switches):
    return [one.campaign_id for one in switches]


def tried(*pairs):
    return {key_of(one): [receipt(one, answer) for answer in answers] for one, answers in pairs}


def test_what_is_off_is_never_written():
    off = panel(campaign(1, intent="PAUSED"), campaign(2, intent=None))
    assert ALL.writes(off, {}) == ()


def test_nothing_is_written_by_a_look():
    on = panel(campaign(1), campaign(2, intent="PAUSED", delivery=("IN_PROCESS",)))
    assert OnlyLook(scope=EVERYTHING).writes(on, {}) == ()
    assert OnlyLook(scope=EVERYTHING).settling(on)


def test_an_ad_that_lingers_under_what_is_off_is_waited_for_and_not_under_what_is_on():
    ad = Lingering(ad_id="5", name="Annons", delivery="IN_PROCESS")
    below_off = panel(campaign(1, intent="PAUSED", lingering=ad))
    assert ALL.settling(below_off)
    assert ALL.writes(below_off, {}) == ()
    assert not ALL.settling(panel(campaign(1, lingering=ad)))


def test_the_ads_that_are_looked_at_are_those_in_scope():
    named = Scope(campaign_id="1").less({"2"})
    for goal in (AllOff(scope=named), OnlyLook(scope=named)):
        assert goal.beneath == Beneath(campaign_id="1", exempt=frozenset({"2"}))
        assert [one for one in ("1", "2", "3") if goal.beneath.holds(one)] == ["1"]
    but = EVERYTHING.less({"2"}).beneath
    assert [one for one in ("1", "2", "3") if but.holds(one)] == ["1", "3"]


def test_nothing_outside_the_scope_is_written_or_waited_for():
    goal = AllOff(scope=Scope(campaign_id="1"))
    both = panel(campaign(1), campaign(2), campaign(3, intent="PAUSED", delivery=("IN_PROCESS",)))
    assert numbers(goal.writes(both, {})) == ["1"]
    assert not goal.settling(both)


@pytest.mark.parametrize(("answer", "most"), [(REFUSED, 3), (Answer.ACCEPTED, 3), (UNKNOWN, 6)])
def test_a_switch_that_stays_on_is_tried_again_but_not_for_ever(answer, most):
    one = campaign(1)
    assert ALL.writes(panel(one), tried((one, [answer] * (most - 1)))) == (one,)
    assert ALL.writes(panel(one), tried((one, [answer] * most))) == ()


def test_a_throttle_with_a_stated_end_is_borne_more_often_than_one_without():
    one = campaign(1)
    stated = {key_of(one): [receipt(one, THROTTLED, retry_after=9.0)] * 3}
    assert ALL.writes(panel(one), stated) == (one,)
    assert ALL.writes(panel(one), tried((one, [THROTTLED] * 3))) == ()


def test_the_wait_is_the_one_stated_else_grows():
    one = campaign(1)
    waits = [
        next(due([one], tried((one, answers))))[0]
        for answers in ([], [UNKNOWN], [UNKNOWN] * 2, [REFUSED], [REFUSED] * 2)
    ]
    assert waits == [0, 0, 1, 1, 2]
    stated = {key_of(one): [receipt(one, THROTTLED, retry_after=37.0)]}
    assert next(due([one], stated)) == (37, (one,))
    assert list(due([], {})) == []


def test_the_wait_of_one_delays_no_other():
    one, two, three = campaign(1), campaign(2), campaign(3)
    stated = {
        key_of(each): [receipt(each, THROTTLED, retry_after=wait)]
        for each, wait in ((one, 3600.0), (two, 60.0), (three, 70.0))
    }
    assert next(due([one, two, three, campaign(4)], stated)) == (0, (campaign(4),))
    # What is due at about the same time goes together; where that is too long, the soonest alone.
    assert list(due([one, two, three], stated)) == [(70, (two, three)), (60, (two,))]


def test_one_that_refuses_thrice_is_tried_through_its_group():
    one, two = linked(1), linked(2, intent="PAUSED")
    (written,) = ALL.writes(panel(one, two), tried((one, [REFUSED] * 3)))
    assert (written.level, written.campaign_id) == (Level.CAMPAIGN_GROUP, "9")


def test_two_that_refuse_turn_their_group_once():
    one, two = linked(1), linked(2)
    tries = tried((one, [REFUSED] * 3), (two, [REFUSED] * 3))
    assert numbers(ALL.writes(panel(one, two), tries)) == ["9"]


def test_a_group_that_refuses_thrice_is_left():
    one = linked(1)
    above = next(s for s in every_switch(panel(one)) if s.level is Level.CAMPAIGN_GROUP)
    tries = tried((one, [REFUSED] * 3), (above, [REFUSED] * 3))
    assert ALL.writes(panel(one), tries) == ()


@pytest.mark.parametrize(
    ("switches", "scope", "complete"),
    [
        ([linked(1, above=group(backfilled=True))], EVERYTHING, True),
        ([linked(1), linked(2)], Scope(campaign_id="1"), True),
        ([linked(1)], EVERYTHING, False),
        ([linked(1, above=group(""))], EVERYTHING, True),
        ([campaign(1)], EVERYTHING, True),
    ],
    ids=["backfilled", "not wholly in scope", "list not complete", "no group known", "Meta"],
)
def test_a_group_is_not_turned_if_it_cannot_be_or_holds_something_else(switches, scope, complete):
    tries = tried((switches[0], [REFUSED] * 3))
    assert AllOff(scope=scope).writes(panel(*switches, complete=complete), tries) == ()


def test_a_group_is_not_turned_where_nobody_said_no():
    one = linked(1)
    assert ALL.writes(panel(one), tried((one, [UNKNOWN] * 6))) == ()
