"""Digests are laid down once, with their mails or not at all: whoever else does, whatever ends."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import event, select, update

from policies.model import Platform
from tests.worker.conftest import new_database
from tests.worker.digests.desk import (
    AFTERNOON,
    AT,
    HOUR,
    STARTS,
    configured,
    in_mail,
    speaking,
    waits,
)
from tests.worker.postbox import Postbox, served
from worker.digests.laying import lay_digests
from worker.digests.moments import moment
from worker.posting.outbox import deliver_due
from worker.store.digests import of_windows
from worker.store.opening import open_store
from worker.store.personal import Wanted
from worker.store.tables import threads
from worker.store.tables_service import outbox
from worker.sweeping import erasing
from worker.sweeping.judgement import judgement


def lay(store, settings, *, starts=STARTS, at=AT):
    with store.reading() as connection:
        now = moment(connection, settings, starts, at)
    return lay_digests(store, settings, speaking(), now, banner=None)


def laid(store, *starts):
    with store.reading() as connection:
        return {owner: one.threads for (owner, _), one in of_windows(connection, starts).items()}


def mails(store):
    with store.reading() as connection:
        rows = connection.execute(select(outbox.c.kind, outbox.c.recipient, outbox.c.period))
        return sorted(tuple(row) for row in rows)


@pytest.fixture
def settings(tmp_path):
    return configured(tmp_path)


def test_every_owner_has_a_row_and_those_with_threads_a_mail(store, settings):
    waits(store, "1")
    waits(store, "2", state="referred")
    waits(store, "3", owner="slk")
    told = lay(store, settings)
    assert (told.digests, told.quiet, told.mails, told.gaps) == (2, 1, 2, 0)
    assert laid(store, STARTS) == {"trafik": 2, "kultur": 0, "slk": 1}
    starts = STARTS.isoformat()
    assert mails(store) == [
        ("digest", "slk@example.org", f"slk {starts}"),
        ("digest", "trafik@example.org", f"trafik {starts}"),
    ]


def test_laying_a_window_s_again_changes_nothing_and_the_next_window_has_its_own(lite, settings):
    waits(lite, "1")
    lay(lite, settings)
    waits(lite, "2")
    waits(lite, "3", owner="kultur")
    again = lay(lite, settings)
    assert (again.digests, again.quiet, again.mails) == (0, 0, 0)
    assert laid(lite, STARTS) == {"trafik": 1, "kultur": 0, "slk": 0}
    lay(lite, settings, starts=AFTERNOON, at=AFTERNOON + HOUR)
    assert laid(lite, AFTERNOON) == {"trafik": 2, "kultur": 1, "slk": 0}
    assert len(mails(lite)) == 3


def test_an_owner_without_an_address_is_a_gap_and_not_done(lite, tmp_path, caplog):
    settings = configured(tmp_path, contacts={}, mail={"report_to": ()})
    waits(lite, owner="slk")
    waits(lite, "2")
    with caplog.at_level(logging.ERROR):
        told = lay(lite, settings)
    assert (told.gaps, told.mails) == (1, 1)
    assert "digest.nobody" in caplog.text
    assert set(laid(lite, STARTS)) == {"trafik", "kultur"}
    assert "slk" in laid_later(lite, configured(tmp_path))


def laid_later(store, settings):
    lay(store, settings)
    return laid(store, STARTS)


def test_of_several_addresses_one_that_is_none_keeps_nothing_from_the_others(lite, tmp_path):
    report = ("a@example.org", "b@exam\u0000ple.org")
    settings = configured(tmp_path, contacts={}, mail={"report_to": report})
    waits(lite, owner="slk")
    told = lay(lite, settings)
    assert (told.gaps, told.mails) == (1, 1)
    assert laid(lite, STARTS)["slk"] == 1


def test_one_owner_s_fault_keeps_nothing_from_the_others(lite, settings, caplog):
    broken = waits(lite, "1")
    waits(lite, "2", owner="kultur")
    with lite.writing() as connection:
        connection.execute(update(threads).where(threads.c.id == broken).values(moderate=3))
    told = lay(lite, settings)
    assert laid(lite, STARTS) == {"kultur": 1, "slk": 0}
    assert isinstance(told.failed, TypeError)
    assert "digest.failed" in caplog.text


def test_two_workers_at_once_lay_each_digest_down_once(store, settings):
    for number in range(6):
        waits(store, str(number), owner=("trafik", "kultur", "slk")[number % 3])
    together = threading.Barrier(4)

    def work(_):
        together.wait()
        return lay(store, settings)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(work, range(4)))
    assert sum(one.mails for one in told) == 3
    assert laid(store, STARTS) == {"trafik": 2, "kultur": 2, "slk": 2}
    assert len(mails(store)) == 3


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


def test_cut_off_at_any_statement_nothing_is_lost_and_nothing_is_laid_twice(store, url, settings):
    for number, owner in enumerate(("trafik", "kultur", "slk")):
        waits(store, str(number), owner=owner)
    for after in (0, 1, 3, 1):
        other = open_store(url)
        dies(other, after, die)
        with suppress(Killed):
            lay(other, settings)
        other.close()
        assert [(one, f"{one}@example.org") for one in sorted(laid(store, STARTS))] == [
            (period.split()[0], recipient) for _, recipient, period in by_period(store)
        ]
    lay(store, settings)
    assert laid(store, STARTS) == {"trafik": 1, "kultur": 1, "slk": 1}
    assert len(mails(store)) == 3


@pytest.mark.parametrize("reading", range(5))
def test_what_is_erased_while_digests_are_made_is_in_no_mail_unless_that_is_told(
    store, url, settings, reading
):
    waits(store, "1", text="När öppnar Myrmalmsbadet?")
    judged, asked = judgement(settings), Wanted(platform=Platform.META, comments=("1",))
    other, left, done = open_store(url), [reading], []
    hasty = open_store(url, patience=0.1)  # the reading that it waits for ends when it has ended

    def erases(connection):
        if connection.get_execution_options().get("reads_only"):
            left[0] -= 1
            if left[0] == -1:
                done.append(erasing.erase(hasty, judged, asked, by="A", reason="x", at=AT))

    event.listen(other._engine, "commit", erases)
    lay(other, settings)
    other.close()
    hasty.close()
    with store.reading() as connection:
        contents = connection.execute(select(outbox.c.content)).scalars().all()
    assert laid(store, STARTS)["trafik"] == 1
    quoting = sum(b"Myrmalmsbadet" in one for one in contents)
    assert [one.mails for one in done] == [quoting]
    assert quoting == (reading > 2)  # then the digest that quotes it had been laid down


def by_period(store):
    return sorted(mails(store), key=lambda one: one[2])


def lay_and_be_killed(url, folder):
    store = open_store(url)
    dies(store, 3, lambda: os.kill(os.getpid(), signal.SIGKILL))
    lay(store, configured(folder))


def test_after_a_kill_between_row_and_mail_the_next_worker_sends_each_mail_once(postgres, tmp_path):
    store, box = open_store(url := new_database(postgres)), Postbox()
    for number, owner in enumerate(("trafik", "kultur", "slk")):
        waits(store, str(number), owner=owner)
    worker = multiprocessing.get_context("spawn").Process(
        target=lay_and_be_killed, args=(url, tmp_path)
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert set(laid(store, STARTS)) == {"trafik"}
    with served(box) as address:
        settings = in_mail(configured(tmp_path), address)
        deliver_due(store, settings, lambda: AT)
        assert not [one for one in digests_of(store).values() if not one.done]
        lay(store, settings)
        deliver_due(store, settings, lambda: AT)
    assert sorted(one["to"] for one in box.mails) == [
        "kultur@example.org", "slk@example.org", "trafik@example.org",
    ]  # fmt: skip
    assert [one.done for one in digests_of(store).values()] == [True] * 3
    store.close()


def digests_of(store):
    with store.reading() as connection:
        return of_windows(connection, [STARTS])
