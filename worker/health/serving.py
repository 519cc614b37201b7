"""Health over HTTP, on loopback unless the configuration says otherwise: nothing secret is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
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
        }
        return told, 200 if seen.ready else NOT_READY

    @made.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return made


class _Server(ThreadingMixIn, WSGIServer):
    """One thread a question; who asks and hangs holds nobody up."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Questions come every few seconds and are no news."""

    timeout = 10
    """Seconds that somebody may take to ask."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(
    look: Callable[[], Seen], alive: Callable[[], bool], listen: str
) -> Iterator[str | None]:
    """Serve it while the block runs; the answer is the address.

    None: nobody is to be served (`listen` is empty), or the address cannot be had. The second is
    logged: the service works without it.
    """
    host, _, port = listen.rpartition(":")
    try:
        server = _Server((host, int(port)), _Quiet) if listen else None
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
