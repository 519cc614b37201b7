"""How far a stop has come, on standard error: one live line, or plain lines where none can be."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field

from worker.cli import terminal
from worker.cli.stopped_accounts import PLATFORMS
from worker.clock import Clock
from worker.language import Language
from worker.stopping.steps import Stage, Step

_PLAIN = {Stage.READ, Stage.TURNING}
"""What is worth a line of its own; that an account is done is told in other words."""


@dataclass(slots=True)
class Progress:
    """Takes steps from many threads."""

    language: Language
    clock: Clock
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _now: dict[tuple[str, str], Step] = field(default_factory=dict)
    """What is being done to each account that is being worked on."""
    _total: int = 0
    _done: int = 0
    _waits: set[tuple[str, str, int]] = field(default_factory=set)
    """Waits that were told in plain lines."""

    def step(self, step: Step) -> None:
        """Show it."""
        # What cannot be shown is no reason to stop nothing.
        with self._lock, suppress(OSError, ValueError):
            self._count(step)
            if sys.stderr.isatty():
                terminal.live(terminal.safe(self._line()))
            elif step.stage in _PLAIN or self._new_wait(step):
                terminal.note(terminal.safe(self._of(step)))

    def _count(self, step: Step) -> None:
        place = (str(step.platform), str(step.account_id))
        if step.stage is Stage.LISTED:
            if self._done == self._total:  # what was counted before is over
                self._done = self._total = 0
            self._total += 1
        elif step.stage in (Stage.READ, Stage.DONE):
            self._done += 1
            self._now.pop(place, None)
        else:
            self._now[place] = step

    def _new_wait(self, step: Step) -> bool:
        """Whether a wait is not told yet: each is told once, with its end."""
        wait = (str(step.platform), str(step.account_id), step.switches)
        new = step.stage is Stage.WAITING and wait not in self._waits
        if new:
            self._waits.add(wait)
        return new

    def _line(self) -> str:
        """All accounts in one line: the number first, for what does not fit is cut."""
        number = self.language.text(
            "{done} of {total} accounts", done=self._done, total=self._total
        )
        return " · ".join((number, *(self._of(one) for one in self._now.values())))

    def _of(self, step: Step) -> str:
        """One account."""
        text = self.language.text
        place = f"{PLATFORMS[step.platform]} {step.account_id}"
        match step.stage:
            case Stage.READING:
                return text("{account}: being read", account=place)
            case Stage.READ:
                return text(
                    "{account}: read ({done} of {total})",
                    account=place,
                    done=self._done,
                    total=self._total,
                )
            case Stage.TURNING:
                return text("{account}: {n} being turned", account=place, n=step.switches)
            case Stage.READING_BACK:
                return text("{account}: being read back", account=place)
            case Stage.WAITING:
                return self._wait(step, place)
            case _:
                return place

    def _wait(self, step: Step, place: str) -> str:
        """Until when an account waits, and how much is left of it."""
        if step.until is None:
            return place
        seconds = max(0, round((step.until - self.clock()).total_seconds()))
        return self.language.text(
            "{account}: waits for its turn, {n} to go, done about {time} "
            "(in {minutes} min {seconds} s)",
            account=place,
            n=step.switches,
            time=f"{step.until.astimezone(self.language.zone):%H:%M}",
            minutes=seconds // 60,
            seconds=seconds % 60,
        )
