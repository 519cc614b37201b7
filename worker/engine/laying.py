"""Pieces laid down for workers, in the transaction that says they are wanted; and taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from worker.engine.failing import plain_failures
from worker.engine.orders import TASK, order_of
from worker.store.kept import Connection, raw


class Laying:
    """What one poll lays down in a queue. Its connections are the caller's."""

    def __init__(self, queue: str) -> None:
        """`queue`: of those workers who may take it."""
        self._queue = queue
        self._app = App(connector=SyncPsycopgConnector())
        self._laid: list[int] = []

    def lay(self, connection: Connection, names: Collection[str], period: datetime) -> None:
        """Lay pieces down; one that waits there already, from before, is as good.

        Raises:
            Unreachable: the database failed; undo the transaction.
        """
        for name in sorted(names):
            with plain_failures():
                self._lay(connection, name, period)

    def _lay(self, connection: Connection, name: str, period: datetime) -> None:
        order = order_of(name, period)
        try:
            # A savepoint: the refusal of one must not undo the others.
            with connection.begin_nested():
                job = self._app.configure_task(
                    TASK,
                    queue=self._queue,
                    queueing_lock=f"{self._queue} {name}",
                    priority=order.priority,
                    connection=raw(connection),
                )
                self._laid.append(job.defer(**asdict(order)))
        except AlreadyEnqueued:
            return

    def take_back(self, connection: Connection) -> None:
        """Take back what nobody has taken.

        Raises:
            Unreachable: the database failed; undo the transaction.
        """
        laid, self._laid = self._laid, []
        for number in laid:
            with plain_failures():
                self._app.job_manager.cancel_job_by_id(
                    number, delete_job=True, connection=raw(connection)
                )
