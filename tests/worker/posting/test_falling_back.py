"""A stop's mails go whatever the database does, and none goes twice."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from tests.worker.posting.breaking import DROP, Breaking
from tests.worker.posting.letters import DAY, HOUR, letter, unreadable
from worker.config.sections import Database
from worker.posting.falling_back import Gone, falling_back, within
from worker.posting.letter import Fate
from worker.posting.pacing import LEASE

UNHURRIED = {"patience": 60, "settling": 60}
"""For a database that is there, on a machine however busy."""
LETTERS = (letter(), letter("karim@example.org", kind="stop"))


def at(office, url):
    """The office's settings, with the database there."""
    return office.settings.model_copy(update={"database": Database(url=url)})


@pytest.fixture
def place(lite, sqlite_url):
    """A database of SQLite, and its address."""
    return lite, sqlite_url


@contextmanager
def locked(url):
    """Another program writes and does not end."""
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def delivered_later(office):
    """Whatever the outbox sends when the database is there again, leases over."""
    office.at += LEASE
    office.deliver_for(DAY, step=HOUR)


def test_with_a_database_letters_go_through_the_outbox(opened, place, box):
    store, url = place
    office = opened(store, box)
    handed = falling_back(at(office, url), office.clock, **UNHURRIED)(LETTERS)
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT]
    assert set(office.states().values()) == {"sent"}
    delivered_later(office)
    assert len(box.envelopes) == 2
    assert list((office.settings.state_dir / "handed").iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/annonsvakt.db",
        "postgresql+psycopg://annonsvakt@127.0.0.1:1/annonsvakt",
    ],
)
def test_without_a_database_they_go_directly(opened, place, box, url):
    office = opened(place[0], box)
    handed = falling_back(at(office, url), office.clock)(LETTERS)
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT]
    assert len(box.envelopes) == 2


@pytest.mark.parametrize("gone", [False, True], ids=["with a database", "without"])
def test_notes_that_nobody_can_look_into_keep_no_mail_of_a_stop(opened, place, box, gone):
    store, url = place
    office = opened(store, box)
    unreadable(office.settings.state_dir)
    there = "sqlite:////nowhere/annonsvakt.db" if gone else url
    handed = falling_back(at(office, there), office.clock, **UNHURRIED)(LETTERS)
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT]
    assert len(box.envelopes) == 2


def test_no_database_is_made_for_a_stop(opened, place, box, tmp_path):
    office = opened(place[0], box)
    falling_back(at(office, f"sqlite:///{tmp_path / 'new.db'}"), office.clock)(LETTERS)
    assert not (tmp_path / "new.db").exists()
    assert len(box.envelopes) == 2


def test_what_went_directly_is_not_sent_from_the_outbox_when_it_is_posted_again(opened, place, box):
    store, url = place
    office = opened(store, box)
    falling_back(at(office, "sqlite:////nowhere/annonsvakt.db"), office.clock)(LETTERS)
    handed = falling_back(at(office, url), office.clock, **UNHURRIED)(LETTERS)
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT]
    assert set(office.states().values()) == {"sent"}
    assert len(box.envelopes) == 2


def test_what_went_directly_is_not_sent_directly_again(opened, place, box):
    office = opened(place[0], box)
    post = falling_back(at(office, "sqlite:////nowhere/annonsvakt.db"), office.clock)
    assert [one.fate for one in (*post(LETTERS), *post(LETTERS))] == [Fate.SENT] * 4
    assert len(box.envelopes) == 2


def test_a_locked_database_holds_nothing_up_and_is_not_sent_from_later(opened, place, box):
    store, url = place
    office = opened(store, box)
    with locked(url):
        began = time.monotonic()
        handed = falling_back(at(office, url), office.clock, patience=0.4)(LETTERS)
        assert time.monotonic() - began < 5
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT]
    delivered_later(office)
    assert len(box.envelopes) == 2


def test_letters_that_come_into_the_outbox_too_late_are_not_sent_from_it(opened, place, box):
    """The lock ends after the letters went, while the other thread still waits for it."""
    store, url = place
    office = opened(store, box)
    with locked(url):
        post = falling_back(at(office, url), office.clock, patience=0.4)
        waiting = threading.Thread(target=post, args=(LETTERS,))
        waiting.start()
        waiting.join(timeout=0.3)
    waiting.join(timeout=10)
    delivered_later(office)
    assert len(box.envelopes) == 2


def test_a_database_that_is_lost_while_they_are_sent_is_told_by_notes(opened, place, box):
    store, url = place
    office = opened(store, box)
    with Cutting(box, url):
        handed = falling_back(at(office, url), office.clock, patience=60, settling=0.3)(LETTERS)
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT]
    assert "sending" in office.states().values()
    delivered_later(office)
    assert set(office.states().values()) == {"sent"}
    assert len(box.envelopes) == 2


class Cutting:
    """Locks the database when the first mail arrives."""

    def __init__(self, box, url):
        self.file = url.removeprefix("sqlite:///")
        self.box = box
        self.other = None
        self.fault, box.fault = box.fault, self.seen

    def seen(self, step):
        if step == "end" and self.other is None:
            self.other = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
            self.other.execute("BEGIN IMMEDIATE")
        return self.fault(step)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.other.execute("ROLLBACK")
        self.other.close()


def test_with_database_and_mail_server_gone_that_is_told(opened, place):
    box = Breaking(connect=(DROP, 100))
    office = opened(place[0], box)
    url = "sqlite:////nowhere/annonsvakt.db"
    handed = falling_back(at(office, url), office.clock)(LETTERS)
    assert [one.fate for one in handed] == [Fate.FAILED, Fate.FAILED]
    assert all(one.because for one in handed)


def test_with_the_mail_server_gone_they_wait_in_the_outbox(opened, place):
    store, url = place
    box = Breaking(connect=(DROP, 1))
    office = opened(store, box)
    handed = falling_back(at(office, url), office.clock, **UNHURRIED)(LETTERS)
    assert [one.fate for one in handed] == [Fate.WAITING, Fate.WAITING]
    office.deliver_for(HOUR)
    assert len(box.envelopes) == 2


def test_nothing_to_post_opens_nothing(opened, place, box):
    office = opened(place[0], box)
    assert falling_back(at(office, "sqlite:////nowhere/x.db"), office.clock)(()) == ()
    assert box.seen["connect"] == 0


def test_an_older_database_is_not_upgraded_in_the_night(opened, place, box):
    store, url = place
    office = opened(store, box)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    handed = falling_back(at(office, url), office.clock)(LETTERS)
    assert [one.fate for one in handed] == [Fate.SENT, Fate.SENT]
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT * FROM alembic_version").scalar() == "0001"


def test_what_takes_too_long_or_fails_is_gone():
    never = threading.Event()
    with pytest.raises(Gone, match=r"within 0\.05 seconds"):
        within(0.05, never.wait)
    with pytest.raises(Gone, match="ZeroDivisionError"):
        within(5, lambda: 1 // 0)
    never.set()


def test_the_post_is_there_without_the_database_being_loaded():
    code = (
        "import sys; import worker.posting.falling_back; "
        "print([one for one in ('sqlalchemy', 'alembic', 'structlog') if one in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
