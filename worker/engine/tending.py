"""Looking after the queue, by each worker: what a dead one had is laid down anew."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from worker.engine.pace import Pace
from worker.logs import WARNING, log

_OURS = "annonsvakt"


async def tend(app: App, pace: Pace) -> None:
    """Look again and again.

    Raises:
        ConnectorException: the database failed.
    """
    while True:
        await _bring_back(app, pace)
        await asyncio.sleep(pace.beat)


async def _bring_back(app: App, pace: Pace) -> None:
    """Lay down anew what workers had that have given no sign of life for a while.

    The lease of a piece outlives this: until it has run out, nobody else gets the piece.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=pace.stalled):
        if job.queue.startswith(_OURS):
            with suppress(ConnectorException):  # another worker was faster
                await app.job_manager.retry_job(job)
                log("piece.brought-back", level=WARNING, **job.task_kwargs)
    await app.job_manager.prune_stalled_workers(pace.stalled)
