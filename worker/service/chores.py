"""What the service does besides polling: holding, filing, erasing, reporting, mailing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from policies.model import Words
from policies.weekly import span_at, span_before
from worker.engine.forgetting import clear_ended, forget_left
from worker.language import Language
from worker.logs import ERROR, INFO, WARNING, log, log_failure
from worker.posting.letter import Fate
from worker.posting.outbox import deliver_due
from worker.service.office import Did, Office, Shift, Work
from worker.sweeping.shared import queue_for
from worker.upkeep.retention import erase

if TYPE_CHECKING:
    from worker.stopping.journal import Journal
    from worker.stopping.ordering import Order
    from worker.stopping.outcome import Result


def with_hold(work: Work) -> Work:
    """The work, and after it whatever became of it: the stops in force are held."""

    def do(office: Office, shift: Shift) -> Did:
        try:
            did = work(office, shift)
        finally:
            left = 0 if shift.over.is_set() else held(office)
        return replace(did, gaps=did.gaps + left)

    return do


def hold_here(office: Office, _shift: Shift) -> Did:
    """Hold the stops of this host, whose journals a process elsewhere that polls does not see."""
    return Did(gaps=held(office))


def held(office: Office) -> int:
    """Hold the stops in force, if that is wanted; the answer is how much is left on.

    Nothing that goes wrong here ends the job that it follows: it is told.
    """
    try:
        return hold(office) if office.settings.crisis.hold else 0
    except Exception as error:  # noqa: BLE001 the poll counts, whatever becomes of the hold
        log_failure("hold.failed", error)
        return 1


def hold(office: Office) -> int:
    """Stop again what turned active while a stop is in force; the answer is how much is left on."""
    from worker.service.elsewhere import over
    from worker.stopping.desk import open_desk, places_of
    from worker.stopping.giving_way import going_first
    from worker.stopping.holding import hold_all
    from worker.stopping.identity import whoami
    from worker.stopping.in_force import in_force
    from worker.stopping.ordering import Order

    if in_force(office.settings.state_dir) is None:
        return 0
    desk = open_desk(
        office.settings,
        places_of(office.settings, None),
        clock=office.clock,
        tell=lambda words: log("hold.note", said=words.english()),
        last_resort=lambda line: log("hold.journal", level=ERROR, line=line),
    )
    order = Order(reason="[crisis] hold", operator="annonsvakt run", who=whoami())
    left = 0
    with going_first(desk.places, desk.means.sleep):
        results = hold_all(desk, order, over=over(office.store))
    for result in results:
        _tell(office, desk.open_journal(result.stop_id), result, order)
        left += len(result.left)
        log(
            "hold.done",
            level=WARNING if result.code else INFO,
            stop=result.stop_id,
            code=result.code,
            left=len(result.left),
        )
    return left


def _tell(office: Office, journal: Journal, result: Result, order: Order) -> None:
    """Mail what a hold turned off; how far that came is in the journal.

    The next hold does not tell it again: where the database does not take the mails, they go
    without it, as those of the stop do.
    """
    from worker.posting.falling_back import falling_back
    from worker.stopping.desk import places_of
    from worker.stopping.telling import Teller, tell_result

    teller = Teller(
        settings=office.settings,
        said=language(office),
        places=places_of(office.settings, None),
        post=falling_back(office.settings, office.clock),
    )
    told = tell_result(teller, journal, result, order, at=office.clock(), held=True)
    if told is not None:
        sent = sum(one.fate is Fate.SENT for one in told)
        log("hold.told", stop=result.stop_id, sent=sent, not_sent=len(told) - sent)


def file(office: Office, _shift: Shift) -> Did:
    """Keep the journals of stops in the database too, and what a stop asks for outside of it."""
    from worker.briefs.refreshing import refresh
    from worker.service.filing import file_stops
    from worker.stopping.desk import places_of

    filed = file_stops(office.store, places_of(office.settings, None), at=office.clock())
    for stop_id, words in filed.wrong:
        log("stops.wrong", level=ERROR, stop=stop_id, because=words.english())
    zone = ZoneInfo(office.settings.timezone)
    unwritten = refresh(office.store, office.settings.state_dir, at=office.clock(), zone=zone)
    if unwritten is not None:
        log("briefs.unwritten", level=ERROR, because=unwritten.english())
    facts = {"stops": filed.stops, "records": filed.records} if filed.records else {}
    return Did(gaps=len(filed.wrong) + bool(unwritten), facts=facts)


PURGES = timedelta(hours=1)
"""From one purge to the next."""


def purge(office: Office, _shift: Shift) -> Did:
    """Erase what may no longer be kept; the log gets the count of each class that has any."""
    done = erase(office.store, office.settings, at=office.clock(), again_in=PURGES)
    if done.waiting:
        log("purge.waits", level=WARNING, classes=list(done.waiting))
    if done.on_disk:
        log("purge.journal-in-use", level=WARNING)
    if done.held:
        log("purge.held", level=WARNING, **done.held)
    _forget_pieces(office)
    return Did(facts={name: rows for name, rows in done.erased.items() if rows})


def _forget_pieces(office: Office) -> None:
    """Let nothing stay in the task queue for ever, and no piece wait there that nobody takes."""
    settings = office.settings
    queue = None if settings.engine == "embedded" else queue_for(settings)
    with office.store.writing() as connection:
        pieces = forget_left(connection, queue)
        clear_ended(connection)
    if pieces:
        log("pieces.forgotten", pieces=pieces)


def deliver(office: Office, _shift: Shift) -> Did:
    """Send the mails that are due."""
    done = deliver_due(office.store, office.settings, office.clock)
    if done.closed is not None:
        log("outbox.closed", level=WARNING, because=done.closed.english())
    sent = done.count(Fate.SENT)
    unsent = len(done.handed) - sent
    return Did(gaps=unsent, facts={"sent": sent, "not_sent": unsent} if done.handed else {})


def language(office: Office) -> Language:
    """The language of what people read."""
    settings = office.settings
    return Language(settings.language, ZoneInfo(settings.timezone))


def report(office: Office, shift: Shift) -> Did:
    """Write the report of the week that ended last before the slot, and lay down its mails.

    Raises:
        StoreError: the database failed.
        OSError: it could not be filed; its mails are laid down all the same.
    """
    from worker.reporting import keep_week, write_report
    from worker.service.reports import post_report
    from worker.stopping.elsewhere import anywhere

    said = language(office)
    week = span_before(span_at(shift.claim.scheduled_at, said.zone), said.zone)
    banner: Words | None = anywhere(office.store, office.settings.state_dir)
    at = office.clock()
    keep_week(office.store, office.settings, week.label, at=at, banner=banner)
    write = partial(
        write_report, office.store, office.settings, said, week=week.label, at=at, banner=banner
    )
    mailed = office.settings.mail.report_to
    try:
        written = write()
    except OSError:
        if mailed:  # a mail needs no folder of ours; laid down once, it is not laid down again
            with TemporaryDirectory() as folder:
                post_report(office, write(out=Path(folder)), banner)
        raise
    unsent = post_report(office, written, banner) if mailed else 0
    if not written.reconciles:
        log("report.disagrees", level=ERROR, week=week.label)
    wrong = unsent + (not written.reconciles)
    return Did(gaps=wrong, facts={"week": week.label, "not_sent": unsent})
