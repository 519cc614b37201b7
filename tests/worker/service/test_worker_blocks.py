"""A worker's process holds no more than it needs: what is freed in large blocks is the system's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.worker.sweeping.test_blocks import GLIBC, GROWN

pytest.importorskip("procrastinate")
ROOT = Path(__file__).parents[3]
PROGRAM = f"""{GROWN}
import sys
from tests.worker.service.crew import at_work, configured

with at_work(configured(sys.argv[1], "http://127.0.0.1:9")):
    print(grown())
"""


@pytest.mark.skipif(not GLIBC, reason="only glibc has the switch")
def test_a_worker_gives_large_blocks_back(queued, queued_url):
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, queued_url],
        capture_output=True, text=True, timeout=120, check=True, cwd=ROOT,
    )  # fmt: skip
    assert int(ran.stdout) < 20
