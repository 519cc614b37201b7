"""What ran on days of which no costs were told: it counts with its budget, or nobody can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Platform
from policies.model.spent import Share
from policies.spending.shares import budgeted, entries, gone, matched
from policies.spending.untold import UNLISTED, unlisted
from tests.policies.rules.made import DAY, NOON, TODAY, an_ad_set, unread
from tests.policies.spending import test_shares as shares
from tests.policies.spending.test_shares import costs, given, kr

YESTERDAY = TODAY - DAY
OFF = {"intent": "PAUSED"}
LONG_AGO = {"start": NOON - 30 * DAY}
PAUSED = LONG_AGO | OFF | {"daily_budget": kr(10), "end": None}


def a_register(**told):
    return shares.a_register(**({"starts": TODAY - 40 * DAY} | told))


def share(*ad_sets, register=None, **told):
    return shares.share(*ad_sets, register=register or a_register(), **told)


def bounds(told):
    return told.spent, told.least, told.most


def at(instant):
    return instant.isoformat()


def known(told):
    return told.because and told.because.english()


def test_what_ended_today_may_have_spent_a_day_more_than_is_told():
    over = {"daily_budget": kr(10), "end": NOON - DAY / 24, **LONG_AGO}
    told = share(an_ad_set(), spent=costs(c1=50), **over)
    assert (told.over, bounds(told)) == (True, (kr(50), kr(50), kr(60)))
    assert known(told) == f"What was spent is known until {YESTERDAY} only."
    told = share(an_ad_set(), spent=costs(c1=58, until=TODAY), **over)
    assert (bounds(told), told.because) == ((kr(58), kr(58), kr(58)), None)


def test_an_end_at_midnight_is_told_with_the_day_before():
    midnight = NOON.replace(hour=23) - DAY
    told = share(an_ad_set(), spent=costs(c1=50), daily_budget=kr(10), end=midnight, **LONG_AGO)
    assert bounds(told) == (kr(50), kr(50), kr(50))


@pytest.mark.parametrize(
    ("changed", "most"), [(NOON - DAY / 24, 60), (NOON - DAY, 50), (NOON - 9 * DAY, 50)]
)
def test_what_was_switched_off_may_have_run_until_its_last_change(changed, most):
    told = share(an_ad_set(), spent=costs(c1=50), updated=at(changed), **PAUSED)
    assert bounds(told) == (kr(50), kr(50), kr(most))


def test_a_total_budget_may_be_spent_to_its_end_on_the_last_day():
    off = PAUSED | {"daily_budget": None, "total_budget": kr(400)}
    told = share(an_ad_set(), spent=costs(c1=50), updated=at(NOON), **off)
    assert bounds(told) == (kr(50), kr(50), kr(400))


def test_without_any_budget_nobody_can_tell_what_the_last_day_cost():
    off = PAUSED | {"daily_budget": None}
    told = share(an_ad_set(end=None), spent=costs(c1=50), updated=at(NOON), **off)
    assert bounds(told) == (kr(50), kr(50), None)


@pytest.mark.parametrize(
    ("ran", "most"),
    [
        ({"c1": NOON - DAY / 24}, 60),
        ({"c1": NOON - DAY}, 50),
        ({"c1": None}, 60),
        ({}, 50),
        (None, 50),
    ],
)
def test_where_no_change_is_told_it_was_off_when_it_was_seen_to_be(ran, most):
    """One that never ran while watched is settled; so is one of which nobody noted anything."""
    register = replace(a_register(), ran=ran)
    told = share(an_ad_set(end=None), spent=costs(c1=50), register=register, **PAUSED)
    assert bounds(told) == (kr(50), kr(50), kr(most))


def test_one_that_was_seen_off_long_ago_is_settled_though_it_is_renamed_today():
    register = replace(a_register(), ran={"c1": NOON - 9 * DAY})
    told = share(an_ad_set(), spent=costs(c1=50), register=register, updated=at(NOON), **PAUSED)
    assert bounds(told) == (kr(50), kr(50), kr(50))
    never = replace(register, ran={})
    told = share(an_ad_set(), spent=costs(c1=50), register=never, updated=at(NOON), **PAUSED)
    assert bounds(told) == (kr(50), kr(50), kr(50))


def test_of_a_campaign_that_is_over_only_ad_sets_that_ran_on_that_day_count():
    sets = (
        an_ad_set("s1", daily_budget=kr(10), end=NOON - DAY / 24, **LONG_AGO),
        an_ad_set("s2", daily_budget=kr(3), end=None, **LONG_AGO),
        an_ad_set("s3", total_budget=kr(999), end=NOON - 9 * DAY, **LONG_AGO),
    )
    off = {"end": None, "updated": at(NOON), **LONG_AGO, **OFF}
    assert bounds(share(*sets, spent=costs(c1=50), **off)) == (kr(50), kr(50), kr(63))


def test_of_an_ad_set_without_a_word_of_its_end_only_its_campaign_tells():
    sets = (an_ad_set("s1", daily_budget=kr(10), end=None, **LONG_AGO, **OFF),)
    register = replace(a_register(), ran={"c1": NOON - DAY / 24})
    off = {"end": None, "register": register, **LONG_AGO, **OFF}
    assert bounds(share(*sets, spent=costs(c1=50), **off)) == (kr(50), kr(50), kr(60))


def test_an_ad_set_that_is_over_counts_so_beside_others_that_run():
    sets = (
        an_ad_set("s1", daily_budget=kr(10), end=NOON - DAY / 24, **LONG_AGO),
        an_ad_set("s2", daily_budget=kr(3), end=NOON + DAY / 24, **LONG_AGO),
        an_ad_set("s3", daily_budget=kr(99), end=None, **LONG_AGO, **OFF),
    )
    told = share(*sets, spent=costs(c1=50), **LONG_AGO)
    assert (told.over, bounds(told)) == (False, (kr(50), kr(53), kr(63)))
    assert known(told) == f"What was spent is known until {YESTERDAY} only."
    told = share(*sets, spent=costs(c1=50, until=TODAY), **LONG_AGO)
    assert bounds(told) == (kr(50), kr(53), kr(53))


def test_costs_that_end_days_ago_are_not_all_of_what_has_run_since():
    old = costs(c1=50, until=TODAY - 3 * DAY)
    running = share(an_ad_set(), spent=old, total_budget=kr(400), **LONG_AGO)
    assert bounds(running) == (kr(50), kr(400), None)
    assert known(running) == f"What was spent is known until {TODAY - 3 * DAY} only."
    ended = {"total_budget": kr(400), **LONG_AGO}
    assert share(an_ad_set(), spent=old, end=NOON - DAY, **ended).most is None
    assert share(an_ad_set(), spent=old, end=NOON - 3 * DAY, **ended).most == kr(50)
    late = replace(old, until=TODAY - 2 * DAY)
    assert share(an_ad_set(), spent=late, total_budget=kr(400), **LONG_AGO).most == kr(400)


def test_where_ad_sets_may_be_missing_the_others_do_not_tell_when_it_was_off():
    """The one that was read is over for long; one that was not read may have run until now."""
    register = replace(a_register(), ran={"c1": None})
    told = given(
        an_ad_set(end=NOON - 9 * DAY), spent=costs(c1=50), register=register,
        **(PAUSED | {"updated": at(NOON - 9 * DAY)}),
    )  # fmt: skip
    assert only(replace(told, register=replace(register, ran=None))).most == kr(50)
    lost = replace(told, snapshot=replace(told.snapshot, unread=(unread("ad_sets"),)))
    assert only(lost).most == kr(60)


def only(told):
    [one] = entries(told, told.register, matched(told, told.register))
    return one.share


def a_share(**changed):
    left = Share(
        platform=Platform.META, account_id="act_1", campaign_id="c9", name="Simskola",
        read_at=NOON - DAY, spent=kr(50), least=kr(50), most=None, because=UNLISTED, over=True,
    )  # fmt: skip
    return replace(left, **changed)


def left(one, **told):
    told = given(an_ad_set(), **told)
    return unlisted(one, told, told.register)


def test_one_that_is_listed_no_more_is_settled_by_costs_from_beyond_its_last_day():
    settled = left(a_share(), spent=costs(c9=58))
    assert (bounds(settled), settled.because) == ((kr(58), kr(58), kr(58)), None)
    same = left(a_share(), spent=costs())
    assert bounds(same) == (kr(50), kr(50), kr(50))


def test_until_then_it_has_spent_what_is_known_at_least():
    early = left(a_share(), spent=costs(c9=58, until=TODAY - 2 * DAY))
    assert (bounds(early), early.because) == ((kr(58), kr(58), None), UNLISTED)
    doubted = replace(costs(c9=58), unread=(unread("spent"),))
    for told in (doubted, unread("spent")):
        assert bounds(left(a_share(), spent=told)) == (kr(50), kr(50), None)
    perhaps = left(a_share(over=False, most=kr(90)), spent=costs(c9=58))
    assert bounds(perhaps) == (kr(58), kr(58), kr(90))


def test_costs_are_asked_for_while_those_of_one_that_is_gone_are_to_come():
    register = a_register(patterns=("Något annat",))
    snapshot = given(an_ad_set()).snapshot

    def asked(*shares):
        return budgeted(snapshot, replace(register, elsewhere={"b1": shares}))

    assert asked(a_share())
    assert not asked(a_share(most=kr(50)), a_share(over=False))
    assert not asked(a_share(account_id="act_2"), a_share(campaign_id="c1"))
    mine = replace(register, elsewhere={"b1": (a_share(), a_share(platform=Platform.LINKEDIN))})
    assert list(gone(snapshot, mine)) == [("b1", a_share())]
