"""A line to a server that a test can cut, or let fall silent: PostgreSQL's, or a platform's."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress


class Relay:
    """Passes on what it hears, until it is told otherwise; always at the same port."""

    def __init__(self, connect):
        """`connect`: makes a connection to the server."""
        self._connect = connect
        self._flows = threading.Event()
        self._flows.set()
        self._lock = threading.Lock()
        self._open = set()
        self.asked = threading.Event()
        """Something was asked since the line fell silent."""
        self.port = 0
        self.come_back()

    def come_back(self):
        """Answer again, and take what comes."""
        heard = socket.socket()
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind(("127.0.0.1", self.port))
        heard.listen(64)
        self.port, self._heard = heard.getsockname()[1], heard
        threading.Thread(target=self._take, args=(heard,), daemon=True).start()

    def go_away(self):
        """Cut every connection, and take none."""
        with suppress(OSError):
            self._heard.shutdown(socket.SHUT_RDWR)
        self._heard.close()
        self._flows.set()
        self.cut()

    def cut(self):
        """Cut every connection; new ones are taken."""
        with self._lock:
            gone, self._open = self._open, set()
        for one in gone:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def fall_silent(self):
        """Take what is asked, and pass on nothing."""
        self.asked.clear()
        self._flows.clear()

    def speak(self):
        """Pass on what was held back, and all else."""
        self._flows.set()

    def _take(self, heard):
        while True:
            try:
                near, _ = heard.accept()
                far = self._connect()
            except OSError:
                if heard.fileno() < 0:
                    return
                continue
            with self._lock:
                self._open |= {near, far}
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, one, other):
        with suppress(OSError):
            while told := one.recv(65536):
                if not self._flows.is_set():
                    self.asked.set()
                    self._flows.wait()
                other.sendall(told)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._open -= {one, other}
        one.close()


@contextmanager
def relayed(connect):
    """A relay, gone at the end."""
    relay = Relay(connect)
    try:
        yield relay
    finally:
        relay.go_away()


def to_port(number):
    """Connects to a port of this machine."""
    return lambda: socket.create_connection(("127.0.0.1", number))


def to_postgres(address):
    """Connects to PostgreSQL's socket in a folder, as its address names it; or to its port."""

    def connect():
        folder = address.query.get("host")
        if not folder:
            return socket.create_connection((address.host, address.port or 5432))
        made = socket.socket(socket.AF_UNIX)
        made.connect(f"{folder}/.s.PGSQL.{address.port or 5432}")
        return made

    return connect
