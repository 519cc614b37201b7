"""Telling of a stop: every failure is the fate of a mail, and all of it is in the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.crisis import EVERYTHING, Outcome
from policies.model import Words
from tests.worker.stopping.board import NOON, ORDER
from tests.worker.stopping.test_letters import CITY, HEAD, STOP, SWEDISH, result, row
from worker.posting.letter import Fate, Handed
from worker.stopping.coding import scope_to_json
from worker.stopping.journal import Journal, read_journal
from worker.stopping.letters import recipients
from worker.stopping.places import Places
from worker.stopping.story import HELD, OPENED, TOLD, VERIFIED, tell_story
from worker.stopping.telling import Teller, tell_end, tell_result


@pytest.fixture
def journal(tmp_path):
    """The journal of a stop that is verified."""
    places = Places(state_dir=tmp_path)
    made = Journal(STOP, places, clock=lambda: NOON, warn=print, last_resort=print)
    told = {"version": 1, "reason": "olycka", "operator": "Anna", "listed": False}
    made.add(OPENED, told | {"scope": scope_to_json(EVERYTHING)})
    verdict(made)
    return made


def verdict(journal, *left, verified=None):
    outcomes = [[["meta", "act_1", "campaign", one], "failed"] for one in left]
    said = not left if verified is None else verified
    journal.add(VERIFIED, {"verified": said, "outcomes": outcomes, "unread": []})


class Post:
    """Hands letters over as the test wants it."""

    def __init__(self, *, raises=None):
        self.raises, self.letters = raises, []

    def __call__(self, letters):
        if self.raises is not None:
            raise self.raises
        self.letters += letters
        return tuple(Handed(recipient=one.mail.to[0], fate=Fate.SENT) for one in letters)


def teller(journal, post, settings=CITY):
    return Teller(
        settings=settings, said=SWEDISH, places=Places(state_dir=_folder(journal)), post=post
    )


def _folder(journal):
    return Path(journal.place).parent.parent


def tell(journal, came, *, post=None, held=False, order=ORDER):
    post = post or Post()
    told = tell_result(teller(journal, post), journal, came, order, at=NOON, held=held)
    return told, post.letters


def records(journal):
    return read_journal(STOP, Places(state_dir=_folder(journal))).records


def test_what_was_told_is_journalled_and_changes_nothing_that_the_journal_says_of_the_stop(journal):
    before = tell_story(STOP, Places(state_dir=_folder(journal)))
    told, letters = tell(journal, result(row("1")))
    assert [one.fate for one in told] == [Fate.SENT] * 4
    assert len(letters) == 4
    last = records(journal)[-1]
    assert (last.event, last.told["kind"]) == (TOLD, "stop")
    assert [one["recipient"] for one in last.told["to"]] == list(recipients(CITY))
    after = tell_story(STOP, Places(state_dir=_folder(journal)))
    assert (after.verified, after.over, after.marks) == (before.verified, None, before.marks)


@pytest.mark.parametrize("broken", [RuntimeError("x"), KeyboardInterrupt(), OSError("disk")])
def test_whatever_breaks_is_the_fate_of_the_mails(journal, broken):
    told, _ = tell(journal, result(row("1")), post=Post(raises=broken))
    assert [one.fate for one in told] == [Fate.FAILED] * 4
    assert isinstance(told[0].because, Words)
    assert records(journal)[-1].event == TOLD


def test_a_plan_is_told_to_nobody(journal):
    assert tell(journal, result(row("1", Outcome.PLANNED), confirmed=False)) == (None, [])
    assert records(journal)[-1].event == VERIFIED


def test_who_goes_on_in_the_same_name_is_as_little_listed_as_before(journal):
    _, letters = tell(journal, result(row("1"), joined=True))
    assert "--not-listed" in letters[0].mail.text


def test_a_hold_that_turned_something_off_is_told_each_time(journal):
    for _ in range(2):
        journal.add(HELD, {"keys": []})
        verdict(journal)
        came = result(row("1", Outcome.ADDED), row("2"), joined=True)
        told, letters = tell(journal, came, held=True)
        assert len(told) == 4
        assert "UPPRÄTTHÅLLET: 1 " in letters[0].mail.subject


def test_the_same_residue_is_not_told_after_every_poll(journal):
    came = result(row("1", Outcome.FAILED), joined=True, verified=False)
    assert tell(journal, result(row("1"), joined=True), held=True)[0] is None
    for left, news in ((["1"], True), (["1"], False), (["1", "2"], True), ([], True)):
        journal.add(HELD, {"keys": []})
        verdict(journal, *left)
        assert (tell(journal, came, held=True)[0] is not None) is news, left
    assert tell(journal, came, held=True)[0] is None


def test_a_hold_that_finished_an_interrupted_stop_tells_of_the_whole_stop(journal):
    journal.add("continued", {"keys": []})
    journal.add(HELD, {"keys": []})
    verdict(journal)
    _, letters = tell(journal, result(row("1"), joined=True), held=True)
    assert letters[0].kind == "stop-continued"
    assert letters[0].mail.subject.startswith("ANNONSSTOPP: 1 stoppade")


def test_an_end_is_told_with_the_head_of_its_own_record(journal):
    post = Post()
    told = tell_end(teller(journal, post), journal, ORDER, at=NOON)
    assert len(told) == 4
    assert HEAD not in post.letters[0].mail.text
    assert records(journal)[-2].digest in post.letters[0].mail.text
