"""The database for a command: opened, closed, and its failures told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from worker.cli import terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.store.opening import Store


@contextmanager
def opened(session: Session, *, upgrade: bool = False) -> Iterator[Store]:
    """The configured database. An empty one gets its tables; an older one too, if `upgrade`.

    Raises:
        typer.Exit: it cannot be used; code 4, after one line that says what to do.
    """
    from worker.cli.run import UNREAD
    from worker.store.errors import StoreError
    from worker.store.opening import open_store

    try:
        store = open_store(session.settings.database.url.get_secret_value(), upgrade=upgrade)
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        terminal.note(terminal.safe(session.language.say(error.words)))
        raise typer.Exit(UNREAD) from None
