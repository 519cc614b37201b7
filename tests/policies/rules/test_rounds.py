"""C9, C10: rounds that were held, that were missed, and of which nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.findings import reconcile
from policies.rounds.held import Mailed
from policies.rounds.spans import Span
from policies.rounds.weeks import SLKS
from policies.rule import Breach, Pass, Unknown, Verdict
from policies.rules.rounds import ROUND_MISSED
from tests.policies.rounds.stored import (
    LONG_AGO,
    MINUTE,
    MONDAY,
    STOCKHOLM,
    WEEK,
    Stored,
    as_it_should_be,
    starts_of,
)

TUESDAY, WEDNESDAY = WEEK[1:3]
WHOLE = as_it_should_be(*WEEK)
STARTS = [one for day in WEEK for one in starts_of(day)]
MORNING, AFTERNOON = starts_of(TUESDAY)
PERHAPS = Span(maybe=LONG_AGO, runs_from=None, seen=None)


def word(stored, *days, **changed):
    """What the rule says of these days; None: nothing."""
    said = [*ROUND_MISSED.check(stored.week(*(days or WEEK), **changed))]
    assert len(said) <= 1
    return said[0] if said else None


def said(found):
    return found.message.english()


def test_a_week_of_held_rounds_passes():
    found = word(WHOLE)
    assert isinstance(found, Pass)
    assert found.on == WEEK[-1]


def test_of_days_on_which_it_did_not_run_through_nothing_is_said():
    assert word(replace(Stored(), spans=())) is None
    late = MORNING + MINUTE
    began = replace(
        Stored(), spans=(Span(maybe=late, runs_from=late, seen=starts_of(WEEK[-1])[0]),)
    )
    assert word(began, TUESDAY) is None
    assert isinstance(word(began, TUESDAY, WEDNESDAY), Breach)


def test_days_off_do_not_count():
    assert word(replace(Stored(), counts=frozenset())) is None
    only = replace(WHOLE.without(*starts_of(MONDAY)), counts=frozenset((TUESDAY,)))
    assert isinstance(word(only), Pass)


def test_without_rounds_nothing_is_said():
    assert word(replace(Stored(), times=())) is None


def test_a_round_that_was_not_read_is_missed_and_the_last_success_is_told():
    found = word(WHOLE.without(AFTERNOON))
    assert isinstance(found, Breach)
    assert found.on == TUESDAY
    assert said(found) == (
        "On 2026-11-24 not everything was read in the rounds of 14:30. The last round was held "
        "2026-11-24 08:40."
    )
    assert found.evidence == {
        "days": [{"day": "2026-11-24", "not_read": ["14:30"], "not_told": []}],
        "last": "2026-11-24T08:40+01:00",
        "not_known": [],
    }


def test_a_missed_round_hides_no_day_of_which_nobody_can_tell():
    last = Span(maybe=LONG_AGO, runs_from=LONG_AGO, seen=starts_of(WEDNESDAY)[1])
    stored = replace(WHOLE.without(AFTERNOON, starts_of(WEDNESDAY)[0]), spans=(last,))
    found = word(stored, MONDAY, TUESDAY, WEDNESDAY)
    assert isinstance(found, Breach)
    assert [one["day"] for one in found.evidence["days"]] == ["2026-11-24"]
    assert found.evidence["not_known"] == ["2026-11-25"]


def test_a_digest_that_was_not_handed_over_is_told_as_such():
    found = word(WHOLE.untold(MORNING), TUESDAY, earlier=(WHOLE.day(MONDAY),))
    assert said(found) == (
        "On 2026-11-24 everything was read in the rounds of 08:30, but the owner's digest was not "
        "handed over. The last round was held 2026-11-24 14:40."
    )
    both = WHOLE.untold(MORNING).untold(AFTERNOON)
    assert said(word(both, TUESDAY, earlier=(WHOLE.day(MONDAY),))) == (
        "On 2026-11-24 everything was read in the rounds of 08:30, 14:30, but the owner's digest "
        "was not handed over. The last round was held 2026-11-23 14:40."
    )
    assert "No round is known to have been held" in said(word(both, TUESDAY))
    too_late = WHOLE.untold(MORNING, Mailed(threads=1, sent_at=starts_of(WEDNESDAY)[0]))
    assert isinstance(word(too_late), Breach)


def test_both_lacks_are_told_together():
    found = word(WHOLE.without(MORNING).untold(AFTERNOON), MONDAY, TUESDAY)
    assert said(found) == (
        "On 2026-11-24 not everything was read in the rounds of 08:30, and in those of 14:30 the "
        "owner's digest was not handed over. The last round was held 2026-11-23 14:40."
    )
    alone = word(WHOLE.without(MORNING).untold(AFTERNOON), TUESDAY)
    assert said(alone).endswith("No round is known to have been held in the days before.")
    assert alone.evidence["last"] is None
    unread = word(WHOLE.without(MORNING, AFTERNOON), TUESDAY)
    assert said(unread).endswith("No round is known to have been held in the days before.")


def test_of_several_days_the_newest_is_told_and_all_are_in_the_evidence():
    found = word(WHOLE.without(*STARTS[2:6]), link="https://example.org/c1")
    assert (found.on, found.link) == (WEDNESDAY, "https://example.org/c1")
    assert [one["day"] for one in found.evidence["days"]] == ["2026-11-24", "2026-11-25"]
    assert found.evidence["last"] == "2026-11-23T14:40+01:00"


def test_nothing_to_send_is_as_good_as_sent():
    assert isinstance(word(WHOLE.untold(MORNING, Mailed(threads=0, sent_at=None))), Pass)


def test_where_nobody_can_tell_whether_it_ran_a_missed_round_is_unknown():
    perhaps = replace(WHOLE.without(MORNING), spans=(PERHAPS,))
    found = word(perhaps)
    assert isinstance(found, Unknown)
    assert found.on == TUESDAY
    assert "whether the campaign ran all that day" in found.because.english()
    assert found.evidence == {"days": ["2026-11-24"]}
    assert isinstance(word(replace(WHOLE, spans=(PERHAPS,))), Pass), "all the rounds were held"


def test_without_a_digest_that_anybody_knows_it_is_unknown():
    found = word(WHOLE.undigested(MORNING))
    assert isinstance(found, Unknown)
    assert "none was made" in found.because.english()
    assert isinstance(word(WHOLE.undigested(MORNING).without(MORNING)), Breach)
    assert isinstance(word(WHOLE.undigested(MORNING).without(AFTERNOON)), Breach)


def test_on_a_day_on_which_the_times_were_changed_nobody_can_tell():
    moved = replace(WHOLE, times=(time(8, 30), time(15)))
    found = word(moved, TUESDAY)
    assert isinstance(found, Unknown)
    assert found.because.english() == "The times of the rounds were changed on 2026-11-24."


def test_slks_own_rounds_are_judged_alike():
    found = word(WHOLE.without(MORNING), subject=SLKS, account_id="slk")
    assert found.subject.key == ("slk", "slk")


@pytest.mark.parametrize("more", [0, 1, 2, 3])
def test_any_number_of_windows_a_day(more):
    times = (time(8, 30), time(11), time(14, 30), time(20))[: more + 1]
    whole = as_it_should_be(*WEEK, times=times)
    assert isinstance(word(whole), Pass)
    for one in starts_of(TUESDAY, times):
        assert isinstance(word(whole.without(one)), Breach)


some = st.sets(st.sampled_from(STARTS))


@given(some, some, some, st.sampled_from(((WHOLE.spans), (PERHAPS,))), st.data())
def test_nothing_that_is_taken_away_puts_it_right_or_resolves_a_finding(
    unread, unsent, unknown, spans, data
):
    """Rows of every table on which a verdict rests, taken away one by one."""
    stored = replace(WHOLE.without(*unread), spans=spans)
    for one in unsent:
        stored = stored.untold(one)
    stored = stored.undigested(*unknown)
    before = word(stored)
    less = data.draw(st.sampled_from([*taken_away(stored)]))
    after = word(less)
    if isinstance(before, Breach | Unknown):
        assert not isinstance(after, Pass)
        [finding] = findings(before)
        [turned] = findings(after, finding) or [finding]
        assert turned.state == "open"
        assert turned.outcome == finding.outcome or isinstance(after, Breach)


def findings(found, *known):
    """What the verdict makes of the findings that are known."""
    verdicts = [Verdict(ROUND_MISSED, found)] if found is not None else []
    outcome = reconcile(
        known,
        verdicts,
        account=("meta", "act_1"),
        as_of=starts_of(WEEK[-1])[-1].astimezone(STOCKHOLM),
    )
    return [one.finding for one in outcome.turned]


def taken_away(stored):
    """The same with less in one of the tables."""
    yield replace(stored, spans=())
    for one in stored.notes:
        yield stored.without(one)
        note = stored.notes[one]
        yield replace(stored, notes={**stored.notes, one: replace(note, read_at=None)})
    for key, digest in stored.digests.items():
        yield replace(stored, digests={k: v for k, v in stored.digests.items() if k != key})
        bare = replace(digest, sent_at=None)
        yield replace(stored, digests={**stored.digests, key: bare})
    [span] = stored.spans
    yield replace(stored, spans=(replace(span, runs_from=None),))
    yield replace(stored, spans=(replace(span, seen=None),))
