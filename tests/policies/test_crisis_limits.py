"""How far a resume reaches, whatever happened since the stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.crisis import (
    Mark,
    Outcome,
    Row,
    is_touched,
    key_of,
    much_changed,
    much_gone,
    only_chosen,
    only_shown,
    plan_restore,
    spending,
)
from policies.crisis.limits import MANY, costs_more, too_many
from policies.model import Money
from tests.policies.switches import campaign, linked, panel, unread

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def crowns(amount):
    return Money(amount=Decimal(amount), currency="SEK")


# --- what a switch may cost --------------------------------------------------------------------

budgets = st.none() | st.builds(
    Money, amount=st.integers(0, 9).map(Decimal), currency=st.sampled_from(["SEK", "EUR"])
)
switches = st.builds(
    lambda daily, total, intent, updated, name: campaign(
        1, intent=intent, updated=updated, name=name, daily_budget=daily, total_budget=total
    ),
    budgets, budgets, st.sampled_from(["ACTIVE", "PAUSED", None]),
    st.sampled_from(["a", "b", None]), st.sampled_from(["Vinter", "Vår"]),
)  # fmt: skip


@given(before=switches, after=st.none() | switches, fresh=st.none() | switches)
def test_nothing_is_turned_on_that_costs_more_or_was_not_on_or_was_touched(before, after, fresh):
    row = plan_restore(Mark(before=before, after=after), fresh, panel(), at=NOON)
    assert row.switch == before
    if row.outcome is Outcome.PLANNED:
        assert before.intent == "ACTIVE"
        assert fresh.intent == "PAUSED"
        assert (fresh.updated, fresh.name) == (after.updated, after.name)
        assert not is_touched(Mark(before=before, after=after), fresh)
        assert spending([fresh]) <= spending([before])
        for was, now in (
            (before.daily_budget, fresh.daily_budget), (before.total_budget, fresh.total_budget),
        ):  # fmt: skip
            assert (was is None) == (now is None)
            assert was is None or (was.currency == now.currency and now.amount <= was.amount)
    else:
        assert row.error


@given(before=switches, after=switches)
def test_what_is_as_it_was_is_turned_on(before, after):
    before = replace(before, intent="ACTIVE")
    after = replace(before, intent="PAUSED", updated="a")
    row = plan_restore(Mark(before=before, after=after), after, panel(), at=NOON)
    assert row.outcome is Outcome.PLANNED


def test_a_budget_that_somebody_raised_before_the_stop_had_read_it_back_stays_off():
    before = campaign(1, daily="50")
    after = campaign(1, intent="PAUSED", daily="500", updated="b")
    row = plan_restore(Mark(before=before, after=after), after, panel(), at=NOON)
    assert row.outcome is Outcome.SKIPPED
    assert row.error.english() == (
        "It would cost more than when it was stopped: its budget was 50 SEK and is 500 SEK."
    )


@pytest.mark.parametrize(
    ("was", "now", "more"),
    [
        ("50", "50", False), ("50", "20", False), ("50", "51", True), (None, None, False),
        (None, "1", True), ("50", None, True),
    ],
)  # fmt: skip
def test_a_budget_that_appeared_or_went_may_cost_more(was, now, more):
    def budget(amount):
        return None if amount is None else crowns(amount)

    for name in ("daily_budget", "total_budget"):
        before, fresh = campaign(1, **{name: budget(was)}), campaign(1, **{name: budget(now)})
        assert (costs_more(before, fresh) is not None) is more


def test_what_is_touched():
    before, off = campaign(1), campaign(1, intent="PAUSED", updated="b")
    mark = Mark(before=before, after=off)
    assert not is_touched(mark, off)
    assert not is_touched(mark, None)
    assert not is_touched(mark, unread())
    assert is_touched(mark, before)
    assert is_touched(mark, replace(off, name="Nytt"))
    assert not is_touched(replace(mark, turned_on=True), before)
    assert not is_touched(Mark(before=before, after=None), off)
    below = Mark(before=linked(1), after=linked(1, intent="PAUSED", updated="2"))
    assert is_touched(below, linked(1, intent="PAUSED", updated="3"))


# --- the whole of it ---------------------------------------------------------------------------


@given(part=st.integers(0, 500), whole=st.integers(0, 500))
def test_few_changes_hold_back_nothing_and_most_of_many_do(part, whole):
    assert too_many(part, whole) == (part >= MANY and part > whole / 2)
    assert (much_changed(part, whole) is None) is not too_many(part, whole)


rows = st.lists(
    st.builds(
        lambda number, outcome: Row(switch=campaign(number), outcome=outcome),
        st.integers(1, 60), st.sampled_from([Outcome.PLANNED, Outcome.SKIPPED, Outcome.RESUMED]),
    ),
    unique_by=lambda row: row.key,
)  # fmt: skip
keys = st.frozensets(st.integers(1, 60).map(lambda number: key_of(campaign(number))))


def planned(some):
    return {row.key for row in some if row.outcome is Outcome.PLANNED}


@pytest.mark.parametrize("narrowed", [only_shown, only_chosen])
@given(rows=rows, keys=keys)
def test_nothing_is_turned_on_that_was_not_shown_or_chosen(narrowed, rows, keys):
    after = narrowed(rows, keys)
    assert planned(after) == planned(rows) & keys
    assert [row.key for row in after] == [row.key for row in rows]
    assert all(row.error for row in after if row.key in planned(rows) - keys)
    for was, now in zip(rows, after, strict=True):
        if was.outcome is not Outcome.PLANNED:
            assert was == now


@given(rows=rows, keys=keys)
def test_a_plan_that_has_mostly_gone_is_shown_again(rows, keys):
    gone = len(keys - planned(rows))
    assert (much_gone(keys, rows) is not None) == (gone >= MANY and gone > len(keys) / 2)


def test_what_is_said_where_very_much_was_changed():
    assert much_changed(MANY, 2 * MANY) is None
    words = much_changed(MANY + 1, 2 * MANY + 1)
    assert words.values == {"touched": str(MANY + 1), "n": str(2 * MANY + 1)}
    rows = [Row(switch=campaign(n), outcome=Outcome.PLANNED) for n in range(2 * MANY)]
    keys = [row.key for row in rows]
    assert much_gone(keys, rows) is None
    assert much_gone(keys, rows[: MANY - 1]).values == {"gone": str(MANY + 1), "n": str(2 * MANY)}
