"""`queue ask`: the first contact at once, the second four office hours later, each once."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from policies.model import Platform
from tests.worker.alarms.desk import FIRST, SECOND, Desk
from tests.worker.made import DAY, NOON, PAGE, a_comment
from tests.worker.postbox import Postbox, served
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.alarms.asking import NoContact
from worker.posting.letter import Fate
from worker.store import asks, comments, threads
from worker.store.errors import Outrun, UnknownId
from worker.store.opening import open_store
from worker.store.outbox import WITH_WORDS
from worker.sweeping.settling import settle

HOUR = timedelta(hours=1)
QUESTION = a_comment("1", at=NOON)


@pytest.fixture
def desk(lite, tmp_path):
    return Desk(lite, tmp_path)


def asked_of(store, question=QUESTION, at=NOON):
    """A thread as a sweep leaves it; our id of it."""
    read(store, question, at=at)
    return comments.own_thread_id(question)


def text(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def state(store, one):
    with store.reading() as connection:
        return threads.one(connection, one)


def test_the_first_contact_is_asked_at_once_and_the_second_four_office_hours_later(store, tmp_path):
    desk, box = Desk(store, tmp_path), Postbox()
    one = asked_of(store)
    before = state(store, one)
    with served(box) as address:
        (handed,) = desk.by(address).ask(one)
        assert (handed.recipient, handed.fate) == (FIRST, Fate.SENT)
        now = state(store, one)
        assert (now.state, now.due_at, now.revision) == (before.state, before.due_at, 1)
        desk.at = NOON + timedelta(hours=3, minutes=59)  # 16:59 in Stockholm
        assert desk.look() == (0, 0)
        desk.at += timedelta(minutes=1)
        assert desk.look() == (0, 1)
        assert desk.look() == (0, 0)
        desk.deliver()
    assert [mail["To"] for mail in box.mails] == [FIRST, SECOND]
    assert desk.laid() == [("ask", FIRST), ("ask", SECOND)]


def test_the_mail_says_who_asks_what_and_until_when_and_leads_there(desk):
    box = Postbox()
    one = asked_of(desk.store)
    with served(box) as address:
        desk.by(address).ask(one, by="anna@example.org")
        desk.at += 4 * HOUR
        desk.look()
        desk.deliver()
    first, second = box.mails
    assert first["Subject"] == "anna@example.org asks what to answer"
    assert first["Reply-To"] == second["Reply-To"] == "anna@example.org"
    told = text(first)
    for part in ("The question: Får vi lova det?", "to be answered by Wed 25 Nov 2026 13:00",
                 "24 hours later", "När öppnar anmälan?", one,
                 "https://example.org/comment/1", "Answer this mail"):  # fmt: skip
        assert part in told, part
    assert "asked the first contact Tue 24 Nov 2026 13:00" in text(second)


def test_why_the_deadline_is_what_it_is_names_days_as_people_write_them(desk):
    box = Postbox()
    sunday = NOON - 2 * DAY
    one = asked_of(desk.store, a_comment("1", at=sunday), at=sunday)
    with served(box) as address:
        desk.by(address).ask(one)
    told = text(box.mails[0])
    assert "22 Nov 2026 is a Sunday." in told
    assert "The next working day is 23 Nov 2026; the office closes at 17:00." in told
    assert "2026-11" not in told


def test_without_an_address_the_answer_goes_another_way(desk):
    box = Postbox()
    with served(box) as address:
        desk.by(address).ask(asked_of(desk.store), by="Anna\nBcc: x@example.org", question=None)
    (mail,) = box.mails
    assert mail["Reply-To"] is None
    assert mail["Bcc"] is None
    assert "The question" not in text(mail)
    assert "Tell Anna" in text(mail)


def test_of_a_linkedin_thread_nothing_is_told_but_link_deadline_and_owner(desk):
    box = Postbox()
    said = {"by": "urn:li:person:9"}
    one = desk.waits(platform=Platform.LINKEDIN, due=NOON + DAY, said=said)
    with desk.store.writing() as connection:
        settle(connection, [one], JUDGEMENT, NOON)
    with served(box) as address:
        desk.by(address).ask(one)
    told = box.envelopes[0].content.decode()
    assert "example.org/comment/1" in told
    for secret in ("ppnar", "person:9", "24 hours later"):
        assert secret not in told
    assert "ask" in WITH_WORDS


@pytest.mark.parametrize("action", ["close", "refer"])
def test_a_person_who_saw_to_it_ends_the_ask(desk, action):
    one = asked_of(desk.store)
    desk.ask(one)
    desk.at += HOUR
    desk.decide(one, action)
    desk.at += DAY
    assert desk.look()[1] == 0
    with desk.store.reading() as connection:
        assert asks.standing(connection) == []


def test_reopened_answered_and_asked_again_by_the_public_each_ends_it(desk):
    one = asked_of(desk.store)
    desk.ask(one)
    answer = a_comment("2", "1", at=NOON + HOUR, by=PAGE, text="Ja. /Bo")
    again = a_comment("3", "1", at=NOON + 2 * HOUR)
    read(desk.store, QUESTION, answer, again, at=NOON + 2 * HOUR)
    assert state(desk.store, one).state == "open"
    desk.at += DAY
    with desk.store.reading() as connection:
        assert asks.still_asked(connection) == {}
        assert [ask.ended_by for ask in asks.standing(connection)] == ["other"]
    desk.at = NOON + 4 * HOUR
    assert desk.look() == (0, 0)
    with desk.store.reading() as connection:
        assert asks.standing(connection) == []


def test_one_who_takes_it_on_has_not_answered(desk):
    one = asked_of(desk.store)
    desk.ask(one)
    desk.decide(one, "claim")
    desk.at += 4 * HOUR
    assert desk.look() == (0, 1)


def test_over_a_weekend_the_second_contact_is_asked_on_monday(desk):
    desk.at = NOON + 3 * DAY + 3 * HOUR  # Friday 16:00 in Stockholm
    one = asked_of(desk.store, a_comment("1", at=desk.at), at=desk.at)
    desk.ask(one)
    for later, mails in ((1, 0), (24, 0), (66, 0), (67, 1)):  # Monday 10:00, and 11:00
        desk.at = NOON + 3 * DAY + (3 + later) * HOUR
        assert desk.look()[1] == mails


def test_who_asks_what_another_has_asked_is_told_while_the_contact_has_time(desk):
    one = asked_of(desk.store)
    desk.ask(one)
    for by, question in (("Bo", "Vad säger vi?"), ("anna ", "Får vi lova det?")):
        with pytest.raises(Outrun) as told:
            desk.ask(one, by=by, question=question)
        assert (told.value.state, told.value.last.by) == ("open", "Anna")
    desk.ask(one, question="Och när?")
    desk.at += 4 * HOUR
    desk.ask(one, by="Bo")
    assert state(desk.store, one).revision == 3


def test_nothing_is_asked_about_what_needs_no_answer(desk):
    one = asked_of(desk.store, a_comment("1", text="Så fint!"))
    with pytest.raises(Outrun) as told:
        desk.ask(one)
    assert (told.value.state, told.value.last) == ("exempt", None)
    with pytest.raises(UnknownId):
        desk.ask("nothing")
    assert desk.laid() == []


def test_a_mail_that_cannot_be_handed_over_waits_and_the_question_stands(desk):
    box = Postbox()
    one = asked_of(desk.store)
    (handed,) = desk.ask(one)
    assert handed.fate is Fate.WAITING
    assert state(desk.store, one).revision == 1
    desk.at += timedelta(minutes=5)
    with served(box) as address:
        desk.by(address).deliver()
        desk.deliver()
    assert [mail["To"] for mail in box.mails] == [FIRST]


def test_without_a_first_contact_nothing_is_written(lite, tmp_path):
    desk = Desk(lite, tmp_path, contacts={"editorial": SECOND})
    one = asked_of(lite)
    with pytest.raises(NoContact):
        desk.ask(one)
    assert state(lite, one).revision == 0


def test_without_a_second_contact_nobody_is_asked_later(lite, tmp_path):
    desk = Desk(lite, tmp_path, contacts={"first": FIRST})
    desk.ask(asked_of(lite))
    desk.at += 9 * DAY
    assert desk.look()[1] == 0
    assert ("ask", SECOND) not in desk.laid()


def test_a_second_contact_whose_address_is_none_is_told_in_the_log(lite, tmp_path, caplog):
    contacts = {"first": FIRST, "editorial": "a@exam\u0000ple.org"}
    desk = Desk(lite, tmp_path, contacts=contacts)
    desk.ask(asked_of(lite))
    desk.at += 4 * HOUR
    with caplog.at_level(logging.ERROR):
        assert desk.look()[1] == 0
    assert "ask.nobody" in caplog.text
    assert Desk(lite, tmp_path).terms.addresses[2] == SECOND


def test_of_two_who_ask_at_once_the_second_is_told(store, url, tmp_path):
    one = asked_of(store)
    together, told = threading.Barrier(2), []

    def work(by):
        mine = open_store(url)
        desk = Desk(mine, tmp_path)
        together.wait()
        try:
            desk.ask(one, by=by)
            told.append("asked")
        except Outrun as first:
            told.append(first.last.by)
        mine.close()

    workers = [threading.Thread(target=work, args=(by,)) for by in ("Anna", "Bo")]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert sorted(told, key=len)[-1] == "asked"
    assert len(set(told)) == 2
    assert Desk(store, tmp_path).laid() == [("ask", FIRST)]


def test_several_workers_at_once_ask_the_second_contact_once(store, tmp_path):
    desk = Desk(store, tmp_path)
    desk.ask(asked_of(store))
    desk.at += 4 * HOUR
    together, told = threading.Barrier(3), []

    def work():
        together.wait()
        told.append(desk.look()[1])

    workers = [threading.Thread(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert sorted(told) == [0, 0, 1]
    assert desk.laid() == [("ask", FIRST), ("ask", SECOND)]


def test_a_thread_that_was_never_settled_is_still_asked_about(desk):
    one = asked_of(desk.store)
    desk.ask(one)
    with desk.store.writing() as connection:
        unsettled = {"template": "", "values": {}}
        connection.execute(update(threads.threads).values(reason=unsettled))
    with desk.store.reading() as connection:
        assert list(asks.still_asked(connection)) == [one]
