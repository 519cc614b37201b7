"""What a worker does: pieces of polls that are led by `annonsvakt run`, wherever that runs."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

from connectors.http import Patience
from policies.model import Platform
from worker.config import Settings
from worker.engine.consuming import Consumer
from worker.engine.orders import Order
from worker.engine.pace import Pace
from worker.logs import DEBUG, ERROR, WARNING, log, log_failure
from worker.service.office import Office, Shift
from worker.service.polling import patience_of, tools_of
from worker.store import leases
from worker.store.errors import StoreError, TooNew, TooOld
from worker.store.leases import Busy
from worker.store.slots import Claim
from worker.sweeping.attempting import NothingRead
from worker.sweeping.edge import Ended
from worker.sweeping.pieces import do_named
from worker.sweeping.shared import queue_for
from worker.sweeping.turns import Terms

END = 8.0
"""Seconds for an orderly end; a little more than the queue gives to what is under way."""
BUSY = 5.0
"""Seconds at most between two looks at a piece that another has: he may let go of it any time."""


class Worker:
    """The pieces that one process does."""

    def __init__(self, office: Office, *, concurrency: int, pace: Pace | None = None) -> None:
        """`concurrency`: pieces at once, each with an account's content in memory."""
        self.office = office
        self.pace = pace or Pace()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._shifts: dict[Shift, str] = {}
        self._patience: dict[tuple[str, Platform], tuple[datetime, Patience]] = {}
        self._lost: dict[str, datetime] = {}  # by piece: the slot in which we read nothing of it
        self.outdated: StoreError | None = None
        """Why it may work here no more: another version of the program changed the tables."""
        self.queue = Consumer(
            office.settings.database.url.get_secret_value(),
            queue_for(office.settings),
            self.do,
            self._let_go,
            concurrency=concurrency,
            pace=self.pace,
        )

    def reload(self, settings: Settings) -> None:
        """Go by another configuration from the next piece on, in the queue of those who do so."""
        self.office = replace(self.office, settings=settings)
        self._lost.clear()  # it may be mended
        self.queue.listen_to(queue_for(settings))
        log("service.reloaded")

    def look(self) -> bool:
        """Whether the tables are still this program's; if not, what is at work ends where it can.

        Of a database that is away the queue tells.
        """
        if self.outdated is None:
            try:
                self.office.store.require_current()
            except (TooNew, TooOld) as error:
                self._outdate(error)
            except StoreError:
                return True
        return self.outdated is None

    def _outdate(self, error: StoreError) -> None:
        """Say so once, whichever thread sees it first."""
        with self._lock:
            if self.outdated is not None:
                return
            self.outdated = error
        log("database.of-another-version", level=ERROR, because=error.words.english())
        self._over.set()

    def do(self, order: Order) -> float | None:
        """Do a piece; None: it is done, else the seconds after which to try again.

        A piece that fails for a fault of ours is told, and raised: who leads the poll reads it.
        """
        office, name = self.office, order.name
        if not self.look():
            return self.pace.away
        try:
            with office.store.reading() as connection:
                period = leases.due(connection, name)
            busy = self._read(office, order, period) if period else None
        except Ended:
            log("piece.given-back", level=WARNING, piece=name)
            return 0.0
        except StoreError as error:
            log("piece.put-off", level=WARNING, piece=name, because=error.words.english())
            return self.pace.away
        except Exception as error:
            log_failure("piece.failed", error, piece=name)
            raise
        if busy is None:
            return None
        log("piece.busy", level=DEBUG, piece=name, holder=busy.holder)
        return min(BUSY, max(1.0, (busy.until - office.clock()).total_seconds()))

    def _read(self, office: Office, order: Order, period: datetime) -> Busy | None:
        """Read it, unless another does; what we could read nothing of we try once in a slot."""
        if self._lost.get(order.name) == period:
            return None
        claim = Claim(
            job=order.topic, scheduled_at=period, holder=office.holder, token=0, attempts=0
        )
        shift = Shift(claim=claim, over=self._over, pause=office.pause)
        with self._lock:
            self._shifts[shift] = order.name
        started = office.clock()
        platform = Platform(order.platform)
        try:
            patience = self._patience_of(office, shift, platform)
            terms = _terms(office, shift)
            with tools_of(office, shift, terms, platform, patience) as (tools, readers):
                busy = do_named(tools, readers[platform], order.name)
        except NothingRead as error:
            self._lost[order.name] = period
            because = error.because.english()
            log(
                "piece.unread",
                level=WARNING,
                piece=order.name,
                holder=office.holder,
                because=because,
            )
            return None
        finally:
            with self._lock:
                self._shifts.pop(shift, None)
        if busy is None:
            seconds = round((office.clock() - started).total_seconds(), 1)
            log("piece.done", piece=order.name, period=period.isoformat(), seconds=seconds)
        return busy

    def _patience_of(self, office: Office, shift: Shift, platform: Platform) -> Patience:
        """One for all pieces of a poll, as its leader has: 40 throttled accounts wait no longer."""
        poll, slot = (shift.claim.job, platform), shift.claim.scheduled_at
        with self._lock:
            of, patience = self._patience.get(poll, (None, None))
            if patience is None or of != slot:
                patience = patience_of(office, shift)
                self._patience[poll] = slot, patience
        return patience

    def end(self, seconds: float = END) -> None:
        """Take nothing more; what does not come to its end by itself is given back."""
        self._over.set()
        self.queue.end(seconds)
        self._cut_off()

    def _let_go(self, order: Order) -> None:
        """Let another have a piece that hangs, where this process ends.

        The queue alone may have begun anew, for the database was away: then the piece goes on.
        """
        if self._over.is_set():
            self._cut_off(order.name)

    def _cut_off(self, name: str | None = None) -> None:
        """Give back what is at work: a piece, or all of them."""
        with self._lock:
            left = {one: of for one, of in self._shifts.items() if name in (None, of)}
            for shift in left:
                del self._shifts[shift]
        for shift, of in left.items():
            if shift.turns is not None:
                shift.turns.release_all()
            log("piece.cut-off", level=WARNING, piece=of)


def _terms(office: Office, shift: Shift) -> Terms:
    """Who reads, for which slot, and how long; nobody waits for another's piece here."""
    return Terms(
        holder=office.holder,
        period=shift.claim.scheduled_at,
        wait=lambda: False,
        seconds=office.settings.poll.account_minutes * 60.0,
        ended=shift.over.is_set,
        for_another=True,
    )
