"""Programs of others that look at the files for deployment; none needs a container engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALLED = ROOT / "build" / "deploy-tools" / "bin"
"""Where `make deploy-tools` puts them."""


def tool(name):
    """The path of a program; without it the test is skipped, and says how to get it."""
    found = shutil.which(name, path=f"{INSTALLED}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{name} is not here: `make deploy-tools`, or Debian's package of it")
    return found


def run(*command, **options):
    """Run it; what it says is in the answer."""
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **options
    )


def program(*words, **options):
    """Run Annonsvakt itself."""
    return run(sys.executable, "-m", "worker", *words, **options)
