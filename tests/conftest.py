"""Properties are tried without a clock on each example, for machines are shared; the same in CI."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("anywhere", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("anywhere"), derandomize=True)
settings.register_profile(
    "mutants",  # a few examples for each of thousands of mutants; the same ones each time
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")

# Hundreds of commands are started, and two runs follow each other: each would translate the whole
# program anew. Workers and commands inherit this.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Begun in the background of a script, the run ignores Ctrl-C, and so would what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers():
    """One more than there are processors: every fifth second of a test is spent waiting."""
    return min(4, 1 + (os.cpu_count() or 1))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What may take long begins first, so that nobody is left with it alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


def pytest_sessionstart():
    """Forget what policies have worked out already: a mutant is tried in a copy of a process that
    has run all tests, and would otherwise be asked nothing."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "policies":
            for one in vars(module).values():
                if hasattr(one, "cache_clear"):
                    one.cache_clear()
