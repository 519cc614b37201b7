"""The desk at which orders are given, made from the configuration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from connectors.http import Patience
from policies.model import Words
from worker.clock import Clock
from worker.config import Settings
from worker.platforms import enabled, stopper
from worker.stopping.giving import Desk
from worker.stopping.journal import Journal
from worker.stopping.means import RESERVE, Means
from worker.stopping.places import Places
from worker.stopping.uncovered import uncovered


def places_of(settings: Settings, spare: Path | None) -> Places:
    """Where the files of stops are; `spare`: the folder of `--journal`."""
    return Places(state_dir=settings.state_dir, spare=spare)


def open_desk(
    settings: Settings,
    places: Places,
    *,
    clock: Clock,
    tell: Callable[[Words], None],
    last_resort: Callable[[str], None],
) -> Desk:
    """A desk with a stopper for each enabled platform.

    `tell` says how far it has come, and what went wrong with a journal; `last_resort` takes the
    journal's lines where no disk does.
    """
    stoppers = {
        platform: stopper(platform, settings, patience=Patience(RESERVE), clock=clock)
        for platform in enabled(settings)
    }
    means = Means(stoppers=stoppers, clock=clock, sleep=Patience().sleep, tell=tell)
    return Desk(
        means=means,
        places=places,
        not_covered=uncovered(settings),
        open_journal=lambda stop_id: Journal(
            stop_id, places, clock=clock, warn=tell, last_resort=last_resort
        ),
    )
