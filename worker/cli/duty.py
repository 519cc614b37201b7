"""What the commands of a stop have at hand: a configuration that may be faulty elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from policies.model import Platform, Words
from worker.cli import terminal
from worker.cli.session import Session
from worker.config.load import load_for_stop
from worker.config.settings import Settings
from worker.language import Language

if TYPE_CHECKING:
    from worker.stopping.giving import Desk
    from worker.stopping.journal import Journal
    from worker.stopping.places import Places

INTERRUPTED = 130
"""Ctrl-C, as shells count it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Configuration and language."""

    settings: Settings
    language: Language

    def places(self, spare: Path | None) -> Places:
        """Where the files of stops are."""
        from worker.stopping.desk import places_of

        return places_of(self.settings, spare)

    def enabled(self) -> tuple[Platform, ...]:
        """The platforms that are switched on.

        Raises:
            typer.BadParameter: there are none.
        """
        from worker.platforms import enabled

        on = enabled(self.settings)
        if not on:
            raise typer.BadParameter(
                self.language.text(
                    "no platform is configured: write a [meta] or [linkedin] section"
                )
            )
        return on

    @contextmanager
    def desk(self, spare: Path | None, *, first: bool = True) -> Iterator[Desk]:
        """A desk; Ctrl-C leaves every journal whole and says how to go on.

        `first`: readings in other programs wait meanwhile; a drill asks for that of nobody.
        """
        from contextlib import nullcontext
        from dataclasses import replace

        from worker.cli.progress import Progress
        from worker.clock import now
        from worker.stopping.desk import open_desk
        from worker.stopping.giving_way import going_first

        self.enabled()
        desk = open_desk(
            self.settings,
            self.places(spare),
            clock=now,
            tell=lambda words: said(self, words),
            last_resort=terminal.note,
        )
        means = replace(desk.means, step=Progress(self.language, now).step)
        desk = replace(desk, means=means)
        opened: list[Journal] = []

        def open_journal(stop_id: str) -> Journal:
            opened.append(desk.open_journal(stop_id))
            return opened[-1]

        try:
            with going_first(desk.places, desk.means.sleep) if first else nullcontext():
                yield replace(desk, open_journal=open_journal)
        except KeyboardInterrupt:
            self._interrupted(opened)
            raise typer.Exit(INTERRUPTED) from None

    def _interrupted(self, opened: list[Journal]) -> None:
        """Let no batch be begun any more, and say how to go on."""
        for journal in opened:
            journal.freeze()
        written = [journal for journal in opened if journal.written]
        if not written:
            said(self, Words("Interrupted. Nothing was written to a platform."))
        for journal in written:
            # No mail goes now: whoever pressed Ctrl-C wants to give the next command at once.
            said(
                self,
                Words(
                    "INTERRUPTED, and not everything is done. Go on with: "
                    "annonsvakt stops continue {stop_id} (a stop) or annonsvakt resume {stop_id} "
                    "(its undoing). Nobody is told by mail before that.",
                    {"stop_id": journal.stop_id},
                ),
            )


def on_duty(ctx: typer.Context) -> Duty:
    """Configuration and language; faults that do not matter to a stop are warnings.

    Raises:
        Faults: a fault that does.
    """
    session: Session = ctx.obj
    settings, warnings = load_for_stop(session.config)
    code = session.lang or settings.language
    language = Language(code, ZoneInfo(settings.timezone))
    for warning in warnings:
        terminal.note(terminal.safe(warning.said(language.say)))
    return Duty(settings=settings, language=language)


def said(duty: Duty, words: Words) -> None:
    """Say something on standard error."""
    terminal.note(terminal.safe(duty.language.say(words)))
