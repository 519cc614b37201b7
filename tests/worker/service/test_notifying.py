"""What systemd is told, over real sockets."""

from __future__ import annotations

import secrets
import signal
import socket
from contextlib import contextmanager
from queue import SimpleQueue

import pytest

from tests.worker.service.conftest import Clock, serving
from worker.config import Settings, notify_socket
from worker.service.notifying import READY, STOPPING, WATCHDOG, notify_to
from worker.service.starting import serve


@contextmanager
def listening(address):
    """A socket as systemd has it; gives what has come so far."""
    name = f"\0{address[1:]}" if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(name)
        heard.settimeout(10)
        yield lambda: heard.recv(100).decode()


@pytest.mark.parametrize("abstract", [True, False])
def test_a_word_arrives_at_a_path_and_at_an_abstract_name(tmp_path, abstract):
    address = f"@annonsvakt-{secrets.token_hex(8)}" if abstract else str(tmp_path / "notify")
    with listening(address) as next_word:
        notify_to(address)(READY)
        assert next_word() == "READY=1"


def test_without_a_socket_or_with_a_dead_one_nothing_happens(tmp_path):
    notify_to(None)(WATCHDOG)
    notify_to(str(tmp_path / "nobody"))(WATCHDOG)


def test_the_address_stands_in_the_environment(monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/x")
    assert notify_socket() == "/run/x"
    monkeypatch.delenv("NOTIFY_SOCKET")
    assert notify_socket() is None


def test_a_service_tells_its_start_its_ticks_and_its_end(lite):
    told = []
    signals = SimpleQueue[int]()

    def notify(word):
        told.append(word)
        if told.count(WATCHDOG) == 1:
            signals.put(signal.SIGTERM)

    with serving(lite, Clock()) as service:
        quiet = service.office.settings.model_copy(
            update={"health": Settings().health.model_copy(update={"listen": ""})}
        )
        service.reload(quiet)
        serve(service, lambda: quiet, signals, notify=notify)
    assert sorted({*told}) == sorted({READY, WATCHDOG, STOPPING})
    assert told[-1] == STOPPING
