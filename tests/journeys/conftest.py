"""Whole stories: the installed command, run as a person runs it, against the served sandbox."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).parent / "annonsvakt")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output, which must be one JSON value and nothing else."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Office:
    """A folder with a configuration, and the command run in it."""

    folder: Path

    def run(self, *arguments, stdin="", timeout=100, **environment):
        """Run `annonsvakt` here; no variable of ours leaks in from outside."""
        done = subprocess.run(
            [COMMAND, *arguments],
            cwd=self.folder,
            env=clean_environment() | environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)


def clean_environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANNONSVAKT_")}
    return kept | {"COLUMNS": "200", "NO_COLOR": "1"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    """Until the port answers; a process that ended says why."""
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(process.stderr.read())
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the sandbox did not start")


@pytest.fixture
def office(tmp_path):
    """An office with nothing in it."""
    return Office(tmp_path)


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """What `sandbox --print-config` prints, asked for once: it differs by the port alone."""
    office = Office(tmp_path_factory.mktemp("printed"))
    told = office.run("sandbox", "--port", "1", "--print-config")
    assert told.code == 0
    assert 'http://127.0.0.1:1"' in told.out
    return told.out


@pytest.fixture
def serve(tmp_path, printed):
    """Starts a sandbox with these options and gives an office configured for it."""
    started = []

    def start(*options):
        port = str(free_port())
        process = subprocess.Popen(
            [COMMAND, "sandbox", "--port", port, *options],
            env=clean_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        wait_for(int(port), process)
        office = Office(tmp_path)
        config = printed.replace('http://127.0.0.1:1"', f'http://127.0.0.1:{port}"')
        (tmp_path / "annonsvakt.toml").write_text(config, encoding="utf-8")
        return office

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=10)
        process.stderr.close()


@pytest.fixture
def city(serve):
    """An office configured for the invented city as it is."""
    return serve()
