"""Serving over real HTTP on loopback, from a thread that can be stopped."""

from __future__ import annotations

import logging
import socket
import threading
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.server import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 32
"""Requests answered at the same time; with latency switched on most of them wait."""


class Server:
    """Waitress on 127.0.0.1 in a daemon thread.

    Waitress sends head and body apart; it also sets TCP_NODELAY, so that on a kept-alive connection
    the second never waits for the acknowledgement of the first.
    """

    def __init__(self, app: WSGIApplication, *, port: int) -> None:
        """`port` 0 takes a free one.

        Raises:
            OSError: the port is taken.
        """
        # A queue is what latency on request makes; it is no cause for a warning.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._waitress = create_server(
            app, map={}, sockets=[_listening(port)], threads=THREADS, ident=None
        )
        self._thread = threading.Thread(target=self._waitress.run, name="sandbox", daemon=True)
        self._thread.start()

    @property
    def base_url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self._waitress.effective_port}"

    def stop(self) -> None:
        """Close every connection and end the thread."""
        # The sockets belong to the serving thread: it is asked to close them itself. The trigger is
        # among them, so the thread must not get to it between our asking and our pulling.
        trigger = self._waitress.trigger
        with trigger.lock:
            trigger.thunks.append(lambda: wasyncore.close_all(self._waitress._map))
            trigger.pull_trigger()
        self._thread.join(timeout=5)
        self._waitress.task_dispatcher.shutdown()


def _listening(port: int) -> socket.socket:
    """A socket of our own: Waitress leaves its own behind where the port is taken."""
    made = socket.socket()
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
    except OSError:
        made.close()
        raise
    return made
