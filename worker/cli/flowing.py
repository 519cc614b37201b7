"""Lists of any length as JSON: written as they are read, in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from worker.cli import terminal
from worker.cli.banner import tell_unread
from worker.cli.run import UNREAD
from worker.cli.session import Session
from worker.store.errors import StoreError

if TYPE_CHECKING:
    from worker.store.kept import Connection
    from worker.store.opening import Store

Row = TypeVar("Row")


def emit_rows(
    session: Session,
    store: Store,
    rows_of: Callable[[Connection], Iterator[Row]],
    as_json: Callable[[Row], Any],
) -> None:
    """Write the rows of one transaction as a JSON list.

    Raises:
        StoreError: the database failed before anything was written.
        typer.Exit: it failed later; what was read is a valid list, the reason is told; code 4.
    """
    begun = False
    try:
        with store.reading() as connection:
            rows = rows_of(connection)
            first = list(islice(rows, 1))
            tell_unread(session, connection, first)
            begun = True
            terminal.emit_list(as_json(row) for row in chain(first, rows))
    except StoreError as error:
        if not begun:
            raise
        terminal.note(terminal.safe(session.language.say(error.words)))
        raise typer.Exit(UNREAD) from None
