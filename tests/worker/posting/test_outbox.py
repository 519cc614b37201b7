"""The outbox: one mail for each kind, period and recipient, whatever happens on its way."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from policies.retention import strict
from tests.worker.posting.breaking import DROP, Breaking
from tests.worker.posting.letters import DAY, HOUR, MINUTE, NOON, letter, unreadable
from worker.mail import build, to_bytes
from worker.posting.laying import put_letter
from worker.posting.letter import Fate
from worker.posting.notes import Notes
from worker.posting.pacing import LEASE, TRIED_FOR
from worker.store.claims import Outcome, claim, settle
from worker.store.outbox import KEPT, State, try_again
from worker.store.purging import purge


class Broken(Exception):
    """The cause fails after its letter was laid down."""


def test_a_letter_exists_only_with_its_cause(office, store, box):
    def cause():
        with store.writing() as connection:
            put_letter(connection, letter(), NOON)
            raise Broken

    with pytest.raises(Broken):
        cause()
    assert office.rows() == ()
    assert office.deliver().handed == ()
    assert box.envelopes == []


def test_a_letter_is_sent_once_as_it_was_laid_down(office, box):
    (laid,) = office.put(letter())
    assert (laid.new, laid.same) == (True, True)
    office.deliver_for(2 * DAY, step=HOUR)
    (envelope,) = box.envelopes
    assert envelope.content == to_bytes(build(letter().mail))
    (row,) = office.rows()
    assert (row.state, row.attempts, row.sent_at) == (State.SENT, 1, NOON)


def test_several_letters_go_over_one_connection(office, box):
    office.put(*(letter(f"p{n}@example.org") for n in range(5)))
    assert office.deliver().count(Fate.SENT) == 5
    assert len(box.envelopes) == 5
    assert box.seen["connect"] == 1


def test_another_letter_of_the_same_key_does_not_replace_the_first_and_that_is_told(office, box):
    office.put(letter())
    (laid,) = office.put(letter(text="Nio.\n"))
    assert (laid.new, laid.same) == (False, False)
    office.deliver()
    assert box.mails[0].get_content() == "Åtta.\r\n"
    (again,) = office.put(letter())
    assert (again.new, again.same, again.standing.state) == (False, True, State.SENT)


@pytest.mark.parametrize(
    "other",
    [letter("karim@example.org"), letter(period="2026-W48"), letter(kind="digest")],
)
def test_another_recipient_period_or_kind_is_another_letter(office, box, other):
    office.put(letter(), other)
    office.deliver()
    assert len(box.envelopes) == 2


def test_a_refused_recipient_never_stops_the_others_and_is_not_tried_again(office, box):
    box.refuses = ("karim@example.org",)
    office.put(letter("karim@example.org"), letter(), letter("siv@example.org"))
    delivered = office.deliver()
    assert [one.fate for one in delivered.handed] == [Fate.REFUSED, Fate.SENT, Fate.SENT]
    office.deliver_for(2 * DAY, step=HOUR)
    assert office.states()["karim@example.org"] == "refused"
    (row,) = [one for one in office.rows() if one.state is State.REFUSED]
    assert row.attempts == 1
    assert row.because.values["code"] == "550"


def test_what_is_not_taken_now_is_tried_less_and_less_often_until_it_is(opened, store):
    box = Breaking(RCPT=("451 not now", 6))
    office = opened(store, box)
    office.put(letter())
    office.deliver_for(6 * HOUR, step=MINUTE)
    assert box.seen["RCPT"] == 7
    assert office.states() == {"anna@example.org": "sent"}


def test_what_is_never_taken_is_given_up_after_days_and_told(opened, store):
    box = Breaking(RCPT=("451 not now", 1000))
    office = opened(store, box)
    office.put(letter())
    office.deliver_for(7 * DAY, step=HOUR)
    assert 20 < box.seen["RCPT"] < 60
    (row,) = office.rows()
    assert (row.state, row.because.values["code"]) == (State.GIVEN_UP, "451")


def test_a_server_that_is_not_there_is_tried_once_a_round(opened, store):
    box = Breaking(connect=(DROP, 1))
    office = opened(store, box)
    office.put(*(letter(f"p{n}@example.org") for n in range(9)))
    delivered = office.deliver()
    assert [one.fate for one in delivered.handed] == [Fate.WAITING]
    assert "cannot be reached" in delivered.closed.english()
    assert office.deliver().count(Fate.SENT) == 8
    office.at += MINUTE
    assert office.deliver().count(Fate.SENT) == 1


def test_a_letter_left_by_a_worker_that_died_is_sent_when_its_lease_is_over(office, store, box):
    office.put(letter())
    with store.writing() as connection:
        assert claim(connection, NOON, NOON + LEASE) is not None
    assert office.deliver().handed == ()
    office.at += LEASE
    assert office.deliver().count(Fate.SENT) == 1


def test_a_worker_that_lost_its_lease_has_no_say_any_more(office, store, box):
    office.put(letter())
    with store.writing() as connection:
        first = claim(connection, NOON, NOON + LEASE)
    office.at += LEASE
    office.deliver()
    with store.writing() as connection:
        late = Outcome(state=State.WAITING, at=office.at, next_at=office.at)
        assert not settle(connection, first, late)
    assert office.states() == {"anna@example.org": "sent"}


def test_a_mail_that_was_given_whole_without_an_answer_is_not_sent_for_ever(opened, store):
    box = Breaking(taken=(DROP, 1000))
    office = opened(store, box)
    office.put(letter())
    office.deliver_for(7 * DAY, step=HOUR)
    assert len(box.envelopes) == 3
    assert len({one.content for one in box.envelopes}) == 1
    (row,) = office.rows()
    assert row.state is State.GIVEN_UP
    assert "may have arrived" in row.because.english()


def test_posting_delivers_at_once_and_tells_each_fate_in_order(office, box):
    box.refuses = ("karim@example.org",)
    handed = office.post(letter("siv@example.org"), letter("karim@example.org"), letter())
    assert [one.fate for one in handed] == [Fate.SENT, Fate.REFUSED, Fate.SENT]
    recipients = ["siv@example.org", "karim@example.org", "anna@example.org"]
    assert [one.recipient for one in handed] == recipients


def test_posting_the_same_again_sends_nothing_and_says_when_it_was_sent(office, box):
    office.post(letter())
    office.at += HOUR
    (handed,) = office.post(letter(text="Nio.\n"))
    assert handed.fate is Fate.SENT
    assert "handed over before, 2026-11-24T12:00:00+00:00" in handed.because.english()
    assert len(box.envelopes) == 1


def test_with_a_dead_server_all_letters_wait_after_one_attempt(opened, store):
    box = Breaking(connect=(DROP, 1))
    office = opened(store, box)
    handed = office.post(*(letter(f"p{n}@example.org") for n in range(9)))
    assert {one.fate for one in handed} == {Fate.WAITING}
    assert all(one.because == handed[0].because for one in handed)
    assert box.seen["connect"] == 1
    office.at += MINUTE
    assert office.deliver().count(Fate.SENT) == 9


def test_what_was_refused_is_posted_again_only_to_who_insists(office, box):
    box.refuses = ("anna@example.org",)
    office.post(letter())
    box.refuses = ()
    assert office.post(letter())[0].fate is Fate.REFUSED
    assert office.post(letter(), insist=True)[0].fate is Fate.SENT


def test_what_another_worker_is_sending_is_left_to_it(office, store, box):
    office.put(letter())
    with store.writing() as connection:
        claim(connection, NOON, NOON + LEASE)
    (handed,) = office.post(letter())
    assert handed.fate is Fate.WAITING
    assert "Another worker" in handed.because.english()
    assert box.envelopes == []


class Slow(Breaking):
    """So slow with its first mail that leases end, and another worker takes the last letter."""

    office = None

    async def handle_DATA(self, server, session, envelope):
        if not self.envelopes:
            self.office.at += LEASE
            last = self.office.rows()[-1].id
            with self.office.store.writing() as connection:
                at = self.office.at
                assert claim(connection, at, at + LEASE, only=last) is not None
        return await super().handle_DATA(server, session, envelope)


def test_a_letter_that_another_worker_took_meanwhile_is_not_sent(opened, store):
    box = Slow()
    box.office = office = opened(store, box)
    people = [f"p{number}@example.org" for number in range(3)]
    handed = office.post(*(letter(one) for one in people))
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT, Fate.WAITING]
    assert [one.rcpt_tos for one in box.envelopes] == [[people[0]], [people[1]]]
    office.at += LEASE
    assert office.deliver().count(Fate.SENT) == 1


def test_an_address_that_is_none_is_told_and_the_others_go(office, box):
    wrong = letter("a@b@example.org")
    handed = office.post(wrong, letter())
    assert [one.fate for one in handed] == [Fate.FAILED, Fate.SENT]


def test_a_retry_makes_it_due_at_once_and_gives_it_new_days(opened, store):
    box = Breaking(RCPT=("550 no", 1))
    office = opened(store, box)
    office.post(letter())
    office.at += 30 * DAY
    (row,) = office.rows()
    with store.writing() as connection:
        assert try_again(connection, office.at, until=office.at + TRIED_FOR) == (row.id,)
    assert office.deliver().count(Fate.SENT) == 1


def test_the_content_is_erased_weeks_after_it_was_sent_and_the_rest_stays(office, store, box):
    office.post(letter())
    box.refuses = ("karim@example.org",)
    office.post(letter("karim@example.org"))
    assert purge(store, strict(), at=NOON + KEPT - MINUTE).erased["mails"] == 0
    assert purge(store, strict(), at=NOON + KEPT).erased["mails"] == 1
    assert purge(store, strict(), at=NOON + KEPT + TRIED_FOR).erased["mails"] == 1
    assert all(one.erased for one in office.rows())
    office.at += 2 * KEPT
    assert office.post(letter())[0].fate is Fate.SENT
    assert office.post(letter("karim@example.org"), insist=True)[0].fate is Fate.REFUSED
    assert len(box.envelopes) == 1


def test_the_content_of_a_digest_is_erased_as_soon_as_its_way_ends(office, store, box):
    office.post(letter(kind="digest"))
    office.post(letter())
    box.refuses = ("karim@example.org",)
    office.post(letter("karim@example.org", kind="digest"))
    assert purge(store, strict(), at=NOON + MINUTE).erased["mails"] == 1
    assert purge(store, strict(), at=NOON + TRIED_FOR).erased["mails"] == 1
    assert [one.erased for one in office.rows()] == [True, False, True]
    assert office.post(letter(kind="digest"))[0].fate is Fate.SENT
    assert len(box.envelopes) == 2


def test_what_was_noted_as_handed_over_is_not_sent(office, box):
    notes = Notes(office.settings.state_dir)
    mail = letter().mail
    office.put(letter(), letter("karim@example.org"))
    notes.add(mail.message_id, "anna@example.org", NOON)
    assert office.deliver().count(Fate.SENT) == 2
    assert [one.rcpt_tos for one in box.envelopes] == [["karim@example.org"]]
    assert not notes.has(mail.message_id, "anna@example.org")


def test_notes_that_nobody_can_look_into_keep_no_mail_from_going(office, box, caplog):
    unreadable(office.settings.state_dir)
    office.put(letter(), letter("karim@example.org"))
    with caplog.at_level(logging.WARNING):
        assert office.deliver().count(Fate.SENT) == 2
    assert {one.rcpt_tos[0] for one in box.envelopes} == {"anna@example.org", "karim@example.org"}
    assert set(office.states().values()) == {"sent"}
    assert caplog.messages.count("mail.note-unreadable") == 2
    assert office.deliver().handed == ()


def test_notes_are_kept_as_long_as_the_content_of_mails(office):
    notes = Notes(office.settings.state_dir)
    notes.add("<1@example.org>", "anna@example.org", NOON)
    office.at = datetime.now(UTC) + KEPT - HOUR
    office.deliver()
    assert notes.has("<1@example.org>", "anna@example.org")
    office.at += 2 * HOUR
    office.deliver()
    assert not notes.has("<1@example.org>", "anna@example.org")


def test_a_text_with_a_subject_for_the_list_keeps_it(office):
    changed = replace(letter(), mail=replace(letter().mail, subject="Rapport \ud800"))
    office.put(changed)
    assert office.rows()[0].subject == "Rapport \ufffd"
