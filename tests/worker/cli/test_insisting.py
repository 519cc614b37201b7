"""An interruption that comes where nothing can be raised is not lost."""

from __future__ import annotations

import subprocess
import sys
import time
import weakref

import pytest

from tests.unmeasured import environment
from worker.cli.insisting import insisting


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
import sys
from tests.worker.cli.test_insisting import taken_away
from worker.cli import run
import time
def whole(*_, **__):
    taken_away(KeyboardInterrupt())
    time.sleep(60)
run.whole_command().commands["rules"].callback = whole
sys.exit(run.run(["rules"]))
"""


def test_a_command_ends_by_it_with_the_code_of_ctrl_c():
    told = subprocess.run(
        [sys.executable, "-c", LOST],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (told.returncode, told.stdout) == (130, ""), told.stderr
    assert "Traceback" not in told.stderr
