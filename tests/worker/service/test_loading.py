"""What jobs load later is there before they begin: all that functions of theirs import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import worker.platforms
import worker.service

ASKED = """
import json, sys
from policies.model import Platform
from worker.service.loading import load_all
load_all((Platform.META, Platform.LINKEDIN))
print(json.dumps([one for one in {wanted!r} if one not in sys.modules]))
"""
OF_ANOTHER_ENGINE = "worker.engine"
"""Its processes load it at their start."""


def imported_later(file):
    """The modules that functions of a file import."""
    for function in ast.walk(ast.parse(file.read_text())):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module
                elif isinstance(node, ast.Import):
                    yield from (one.name for one in node.names)


def test_every_module_that_a_job_imports_is_there_before_the_first_begins():
    files = [*Path(worker.service.__path__[0]).glob("*.py"), Path(worker.platforms.__file__)]
    wanted = {one for file in files for one in imported_later(file)}
    wanted = sorted(one for one in wanted if not one.startswith(OF_ANOTHER_ENGINE))
    assert "worker.reporting" in wanted
    code = ASKED.format(wanted=wanted)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
