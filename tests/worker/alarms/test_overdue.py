"""Overdue threads told to the contacts, through a real mail server: each step once, in one mail."""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, update

from policies.model import Platform
from tests.worker.alarms.desk import FIRST, SECOND, Desk
from tests.worker.conftest import new_database
from tests.worker.made import DAY, NOON
from tests.worker.postbox import Postbox, served
from worker.alarms.letters import LISTED, Part, alarm
from worker.alarms.overdue import tell_overdue
from worker.store.alarms import Step
from worker.store.opening import open_store
from worker.store.tables import threads
from worker.store.tables_alarms import alarms

HOUR = timedelta(hours=1)
LATE = NOON - HOUR
"""A Tuesday at noon in Stockholm."""


@pytest.fixture
def desk(lite, tmp_path):
    return Desk(lite, tmp_path)


def text(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def test_who_is_told_when_and_only_once(store, tmp_path):
    desk, box = Desk(store, tmp_path), Postbox()
    desk.waits(due=NOON + HOUR, seen=NOON - 20 * HOUR)
    with served(box) as address:
        desk.by(address)
        assert desk.look() == (0, 0)
        desk.at = NOON + HOUR
        assert desk.look() == (0, 0)
        desk.at += timedelta(minutes=4)
        assert desk.look() == (1, 0)
        assert desk.look() == (0, 0)
        desk.deliver()
        assert [one["To"] for one in box.mails] == [FIRST]
        desk.at = NOON + 19 * HOUR  # the next morning: two of four office hours have passed
        assert desk.look() == (0, 0)
        desk.at = NOON + 21 * HOUR
        assert desk.look() == (1, 0)
        assert desk.look() == (0, 0)
        desk.deliver()
        desk.at += 30 * DAY
        assert desk.look() == (0, 0)
        desk.deliver()
    assert [one["To"] for one in box.mails] == [FIRST, SECOND]


def test_the_mail_names_deadline_owner_and_link_and_says_whose_rule_it_is(desk):
    box = Postbox()
    one = desk.waits(due=LATE, seen=NOON - DAY, said={"text": "Se https://x.example/a?\nNär?"})
    with served(box) as address:
        desk.by(address).look()
        desk.deliver()
    (mail,) = box.mails
    assert mail["Subject"] == "Overdue: 1 without an answer"
    told = text(mail)
    for part in (one, "Trafikkontoret", "https://example.org/comment/1", "Tue 24 Nov 2026 12:00",
                 "[link] När?", "a rule of this program's own"):  # fmt: skip
        assert part in told, part
    assert "x.example" not in mail.as_string()
    html = mail.get_body(("html",)).get_content()
    assert 'href="https://example.org/comment/1"' in html


def test_of_a_linkedin_thread_there_is_a_link_a_deadline_and_an_owner(desk):
    box = Postbox()
    said = {"by": "urn:li:person:9"}
    desk.waits(platform=Platform.LINKEDIN, due=LATE, seen=NOON - DAY, said=said)
    with served(box) as address:
        desk.by(address).look()
        desk.deliver()
    told = box.envelopes[0].content.decode()
    assert "example.org/comment/1" in told
    for secret in ("öppnar", "=C3=B6ppnar", "person:9"):
        assert secret not in told


def test_a_message_is_named_as_one_and_a_long_text_is_cut(desk):
    box = Postbox()
    desk.waits(due=LATE, seen=NOON - DAY, owner="slk", said={"kind": "message", "text": "å" * 400})
    with served(box) as address:
        desk.by(address).look()
        desk.deliver()
    told = text(box.mails[0])
    assert "message, Meta" in told
    assert f"{'å' * 160}…" in told
    assert "SLK" in told


def test_many_at_once_are_one_mail_that_lists_fifty_and_counts_the_rest(desk):
    box = Postbox()
    for number in range(LISTED + 7):
        desk.waits(str(number), due=LATE - number * timedelta(minutes=1), seen=NOON - DAY)
    with served(box) as address:
        desk.by(address)
        assert desk.look() == (1, 0)
        desk.deliver()
    (mail,) = box.mails
    told = text(mail)
    assert f"Overdue: {LISTED + 7} without" in mail["Subject"]
    assert "7 more stand in" in told
    assert len(re.findall(r"<https://example.org/comment/\d+>", told)) == LISTED
    assert f"comment/{LISTED + 6}>" in told  # it has waited longest
    assert "comment/0>" not in told


def test_what_was_overdue_when_it_was_first_read_is_told_apart_and_once(desk):
    box = Postbox()
    for number in range(3):
        desk.waits(f"old{number}", due=NOON - 9 * DAY, seen=NOON - HOUR)
    desk.waits("new", due=LATE, seen=NOON - DAY)
    with served(box) as address:
        desk.by(address)
        assert desk.look() == (1, 0)
        desk.deliver()
        desk.at += DAY
        assert desk.look() == (1, 0)
        desk.deliver()
    first, second = map(text, box.mails)
    assert "Overdue when they were first read" in first
    assert "Overdue since the last mail" in first
    assert first.index("comment/new") < first.index("Overdue when they were first read")
    assert "Still without an answer" in second
    assert box.mails[1]["To"] == SECOND


def test_an_answer_ends_it_and_a_referred_thread_goes_on(desk):
    answered, referred = desk.waits("1", due=LATE), desk.waits("2", due=LATE, state="referred")
    assert desk.look() == (1, 0)
    with desk.store.writing() as connection:
        connection.execute(
            update(threads).where(threads.c.id == answered).values(state="answered", due_at=None)
        )
    desk.at += DAY
    assert desk.look() == (1, 0)
    with desk.store.reading() as connection:
        rows = connection.execute(select(alarms.c.thread, alarms.c.step)).all()
    assert sorted(map(tuple, rows)) == sorted([(answered, 1), (referred, 1), (referred, 2)])


def test_another_deadline_of_the_same_thread_is_told_anew(desk):
    one = desk.waits(due=LATE)
    desk.look()
    with desk.store.writing() as connection:
        connection.execute(update(threads).values(due_at=NOON + HOUR))
    desk.at += 2 * HOUR
    assert desk.look() == (1, 0)
    assert desk.look() == (0, 0)
    with desk.store.reading() as connection:
        dues = connection.execute(select(alarms.c.due_at).where(alarms.c.thread == one)).scalars()
        assert sorted(dues) == [LATE, NOON + HOUR]


@pytest.mark.parametrize(
    ("contacts", "told"),
    [
        ({}, []),
        ({"first": FIRST}, [FIRST]),
        ({"editorial": SECOND}, [SECOND]),
        ({"first": FIRST, "editorial": FIRST.upper()}, [FIRST, FIRST.upper()]),
    ],
)
def test_a_contact_that_is_not_configured_is_passed_over(lite, tmp_path, contacts, told):
    desk = Desk(lite, tmp_path, contacts=contacts)
    desk.waits(due=LATE)
    desk.look()
    desk.at += DAY
    desk.look()
    desk.look()
    assert [one.casefold() for _, one in desk.laid()] == [one.casefold() for one in told]


def test_a_contact_who_is_named_later_is_told_of_what_is_still_overdue(lite, tmp_path):
    nobody = Desk(lite, tmp_path, contacts={})
    nobody.waits(due=LATE)
    assert nobody.look() == (0, 0)
    assert Desk(lite, tmp_path).look() == (1, 0)


def test_who_is_both_contacts_gets_one_mail_a_run(lite, tmp_path):
    desk = Desk(lite, tmp_path, contacts={"first": FIRST, "editorial": FIRST})
    desk.waits("1", due=LATE)
    desk.look()
    desk.at += DAY
    desk.waits("2", due=LATE)
    assert desk.look() == (1, 0)
    assert desk.look() == (0, 0)


def test_a_contact_whose_address_is_none_keeps_nothing_from_the_other(lite, tmp_path, caplog):
    desk = Desk(lite, tmp_path, contacts={"first": "a@exam\u0000ple.org", "editorial": SECOND})
    one = desk.waits(due=NOON - DAY)
    with caplog.at_level(logging.ERROR):
        told = tell_overdue(lite, desk.terms)
    assert (told.mails, told.gaps) == (0, 1)
    assert "alarm.nobody" in caplog.text
    with lite.writing() as connection:
        alarms_of = {"thread": one, "due_at": NOON - DAY, "step": 1, "at": NOON - DAY}
        connection.execute(alarms.insert().values(alarms_of))
    assert desk.look() == (1, 0)
    assert desk.laid() == [("alarm", SECOND)]


def test_several_workers_at_once_tell_each_step_once(store, tmp_path):
    desk = Desk(store, tmp_path)
    for number in range(9):
        desk.waits(str(number), due=LATE)
    together, told = threading.Barrier(3), []

    def work():
        together.wait()
        told.append(tell_overdue(store, desk.terms))

    workers = [threading.Thread(target=work) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert sorted(one.mails for one in told) == [0, 0, 1]
    assert desk.laid() == [("alarm", FIRST)]


class Killed(BaseException):
    """Stands in for a process that ends at once: its transaction is never committed."""


def dies(store, after, how):
    """Let the store's n-th statement that adds a row be its last."""
    left = [after]

    def count(connection, cursor, statement, parameters, context, many):
        if statement.startswith("INSERT"):
            left[0] -= 1
            if left[0] < 0:
                how()

    event.listen(store._engine, "before_cursor_execute", count)


def die():
    raise Killed


def rows(store):
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(alarms)).scalar()


def test_cut_off_anywhere_the_note_and_the_mail_stand_both_or_neither(lite, sqlite_url, tmp_path):
    desk = Desk(lite, tmp_path)
    for number in range(3):
        desk.waits(str(number), due=LATE)
    for after in (0, 1):
        other = open_store(sqlite_url)
        dies(other, after, die)
        with suppress(Killed):
            tell_overdue(other, desk.terms)
        other.close()
        assert (rows(lite), desk.laid()) == (0, [])
    assert desk.look() == (1, 0)
    assert (rows(lite), len(desk.laid())) == (3, 1)


def tell_and_be_killed(url, folder):
    store = open_store(url)
    dies(store, 1, lambda: os.kill(os.getpid(), signal.SIGKILL))
    tell_overdue(store, Desk(store, folder).terms)


def test_after_a_kill_between_mail_and_note_the_next_worker_sends_it_once(postgres, tmp_path):
    store, box = open_store(url := new_database(postgres)), Postbox()
    desk = Desk(store, tmp_path)
    desk.waits(due=LATE)
    worker = multiprocessing.get_context("spawn").Process(
        target=tell_and_be_killed, args=(url, tmp_path)
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    with served(box) as address:
        desk.by(address)
        assert desk.look() == (1, 0)
        desk.deliver()
        assert desk.look() == (0, 0)
        desk.deliver()
    assert [one["To"] for one in box.mails] == [FIRST]
    store.close()


def test_people_are_told_in_swedish(desk):
    desk.code = "sv"
    box = Postbox()
    desk.waits(due=LATE, seen=NOON - DAY)
    with served(box) as address:
        desk.by(address).look()
        desk.deliver()
    (mail,) = box.mails
    assert mail["Subject"] == "Försenat: 1 utan svar"
    assert "programmets egen regel" in text(mail)


def test_a_contact_is_told_in_the_language_that_they_read(lite, tmp_path):
    door = {"url": "smtp://127.0.0.1:9", "report_to": (FIRST,), "english": (FIRST,)}
    desk = Desk(lite, tmp_path, mail=door)
    desk.code = "sv"
    part = Part(step=Step.FIRST, found_late=False, told=(), listed=())
    pages = [alarm(one, (part,), desk.terms).mail.html for one in (FIRST, SECOND)]
    assert ['<html lang="en"' in one for one in pages] == [True, False]
