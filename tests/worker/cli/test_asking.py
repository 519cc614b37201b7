"""Nobody to ask: standard input was closed before the program began, as schedulers do it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.worker.cli.test_stopping import (  # noqa: F401 fixtures
    WHO,
    meta_on,
    office,
    sandbox,
)

LOGIN = 'ads_client_id = "77"\nads_client_secret = "sandbox-secret"\n[crisis]'


def command(office, *arguments):  # noqa: F811
    file = str(office.folder / "annonsvakt.toml")
    return [sys.executable, "-m", "worker", "--config", file, *arguments]


def without_input(office, *arguments):  # noqa: F811
    """Give a command whose standard input is closed; what it comes to."""
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command(office, *arguments)],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def with_nothing_in_it(office, *arguments):  # noqa: F811
    """The same with an input that is empty."""
    done = subprocess.run(
        command(office, *arguments), stdin=subprocess.DEVNULL,
        cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_a_stop_shows_its_plan_and_needs_the_phrase(office, sandbox):  # noqa: F811
    before = meta_on(sandbox)
    code, out, _ = without_input(office, "pause-all", *WHO)
    assert (code, "PAUSA" in out) == (3, True)
    assert meta_on(sandbox) == before


def test_a_resume_and_an_exclusion_do_so_too(office):  # noqa: F811
    _, done, _ = office.stop("--account", "act_2")
    code, out, _ = without_input(office, "resume", done["stop_id"], *WHO)
    assert (code, "ÅTERUPPTA" in out) == (3, True)
    order = ["enforce", "placements", "--account", "act_1", *WHO]
    code, out, _ = without_input(office, *order)
    assert (code, "UTESLUT" in out) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["brief", "import", "-"], 1),
        (["linkedin", "login", "ads", "--paste"], 1),
        (["due", "-"], 0),
        (["triage", "--jsonl"], 0),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else str(one),
)
def test_what_would_be_piped_or_pasted_is_nothing(office, arguments, code):  # noqa: F811
    office.write(replacing=[("[crisis]", LOGIN)])
    ended, out, _ = without_input(office, *arguments)
    assert ended == code
    assert (ended, out) == with_nothing_in_it(office, *arguments)[:2]
