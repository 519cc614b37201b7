"""Health over HTTP, on loopback unless the configuration says otherwise: nothing secret is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from worker.health.measures import Measures
from worker.health.watch import Seen
from worker.logs import WARNING, log

NOT_READY = 503


def application(look: Callable[[], Seen], alive: Callable[[], bool]) -> Flask:
    """`/healthz`: the process works; `/readyz`: it does its work; `/metrics`: the numbers."""
    made = Flask("annonsvakt", static_folder=None)
    registry = CollectorRegistry()
    registry.register(Measures(look))

    @made.get("/healthz")
    def healthz() -> tuple[dict[str, object], int]:
        works = alive()
        return {"alive": works}, 200 if works else NOT_READY

    @made.get("/readyz")
    def readyz() -> tuple[dict[str, object], int]:
        seen = look()
        told = {
            "ready": seen.ready,
            "alive": seen.alive,
            "database": seen.tables is not None,
            "not_read_lately": [str(one) for one in seen.late],
            "workers": seen.queue.workers if seen.queue else None,
            "takes_pieces": seen.takes,
        }
        return told, 200 if seen.ready else NOT_READY

    @made.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return made


AT_ONCE = 8
"""Questions that are answered side by side."""
PATIENCE = 10.0
"""Seconds that a question and its answer may take, however slowly they come."""


class _Server(ThreadingMixIn, WSGIServer):
    """One thread a question; who asks and hangs holds nobody up.

    Threads and connections to the database are the jobs' too: whoever asks takes a few at most.
    """

    daemon_threads = True

    def __init__(self, place: tuple[str, int], patience: float) -> None:
        """Listens at `place`; `patience` in seconds."""
        self._patience = patience
        self._free = threading.BoundedSemaphore(AT_ONCE)
        super().__init__(place, _Quiet)

    def process_request(self, request: Any, client_address: Any) -> None:
        """In a thread, or not at all."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and end it when its time is over."""
        over = threading.Timer(self._patience, _end, (request,))
        try:
            over.start()
            super().process_request_thread(request, client_address)
        finally:
            over.cancel()
            self._free.release()


def _end(request: socket.socket) -> None:
    with suppress(OSError):
        request.shutdown(socket.SHUT_RDWR)


class _Quiet(WSGIRequestHandler):
    """Questions come every few seconds and are no news."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(
    look: Callable[[], Seen], alive: Callable[[], bool], listen: str, *, patience: float = PATIENCE
) -> Iterator[str | None]:
    """Serve it while the block runs; the answer is the address.

    None: nobody is to be served (`listen` is empty), or the address cannot be had. The second is
    logged: the service works without it. `patience`: see `PATIENCE`.
    """
    host, _, port = listen.rpartition(":")
    try:
        server = _Server((host, int(port)), patience) if listen else None
    except (OSError, OverflowError, TypeError, ValueError) as error:
        # Of a port or a name that cannot be Python complains itself, before it asks the system.
        because = getattr(error, "strerror", None) or str(error) or "?"
        log("health.not-served", level=WARNING, listen=listen, because=because)
        server = None
    if server is None:
        yield None
        return
    server.set_app(application(look, alive))
    thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=2)
