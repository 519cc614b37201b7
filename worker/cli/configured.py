"""The configuration for `due` and `triage`, which need none: what it says of comments is heeded.

Who asks how a deadline was worked out is told what the queue goes by. Nothing here imports the
database, for many ask for one verdict at a time.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from policies.deadlines import Calendar
from policies.triage import Vocabulary
from worker.calendar import calendar
from worker.cli import terminal
from worker.cli.session import Session
from worker.config import Faults, Settings
from worker.config.load import DEFAULT_FILE, environment_configures
from worker.language import Language
from worker.words import vocabulary


def settings_if_any(session: Session) -> Settings | None:
    """The configuration; None: there is none, or nobody named it and it has faults.

    Raises:
        Faults: what was named cannot be used.
    """
    said = session.language_in_any_case
    try:
        return session.settings
    except Faults:
        if session.config is not None:
            raise
        there = DEFAULT_FILE.exists()
        if there or environment_configures():
            terminal.note(
                said.text(
                    "{file} has faults, and nothing is taken from it: see annonsvakt config check.",
                    file=DEFAULT_FILE if there else "ANNONSVAKT_…",
                )
            )
    return None


def language_of(session: Session, settings: Settings | None) -> Language:
    """The language, with the city's zone where there is a configuration."""
    return session.language if settings else session.language_in_any_case


def office_of(settings: Settings | None) -> Calendar:
    """The office's calendar."""
    if settings is None:
        return calendar()
    sla = settings.sla
    return calendar(ZoneInfo(settings.timezone), sla.office_closes, sla.extra_closed_days)


def words_of(settings: Settings | None) -> Vocabulary:
    """The words by which comments are judged."""
    if settings is None:
        return vocabulary()
    return vocabulary(
        threats=settings.moderation.threats,
        slurs=settings.moderation.slurs,
        own_names=settings.own_names,
    )
