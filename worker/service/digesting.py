"""The digests of a window: made when comments were read since it began, or could not be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from policies.rounds.windows import Window
from worker.digests.floods import tell_floods
from worker.digests.laying import lay_digests
from worker.digests.moments import Moment, has_rounds, moment, next_round, window_of
from worker.logs import WARNING, log, log_failure
from worker.platforms import enabled
from worker.service.chores import deliver, language
from worker.service.office import Did, Office, Shift, Work
from worker.service.ticks import Every
from worker.store.digesting import last_reading

if TYPE_CHECKING:
    from policies.model import Words

WAITED = timedelta(minutes=15)
"""How long a digest waits for comments to be read since its window began."""
LOOK = 2.0
"""Seconds between two looks at whether they have been, in the service."""


def digest(office: Office, shift: Shift, *, look: float = LOOK) -> Did:
    """Lay down the digests of the slot's window, and send them.

    The slot's instant says which window it is. One that comes when the next has begun is left out:
    the newer digests tell all that it would have. `look`: seconds between two looks at whether
    comments have been read.

    Raises:
        Ended: the program ends, or the slot is another's.
        StoreError: the database failed.
    """
    settings = office.settings
    window = window_of(settings, shift.claim.scheduled_at)
    if window is None or not has_rounds(settings, window.day):
        return Did()
    _wait_for_comments(office, shift, window, look)
    at = office.clock()
    after = next_round(settings, window.starts)
    if after is not None and after <= at:
        return Did(facts={"left_out_for": after.isoformat()})
    with office.store.reading() as connection:
        now = moment(connection, settings, window.starts, at)
    return _laid(office, shift, now)


def _laid(office: Office, shift: Shift, now: Moment) -> Did:
    """Lay them down and send what is due."""
    from worker.stopping.elsewhere import anywhere

    settings = office.settings
    banner: Words | None = anywhere(office.store, settings.state_dir)
    if not now.fresh:
        log("digest.not-fresh", level=WARNING, window=now.starts.isoformat())
    laid = lay_digests(office.store, settings, language(office), now, banner=banner)
    sent = deliver(office, shift) if laid.mails else Did()
    if laid.failed is not None:
        raise laid.failed
    facts = {"digests": laid.digests, "quiet": laid.quiet, "mails": laid.mails, **sent.facts}
    return Did(gaps=laid.gaps + sent.gaps, facts=facts)


def _wait_for_comments(office: Office, shift: Shift, window: Window, look: float) -> None:
    """Wait until comments were read that nobody had read when the window began.

    Not where no reading would come in that time.
    """
    until = office.clock() + WAITED
    if not _will_be_read(office, window.starts, until):
        return
    while office.clock() < until:
        with office.store.reading() as connection:
            last = last_reading(connection, "comments")
        if last is not None and last.started_at >= window.starts:
            return
        shift.nap(look)


def _will_be_read(office: Office, since: datetime, until: datetime) -> bool:
    """Whether comments are polled, and at least once in this time."""
    every = Every(timedelta(minutes=office.settings.poll.comments_minutes))
    ticks = every.between(since - timedelta(microseconds=1), until)
    return bool(enabled(office.settings)) and any(ticks)


def with_floods(work: Work) -> Work:
    """The work of reading, and after it: who has a flood of new threads is told at once."""

    def do(office: Office, shift: Shift) -> Did:
        did = work(office, shift)
        return Did(gaps=did.gaps + _floods(office, shift), facts=did.facts)

    return do


def _floods(office: Office, shift: Shift) -> int:
    """Tell of floods; the answer is how much could not be told. What was read counts anyway."""
    try:
        told = tell_floods(office.store, office.settings, language(office), at=office.clock())
        return told.gaps + (deliver(office, shift).gaps if told.mails else 0)
    except Exception as error:  # noqa: BLE001 the next reading looks again
        log_failure("flood.failed", error)
        return 1
