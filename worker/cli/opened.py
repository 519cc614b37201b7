"""The database for a command: opened, closed, and its failures told in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from worker.cli import terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.store.opening import Store


def empty_list(_because: str) -> list[Any]:
    """What a list prints as JSON where there is no database; the code tells it from no rows."""
    return []


def brought_up(session: Session) -> Store:
    """The configured database, brought up to date; an older one is copied before, if it can be.

    Raises:
        StoreError: it cannot be used.
    """
    from worker.clock import now
    from worker.store.upgraded import open_upgraded

    settings = session.settings
    return open_upgraded(
        settings.database.url.get_secret_value(),
        settings.backups,
        at=now(),
        tell=lambda words: terminal.note(terminal.safe(session.language.say(words))),
    )


@contextmanager
def opened(
    session: Session, *, upgrade: bool = False, instead: Callable[[str], Any] | None = None
) -> Iterator[Store]:
    """The configured database. An empty one gets its tables; an older one too, if `upgrade`.

    `instead` makes the JSON that is printed where there is no database, given the reason; None:
    people are told, and the reason on standard error is enough.

    Raises:
        typer.Exit: it cannot be used; code 4, after one line that says what to do.
    """
    from worker.cli.run import UNREAD
    from worker.store.errors import StoreError
    from worker.store.opening import open_store

    url = session.settings.database.url.get_secret_value()
    try:
        store = brought_up(session) if upgrade else open_store(url)
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        because = terminal.safe(session.language.say(error.words))
        terminal.note(because)
        if instead is not None:
            terminal.emit(instead(because))
        raise typer.Exit(UNREAD) from None
