"""What is kept beyond its time: by whom, on whose word, and what waits to be erased."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policies.model import Platform, Words
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line

if TYPE_CHECKING:
    from worker.store.holds import Hold


_BUSY_SECONDS = 3.0
"""How long another's transaction is waited for."""


def retention(settings: Settings, now: Clock) -> Iterator[Line]:
    """Holds, and what could not be erased because the clock may be wrong."""
    from worker.store import holds
    from worker.store.errors import StoreError
    from worker.store.opening import open_store
    from worker.store.purging import pending

    desk, at = Desk("retention"), now()
    try:
        store = open_store(settings.database.url.get_secret_value(), patience=_BUSY_SECONDS)
        try:
            with store.reading() as connection:
                standing = holds.standing(connection, at)
            found = pending(store, settings.retention.kept(), at=at)
        finally:
            store.close()
    except StoreError:
        return  # the database's own line tells it
    for one in standing:
        yield _of(one)
    if found.waiting:
        yield desk.warn(
            Words("What is too old is not erased: nothing was read for a week before today."),
            Words(
                "If the clock is right, wait for a day of readings or run annonsvakt purge "
                "--clock-is-right."
            ),
        )
    elif not standing:
        yield desk.ok(Words("Nothing is kept beyond its time."))


def _of(hold: Hold) -> Line:
    """A hold; a warning where it goes beyond LinkedIn's terms."""
    from worker.store.holds import in_words

    desk = Desk("retention", hold.id)
    if hold.platform is not Platform.LINKEDIN:
        return desk.ok(in_words(hold))
    told = {"id": hold.id}
    return desk.warn(
        in_words(hold),
        Words("Once nobody needs it any more: annonsvakt purge release {id}.", told),
    )
