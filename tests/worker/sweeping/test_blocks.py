"""What is freed in large blocks is the system's again."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

GLIBC = platform.libc_ver()[0] == "glibc"
GROWN = """
import threading
from pathlib import Path

def held():
    told = Path("/proc/self/status").read_text().partition("VmRSS:")[2]
    return int(told.split()[0]) // 1024

def work():
    for size in (2, 4, 8, 16, 24):
        blocks = [b"x" * (size << 20) for _ in range(2)]
        del blocks
def grown():
    before = held()
    for _ in range(4):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    return held() - before
"""
"""How many MB this process holds more once threads have freed large blocks."""
PROGRAM = f"""{GROWN}
from worker.sweeping.blocks import give_back_large_blocks

assert give_back_large_blocks()
print(grown())
"""


@pytest.mark.skipif(not GLIBC, reason="only glibc has the switch")
def test_large_blocks_are_given_back():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True
    )
    assert int(ran.stdout) < 20


@pytest.mark.skipif(GLIBC, reason="glibc has the switch")
def test_another_library_goes_on_as_it_does():
    from worker.sweeping.blocks import give_back_large_blocks

    assert give_back_large_blocks() is False
