"""The calendar of the configuration, looked at again and again: it may change with a restart."""

from __future__ import annotations

from worker.logs import WARNING, log
from worker.service.office import Did, Office, Shift
from worker.sweeping.calendars import keep_up, sentences
from worker.sweeping.judgement import judgement


def keep_calendar(office: Office, shift: Shift) -> Did:
    """Let open deadlines go by the calendar of the configuration, and tell if it is another."""
    measure = judgement(office.settings)
    moved = keep_up(office.store, measure, office.clock, lambda: shift.nap(0))
    if moved is None:
        return Did()
    for words in sentences(moved, measure.calendar.zone):
        log("calendar.note", level=WARNING, said=words.english())
    return Did(facts={"moved": moved.count, "stood": moved.stood})
