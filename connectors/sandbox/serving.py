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
        """Close every connection, let answers under way end, then end the thread."""
        # The sockets belong to the serving thread: it is asked to close them itself. The trigger,
        # by which it is asked and by which the answering threads call it, goes last: one that ends
        # its answer just then would write to a descriptor that is closed, or another's by now.
        trigger = self._waitress.trigger
        trigger.pull_trigger(self._close_connections)
        self._waitress.task_dispatcher.shutdown(cancel_pending=False)
        # The thread must not get to the thunk between our asking and our pulling.
        with trigger.lock:
            trigger.thunks.append(trigger.close)
            trigger.pull_trigger()
        self._thread.join(timeout=5)

    def _close_connections(self) -> None:
        """In the serving thread: all but the trigger, which the server's own closing would take."""
        for channel in list(self._waitress.active_channels.values()):
            channel.handle_close()
        wasyncore.dispatcher.close(self._waitress)


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
