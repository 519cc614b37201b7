"""What is told of tokens: each step and each fault once, and nothing taken back by silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from policies.model import Platform, Words
from worker.doctoring.ageing import WARN_DAYS, ageing
from worker.doctoring.lines import ENDLESS, Desk
from worker.upkeep.notices import look
from worker.upkeep.token_letters import matter_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
REMEDY = Words("Run annonsvakt linkedin login.")
PLACE = "[meta] access_token"
GOOD = Desk("meta.token", PLACE).ok(Words("It does not end."))
BAD = Desk("meta.token", PLACE).fail(Words("The token is not valid."), REMEDY)
SILENT = Desk("meta.token", PLACE).unknown(Words("This could not be asked."), REMEDY)


def ends(days, at=NOON, check="meta.token_end"):
    """The line at `at` about an end so many days after noon."""
    return ageing(Desk(check, PLACE), NOON + days * DAY, at, REMEDY)


def lacks(what="No campaign can be paused."):
    return Desk("meta.scopes", PLACE).fail(Words(what), REMEDY)


def one(lines, known=None, at=NOON):
    """What came of a look at one token."""
    (looked,) = look(lines, {known.label: known} if known else {}, at)
    return looked


def day_by_day(days):
    """The steps that are told, of a token that ends on day `days` and is looked at each day."""
    known, told = None, []
    for day in range(days + 3):
        at = NOON + day * DAY
        looked = one([GOOD, ends(days, at)], known, at)
        told += [(days - day, notice.days) for notice in looked.notices]
        known = looked.state
    return told


def test_each_step_before_an_end_is_told_once_and_so_is_the_end():
    assert day_by_day(40) == [(30, 30), (14, 14), (7, 7), (3, 3), (1, 1), (0, 0)]


@given(some.lists(some.integers(0, 45), unique=True).map(sorted))
def test_however_many_days_are_missed_the_step_that_has_come_is_told_and_none_twice(days):
    known, told = None, []
    for day in days:
        at = NOON + day * DAY
        looked = one([GOOD, ends(40, at)], known, at)
        told += [notice.days for notice in looked.notices]
        known = looked.state
    left = [40 - day for day in days]
    due = {min((s for s in WARN_DAYS if n <= s), default=None) if n > 0 else 0 for n in left}
    assert told == sorted(due - {None}, reverse=True)


def test_another_end_is_told_anew():
    first = one([GOOD, ends(5)])
    assert one([GOOD, ends(5)], first.state).notices == ()
    renewed = one([GOOD, ends(60)], first.state)
    assert (renewed.notices, renewed.state.ends) == ((), {"token": NOON + 60 * DAY})
    assert [each.days for each in one([GOOD, ends(6)], renewed.state).notices] == [7]


def test_a_fault_is_told_once_until_it_was_mended_and_comes_back():
    first = one([BAD])
    assert (first.state.state, len(first.notices)) == ("invalid", 1)
    again = one([BAD], first.state, NOON + DAY)
    assert again.notices == ()
    assert again.state.open == first.state.open
    mended = one([GOOD], again.state, NOON + 2 * DAY)
    assert (mended.state.state, mended.state.open) == ("valid", {})
    assert len(one([BAD], mended.state, NOON + 3 * DAY).notices) == 1


def test_what_could_not_be_asked_is_unknown_and_mends_nothing():
    before = one([BAD, ends(25)])
    silent = one([SILENT], before.state, NOON + DAY)
    assert (silent.state.state, silent.notices, silent.unasked) == ("unknown", (), (SILENT,))
    assert silent.state.ends == before.state.ends
    assert silent.state.open == before.state.open
    assert one([BAD, ends(25)], silent.state, NOON + 2 * DAY).notices == ()


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([GOOD], "valid"),
        ([GOOD, lacks()], "lacking"),
        ([BAD], "invalid"),
        ([GOOD, ends(0)], "invalid"),
        ([SILENT], "unknown"),
        ([SILENT, lacks()], "lacking"),
        ([GOOD, replace(GOOD, check="meta.token_end", until=ENDLESS)], "valid"),
    ],
    ids=["good", "lacks", "refused", "over", "silent", "both", "endless"],
)
def test_the_worst_that_is_certain_is_its_state(lines, state):
    assert one(lines).state.state == state


def test_linkedins_line_about_a_token_may_be_about_its_permissions():
    words = Words("The token lacks {scopes}.", {"scopes": "rw_ads"})
    line = Desk("linkedin.token", "[linkedin] ads_token").fail(words, REMEDY)
    assert one([line]).state.state == "lacking"


def test_two_missing_permissions_are_two_faults_and_the_second_is_told_alone():
    first = one([GOOD, lacks()])
    both = one([GOOD, lacks(), lacks("No ad can be read.")], first.state)
    assert [each.line.words.template for each in both.notices] == ["No ad can be read."]


def test_each_token_stands_for_itself_and_rights_in_accounts_for_themselves():
    right = Desk("linkedin.right_to_pause", "5001").fail(Words("It cannot be paused."), REMEDY)
    late = Desk("linkedin.token_ads").unknown(Words("This could not be asked."), REMEDY)
    found = {each.state.label: each.state.state for each in look([GOOD, right, late], {}, NOON)}
    assert found == {
        "meta.access_token": "valid",
        "linkedin.rights": "lacking",
        "linkedin.ads_token": "unknown",
    }
    assert [each.state.platform for each in look([right], {}, NOON)] == [Platform.LINKEDIN]


@pytest.mark.parametrize(("days", "pressing"), [(14, False), (4, False), (3, True), (0, True)])
def test_slk_is_told_as_well_once_it_presses(days, pressing):
    assert [each.pressing for each in one([ends(days)]).notices] == [pressing]


def test_no_secret_and_nothing_but_the_step_is_in_a_notice_s_key():
    (notice,) = one([ends(14)]).notices
    assert notice.key == "meta.token_end 2026-12-08 14"


def test_a_period_names_token_and_steps_and_stays_short_however_many_accounts_there_are():
    looked = one([GOOD, ends(14)])
    assert matter_of(looked).period == "meta.access_token, meta.token_end 2026-12-08 14"
    words = Words("Its campaigns cannot be paused.")
    lines = [Desk("meta.right_to_pause", f"act_{n}").fail(words, REMEDY) for n in range(500)]
    many, fewer = matter_of(one(lines)), matter_of(one(lines[1:]))
    assert max(len(many.period), len(fewer.period)) < 100
    assert many.period != fewer.period == matter_of(one(lines[:0:-1])).period
    assert len(many.points) == 500
    assert len(many.remedies) == 2
