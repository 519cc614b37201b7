"""A finding's history that can have happened, and one from which an entry was taken."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.weekly.lives import could_be
from tests.policies.weekly.test_findings import WEEK, count, lives, row

STATES = {"opened": "open", "reopened": "open", "unmuted": "open", "mute-ended": "open",
          "muted": "muted", "resolved": "resolved", "cleared": "resolved",
          "acknowledged": "acknowledged"}  # fmt: skip


def told(*entries):
    states, state = [], ""
    for one in entries:
        state = STATES.get(one, state)
        states.append(state)
    return could_be(entries, states)


@pytest.mark.parametrize(
    "entries",
    [
        [], ["opened"], ["opened", "seen", "resolved"], ["opened", "became-fail", "acknowledged"],
        ["opened", "muted", "muted", "unmuted"], ["opened", "muted", "mute-ended", "resolved"],
        ["opened", "cleared", "became-fail", "reopened"],
        ["opened", "acknowledged", "became-fail", "reopened", "resolved"],
    ],
)  # fmt: skip
def test_what_the_house_writes_can_have_happened(entries):
    assert told(*entries)


@pytest.mark.parametrize(
    "entries",
    [
        ["resolved"], ["seen"], ["became-fail"], ["opened", "opened"], ["opened", "reopened"],
        ["opened", "resolved", "resolved"], ["opened", "unmuted"], ["opened", "mute-ended"],
        ["opened", "resolved", "muted"], ["opened", "acknowledged", "acknowledged"],
        ["opened", "cleared", "cleared"],
    ],
)  # fmt: skip
def test_where_an_entry_is_missing_it_cannot(entries):
    assert not told(*entries)


COUNTED = ("opened", "reopened", "resolved", "cleared", "acknowledged")


@given(found=lives(), data=st.data())
def test_a_history_without_one_of_its_turns_never_adds_up(found, data):
    steps = sorted((s for one in found for s in one.steps), key=lambda s: s.at)
    turns = [place for place, one in enumerate(steps) if one.what in COUNTED]
    assume(turns)
    place = data.draw(st.sampled_from(turns))
    lost = steps[place].finding_id
    rows = [row(one.outcome, one.state, one.until, one.id) for one in found]
    counted = count(rows, steps[:place] + steps[place + 1 :], WEEK)
    assert counted.contradicted == (lost,)
    assert not counted.adds_up()


@given(found=lives(), data=st.data())
def test_a_history_without_its_row_never_adds_up(found, data):
    assume(any(one.steps for one in found))
    steps = sorted((s for one in found for s in one.steps), key=lambda s: s.at)
    lost = data.draw(st.sampled_from(sorted({one.finding_id for one in steps})))
    rows = [row(one.outcome, one.state, one.until, one.id) for one in found if one.id != lost]
    assert count(rows, steps, WEEK).contradicted == (lost,)
