"""Whether the queue gives out pieces, told by those that it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager


class Taking(JobManager):
    """The library's own, which also tells that the queue answered.

    A connection proves nothing: its tables may be missing, or closed to this user.
    """

    def __init__(self, connector: BaseConnector, answered: Callable[[], None]) -> None:
        """`answered`: called each time that the queue gave a piece, or said that it has none."""
        super().__init__(connector)
        self._answered = answered

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next piece, if there is one."""
        job = await super().fetch_job(queues, worker_id)
        self._answered()
        return job
