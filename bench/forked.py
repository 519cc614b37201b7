"""Processes that begin at once: forked from one that has loaded the program already.

Loading it takes a second of a processor, and these proofs begin a process after each kill. Each is
a process of its own all the same, which can be killed.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

_FROM = multiprocessing.get_context("forkserver")
_FROM.set_forkserver_preload(
    [
        "bench.engine_crew",
        "worker.config",
        "worker.engine.tables",
        "worker.service.attending",
        "connectors.meta.checkup",
    ]
)


class Forked:
    """One of them, asked and ended as `subprocess.Popen` is."""

    def __init__(self, work: Callable[[Path], None], folder: Path) -> None:
        """Begin to do this; what it says is added to the folder's `log`."""
        (folder / "log").touch()  # whoever reads it may be quicker than the process
        self._process = _FROM.Process(target=_begin, args=(work, folder), daemon=True)
        self._process.start()
        self.pid = self._process.pid
        self.kill = self._process.kill
        self.terminate = self._process.terminate

    def poll(self) -> int | None:
        """Its code; None: it has not ended."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its code, at its end.

        Raises:
            subprocess.TimeoutExpired: it has not ended in time.
        """
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("forked", timeout or 0)
        return code


def _begin(work: Callable[[Path], None], folder: Path) -> None:
    """In the new process."""
    with (folder / "log").open("ab") as log:
        for descriptor in (1, 2):
            os.dup2(log.fileno(), descriptor)
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        del os.environ[name]
    work(folder)
