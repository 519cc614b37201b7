"""The Dockerfile, as far as it can be told without making the image.

`make deploy-check` carries its steps out: bench/run_dockerfile.py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch

import pytest

from bench.run_dockerfile import steps
from tests.deploy.tools import ROOT, run, tool
from worker.config.times import Health

TEXT = (ROOT / "Dockerfile").read_text("utf-8")
STEPS = list(steps(TEXT))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def of(word):
    return [rest for one, rest in STEPS if one == word]


def test_hadolint_finds_nothing_wrong():
    told = run(tool("hadolint"), "Dockerfile")
    assert (told.returncode, told.stdout) == (0, "")


def test_lines_that_go_on_are_one_step_and_remarks_are_none():
    told = list(steps('# remark\nFROM a AS b\nRUN x \\\n && y\n\nCMD ["z"]\n'))
    assert told == [("FROM", "a AS b"), ("RUN", "x   && y"), ("CMD", '["z"]')]


def test_all_that_is_copied_is_here_and_none_of_it_is_ignored():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    for rest in of("COPY"):
        if not rest.startswith("--from="):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert not any(fnmatch(source, one) for one in ignored), source


def test_every_room_of_the_program_is_in_the_image():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rooms = told["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(rooms) <= {rest.split()[0] for rest in of("COPY")}


def test_all_that_the_program_can_use_is_installed():
    extras = re.search(r"'\.\[([a-z,]+)\]'", TEXT)[1].split(",")
    assert set(extras) == set(PROJECT["optional-dependencies"]) - {"test", "mutate"}


def test_it_runs_as_nobody_that_could_do_harm():
    assert re.fullmatch(r"\d{5}:\d{5}", of("USER")[-1])
    assert "ADD" not in [word for word, _ in STEPS]


def test_it_begins_the_service_and_asks_it_how_it_is():
    assert json.loads(of("ENTRYPOINT")[0])[0] in PROJECT["scripts"]
    assert json.loads(of("CMD")[0]) == ["run"]
    assert f"http://{Health().listen}/healthz" in of("HEALTHCHECK")[0]


@pytest.mark.parametrize(("answer", "code"), [(200, 0), (503, 1)])
def test_its_health_is_asked_for_without_a_proxy(httpserver, answer, code):
    httpserver.expect_request("/healthz").respond_with_data("", status=answer)
    command = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    asked = [one.replace(str(Health().listen), f"127.0.0.1:{httpserver.port}") for one in command]
    away = {"http_proxy": "http://127.0.0.1:9", "PATH": "/usr/bin:/bin"}
    told = subprocess.run([sys.executable, *asked[1:]], env=away, capture_output=True, check=False)
    assert told.returncode == code, told.stderr
