"""What must hold of a whole simulated year: mails, jobs, rounds and alarms counted at its end.

Mails are counted where they came in, jobs where they were done; what was to be expected is told
from the calendar, the troubles and the city, and not from the service's tables.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from tests.worker.service.year_book import Entry
from tests.worker.service.year_ledger import Run
from tests.worker.service.year_post import Came
from tests.worker.service.year_sky import DAY, HOUR, ROUNDS
from tests.worker.sweeping.month_book import STOCKHOLM

WEEK = re.compile(r"\d{4}-W\d\d")
SOON = HOUR
"""How long after the first good instant a report may come: waits of that instant included."""
RETRIED = 8 * HOUR
"""The same after a mail server was away: tried again after four hours at most, and looked at after
three."""
SILENT = 3 * DAY
"""After so long a silence the clock may have leapt: an hour passes before anything that goes by the
date is done, and then it looks again."""
LAST = 2 * DAY
"""What is due so shortly before the end is not counted: it may come later."""


def at_local(day: datetime, clock: time) -> datetime:
    """That time on the local day of an instant, in UTC."""
    return datetime.combine(day.astimezone(STOCKHOLM).date(), clock, STOCKHOLM).astimezone(UTC)


def days_between(begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Noon of each local day from the one after `begins` until the one before `ends`."""
    first, last = begins.astimezone(STOCKHOLM).date(), ends.astimezone(STOCKHOLM).date()
    for number in range(1, (last - first).days):
        yield datetime.combine(first + number * DAY, time(12), STOCKHOLM)


def reports(
    came: Sequence[Came], log: Sequence[Entry], to: Sequence[str], begins: datetime, ends: datetime
) -> Iterator[str]:
    """Every week's report came once to each, soon after Monday 07:00 when that could be done."""
    mine = [one for one in came if "Veckorapport" in one.subject]
    weeks = Counter((WEEK.findall(one.subject)[0], one.to) for one in mine)
    wanted = set()
    open_still = set()
    for day in days_between(begins - DAY, ends + DAY):
        due, label = at_local(day, time(7)), "{}-W{:02}".format(*(day - DAY).isocalendar()[:2])
        if day.weekday() == 0 and begins < due <= ends:
            (wanted if due < ends - LAST else open_still).update((label, one) for one in to)
            yield from _late(mine, log, label, due)
    for key in sorted(wanted | weeks.keys()):
        if weeks[key] != (key in wanted) and not (weeks[key] == 1 and key in open_still):
            yield f"the report of {key} came {weeks[key]} times"


def _late(mine: Sequence[Came], log: Sequence[Entry], label: str, due: datetime) -> Iterator[str]:
    good = next((one for one in log if one.at >= due and one.processes and one.writable), None)
    if good is None:
        return
    open_by = next((one.now for one in log if one.at >= good.at and one.mail), good.now)
    latest = open_by + (SOON if good.mail else RETRIED)
    awake = [one.at for one in log if one.at < good.at and one.processes]
    if awake and good.at - awake[-1] > SILENT:
        latest = next((one.now for one in log if one.at >= latest), latest)
    for one in mine:
        if WEEK.findall(one.subject)[0] == label and not due <= one.at <= latest:
            yield f"the report of {label} came to {one.to} at {one.at}, due {due}, by {latest}"


def digests(came: Sequence[Came], log: Sequence[Entry], addresses: dict[str, str]) -> Iterator[str]:
    """No window's digest came twice to an owner; one for whom threads waited got it."""
    mine = [one for one in came if "väntar på svar (" in one.subject]
    windows: Counter[tuple[str, datetime]] = Counter()
    for one in mine:
        starts = [at_local(one.dated - n * DAY, clock) for n in (1, 0) for clock in ROUNDS]
        windows[one.to, max(start for start in starts if start <= one.dated)] += 1
    for key, times in windows.items():
        if times > 1:
            yield f"{key} got {times} digests"
    for entry in log:
        sure = entry.processes and entry.writable and entry.mail and "comments" in entry.read
        if not sure or entry.at not in {at_local(entry.at, clock) for clock in ROUNDS}:
            continue
        for owner, address in addresses.items():
            got, waits = windows[address, entry.at], entry.waiting.get(owner, 0)
            if got != bool(waits):
                yield f"{owner} got {got} digests at {entry.at}, and {waits} threads waited"


def jobs(runs: Sequence[Run], dead: set[str], log: Sequence[Entry]) -> Iterator[str]:
    """No slot's work came to its end twice, but where a process was cut off or nothing was kept."""
    ended: dict[tuple[str, datetime], list[Run]] = defaultdict(list)
    for one in runs:
        if one.ended is not None and one.holder not in dead:
            ended[one.job, one.slot].append(one)
    lost = [one for one in log if not one.writable]
    for key, some in ended.items():
        kept = [one for one in some if not any(e.at <= one.ended <= e.now + HOUR for e in lost)]  # type: ignore[operator]
        if len(kept) > 1:
            yield f"{key} was done {len(kept)} times, by {[one.holder for one in kept]}"


def alarms(came: Sequence[Came], ids: set[str]) -> Iterator[str]:
    """Nobody was told twice of a thread and deadline. `ids`: of all threads."""
    told: Counter[tuple[str, str, str]] = Counter()
    for one in came:
        if one.subject.startswith("Försenat"):
            for thread, due in _rows(one.text, ids):
                told[one.to, thread, due] += 1
    for key, times in told.items():
        if times > 1:
            yield f"{key} was told {times} times"


def _rows(text: str, ids: set[str]) -> Iterator[tuple[str, str]]:
    """Thread and deadline of each row of an alarm."""
    due = ""
    for line in text.splitlines():
        if "Besvaras senast:" in line:
            due = line.partition(":")[2].strip()
        for word in re.findall(r"\b[a-z2-7]{10}\b", line):
            if word in ids:
                yield word, due


def twice(came: Sequence[Came]) -> Iterator[str]:
    """No mail came twice to anybody."""
    for key, times in Counter((one.message_id, one.to) for one in came).items():
        if times > 1:
            yield f"{key} came {times} times"


def daily(
    runs: Sequence[Run], at: time, name: str, log: Sequence[Entry], begins: datetime, ends: datetime
) -> Iterator[str]:
    """A job of every day was done for each day on which a process was there to do it."""
    done = {one.slot for one in runs if one.job == name and one.ended}
    for day in days_between(begins, ends - LAST):
        due, later = at_local(day, at), at_local(day + DAY, at)
        there = any(
            due <= one.at and one.now < later and one.processes and one.writable for one in log
        )
        if there and due not in done:
            yield f"{name} of {day.date()} was never done"
