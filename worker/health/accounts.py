"""Which ad accounts are to be read, and when each was: those that are left alone alarm nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from policies.model import Platform
from worker.config import Settings
from worker.store.week_covered import LastRead


def wanted(
    platform: Platform, found: Iterable[LastRead], settings: Settings, at: datetime
) -> dict[str, LastRead | None]:
    """The accounts of a platform that is on, by id, and when each was last read; None: never.

    Those that the configuration names; where it names none, those that were read within
    `watch_after_days`: the token may no longer see one that the city has given up.
    """
    named: tuple[str, ...] = getattr(settings, str(platform)).ad_accounts
    known = {one.id: one for one in found if one.platform == str(platform)}
    if named:
        return {one: known.get(one) for one in named}
    oldest = timedelta(days=settings.watch_after_days)
    return {one: read for one, read in known.items() if at - read.read_at <= oldest}
