"""A worker's process holds no more than it needs: what is freed in large blocks is the system's."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("procrastinate")
ROOT = Path(__file__).parents[3]
GLIBC = platform.libc_ver()[0] == "glibc"
PROGRAM = """
import sys
import threading
from pathlib import Path
from tests.worker.service.crew import at_work, configured

def held():
    told = Path("/proc/self/status").read_text().partition("VmRSS:")[2]
    return int(told.split()[0]) // 1024

def work():
    for size in (2, 4, 8, 16, 24):
        blocks = [b"x" * (size << 20) for _ in range(2)]
        del blocks

with at_work(configured(sys.argv[1], "http://127.0.0.1:9")):
    before = held()
    for _ in range(4):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    print(held() - before)
"""


@pytest.mark.skipif(not GLIBC, reason="only glibc has the switch")
def test_a_worker_gives_large_blocks_back(queued, queued_url):
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, queued_url],
        capture_output=True, text=True, timeout=120, check=True, cwd=ROOT,
    )  # fmt: skip
    assert int(ran.stdout) < 20
