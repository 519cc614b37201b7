"""What is measured runs in a process of its own; the sandbox that it asks runs in this one.

So neither waits for the other's interpreter, and what was asked is counted where it arrives.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from connectors.sandbox import Sandbox


def run(*arguments: str) -> dict[str, Any]:
    """What the program being run tells when it is called again with these arguments.

    Its last line on standard output is a JSON object; a failure of it is one of the whole.
    """
    command = [sys.executable, sys.argv[0], *arguments]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def counted(sandbox: Sandbox, work: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """What `work` tells, with the requests and charged operations that it made Meta answer.

    The search for the account, which all do and some do twice, is counted apart.
    """
    sandbox.requests.clear()
    before = sandbox.world.counted["meta"]
    told = dict(work())
    paths = [one.path.partition("/v")[2].partition("/")[2].strip("/") for one in sandbox.requests]
    listing = sum(path in ("me", "me/adaccounts") for path in paths)
    charged = sandbox.world.counted["meta"] - before - listing
    return {"http": len(paths) - listing, "counted": charged, "listing": listing, **told}


def keep(results: Path, lines: list[dict[str, Any]]) -> None:
    """Write the results of this run in place of the last one's."""
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
