"""A worker's loop: pieces taken from the queue, through whatever the database does meanwhile."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from procrastinate import App, PsycopgConnector
from psycopg import AsyncConnection

from worker.engine.again import NotYet, WhenItSays
from worker.engine.beside import in_a_thread
from worker.engine.failing import FAILURES, said
from worker.engine.orders import TASK, Order
from worker.engine.pace import Pace
from worker.engine.taking import Taking
from worker.engine.tending import tend
from worker.logs import WARNING, log, log_failure
from worker.store.driver import arguments
from worker.store.opening import ALIVE

Work = Callable[[Order], float | None]
"""Does a piece; None: it is done, else the seconds after which it is to be tried again."""
CONNECT = 10
"""Seconds that a connection to the database may take."""
LetGo = Callable[[Order], None]
"""Lets others have a piece that is cut off, before the queue gives it out again."""


class Consumer:
    """Takes pieces from a queue, in a thread of its own."""

    def __init__(
        self, url: str, queue: str, work: Work, let_go: LetGo, *, concurrency: int, pace: Pace
    ) -> None:
        """`url`: of the database; `concurrency`: pieces at once."""
        self._address = {**arguments(url), **ALIVE, "connect_timeout": CONNECT}
        self._queue = queue
        self._sign = secrets.token_hex(4)  # by which one worker is told from another
        self._work = work
        self._let_go = let_go
        self._concurrency = concurrency
        self._pace = pace
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="queue", daemon=True)
        self._ending = False
        self._away = False
        self.takes = False
        """Whether the queue answered when it was last asked for a piece."""
        self.seen_at = time.monotonic()
        """When the loop last gave a sign of life; `time.monotonic`."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def listen_to(self, queue: str) -> None:
        """Take pieces from another queue from now on; those under way come to their end."""
        if queue != self._queue:
            self._queue = queue
            self._call(self._begin_anew)

    def end(self, seconds: float) -> None:
        """Take nothing more; what is under way is given back when it ends or is late."""
        self._ending = True
        self._call(self._begin_anew)
        self._thread.join(timeout=seconds)

    def _call(self, what: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: it has ended
            self._loop.call_soon_threadsafe(what)

    def _begin_anew(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:  # noqa: BLE001 who watches the pulse sees that it stands still
            log_failure("queue.failed", error)
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        pulse = asyncio.create_task(self._beat())
        while not self._ending:
            self._task = asyncio.create_task(self._once())
            await asyncio.wait({self._task})
        pulse.cancel()

    async def _beat(self) -> None:
        while True:
            self.seen_at = time.monotonic()
            await asyncio.sleep(1)

    async def _once(self) -> None:
        """Work until the database fails, or something else is to be begun."""
        app = self._app(self._queue)
        try:
            # Pools wait longer and longer between two tries; one connection tells at once.
            async with await AsyncConnection.connect(**self._address):
                pass
            await app.open_async()
            await self._until_one_ends(app)
        except FAILURES as error:
            self._is_away(error)
        finally:
            with suppress(*FAILURES):
                await app.close_async()
        await asyncio.sleep(self._pace.away)

    async def _until_one_ends(self, app: App) -> None:
        """Take pieces and look after the queue, until either ends."""
        pace = self._pace
        worker = app.run_worker_async(
            queues=[self._queue],
            concurrency=self._concurrency,
            fetch_job_polling_interval=pace.look,
            shutdown_graceful_timeout=pace.grace,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=pace.beat,
            stalled_worker_timeout=pace.stalled,
        )
        tasks = {asyncio.create_task(worker), asyncio.create_task(tend(app, pace))}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            for one in tasks:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _is_away(self, error: BaseException | None) -> None:
        """Tell once that the database, or its queue, is away, and once that it is back."""
        if error is not None and not self._away:
            log("database.away", level=WARNING, because=said(error))
        if error is None and self._away:
            log("database.back")
        self._away = error is not None
        self.takes = error is None

    def _app(self, queue: str) -> App:
        """The queue's library, on connections of its own."""
        connector = PsycopgConnector(
            kwargs={**self._address, "application_name": f"{queue} {self._sign}"},
            min_size=1,
            max_size=4,
            timeout=self._pace.patience,
        )
        app = App(connector=connector)
        app.job_manager = Taking(connector, partial(self._is_away, None))

        @app.task(name=TASK, queue=queue, retry=WhenItSays())
        async def read(topic: str, platform: str, account: str | None, period: str) -> None:
            order = Order(topic=topic, platform=platform, account=account, period=period)
            try:
                seconds = await in_a_thread(partial(self._work, order), order.name)
            except asyncio.CancelledError:
                await in_a_thread(partial(self._let_go, order), f"let go {order.name}")
                raise
            if seconds is not None:
                raise NotYet(seconds)

        return app
