"""A stop goes first: what reads beside it waits, in whatever program, and never for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from connectors.http import Patience, repeat
from connectors.sandbox import Sandbox
from policies.model import Platform
from worker.clock import now
from worker.config import Settings
from worker.platforms import reader
from worker.stopping.giving_way import LONGEST, GiveWay, going_first, stop_is_at_work
from worker.stopping.places import Places

HOLDER = """
import sys
from pathlib import Path
from worker.stopping.giving_way import going_first
from worker.stopping.places import Places
with going_first(Places(state_dir=Path(sys.argv[1])), print):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def places(tmp_path):
    return Places(state_dir=tmp_path / "var")


@pytest.fixture
def another(places):
    """Another program in which a stop is at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(places.state_dir)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "held\n"
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_nobody_waits_where_no_stop_is_or_ever_was(places):
    naps = []
    GiveWay(places, naps.append)(naps.append)
    with going_first(places, naps.append):
        pass
    GiveWay(places, naps.append)(naps.append)
    assert naps == []


def test_a_reading_waits_until_the_stop_is_done_and_says_so_once(places, another):
    told, naps = [], []

    def nap(seconds):
        naps.append(seconds)
        if len(naps) == 3:
            another.communicate(input="")

    GiveWay(places, told.append)(nap)
    assert len(naps) == 3
    assert [one.english() for one in told] == [
        "A crisis stop is at work: reading waits, so that it goes first."
    ]


def test_a_stop_that_is_killed_lets_go(places, another):
    assert stop_is_at_work(places)
    os.kill(another.pid, signal.SIGKILL)
    another.wait()
    assert not stop_is_at_work(places)


def test_nobody_waits_longer_than_is_stated(places, another):
    naps = []
    way = GiveWay(places, lambda _: None)
    way(naps.append)
    assert sum(naps) == LONGEST
    way(naps.append)
    assert sum(naps) == LONGEST
    other = threading.Thread(target=way, args=(naps.append,))
    other.start()
    other.join()
    assert sum(naps) == 2 * LONGEST


def test_several_stops_go_first_together(places):
    with going_first(places, print), going_first(places, print):
        assert stop_is_at_work(places)
    assert not stop_is_at_work(places)


CONFIG = {
    "app_id": "1",
    "app_secret": "sandbox-secret",
    "access_token": "sandbox-meta",
}


def test_what_a_poll_asks_for_is_sent_after_the_stop(places, another):
    with Sandbox(clock=now) as sandbox:
        settings = Settings.model_validate({"meta": {"base_url": sandbox.start(), **CONFIG}})
        before = []

        def nap(_):
            before.append(len(sandbox.requests))
            if len(before) == 4:
                another.communicate(input="")

        patience = Patience(0, sleep=nap, way=GiveWay(places, lambda _: None))
        visible = reader(Platform.META, settings, patience=patience, clock=now).accounts()
        assert len(visible.accounts) == 6
        assert before == [0, 0, 0, 0]


def test_what_is_not_repeated_makes_way_too():
    asked = []
    patience = Patience(9, way=lambda sleep: asked.append(sleep))
    assert repeat(lambda: 1, patience.none_left()) == 1
    assert len(asked) == 1


def test_the_command_goes_first_from_its_start_to_its_end(tmp_path, places):
    with Sandbox(clock=now, latency_ms=200) as sandbox:
        told = "\n".join(f'{name} = "{value}"' for name, value in CONFIG.items())
        (tmp_path / "annonsvakt.toml").write_text(
            f'state_dir = "{places.state_dir}"\n[meta]\nbase_url = "{sandbox.start()}"\n{told}\n'
        )
        stop = subprocess.Popen(
            [sys.executable, "-m", "worker", "pause-all", "--json", "--reason", "R",
             "--operator", "O"],
            cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "ANNONSVAKT_CONFIG": str(tmp_path / "annonsvakt.toml")},
        )  # fmt: skip
        while not sandbox.requests and stop.poll() is None:
            pass
        assert stop_is_at_work(places)
        stop.communicate()
    assert stop.returncode == 3
    assert not stop_is_at_work(places)
