"""A line of a health check: never in order when unknown, never a fault without a remedy."""

from __future__ import annotations

import pytest

from connectors.errors import NotFound, RateLimited, TokenRejected, Unavailable
from policies.model import Platform, Unread, Words
from tests.worker.doctoring.made import DAY, NOON
from worker.doctoring.ageing import ageing
from worker.doctoring.lines import Desk, Line, State, asking, needs_a_person, nobody_answered
from worker.doctoring.refused import not_told, refused

DESK, SAID, REMEDY = asking("mail", "here"), Words("So it is."), Words("Do this.")

HERE = Desk("mail.recipients")


def test_what_is_in_order_or_can_wait_needs_nobody():
    assert not needs_a_person([DESK.ok(SAID), DESK.warn(SAID, REMEDY)])
    assert not needs_a_person([])


@pytest.mark.parametrize("write", [DESK.fail, DESK.unknown])
def test_what_failed_or_could_not_be_told_needs_a_person(write):
    assert needs_a_person([DESK.ok(SAID), write(SAID, REMEDY)])


@pytest.mark.parametrize("state", [State.WARN, State.FAIL, State.UNKNOWN])
def test_nothing_is_wrong_without_a_remedy(state):
    with pytest.raises(ValueError, match="remedy"):
        Line(check="mail", subject="", state=state, words=SAID)


def test_what_is_in_order_needs_no_remedy():
    with pytest.raises(ValueError, match="remedy"):
        Line(check="mail", subject="", state=State.OK, words=SAID, remedy=REMEDY)


def test_an_answer_counts_good_or_bad():
    silent = DESK.fail(SAID, REMEDY, answered=False)
    assert nobody_answered([silent, DESK.unknown(SAID, REMEDY)])
    assert not nobody_answered([silent, DESK.fail(SAID, REMEDY)])


@pytest.mark.parametrize("write", [HERE.warn, HERE.fail, HERE.unknown])
def test_what_nobody_was_asked_for_is_neither_an_answer_nor_silence(write):
    silent, known = DESK.unknown(SAID, REMEDY), [HERE.ok(SAID), write(SAID, REMEDY)]
    assert {line.answered for line in known} == {None}
    assert not nobody_answered(known)
    assert nobody_answered([*known, silent])


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Unavailable, "unknown"),
        (RateLimited, "unknown"),
        (NotFound, "fail"),
        (TokenRejected, "fail"),
    ],
)
def test_what_passes_by_itself_could_not_be_told_and_a_no_is_a_fault(error, state):
    line = refused(DESK, error(REMEDY, platform=Platform.META))
    assert (line.state, line.remedy, line.rejected) == (state, REMEDY, error is TokenRejected)


def test_what_was_not_told_is_unknown_and_says_why():
    line = not_told(DESK, Unread(what="account", because=REMEDY, platform=Platform.META))
    assert (line.state, line.remedy, line.answered) == ("unknown", REMEDY, True)


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (31, "ok", "It lasts until 2026-12-25."),
        (30, "warn", "It ends in 30 days, on 2026-12-24."),
        (14, "warn", "It ends in 14 days, on 2026-12-08."),
        (7, "warn", "It ends in 7 days, on 2026-12-01."),
        (1, "warn", "It ends within a day, on 2026-11-25."),
        (0, "fail", "It has ended on 2026-11-24."),
        (-3, "fail", "It has ended on 2026-11-21."),
    ],
)
def test_an_end_is_told_ever_more_urgently(days, state, words):
    line = ageing(DESK, NOON + days * DAY, NOON, REMEDY)
    assert (line.state, line.words.english()) == (state, words)
