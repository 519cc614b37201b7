"""A person's decision: what it does, when it means nothing, and who was first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.threads import Decision
from tests.worker.made import NOON, PAGE, a_comment
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.store import comments, threads
from worker.store.errors import Outrun, UnknownId
from worker.sweeping.deciding import PERMITS, decide

HOUR = timedelta(hours=1)
QUESTION = a_comment("1")
ANSWER = a_comment("2", "1", at=NOON + HOUR, by=PAGE, text="Ja. /Anna")
ONE = comments.own_thread_id(QUESTION)


def do(store, action, *, by="Anna", at=NOON + 2 * HOUR, thread=ONE, instead_of=None):
    made = Decision(
        action=action, by=by, at=at, reason="klart", to="Regionen", instead_of=instead_of
    )
    decide(store, JUDGEMENT, thread, made)


def taken_by(store):
    with store.reading() as connection:
        return threads.one(connection, ONE).claimed_by


def state(store):
    with store.reading() as connection:
        return threads.one(connection, ONE).state


def decided(store):
    with store.reading() as connection:
        return [one.action for one in threads.decisions_of(connection, [ONE])[ONE]]


def brought_to(store, wanted):
    """The thread in this state."""
    match wanted:
        case "exempt":
            read(store, a_comment("1", text="Så fint!"))
        case "answered":
            read(store, QUESTION, ANSWER, at=NOON + HOUR)
        case _:
            read(store, QUESTION)
    if wanted in ("closed", "referred"):
        do(store, {"closed": "close", "referred": "refer"}[wanted], at=NOON + HOUR)
    assert state(store) == wanted


@pytest.mark.parametrize("action", [one for one in PERMITS if one != "release"])
@pytest.mark.parametrize("now", ["open", "referred", "answered", "exempt", "closed"])
def test_a_decision_is_taken_only_where_it_still_means_something(lite, now, action):
    brought_to(lite, now)
    before = decided(lite)
    if now in PERMITS[action]:
        do(lite, action)
        assert decided(lite) == [*before, action]
    else:
        with pytest.raises(Outrun) as told:
            do(lite, action)
        assert told.value.state == now
        assert decided(lite) == before


@pytest.mark.parametrize(
    ("action", "now", "then"),
    [
        ("close", "open", "closed"),
        ("close", "referred", "closed"),
        ("refer", "open", "referred"),
        ("reopen", "closed", "open"),
        ("reopen", "referred", "open"),
        ("reopen", "exempt", "open"),
        ("reopen", "answered", "open"),
        ("claim", "open", "open"),
    ],
)
def test_it_takes_effect_at_once(lite, action, now, then):
    brought_to(lite, now)
    do(lite, action)
    assert state(lite) == then


def test_who_took_it_on_may_say_so_again_and_nobody_else(lite):
    brought_to(lite, "open")
    do(lite, "claim")
    do(lite, "claim")
    with pytest.raises(Outrun) as told:
        do(lite, "claim", by="Bo")
    assert told.value.last.by == "Anna"


def test_another_takes_it_on_who_knows_whose_it_is(store):
    brought_to(store, "open")
    do(store, "claim")
    with pytest.raises(Outrun) as told:
        do(store, "claim", by="Cilla", instead_of="Bo")
    assert told.value.last.by == "Anna"
    do(store, "claim", by="Bo", instead_of="anna")
    assert taken_by(store) == "Bo"
    with store.reading() as connection:
        made = threads.decisions_of(connection, [ONE])[ONE][-1]
    assert (made.by, made.instead_of) == ("Bo", "anna")


def test_of_two_who_step_in_for_the_same_person_the_second_is_told(lite):
    brought_to(lite, "open")
    do(lite, "claim")
    do(lite, "claim", by="Bo", instead_of="Anna")
    with pytest.raises(Outrun) as told:
        do(lite, "claim", by="Cilla", instead_of="Anna")
    assert (told.value.last.by, told.value.last.instead_of) == ("Bo", "Anna")
    assert taken_by(lite) == "Bo"


@pytest.mark.parametrize("now", ["open", "referred"])
def test_who_took_it_on_gives_it_back_and_nobody_else_does(lite, now):
    brought_to(lite, now)
    with pytest.raises(Outrun):
        do(lite, "release")
    do(lite, "claim")
    with pytest.raises(Outrun) as told:
        do(lite, "release", by="Bo")
    assert told.value.last.by == "Anna"
    do(lite, "release", by="anna")
    assert (taken_by(lite), state(lite)) == (None, now)
    do(lite, "claim", by="Bo")
    assert taken_by(lite) == "Bo"


def test_a_thread_taken_on_can_be_taken_on_by_another_after_its_next_question(lite):
    brought_to(lite, "open")
    do(lite, "claim")
    read(lite, QUESTION, ANSWER, at=NOON + 3 * HOUR)
    read(lite, QUESTION, ANSWER, a_comment("3", "1", at=NOON + 4 * HOUR), at=NOON + 5 * HOUR)
    do(lite, "claim", by="Bo", at=NOON + 6 * HOUR)
    with lite.reading() as connection:
        assert threads.one(connection, ONE).claimed_by == "Bo"


def test_when_the_platform_was_first_nobody_is_named(lite):
    read(lite, QUESTION, ANSWER, at=NOON + HOUR)
    with pytest.raises(Outrun) as told:
        do(lite, "close")
    assert (told.value.state, told.value.last) == ("answered", None)


def test_an_unknown_thread_is_refused(lite):
    with pytest.raises(UnknownId):
        do(lite, "close", thread="nothing")
