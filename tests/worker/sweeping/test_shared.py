"""Hosts share a queue only if their programs are one, to the last module."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("procrastinate")
ROOT = Path(__file__).parents[3]
ROOMS = ("policies", "connectors", "worker")
TOLD = """
from worker.config import Settings
from worker.sweeping.shared import queue_for

print(queue_for(Settings()))
"""


def queue_of_the_program_at(folder):
    """The name of its queue; no other copy of the program is in sight."""
    ran = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=folder, capture_output=True, text=True, check=True
    )
    return ran.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The program's source."""
    folder = tmp_path_factory.mktemp("copy")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize(
    ("module", "changed"),
    [
        ("worker/store/upgrading.py", ('HEAD = "', 'HEAD = "1')),
        ("worker/sweeping/talk.py", ('"""', '"""\n')),
        ("connectors/http.py", ('"""', '"""\n')),
        ("policies/finding.py", ('"""', '"""\n')),
    ],
)
def test_a_program_that_differs_in_its_tables_or_one_module_has_another_queue(
    copy, module, changed
):
    before = queue_of_the_program_at(copy)
    assert queue_of_the_program_at(copy) == before
    file = copy / module
    source = file.read_text("utf-8")
    try:
        file.write_text(source.replace(*changed, 1), "utf-8")
        assert queue_of_the_program_at(copy) != before
    finally:
        file.write_text(source, "utf-8")
