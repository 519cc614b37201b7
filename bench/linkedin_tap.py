"""The published Singer tap for LinkedIn Ads, in an environment of its own, pointed at a sandbox.

Nothing of it is changed. When the interpreter starts, what it sends to LinkedIn's two hosts is sent
to the sandbox instead, with a version of today: the one that it names was retired on 16 November
2026, so that LinkedIn would refuse every call.
"""

from __future__ import annotations

import json
import os
import subprocess
import venv
from collections import Counter
from pathlib import Path

from connectors.sandbox.linkedin.tokens import ADS_TOKEN

TAP = "tap-linkedin-ads==2.8.0"
STREAMS = ("accounts", "campaign_groups", "campaigns", "creatives")
_POINTED = """
import os
import requests

_send = requests.Session.request
_HOSTS = ("https://api.linkedin.com", "https://www.linkedin.com")

def _pointed(self, method, url, **more):
    for host in _HOSTS:
        if url.startswith(host + "/"):
            url = os.environ["SANDBOX"] + url[len(host):]
    headers = more.get("headers") or {}
    if "LinkedIn-Version" in headers:
        headers["LinkedIn-Version"] = os.environ["SANDBOX_VERSION"]
    return _send(self, method, url, **more)

requests.Session.request = _pointed
"""
_CATALOG = """
import json
from tap_linkedin_ads.schema import get_schemas
schemas, told = get_schemas()
print(json.dumps({name: [schemas[name], told[name]] for name in schemas}))
"""


class NoTap(Exception):
    """It could not be installed or run; the text says why."""


class Tap:
    """An installed tap."""

    def __init__(self, folder: Path, version: str) -> None:
        """Install it; `version` is what it is to name.

        Raises:
            NoTap: it could not be had.
        """
        self._folder, self._version = folder, version
        self._python = folder / "own" / "bin" / "python"
        venv.create(folder / "own", with_pip=True)
        _done([str(self._python), "-m", "pip", "install", "--quiet", TAP], None)
        (folder / "pointed").mkdir()
        (folder / "pointed" / "sitecustomize.py").write_text(_POINTED)
        schemas = json.loads(self._run("", _CATALOG))
        self._write("catalog.json", {"streams": [_stream(one, *schemas[one]) for one in STREAMS]})

    def read(self, base_url: str, account: str) -> dict[str, int]:
        """What it gets of one account, by stream; its look at which streams there are is left out.

        Raises:
            NoTap: it failed.
        """
        config = {"accounts": account, "start_date": "2015-01-01T00:00:00Z", "user_agent": "bench"}
        self._write("config.json", config | {"access_token": ADS_TOKEN})
        files = [
            part
            for name in ("config", "catalog")
            for part in (f"--{name}", str(self._folder / f"{name}.json"))
        ]
        told = self._run(base_url, "import tap_linkedin_ads as tap; tap.main()", *files)
        messages = map(json.loads, told.splitlines())
        return dict(Counter(one["stream"] for one in messages if one["type"] == "RECORD"))

    def _write(self, name: str, value: object) -> None:
        (self._folder / name).write_text(json.dumps(value))

    def _run(self, base_url: str, program: str, *arguments: str) -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self._folder / "pointed"),
            "NO_PROXY": "127.0.0.1",
            "SANDBOX": base_url,
            "SANDBOX_VERSION": self._version,
        }
        return _done([str(self._python), "-c", program, *arguments], environment)


def _done(command: list[str], environment: dict[str, str] | None) -> str:
    """What a program writes on standard output.

    Raises:
        NoTap: it failed.
    """
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoTap((done.stderr.strip().splitlines() or ["no reason told"])[-1])
    return done.stdout


def _stream(name: str, schema: dict, told: list[dict]) -> dict:
    """One stream of the catalog, chosen with all its fields, as a user of the tap does."""
    for one in told:
        one["metadata"]["selected"] = True
    return {
        "tap_stream_id": name,
        "stream": name,
        "schema": schema,
        "metadata": told,
        "key_properties": ["id"],
    }
