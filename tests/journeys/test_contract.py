"""The contract of the command line where it meets the machine: hostile terminals, closed pipes."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from tests.journeys.conftest import COMMAND, clean_environment

pytestmark = pytest.mark.timeout(400)
"""Whole commands, on machines that are shared."""

HOSTILE = {
    "COLUMNS": "20",
    "LANG": "C",
    "LC_ALL": "C",
    "NO_COLOR": "1",
    "PYTHONIOENCODING": "ascii",
    "PYTHONUTF8": "0",
    "TERM": "dumb",
}


def command(*arguments, **streams):
    """Run the installed command in a terminal that knows nothing of Swedish."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=clean_environment() | HOSTILE,
        timeout=60,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams,
    )


def test_data_is_utf_8_whatever_the_terminal_says():
    done = command("rules", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert any("ä" in one["text"] for one in json.loads(done.stdout.decode("utf-8")))


def test_half_a_sign_becomes_an_escape_that_can_be_read_again():
    line = b'{"id": "1", "text": "Hej \\ud83d", "attachment": null}\n'
    done = command("triage", "--jsonl", input=line)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["id"] == "1"


@pytest.mark.parametrize(("arguments", "code"), [(["rules"], 0), (["due", "i går"], 2)])
def test_words_for_people_need_no_locale_either(arguments, code):
    done = command(*arguments)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert "å".encode() in done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["rules", "--json"], ["rules"], ["--help"]])
def test_a_reader_who_has_seen_enough_changes_nothing(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = command(*arguments, stdout=writing)
        wrong = command("due", "bogus", stderr=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (wrong.returncode, wrong.stdout) == (2, b"")


@pytest.mark.parametrize("arguments", [["rules"], ["rules", "--json"], ["--help"]])
def test_a_full_disk_is_told_in_the_language(arguments):
    with open("/dev/full", "wb") as full:
        done = command(*arguments, stdout=full)
        english = command("--lang", "en", *arguments, stdout=full)
    assert (done.returncode, english.returncode) == (4, 4)
    assert "disken är full" in done.stderr.decode()
    assert b"Errno" not in done.stderr + english.stderr


def test_an_answer_that_found_no_room_is_named_and_so_is_a_file():
    with open("/dev/full", "wb") as full:
        done = command("rules", "--json", stdout=full)
    assert done.stderr.decode() == "Svaret kan inte skrivas till standard ut: disken är full\n"
    said = command("brief", "template", "--out", "/proc/xx").stderr.decode()
    assert "/proc/xx: filen eller mappen finns inte" in said
    assert "Errno" not in said
