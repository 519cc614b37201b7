"""An interruption that comes where nothing can be raised is not lost."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import weakref
from pathlib import Path

import pytest

from tests.unmeasured import environment
from worker.cli.insisting import insisting

ROOT = Path(__file__).parents[3]


class Thing:
    """Something that is taken away."""


def taken_away(error):
    """Take something away while `error` comes."""

    def callback(_):
        raise error

    thing = Thing()
    kept = weakref.ref(thing, callback)
    del thing
    return kept


def test_it_is_made_again_and_wakes_who_sleeps():
    def works():
        taken_away(KeyboardInterrupt())
        time.sleep(60)

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), insisting():
        works()
    assert time.monotonic() - begun < 30


def test_anything_else_is_reported_as_before(monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    with insisting():
        taken_away(ValueError("x"))
    assert [one.exc_type for one in told] == [ValueError]
    assert sys.unraisablehook == told.append


LOST = """
import gc, sys, threading
from worker.__main__ import main

def once(*_):
    heeded = sys.unraisablehook is not sys.__unraisablehook__
    if heeded and threading.current_thread() is threading.main_thread():
        gc.callbacks.remove(once)
        raise KeyboardInterrupt

gc.callbacks.append(once)
sys.exit(main(sys.argv[1:]))
"""
"""Interrupted once within a command, while Python looks for what nobody needs any more."""
CONFIG = """
[meta]
base_url = "http://127.0.0.1:{port}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""


def test_a_command_ends_by_it_with_the_code_of_ctrl_c(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections and says nothing
        file = tmp_path / "annonsvakt.toml"
        file.write_text(CONFIG.format(port=silent.getsockname()[1]), "utf-8")
        told = subprocess.run(
            [sys.executable, "-c", LOST, "--config", str(file), "sweep"],
            cwd=tmp_path,
            env=environment() | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )
    assert (told.returncode, told.stdout) == (130, ""), told.stderr
    assert "Traceback" not in told.stderr
