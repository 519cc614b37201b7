"""LinkedIn's own published client in an environment of its own, which bench/linkedin_peers.py uses.

Its licence ties its use to an agreement with LinkedIn about their API, so it is no dependency of
ours: it is fetched for the measurement and gone after it.
"""

from __future__ import annotations

import json
import os
import subprocess
import venv
from pathlib import Path
from typing import Any

from connectors.sandbox.linkedin.tokens import ADS_TOKEN, COMMUNITY_TOKEN

CLIENT = "linkedin-api-client==0.3.0"
_READS = Path(__file__).with_name("linkedin_peers.py")


class NoClient(Exception):
    """It could not be installed; the text says why."""


class Client:
    """The installed client."""

    def __init__(self, folder: Path, version: str) -> None:
        """Install it; `version` is the one of LinkedIn's API.

        Raises:
            NoClient: it could not be had.
        """
        self._version = version
        self._python = folder / "own" / "bin" / "python"
        venv.create(folder / "own", with_pip=True)
        pip = [str(self._python), "-m", "pip", "install", "--quiet", CLIENT]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoClient((done.stderr.strip().splitlines() or ["pip failed"])[-1])

    def account(self, base_url: str, account: str) -> dict[str, Any]:
        """What it gets of one account."""
        return self._read(base_url, token=ADS_TOKEN, account=account)

    def comments(self, base_url: str, posts: list[str], *, replies: bool) -> dict[str, Any]:
        """What it gets of these posts' comments."""
        return self._read(base_url, token=COMMUNITY_TOKEN, posts=posts, replies=replies)

    def _read(self, base_url: str, **asked: object) -> dict[str, Any]:
        wanted = {"base_url": base_url, "version": self._version, **asked}
        told = subprocess.run(
            [str(self._python), str(_READS)],
            input=json.dumps(wanted),
            env={"PATH": os.environ["PATH"], "NO_PROXY": "127.0.0.1"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        found: dict[str, Any] = json.loads(told)
        return found
