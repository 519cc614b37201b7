"""The question at the terminal: the plan is shown once, and its phrase is asked for three times."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.model import Words
from worker.cli import terminal
from worker.cli.duty import Duty, said

if TYPE_CHECKING:
    from worker.stopping.outcome import Result

TIMES = 3
"""How often a phrase may be typed."""
_NOTHING = Words("Nothing was typed: nothing is changed.")
_ENOUGH = Words("Three times wrong: nothing is changed. Give the command again when you are ready.")


@dataclass(slots=True, kw_only=True)
class Person:
    """Who gave the command, and how they want it told."""

    duty: Duty
    json: bool
    full: bool
    has_seen: bool = False
    """Whether the plan was shown to them already."""

    def ask(self, plan: Result) -> str | None:
        """Show the plan and ask for its phrase; None: nobody is there, or they do not give it."""
        from worker.cli.stopped import show

        if self.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return None
        show(plan, self.duty.language, json=False, full=self.full)
        self.has_seen = True
        return self._typed(plan)

    def _typed(self, plan: Result) -> str | None:
        from policies.crisis import is_phrase
        from worker.cli.stopped_json import phrase_of

        def is_right(typed: str) -> bool:
            return is_phrase(typed, plan.doing, plan.number)

        return until_right(self.duty, is_right, phrase_of(plan, self.duty.language))


def until_right(duty: Duty, is_right: Callable[[str], bool], phrase: str | None) -> str | None:
    """What is typed, once it is the phrase; None: nothing is, or three times something else."""
    for time in range(TIMES):
        typed = _line()
        if not typed.strip():
            said(duty, _NOTHING)
            return None
        if is_right(typed):
            return typed
        if time + 1 < TIMES:
            again = duty.language.text(
                "That is not the phrase. Type exactly this, or nothing to leave: {phrase}",
                phrase=phrase,
            )
            terminal.out(terminal.safe(again))
    said(duty, _ENOUGH)
    return None


def _line() -> str:
    """What is typed; the end of the input is nothing.

    `input` would put its prompt on standard error, where it is lost if that goes to a file.
    """
    terminal.prompt("> ")
    return sys.stdin.readline()
