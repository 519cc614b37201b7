"""The command `annonsvakt sandbox`, run as a program."""

import os
import re
import signal
import subprocess
import sys
import tomllib

import pytest
import requests

from worker.config import load

ANNONSVAKT = [sys.executable, "-m", "worker"]


def run(*arguments, **options):
    return subprocess.run(
        [*ANNONSVAKT, "sandbox", *arguments], capture_output=True, text=True, timeout=30, **options
    )


@pytest.fixture
def serving():
    started = []

    def start(*arguments):
        process = subprocess.Popen(
            [*ANNONSVAKT, "--lang", "en", "sandbox", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        line = process.stderr.readline()
        return process, re.search(r"http://127\.0\.0\.1:\d+", line)[0]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_it_serves_until_ctrl_c_and_ends_well(serving):
    process, base_url = serving("--seed", "3", "--latency", "1")
    assert requests.get(f"{base_url}/_sandbox/state", timeout=5).json()["seed"] == 3
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_it_needs_and_reads_no_configuration(serving, tmp_path):
    environment = {**os.environ, "ANNONSVAKT_META__BASE_URL": "nonsense"}
    (tmp_path / "annonsvakt.toml").write_text("nonsense = [", encoding="utf-8")
    ran = run("--print-config", cwd=tmp_path, env=environment | {"PYTHONPATH": os.getcwd()})
    assert ran.returncode == 0


def test_the_printed_configuration_is_sound_and_complete(tmp_path):
    ran = run("--print-config", "--port", "8123")
    assert (ran.returncode, ran.stderr) == (0, "")
    told = tomllib.loads(ran.stdout)
    assert told["meta"]["base_url"] == told["linkedin"]["base_url"] == "http://127.0.0.1:8123"
    path = tmp_path / "annonsvakt.toml"
    path.write_text(ran.stdout, encoding="utf-8")
    settings = load(path)
    assert settings.meta.access_token.get_secret_value() == "sandbox-meta"
    assert settings.linkedin.community_token.get_secret_value() == "sandbox-community"
    assert len(settings.departments) >= 3


def test_a_taken_port_is_one_line_and_exit_4(serving):
    _, base_url = serving()
    ran = run("--port", base_url.rpartition(":")[2])
    assert ran.returncode == 4
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert "--port" in ran.stderr


@pytest.mark.parametrize("text", ["sed = 1", "nonsense", 'faults = "x=1"', None])
def test_a_bad_scenario_is_one_line_and_exit_2(tmp_path, text):
    path = tmp_path / "scenario.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    ran = run("--scenario", str(path))
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1


def test_bad_faults_are_exit_2():
    ran = run("--faults", "nonsense=1")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "nonsense" in ran.stderr


def test_an_option_goes_before_the_scenario(serving, tmp_path):
    path = tmp_path / "scenario.toml"
    path.write_text('seed = 4\nfaults = "slow=0.5"', encoding="utf-8")
    _, base_url = serving("--scenario", str(path), "--seed", "9")
    state = requests.get(f"{base_url}/_sandbox/state", timeout=5).json()
    assert (state["seed"], state["rates"]) == (9, {"slow": 0.5})
