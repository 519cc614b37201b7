"""Lines that stand above lists: a crisis stop is in force, or a platform was never read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from worker.cli import terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.store.kept import Connection
    from worker.store.opening import Store


def tell_stop(session: Session) -> None:
    """Say on standard error that a stop is in force, or may be; nothing, if none is."""
    from worker.stopping.in_force import in_force

    banner = in_force(session.settings.state_dir)
    if banner is not None:
        terminal.note(terminal.safe(session.language.say(banner)))


def tell_elsewhere(session: Session, store: Store) -> None:
    """Say so of a stop whose journal lies on another host that works with this database.

    Raises:
        StoreError: the database failed.
    """
    from worker.clock import now
    from worker.stopping.elsewhere import elsewhere
    from worker.stopping.in_force import sentence_of
    from worker.stopping.places import Places

    there = elsewhere(store, Places(state_dir=session.settings.state_dir))
    banner = sentence_of(there, now())
    if banner is not None:
        terminal.note(terminal.safe(session.language.say(banner)))


def tell_unread(session: Session, connection: Connection, rows: Sequence[object]) -> None:
    """Beside an empty list, say on standard error which platforms are not known as read."""
    if rows:
        return
    from worker.pages.page import platform_name
    from worker.platforms import enabled
    from worker.store.sweeps import last_reading

    never = [one for one in enabled(session.settings) if last_reading(connection, one) is None]
    if never:
        names = ", ".join(platform_name(str(one)) for one in never)
        terminal.note(
            session.language.text(
                "Never read as a whole, or long ago: {platforms}. Run annonsvakt sweep, and see "
                "what it says.",
                platforms=names,
            )
        )
