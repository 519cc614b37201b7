"""What the queue's library raises, as a failure of our database: it is the same one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from procrastinate.exceptions import ConnectorException
from psycopg import Error

from worker.store.errors import Unreachable
from worker.store.opening import reason_of

FAILURES = (ConnectorException, Error)
"""All that a database which is away makes it raise."""


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn them into one sentence with its remedy.

    Raises:
        Unreachable: the database failed.
    """
    try:
        yield
    except FAILURES as error:
        raise Unreachable(reason_of(said(error))) from error


def said(error: BaseException) -> str:
    """What the driver said; of the queue's own exceptions, what stands behind them."""
    return str(error.__cause__ or error)
