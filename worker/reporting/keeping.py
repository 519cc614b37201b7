"""A week kept as it is about to be sent, so that it can be shown as it was at any later time.

What is kept are the files themselves: whatever the program, its sentences or the facts become, the
city can show what it was told.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from policies.model import Words
from worker.config import Settings
from worker.language import LANGUAGES, Language
from worker.reporting.making import asked_span, make
from worker.store import weeks
from worker.store.opening import Store


def keep_week(
    store: Store, settings: Settings, week: str | None, *, at: datetime, banner: Words | None
) -> bool:
    """Keep the week in every language, as it is told at this instant.

    A week that runs, or that was kept before, is left alone. The answer: whether it is kept now.

    Raises:
        ValueError: no such week.
        NotYet: it has not begun.
        Unreachable: the database failed; nothing was kept.
    """
    zone = ZoneInfo(settings.timezone)
    languages = [Language(code, zone) for code in LANGUAGES]
    span = asked_span(week, at, languages[0])
    if at < span.end:
        return False
    with store.reading() as connection:
        if all(weeks.kept(connection, span.label, one.code) for one in languages):
            return False
    files = make(store, settings, languages, span, at, banner=banner)
    with store.writing() as connection:
        weeks.keep(connection, span.label, files, at)
    return True
