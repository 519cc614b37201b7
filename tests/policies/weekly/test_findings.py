"""The findings of a week: counted from history, held against the rows, and always adding up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.weekly import FindingRow, FindingStep, count_findings, span_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = span_of("2026-W47", STOCKHOLM)
DAY = timedelta(days=1)
BEFORE, DURING, AFTER = WEEK.start - DAY, WEEK.start + DAY, WEEK.end + DAY


def row(outcome="fail", state="open", muted_until=None, id="f1"):
    return FindingRow(id=id, outcome=outcome, state=state, muted_until=muted_until)


def step(at, what, until=None, id="f1"):
    return FindingStep(finding_id=id, at=at, what=what, until=until)


def count(rows, steps, span=WEEK, until=None):
    return count_findings(rows, steps, span, until or span.end)


def told(found):
    """The numbers that are not nought."""
    return {name: number for name, number in found.numbers().items() if number}


def test_a_week_without_findings_is_noughts_that_add_up():
    found = count([], [])
    assert set(found.numbers().values()) == {0}
    assert found.adds_up()


def test_the_numbers_are_those_of_the_contract_in_the_order_in_which_they_add_up():
    assert list(count([], []).numbers()) == [
        "open_before", "muted_before", "opened", "reopened", "resolved", "acknowledged",
        "open_now", "muted_now", "unknown",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("current", "steps", "expected"),
    [
        (row(), [(BEFORE, "opened")], {"open_before": 1, "open_now": 1}),
        (row(), [(DURING, "opened")], {"opened": 1, "open_now": 1}),
        (row(state="resolved"), [(BEFORE, "opened"), (DURING, "resolved")],
         {"open_before": 1, "resolved": 1}),
        (row(state="acknowledged"), [(DURING, "opened"), (DURING, "acknowledged")],
         {"opened": 1, "acknowledged": 1}),
        (row(), [(BEFORE - DAY, "opened"), (BEFORE, "resolved"), (DURING, "reopened")],
         {"reopened": 1, "open_now": 1}),
        (row(state="muted", muted_until=AFTER),
         [(BEFORE, "opened"), (DURING, "muted", AFTER)], {"open_before": 1, "muted_now": 1}),
        (row(), [(BEFORE, "opened"), (BEFORE, "muted", AFTER), (DURING, "unmuted")],
         {"muted_before": 1, "open_now": 1}),
        (row(state="resolved"),
         [(BEFORE, "opened"), (BEFORE, "muted", AFTER), (DURING, "resolved")],
         {"muted_before": 1, "resolved": 1}),
        (row(), [(BEFORE, "opened"), (DURING, "seen"), (DURING, "a word of later days")],
         {"open_before": 1, "open_now": 1}),
    ],
)  # fmt: skip
def test_each_turn_of_a_life_has_its_number(current, steps, expected):
    found = count([current], [step(*one) for one in steps])
    assert told(found) == expected
    assert found.adds_up()


def test_a_finding_that_opened_at_the_first_instant_is_of_this_week_and_at_the_last_of_the_next():
    first = count([row()], [step(WEEK.start, "opened")])
    assert told(first) == {"opened": 1, "open_now": 1}
    assert told(count([row()], [step(WEEK.end, "opened")])) == {}


def test_what_moved_twice_counts_twice():
    steps = [step(DURING + n * timedelta(hours=1), what)
             for n, what in enumerate(["opened", "resolved", "reopened", "resolved"])]  # fmt: skip
    found = count([row(state="resolved")], steps)
    assert told(found) == {"opened": 1, "reopened": 1, "resolved": 2}
    assert found.adds_up()


def test_an_unknown_is_counted_apart_and_is_neither_opened_nor_resolved():
    assert told(count([row("unknown")], [step(DURING, "opened")])) == {"unknown": 1}
    gone = count([row("unknown", "resolved")], [step(BEFORE, "opened"), step(DURING, "cleared")])
    assert told(gone) == {}
    assert gone.adds_up()


def test_a_muted_unknown_is_neither_open_nor_unknown_but_named():
    current = row("unknown", "muted", AFTER)
    found = count([current], [step(BEFORE, "opened"), step(DURING, "muted", AFTER)])
    assert told(found) == {}
    assert found.muted_unknown == ("f1",)


def test_an_unknown_that_turns_out_wrong_is_opened_then():
    steps = [step(BEFORE, "opened"), step(DURING, "became-fail")]
    assert told(count([row()], steps)) == {"opened": 1, "open_now": 1}
    last_week = span_of("2026-W46", STOCKHOLM)
    assert told(count([row()], steps, last_week)) == {"unknown": 1}


def test_an_unknown_of_earlier_days_stays_one_whatever_the_finding_became():
    steps = [step(BEFORE, "opened"), step(BEFORE, "cleared"), step(DURING, "reopened")]
    last_week = span_of("2026-W46", STOCKHOLM)
    assert told(count([row()], steps)) == {"opened": 1, "open_now": 1}
    assert told(count([row()], steps, last_week)) == {}
    came_back_unknown = [step(BEFORE, "opened"), step(BEFORE, "resolved"), step(DURING, "reopened")]
    assert told(count([row("unknown")], came_back_unknown)) == {"unknown": 1}
    assert told(count([row("unknown")], came_back_unknown, last_week)) == {
        "opened": 1, "resolved": 1
    }  # fmt: skip


def test_an_unknown_that_was_cleared_and_then_proved_is_opened_once():
    steps = [step(BEFORE, "opened"), step(BEFORE, "cleared"), step(DURING, "became-fail"),
             step(DURING, "reopened")]  # fmt: skip
    found = count([row()], steps)
    assert told(found) == {"opened": 1, "open_now": 1}
    assert found.adds_up()


def test_a_silence_that_runs_out_in_the_week_is_open_at_its_end():
    current = row(state="muted", muted_until=DURING)
    found = count([current], [step(BEFORE, "opened"), step(BEFORE, "muted", DURING)])
    assert told(found) == {"muted_before": 1, "open_now": 1}
    assert found.adds_up()


def test_a_silence_that_ran_out_after_the_week_is_still_muted_in_it():
    current = row(state="muted", muted_until=AFTER)
    found = count([current], [step(BEFORE, "opened"), step(BEFORE, "muted", AFTER)])
    assert told(found) == {"muted_before": 1, "muted_now": 1}
    assert found.adds_up()


def test_a_silence_that_ended_by_a_word_in_its_history_is_over():
    steps = [step(BEFORE, "opened"), step(BEFORE, "muted", DURING), step(DURING, "mute-ended")]
    found = count([row()], steps)
    assert told(found) == {"muted_before": 1, "open_now": 1}
    assert found.adds_up()


def test_a_silence_that_is_prolonged_holds_until_its_new_end():
    steps = [step(BEFORE, "opened"), step(BEFORE, "muted", DURING), step(DURING, "muted", AFTER)]
    found = count([row(state="muted", muted_until=AFTER)], steps)
    assert told(found) == {"muted_before": 1, "muted_now": 1}


def test_a_running_week_is_counted_up_to_now():
    current = row(state="muted", muted_until=DURING)
    steps = [step(BEFORE, "opened"), step(BEFORE, "muted", DURING)]
    now = DURING - timedelta(hours=1)
    assert told(count([current], steps, until=now)) == {"muted_before": 1, "muted_now": 1}


def test_a_past_week_is_counted_from_history_and_not_from_how_things_stand_today():
    current = row(state="resolved")
    found = count([current], [step(BEFORE, "opened"), step(AFTER, "resolved")])
    assert told(found) == {"open_before": 1, "open_now": 1}
    assert found.adds_up()


def test_a_row_that_its_history_does_not_lead_to_is_named_and_nothing_adds_up():
    found = count([row(state="resolved")], [step(BEFORE, "opened")])
    assert found.contradicted == ("f1",)
    assert not found.adds_up()


def test_a_row_without_any_history_is_named_too():
    found = count([row()], [])
    assert found.contradicted == ("f1",)
    assert told(found) == {"open_now": 1}
    assert not found.adds_up()


@dataclass
class Life:
    """A finding that lives on by the rules of the house, and remembers where it stood."""

    id: str
    outcome: str = ""
    state: str = ""
    until: datetime | None = None
    ever_failed: bool = False
    steps: list = field(default_factory=list)
    stood: list = field(default_factory=list)
    moved: list = field(default_factory=list)

    def turns(self, at):
        """What may happen to it now."""
        if self.state == "acknowledged":
            return ["seen"]
        if self.state in ("", "resolved"):
            return ["fails", "unknown"]
        more = ["acknowledged", "resolved"] if self.outcome == "fail" else ["fails", "cleared"]
        if self.state == "muted":
            more.append("mute-ended" if self.until <= at else "unmuted")
        return [*more, "muted", "seen"]

    def words(self, turn):
        """The words that its history gets for it."""
        if turn not in ("fails", "unknown"):
            return [turn]
        proved = ["became-fail"] if turn == "fails" and self.outcome == "unknown" else []
        if self.state in ("open", "muted"):
            return proved
        return [*proved, "reopened" if self.state else "opened"]

    def take(self, turn, at, silence):
        """Live through it."""
        was, words = self.live(), self.words(turn)
        if turn in ("fails", "unknown"):
            self.outcome = "fail" if turn == "fails" else "unknown"
            self.state = self.state if self.state in ("open", "muted") else "open"
        elif turn in ("unmuted", "mute-ended"):
            self.state = "open"
        elif turn != "seen":
            self.state = "resolved" if turn == "cleared" else turn
        self.until = at + silence if turn == "muted" else self.until
        until = self.until if turn == "muted" else None
        self.steps += [step(at, what, until, self.id) for what in words]
        self.stood.append((at, self.outcome, self.state, self.until))
        if self.live() and not was:
            self.moved.append((at, "reopened" if self.ever_failed else "opened"))
        if was and not self.live():
            self.moved.append((at, self.state))
        self.ever_failed = self.ever_failed or self.live()

    def live(self):
        return self.outcome == "fail" and self.state in ("open", "muted")

    def where(self, before, instant):
        """Outcome and state just before, with a silence that is over by the instant."""
        past = [one for one in self.stood if one[0] < before]
        if not past:
            return ("", "")
        _, outcome, state, until = past[-1]
        return (outcome, "open" if state == "muted" and until <= instant else state)


@st.composite
def lives(draw):
    """Some findings with legal histories over three weeks around the week."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        life = Life(f"f{number}")
        at = WEEK.start - 7 * DAY
        for _ in range(draw(st.integers(1, 9))):
            at += draw(st.sampled_from([timedelta(0), timedelta(hours=5), DAY, 3 * DAY, 7 * DAY]))
            silence = draw(st.sampled_from([timedelta(hours=1), DAY, 6 * DAY, 30 * DAY]))
            life.take(draw(st.sampled_from(life.turns(at))), at, silence)
        found.append(life)
    return found


def expected(found, span, until):
    """The same numbers, counted by living rather than by looking back."""
    before = Counter(one.where(span.start, span.start) for one in found)
    now = Counter(one.where(span.end, until) for one in found)
    moved = Counter(what for one in found for at, what in one.moved if span.holds(at))
    return {
        "open_before": before["fail", "open"],
        "muted_before": before["fail", "muted"],
        **{name: moved[name] for name in ("opened", "reopened", "resolved", "acknowledged")},
        "open_now": now["fail", "open"],
        "muted_now": now["fail", "muted"],
        "unknown": now["unknown", "open"],
    }


@given(found=lives(), shift=st.integers(-8, 8))
def test_whatever_happened_every_week_adds_up_and_says_what_was_lived(found, shift):
    year, week, _ = (WEEK.start + DAY + shift * 7 * DAY).isocalendar()
    span = span_of(f"{year}-W{week:02d}", STOCKHOLM)
    rows = [row(one.outcome, one.state, one.until, one.id) for one in found]
    steps = sorted((s for one in found for s in one.steps), key=lambda s: s.at)
    counted = count(rows, steps, span)
    assert counted.adds_up()
    assert counted.contradicted == ()
    assert counted.numbers() == expected(found, span, span.end)


@given(found=lives())
def test_one_week_ends_where_the_next_begins(found):
    rows = [row(one.outcome, one.state, one.until, one.id) for one in found]
    steps = sorted((s for one in found for s in one.steps), key=lambda s: s.at)
    this = count(rows, steps, WEEK).numbers()
    following = count(rows, steps, span_of("2026-W48", STOCKHOLM)).numbers()
    assert following["open_before"] == this["open_now"]
    assert following["muted_before"] == this["muted_now"]


HOUR = timedelta(hours=1)


def test_a_silence_goes_on_through_what_is_merely_noted_and_ends_in_its_time():
    steps = [step(BEFORE, "opened"), step(BEFORE, "muted", BEFORE + 2 * HOUR)]
    noted = [*steps, step(BEFORE + HOUR, "seen")]
    over = row(state="muted", muted_until=BEFORE + 2 * HOUR)
    assert told(count([over], noted)) == {"open_before": 1, "open_now": 1}
    later = [step(BEFORE, "opened"), step(BEFORE, "muted", AFTER), step(BEFORE + HOUR, "seen")]
    assert told(count([row(state="muted", muted_until=AFTER)], later)) == {
        "muted_before": 1,
        "muted_now": 1,
    }


def test_a_new_silence_has_no_end_but_its_own():
    steps = [
        step(BEFORE, "opened"),
        step(BEFORE, "muted", BEFORE + 2 * HOUR),
        step(BEFORE + HOUR, "unmuted"),
        step(BEFORE + HOUR, "muted"),
    ]
    assert told(count([row(state="muted")], steps)) == {"muted_before": 1, "muted_now": 1}


@pytest.mark.parametrize(("hours", "name"), [(0, "open_before"), (1, "muted_before")])
def test_a_silence_is_over_at_its_very_end(hours, name):
    until = WEEK.start + hours * HOUR
    steps = [step(BEFORE, "opened"), step(BEFORE, "muted", until)]
    assert told(count([row(state="muted", muted_until=until)], steps))[name] == 1


def test_a_history_that_leads_elsewhere_does_not_add_up_though_the_sums_do():
    found = count([row(state="muted", muted_until=AFTER)], [step(BEFORE, "opened")])
    assert told(found) == {"open_before": 1, "muted_now": 1}
    assert found.contradicted == ("f1",)
    assert not found.adds_up()
    assert not count([row()], []).adds_up()
