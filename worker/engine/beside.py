"""Work that blocks, in a thread of its own beside an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

R = TypeVar("R")


async def in_a_thread(work: Callable[[], R], name: str) -> R:
    """The result of `work`, or what it raised.

    The thread is a daemon, unlike those of a pool: at the end nobody waits for one that hangs, and
    a transaction that is cut off never happened.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[R] = loop.create_future()

    def tell(result: R | None, error: BaseException | None) -> None:
        if ended.done():
            return
        if error is not None:
            ended.set_exception(error)
        else:
            ended.set_result(result)  # type: ignore[arg-type]  # there is one if nothing was raised

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 it is raised again where it is awaited
            error = raised
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, result, error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await ended
