"""Which order wins where two meet: the one that was recorded later, and both are told.

Orders are recorded one at a time, each after a look at those before it. From the record of a stop
on, no batch of a resume turns on what that stop covers; from the record of a resume on, no batch of
that stop turns anything off. A batch of a resume that was allowed before is waited for, so that
no reading comes too early to see what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from policies.crisis import Outcome, Row
from policies.model import Panel, Switch, Unread, Words
from worker.stopping.alone import Got, alone
from worker.stopping.journal import files_of
from worker.stopping.kept_off import Held, held_by_others, kept_off
from worker.stopping.places import Places
from worker.stopping.story import CONTINUED, NoJournal, Story, ends, tell_story

_ORDERS, _RESUMING, _TURNING_ON = "orders", "resuming", "turning-on"
_TURN = 2.0
"""Seconds that an order waits while another one is being recorded."""
_BATCH = 60.0
"""Seconds that a stop waits, at its end, for a batch of a resume."""
_OVER = Words(
    "It is on; the stop was resumed or ended while this ran, so that it is left as it is."
)
ANEW = Words(
    "The stop was ordered anew after that plan was shown. Read the one above, and type its phrase."
)
Sleep = Callable[[float], None]


@contextmanager
def one_at_a_time(places: Places, sleep: Sleep) -> Iterator[None]:
    """Look at what was ordered before, and record an order, while nobody else does."""
    with alone(_ORDERS, places, patience=_TURN, sleep=sleep):
        yield


def ordered_since(stop_id: str, places: Places, at: datetime) -> bool:
    """Whether somebody ordered this very stop again after that instant."""
    with suppress(NoJournal, ValueError, KeyError, TypeError):
        records = tell_story(stop_id, places).lines.records
        return any(
            one.event == CONTINUED and datetime.fromisoformat(one.at) > at for one in records
        )
    return False


@contextmanager
def resuming(places: Places, sleep: Sleep) -> Iterator[None]:
    """A resume, from its record to its end."""
    with alone(_RESUMING, places, patience=_TURN, sleep=sleep, shared=True):
        yield


def nobody_resumes(places: Places, sleep: Sleep) -> bool:
    """Whether no resume is under way: what is off now stays off."""
    with alone(_RESUMING, places, patience=0, sleep=sleep) as got:
        return got is not Got.NOT_GOT


@contextmanager
def turning_on(places: Places, sleep: Sleep) -> Iterator[None]:
    """A batch of a resume, from the look at other orders to its answer."""
    with alone(_TURNING_ON, places, patience=_TURN, sleep=sleep, shared=True):
        yield


def nobody_turns_on(places: Places, sleep: Sleep, *, patient: bool = False) -> bool:
    """Whether no batch of a resume is under way; `patient`: after a wait for it."""
    patience = _BATCH if patient else 0
    with alone(_TURNING_ON, places, patience=patience, sleep=sleep) as got:
        return got is not Got.NOT_GOT


class UntilOver:
    """Lets the writes of a stop through until it is resumed or ended by another order.

    A journal that cannot be read never prevents a stop.
    """

    def __init__(self, stop_id: str, places: Places) -> None:
        self._stop_id = stop_id
        self._places = places
        self._over = False

    def allow(self, switches: Sequence[Switch]) -> tuple[Switch, ...]:
        """Those of them that may be written now."""
        if switches and not self._over:
            self._over = any(map(ends, files_of(self._stop_id, self._places)))
        return () if self._over else tuple(switches)

    def told(self, row: Row) -> Row:
        """A row that was left on because the stop was over says so."""
        if not self._over or row.outcome is not Outcome.FAILED:
            return row
        return replace(row, error=_OVER)


class Unopposed:
    """Lets the writes of a resume through, but for what other stops in force cover by then."""

    def __init__(
        self, story: Story, places: Places, panels: Sequence[Panel | Unread],
        tell: Callable[[Words], None],
    ) -> None:  # fmt: skip
        """`panels` tell what lies under a group; `tell` says once that a stop came in between."""
        self._story = story
        self._places = places
        self._panels = {
            (one.platform, one.account_id): one for one in panels if isinstance(one, Panel)
        }
        self._tell = tell
        self._others: tuple[Held, ...] = ()
        self._told = False

    def allow(self, switches: Sequence[Switch]) -> tuple[Switch, ...]:
        """Those of them that may be written now."""
        if not switches:
            return ()
        self._look()
        free = [one for one in switches if not self._held(one)]
        if len(free) < len(switches):
            self._tell_once()
        return tuple(free)

    def _look(self) -> None:
        self._others = held_by_others(self._places, self._story, lambda _: None)

    def _tell_once(self) -> None:
        if not self._told:
            self._told = True
            self._tell(
                Words("A stop was ordered while this resume ran: what it covers is left off.")
            )

    def _held(self, switch: Switch) -> bool:
        row = Row(switch=switch, outcome=Outcome.PLANNED)
        return self._kept(row).outcome is Outcome.SKIPPED

    def _kept(self, row: Row) -> Row:
        panel = self._panels.get((row.switch.platform, row.switch.account_id))
        gap = Unread(what="account", because=_OVER, platform=row.switch.platform)
        return kept_off(row, panel or gap, self._others)

    def told(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The rows of the resume at its end: what another stop turns off says so."""
        self._look()
        return tuple(map(self._row, rows))

    def _row(self, row: Row) -> Row:
        if row.outcome is Outcome.SKIPPED:
            return row
        kept = self._kept(replace(row, outcome=Outcome.PLANNED))
        if kept.outcome is Outcome.PLANNED:
            return row
        self._tell_once()
        return kept
