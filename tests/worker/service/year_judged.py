"""The judgement of a simulated year: every fault that the book finds, and what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tests.worker.service import year_counts as counts
from tests.worker.service.year_book import Entry
from tests.worker.service.year_rounds import Rounds
from tests.worker.service.year_size import grown, rests
from tests.worker.service.year_sky import HOUR
from worker.service.jobs import jobs
from worker.service.ticks import Daily
from worker.store.tables import threads
from worker.store.tables_service import slots

if TYPE_CHECKING:
    from tests.worker.service.year import Year


def judged(year: Year) -> dict[str, Any]:
    """All that is to be told of a year; `faults` is empty where everything held."""
    rounds = Rounds(year.book.log, year.store)
    faults = [*year.book.faults, *_faults(year, rounds)]
    ended = Counter(one.job for one in year.ledger.runs if one.ended)
    log = year.book.log
    return {
        "seed": year.plan.seed,
        "database": year.url.partition(":")[0].partition("+")[0],
        "days": year.plan.days,
        "faults": faults[:50],
        "fault_count": len(faults),
        "instants": len(log),
        "processes": year.house.started,
        "cut_off": len(year.house.dead),
        "taken_over": year.house.taken_over,
        "stopped_and_resumed": [year.person.stopped, year.person.resumed],
        "polls": ended["comments"],
        "whole_polls": sum("comments" in one.read for one in log),
        "troubles": dict(Counter(one.kind for one in year.weather.troubles)),
        "asked_to_erase": len(year.erasing.asked),
        "erased": sum(one.erased is not None for one in year.erasing.asked),
        "lifted": sum(one.lifted for one in year.erasing.asked),
        "threads": len(year.city.books),
        "deadlines_compared": year.book.deadlines,
        "threads_compared": year.book.compared,
        "mails": len(year.post.came),
        "reports": sum("Veckorapport" in one.subject for one in year.post.came),
        "alarms": sum(one.subject.startswith("Försenat") for one in year.post.came),
        "days_of_rounds": rounds.days,
        "jobs": dict(ended),
        "memory_mb": [round(one.memory / 1e6) for one in year.weeks],
        "in_use_mb": [round(one.in_use / 1e6, 1) for one in year.weeks],
        "beside_mb": [round(one.beside / 1e6, 1) for one in year.weeks],
        "stored_mb": [round(one.stored / 1e6, 1) for one in year.weeks],
    }


def _faults(year: Year, rounds: Rounds) -> Iterator[str]:
    begins, ends, came, log = year.plan.begins, year.ends, year.post.came, year.book.log
    yield from counts.twice(came)
    yield from counts.reports(came, log, year.report_to, begins, ends)
    yield from counts.digests(came, log, year.addresses)
    yield from counts.jobs(year.ledger.runs, year.house.dead, log)
    for name, clock in _every_day(year):
        yield from counts.daily(year.ledger.runs, clock, name, log, begins, ends)
    with year.store.reading() as connection:
        ids = {*connection.execute(select(threads.c.id)).scalars()}
        left = connection.execute(select(slots).where(slots.c.state == "failed")).all()
    yield from counts.alarms(came, ids)
    yield from (f"{row.job} of {row.scheduled_at} was given up: {row.because}" for row in left)
    yield from rounds.faults(year.city.flights, begins, ends)
    yield from grown(year.weeks, [*rests(log)])
    yield from (f"a mail tells what a member of LinkedIn wrote: {one}" for one in year.post.told)
    yield from (f"a mail tells what was erased before: {one}" for one in year.post.told_erased)
    for at, said in year.listener.failures:
        if not any(_meant(said, one) for one in log if one.at - HOUR <= at <= one.now + HOUR):
            yield f"{at}: {said}"


def _meant(said: str, entry: Entry) -> bool:
    """Whether something was truly wrong of which an error has to be logged."""
    token = "token.notice" in said and entry.troubles & {"meta-token", "linkedin-token", "consent"}
    return not entry.writable or bool(token)


def _every_day(year: Year) -> Iterator[tuple[str, time]]:
    """The jobs that are due once a day, and when."""
    for job in jobs(year.house.settings):
        due = job.schedule
        if isinstance(due, Daily) and due.weekday is None and len(due.times) == 1:
            yield job.name, due.times[0]
