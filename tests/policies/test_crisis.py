"""The plan of a stop: what it leaves alone, what it turns, what it asks, what it cannot reach."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.crisis import (
    EVERYTHING,
    Deeds,
    Doing,
    Outcome,
    Scope,
    Standing,
    account_link,
    counts,
    gaps,
    group_switch,
    is_phrase,
    is_stale,
    judge_stopped,
    key_of,
    left_out,
    not_covered,
    phrase,
    plan_stop,
    spending,
    standing,
    told,
    unsure,
)
from policies.model import Level, Platform, Words
from tests.policies.switches import (
    LINKEDIN,
    META,
    campaign,
    group,
    linked,
    panel,
    reading,
    unread,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def outcomes(*switches, scope=EVERYTHING, ours=()):
    plan = plan_stop(reading(panel(*switches)), scope, ours=ours)
    return [row.outcome for row in plan.rows]


@pytest.mark.parametrize("intent", ["PAUSED", "ARCHIVED", "DELETED"])
def test_what_is_off_on_meta_is_left_alone(intent):
    assert outcomes(campaign(1, intent=intent)) == [Outcome.ALREADY_OFF]


@pytest.mark.parametrize(
    "intent",
    ["PAUSED", "DRAFT", "COMPLETED", "CANCELED", "ARCHIVED", "REMOVED", "PENDING_DELETION"],
)
def test_what_is_off_on_linkedin_is_left_alone(intent):
    assert outcomes(linked(1, intent=intent)) == [Outcome.ALREADY_OFF]


def test_a_campaign_below_a_group_that_is_off_is_left_alone_and_told_why():
    below = linked(1, delivery=("CAMPAIGN_GROUP_STATUS_HOLD",), above=group(intent="PAUSED"))
    (row,) = plan_stop(reading(panel(below)), EVERYTHING).rows
    assert row.outcome is Outcome.ALREADY_OFF
    assert "campaign group" in row.error.english()


@pytest.mark.parametrize("effective", ["ACTIVE", "IN_PROCESS", "WITH_ISSUES", "PAUSED", "NEW_WORD"])
def test_every_campaign_on_meta_whose_own_switch_is_on_is_a_target(effective):
    assert outcomes(campaign(1, delivery=(effective,))) == [Outcome.PLANNED]


@pytest.mark.parametrize("above", ["ACTIVE", None, "A_NEW_WORD"])
def test_a_campaign_on_linkedin_is_a_target_if_its_group_is_on_or_cannot_be_told(above):
    assert outcomes(linked(1, above=group(intent=above))) == [Outcome.PLANNED]


@pytest.mark.parametrize("intent", [None, "CREDIT_CARD_NEEDED"])
def test_a_word_that_nobody_knows_is_neither_turned_nor_taken_for_off(intent):
    plan = plan_stop(reading(panel(campaign(1, intent=intent))), EVERYTHING)
    assert [row.outcome for row in plan.rows] == [Outcome.UNKNOWN]
    assert plan.targets == ()


def test_what_is_paused_and_still_shows_is_not_taken_for_off():
    assert outcomes(campaign(1, intent="PAUSED", delivery=("ACTIVE",))) == [Outcome.UNKNOWN]
    assert outcomes(campaign(1, intent="PAUSED", delivery=("IN_PROCESS",))) == [Outcome.UNKNOWN]
    assert outcomes(campaign(1, intent="PAUSED", delivery=())) == [Outcome.UNKNOWN]
    assert outcomes(linked(1, intent="PAUSED", delivery=("RUNNABLE",))) == [Outcome.UNKNOWN]


@pytest.mark.parametrize("above", ["ACTIVE", None, "A_NEW_WORD"])
def test_a_paused_campaign_on_linkedin_of_whose_effect_nothing_was_read_is_not_proven(above):
    silent = linked(1, intent="PAUSED", delivery=(), above=group(intent=above))
    assert outcomes(silent) == [Outcome.UNKNOWN]
    told = Deeds(before={key_of(silent): linked(1)}, earlier=frozenset({key_of(silent)}))
    assert judge_stopped(silent, told).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("intent", ["DRAFT", "COMPLETED", "ARCHIVED", "CANCELED"])
def test_what_never_ran_or_is_over_on_linkedin_has_no_effect_to_be_read(intent):
    silent = linked(1, intent=intent, delivery=(), above=group(intent="ACTIVE"))
    assert outcomes(silent) == [Outcome.ALREADY_OFF]


@pytest.mark.parametrize("intent", ["PAUSED", "ACTIVE"])
def test_what_is_under_a_group_that_is_off_shows_nothing_whatever_was_read_of_it(intent):
    below = linked(1, intent=intent, delivery=(), above=group(intent="PAUSED"))
    assert outcomes(below) == [Outcome.ALREADY_OFF]


def test_a_group_has_no_effect_of_its_own_to_be_read():
    assert standing(group_switch(linked(1, above=group(intent="PAUSED")))) is Standing.OFF


def test_what_the_same_stop_turned_off_before_is_told_as_stopped():
    off = campaign(1, intent="PAUSED")
    assert outcomes(off, ours={key_of(off)}) == [Outcome.STOPPED]


def test_nothing_outside_the_scope_is_planned():
    everything = reading(
        panel(campaign(1), campaign(2)),
        panel(campaign(3, account="act_2")),
        panel(linked(4), linked(5, above=group(8))),
    )

    def chosen(**scope):
        return {one.campaign_id for one in plan_stop(everything, Scope(**scope)).targets}

    assert chosen() == {"1", "2", "3", "4", "5"}
    assert chosen(platform=LINKEDIN) == {"4", "5"}
    assert chosen(account_id="act_2") == chosen(account_id="2") == {"3"}
    assert chosen(campaign_id="2") == {"2"}
    assert chosen(campaign_id="8") == {"5"}
    assert chosen(platform=META, campaign_id="4") == set()


def test_the_largest_daily_budget_goes_first():
    plan = plan_stop(
        reading(panel(campaign(1), campaign(2, daily="9"), campaign(3, daily="100"))), EVERYTHING
    )
    assert [one.campaign_id for one in plan.targets] == ["3", "2", "1"]
    assert plan.number == counts(plan.rows)[Outcome.PLANNED] == 3


def test_what_could_not_be_read_is_told_and_an_incomplete_list_is_a_gap():
    lost = unread(account="act_2")
    rights = unread("account.rights")
    part = panel(campaign(1), complete=False, may_turn=rights)
    read = reading(part, gaps=[lost])
    assert [one.what for one in read.gaps] == ["account", "campaigns"]
    assert read.everything_unread == (lost, rights)
    missing = unread("campaigns")
    assert gaps(panel(campaign(1), complete=False, unread=[missing])) == (missing,)
    assert told(panel(campaign(1), unread=[rights], may_turn=rights)) == (rights,)


def test_a_list_that_is_complete_has_no_gap_whatever_else_was_not_read():
    assert gaps(panel(campaign(1), unread=[unread("account")])) == ()


@pytest.mark.parametrize("typed", ["PAUSA 34", "  pausa 34\n", "Pause 34", "PAUSE 34"])
def test_the_phrase_counts_in_either_language_whatever_its_case(typed):
    assert is_phrase(typed, Doing.STOP, 34)


@pytest.mark.parametrize(
    "typed", ["", "34", "PAUSA", "PAUSA 33", "PAUSA34", "PAUSA  34", "PAUSA 34!", "ÅTERUPPTA 34"]
)
def test_anything_else_is_not_the_phrase(typed):
    assert not is_phrase(typed, Doing.STOP, 34)


def test_the_ring_of_the_swedish_letter_may_be_typed_apart():
    assert is_phrase(unicodedata.normalize("NFD", "återuppta 3"), Doing.RESUME, 3)
    assert phrase(Doing.RESUME, 3, "sv") == "ÅTERUPPTA 3"
    assert phrase(Doing.RESUME, 3, "en") == "RESUME 3"


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_phrase_confirms_its_own_number_only(mine, other):
    assert is_phrase(phrase(Doing.STOP, mine, "sv"), Doing.STOP, other) == (mine == other)


def test_a_plan_counts_for_a_quarter_of_an_hour_and_not_before_it_was_made():
    assert not is_stale(NOON, NOON)
    assert not is_stale(NOON, NOON + timedelta(minutes=15))
    assert is_stale(NOON, NOON + timedelta(minutes=15, seconds=1))
    assert is_stale(NOON, NOON - timedelta(seconds=1))


def test_x_is_never_covered_and_a_platform_that_is_off_says_how():
    none = not_covered(enabled=[META, LINKEDIN], present=[META, LINKEDIN])
    assert [one.channel for one in none] == [Platform.X]
    both = not_covered(enabled=[], present=[META])
    because = {one.channel: one.because.english() for one in both}
    assert because[META] == "[meta] is switched off in the configuration."
    assert because[LINKEDIN] == "The configuration has no section [linkedin]."
    assert all(one.link.startswith("https://") for one in both)


def test_an_account_that_the_configuration_leaves_out_is_not_covered_and_has_its_page():
    assert left_out(META, {}) == ()
    [gap] = left_out(META, {"act_9": "Näringslivet"})
    assert (gap.channel, gap.link) == (META, account_link(META, "act_9"))
    assert "act_9 (Näringslivet): no stop reaches it" in gap.because.english()


def test_what_a_platform_does_not_tell_of_further_accounts_is_not_covered_either():
    assert unsure(META, ()) == ()
    [gap] = unsure(META, [Words("Nobody knows.")])
    assert (gap.because.english(), gap.link) == ("Nobody knows.", account_link(META, None))


def test_an_account_has_a_page_of_its_own():
    assert account_link(META, "act_12").endswith("?act=12")
    assert account_link(LINKEDIN, "5001").endswith("/5001")
    assert account_link(Platform.X, None) == "https://ads.x.com"


def test_what_an_account_spends_a_day_is_the_sum_of_what_is_known():
    assert spending([campaign(1, daily="9"), campaign(2), campaign(3, daily="100")]) == 109


def test_a_switch_is_told_from_others_by_platform_account_level_and_number():
    assert key_of(campaign(7)) == (META, "act_1", Level.CAMPAIGN, "7")
