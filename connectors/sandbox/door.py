"""The sandbox's front: latency, broken answers, and a log of what was asked, around the app."""

from __future__ import annotations

import re
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from connectors.sandbox.faults import SLOW, Faults

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SECRETS = re.compile(
    r"(access_token|appsecret_proof|input_token|client_secret|refresh_token|token|code)=[^&]*"
)
_HTML = b"<!DOCTYPE html><html><head><title>502</title></head><body>Bad Gateway</body></html>"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came, without secrets."""

    method: str
    path: str
    query: str
    """The raw query string, with the values of secrets replaced by `…`."""


class Door:
    """A WSGI application around another: waits, breaks, and remembers."""

    def __init__(
        self, app: WSGIApplication, faults: Faults, *, latency_ms: float, stopped: threading.Event
    ) -> None:
        """`stopped` cuts every wait short when the sandbox stops."""
        self._app = app
        self._faults = faults
        self._latency = latency_ms / 1000
        self._stopped = stopped
        self.requests: deque[Asked] = deque(maxlen=100_000)
        self.watching: list[Callable[[WSGIEnvironment], None]] = []
        """Called with each request after it was logged and before anything is done about it."""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request, or fail to in the way that was drawn."""
        path: str = environ["PATH_INFO"]
        if path.startswith("/_sandbox"):
            return self._app(environ, start)
        query = environ.get("QUERY_STRING", "")
        method = environ["REQUEST_METHOD"]
        self.requests.append(Asked(method, unquote(path), _SECRETS.sub(r"\1=…", query)))
        for look in self.watching:
            look(environ)
        key = f"{method} {path}?{_SECRETS.sub('', query)}"
        wait = self._latency + (SLOW if self._faults.draw(key, ("slow",)) else 0)
        if wait:
            self._stopped.wait(wait)
        if self._faults.draw(key, ("cut",)):
            start("502 Bad Gateway", [("Content-Type", "text/html; charset=utf-8")])
            return _hang_up(environ, [_HTML])
        fault = self._faults.draw(key, ("html", "drop"))
        if fault == "html":
            start("502 Bad Gateway", [("Content-Type", "text/html; charset=utf-8")])
            return [_HTML]
        answer = self._app(environ, start)
        return _hang_up(environ, answer) if fault == "drop" else answer


def _hang_up(environ: WSGIEnvironment, answer: Iterable[bytes]) -> Iterable[bytes]:
    """Close the connection before anything was answered.

    Waitress gives an application no way to do that, but hands out a method of the connection;
    under another server the answer comes through.
    """
    disconnected: Callable[[], bool] | None = environ.get("waitress.client_disconnected")
    connection = getattr(getattr(disconnected, "__self__", None), "socket", None)
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
    return answer
