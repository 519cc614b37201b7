"""The desk at which orders are given, made from the configuration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from connectors.http import Patience
from policies.crisis import not_covered
from policies.model import Platform, Words
from worker.clock import Clock
from worker.config import Settings
from worker.platforms import enabled, stopper
from worker.stopping.giving import Desk
from worker.stopping.journal import Journal
from worker.stopping.means import RESERVE, Means
from worker.stopping.places import Places


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
        not_covered=not_covered(enabled=tuple(stoppers), present=_present(settings)),
        open_journal=lambda stop_id: Journal(
            stop_id, places, clock=clock, warn=tell, last_resort=last_resort
        ),
    )


def _present(settings: Settings) -> tuple[Platform, ...]:
    """The platforms whose section stands in the configuration."""
    sections = {Platform.META: settings.meta, Platform.LINKEDIN: settings.linkedin}
    return tuple(platform for platform, section in sections.items() if section is not None)
