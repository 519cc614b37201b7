"""Properties are tried without a clock on each example, for machines are shared; the same in CI."""

from __future__ import annotations

import os
import signal
import sys

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

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Begun in the background of a script, the run ignores Ctrl-C, and so would what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionstart():
    """Forget what policies have worked out already: a mutant is tried in a copy of a process that
    has run all tests, and would otherwise be asked nothing."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "policies":
            for one in vars(module).values():
                if hasattr(one, "cache_clear"):
                    one.cache_clear()
