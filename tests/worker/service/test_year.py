"""A month of a simulated year, over Easter and a change of clocks; and its book, tried.

`bench/year.py` does whole years. What a book says is worth nothing unless it finds faults: each of
the tests below breaks one thing that they left behind, and the book must say so.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from tests.worker.service import year_counts as counts
from tests.worker.service.conftest import serving, ticked
from tests.worker.service.year import Plan, Year
from tests.worker.service.year_book import Book
from tests.worker.service.year_ledger import Ledger
from tests.worker.service.year_rounds import Rounds
from tests.worker.service.year_size import grown, rests
from tests.worker.service.year_sky import FEW, ROUNDS
from worker.service.jobs import jobs
from worker.store.opening import open_store
from worker.store.tables import comments, findings, threads
from worker.store.tables_rounds import round_days
from worker.store.tables_service import slots

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("year")]
PLAN = Plan(
    seed=2,
    begins=datetime(2027, 3, 22, 3, tzinfo=UTC),
    days=31,
    accounts=1,
    every=timedelta(hours=24),
    step=timedelta(minutes=60),
    times=ROUNDS,
    kinds=FEW,
    token_days=6,
)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The month, when it is over."""
    found = Year(PLAN, tmp_path_factory.mktemp("year"))
    found.run()
    yield found
    found.store.close()


@pytest.fixture
def broken(year, tmp_path):
    """A copy of its database, in which one statement changes something."""
    file = tmp_path / "broken.db"
    shutil.copy(Path(year.url.removeprefix("sqlite:///")), file)
    store = open_store(f"sqlite:///{file}")

    def change(statement):
        with store.writing() as connection:
            assert connection.execute(statement).rowcount
        return store

    yield change
    store.close()


def test_a_month_holds_all_that_the_book_asks_for(year):
    told = year.judged()
    assert told["faults"] == []
    assert told["troubles"].keys() == FEW.keys()
    assert told["reports"] == 5 * len(year.report_to)
    assert told["taken_over"] >= 1
    assert told["days_of_rounds"]["held"]
    assert told["days_of_rounds"]["missed"]
    assert told["alarms"]
    assert told["erased"] == told["asked_to_erase"]
    assert told["erased"] > told["lifted"] > 0
    assert told["threads_compared"] > 100
    assert told["deadlines_compared"] > 100


def reports(year, came):
    return list(counts.reports(came, year.book.log, year.report_to, PLAN.begins, year.ends))


def test_a_report_that_is_lost_late_or_sent_twice_is_found(year):
    came = year.post.came
    one = next(mail for mail in came if "Veckorapport" in mail.subject)
    rest = [mail for mail in came if mail is not one]
    assert reports(year, rest)
    assert reports(year, [*came, one._replace(message_id="another")])
    assert reports(year, [*rest, one._replace(at=one.at + timedelta(hours=12))])
    assert list(counts.twice([*came, one]))


def test_a_digest_that_is_lost_or_made_twice_is_found(year):
    came, log = year.post.came, year.book.log
    assert list(counts.digests([], log, year.addresses))
    one = next(mail for mail in came if "väntar på svar (" in mail.subject)
    assert list(counts.digests([*came, one._replace(message_id="another")], log, year.addresses))


def test_an_alarm_that_is_told_twice_is_found(year):
    came = [mail for mail in year.post.came if mail.text]
    with year.store.reading() as connection:
        ids = {*connection.execute(threads.select()).scalars()}
    assert not list(counts.alarms(came, ids))
    assert list(counts.alarms([*came, came[0]._replace(message_id="another")], ids))


def test_a_job_that_is_done_twice_or_never_is_found(year):
    runs, log = year.ledger.runs, year.book.log
    one = next(run for run in runs if run.job == "rounds" and run.holder not in year.house.dead)
    assert list(counts.jobs([*runs, replace(one, holder="another")], year.house.dead, log))
    rest = [run for run in runs if (run.job, run.slot) != (one.job, one.slot)]
    clock = one.slot.astimezone(counts.STOCKHOLM).time()
    assert list(counts.daily(rest, clock, "rounds", log, PLAN.begins, year.ends))


def threads_of(year, store):
    """What the book says of all threads as they are stored there."""
    book = Book(year.city, store)
    book._look_at_threads(year.ends, year.ends - counts.DAY)  # known for a day
    return book.faults


OPEN = threads.c.state == "open"


@pytest.mark.parametrize(
    "statement",
    [
        update(threads).where(OPEN).values(due_at=datetime(2027, 4, 6, 12, tzinfo=UTC)),
        update(threads).where(OPEN).values(state="closed", due_at=None),
        update(threads).where(OPEN).values(owner="nobody"),
        update(threads)
        .where(threads.c.state == "answered")
        .values(thread_id=threads.c.thread_id + "0"),
    ],
    ids=["deadline", "closed", "owner", "unread"],
)
def test_a_thread_that_stands_otherwise_is_found(year, broken, statement):
    assert threads_of(year, broken(statement))


def test_the_threads_as_they_are_stand_as_they_should(year):
    assert threads_of(year, year.store) == []


def rounds(year, store):
    return list(Rounds(year.book.log, store).faults(year.city.flights, PLAN.begins, year.ends))


@pytest.mark.parametrize(
    "statement",
    [
        delete(round_days).where(round_days.c.day == "2027-03-28"),
        update(findings).values(subject_id="1", week=findings.c.id),
    ],
    ids=["a day that was not judged", "a round that nobody misses"],
)
def test_a_day_that_is_not_accounted_for_is_found(year, broken, statement):
    assert rounds(year, broken(statement))


def test_a_text_of_linkedin_s_that_is_kept_too_long_is_found(year, broken):
    old = year.ends - timedelta(hours=60)
    store = broken(
        update(comments).where(comments.c.platform == "linkedin").values(fetched_at=old, text="x")
    )
    book = Book(year.city, store)
    book._look_at_texts(year.ends, [run for run in year.ledger.runs if run.job == "purge"][-1:])
    assert book.faults


def test_what_was_erased_and_is_kept_again_is_found(year, broken):
    one = year.erasing.gone()[0]
    here = (comments.c.platform == str(one.who.platform), comments.c.id == one.who.number)
    store = broken(update(comments).where(*here).values(author_name="Tuva Ek"))
    assert list(year.erasing.faults(year.store)) == []
    assert list(year.erasing.faults(store))


def test_what_was_erased_and_stands_in_a_mail_or_a_file_is_found(year, tmp_path):
    one = year.erasing.gone()[0]
    text = f"När öppnar anmälan? Hälsar {one.who.word}"
    later = one.erased + timedelta(minutes=1)
    assert year.erasing.told_by(text, later)
    assert not year.erasing.told_by(text, one.erased)
    file = tmp_path / "backup.db"
    file.write_text(text, encoding="utf-8")
    assert list(year.erasing.left_in(file, later))
    assert not list(year.erasing.left_in(file, one.erased))


def test_a_slot_that_is_lost_makes_its_job_be_done_twice_which_is_found(year, broken):
    ledger = Ledger()
    ledger.runs = [*year.ledger.runs]
    assert not list(counts.jobs(ledger.runs, year.house.dead, year.book.log))
    last = max(run.slot for run in ledger.runs if run.job == "rounds" and run.ended)
    store = broken(delete(slots).where(slots.c.job == "rounds", slots.c.scheduled_at == last))
    table = [job for job in jobs(year.house.settings) if job.name == "rounds"]
    with serving(store, year.clock, *ledger.watching(table), holder="another") as service:
        ticked(service)
    assert list(counts.jobs(ledger.runs, year.house.dead, year.book.log))


def test_memory_that_grows_is_found(year):
    week = year.weeks[-1]
    weeks = [replace(week, memory=10**8 + n * 10**6) for n in range(52)]
    assert list(grown(weeks))
    assert not list(grown([replace(week, memory=10**8 + n % 3) for n in range(52)]))
    assert not list(grown([replace(one, beside=n * 10**6) for n, one in enumerate(weeks)]))


@pytest.mark.parametrize(
    ("days", "off", "stays"),
    [(32, 0, False), (34, 0, True), (41, 9, False), (45, 9, True)],
    ids=["in time", "late", "nobody was there", "nobody was there, and late"],
)
def test_a_slot_that_stays_is_found_and_days_without_a_process_do_not_count(year, days, off, stays):
    week, entry = year.weeks[-1], replace(year.book.log[0], processes=1)
    ended = week.at - timedelta(days=days)
    gone = [ended + timedelta(days=29, hours=n) for n in range(0, 24 * off, 3)]
    back = ended + timedelta(days=29 + off)
    log = [replace(entry, at=at, now=at, processes=0) for at in gone]
    log = [replace(entry, at=ended, now=ended), *log, replace(entry, at=back, now=back)]
    resting = [*rests(log)]
    assert resting == ([(gone[0], back)] if off else [])
    assert bool([*grown([replace(week, oldest_slot=ended)], resting)]) is stays


@pytest.mark.parametrize(("asleep", "comes", "late"), [(9, 9, 0), (9, 12, 1), (1, 9, 1)])
def test_after_days_of_silence_the_report_comes_at_the_look_after_an_hour_and_no_later(
    year, asleep, comes, late
):
    back = datetime(2027, 2, 13, 7, 41, tzinfo=UTC)
    nine, noon = (back.replace(hour=hour, minute=0) for hour in (9, 12))
    entry = replace(year.book.log[0], processes=1, writable=True, mail=True)
    times = (back - timedelta(days=asleep), back, nine, noon)
    log = [replace(entry, at=at, now=at) for at in times]
    mail = next(one for one in year.post.came if "Veckorapport" in one.subject)
    at = nine if comes == nine.hour else noon
    came = [mail._replace(subject="Veckorapport 2027-W05", at=at)]
    begins, ends = back - timedelta(days=7), back + timedelta(days=2)
    assert len(list(counts.reports(came, log, [mail.to], begins, ends))) == late
