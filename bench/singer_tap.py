"""The published Singer tap for Facebook, in an environment of its own, pointed at a sandbox.

Nothing of it is changed. The published client in it is told another address and the app's secret
when the interpreter starts; so is nobody else.
"""

from __future__ import annotations

import json
import os
import subprocess
import venv
from collections import Counter
from pathlib import Path

from connectors.sandbox.meta.tokens import APP_SECRET, SYSTEM_TOKEN

TAP = "tap-facebook==1.26.0"
_POINTED = """
import os
from facebook_business.session import FacebookSession

_made = FacebookSession.__init__

def _pointed(self, app_id=None, app_secret=None, *args, **more):
    _made(self, app_id, os.environ["SANDBOX_SECRET"], *args, **more)

FacebookSession.GRAPH = os.environ["SANDBOX"]
FacebookSession.__init__ = _pointed
"""
STREAMS = {
    "campaigns": {"id", "name", "effective_status", "start_time", "updated_time", "objective"},
    "adsets": {"id", "name", "effective_status", "updated_time", "campaign_id", "targeting"},
    "ads": {"id", "name", "status", "effective_status", "updated_time", "creative", "adset_id"},
    "adcreative": {"id", "name", "object_story_spec", "effective_object_story_id"},
}
"""The streams of the ad side, and the fields that are chosen of each."""


class NoTap(Exception):
    """It could not be installed or run; the text says why."""


class Tap:
    """An installed tap."""

    def __init__(self, folder: Path) -> None:
        """Install it.

        Raises:
            NoTap: it could not be had.
        """
        self._folder = folder
        self._python = folder / "own" / "bin" / "python"
        venv.create(folder / "own", with_pip=True)
        pip = [str(self._python), "-m", "pip", "install", "--quiet", TAP]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoTap((done.stderr.strip().splitlines() or ["pip failed"])[-1])
        (folder / "pointed").mkdir()
        (folder / "pointed" / "sitecustomize.py").write_text(_POINTED)

    def read(self, base_url: str) -> dict[str, int]:
        """What it gets of account act_100, by stream.

        Raises:
            NoTap: it failed.
        """
        config = {"account_id": "100", "start_date": "2015-01-01T00:00:00Z"}
        self._write("config.json", config | {"access_token": SYSTEM_TOKEN})
        catalog = json.loads(self._run(base_url, "--discover"))
        streams = [one for one in catalog["streams"] if one["tap_stream_id"] in STREAMS]
        for stream in streams:
            _choose(stream)
        self._write("catalog.json", {"streams": streams})
        told = self._run(base_url, "--properties", str(self._folder / "catalog.json"))
        messages = map(json.loads, told.splitlines())
        return dict(Counter(one["stream"] for one in messages if one["type"] == "RECORD"))

    def _write(self, name: str, value: object) -> None:
        (self._folder / name).write_text(json.dumps(value))

    def _run(self, base_url: str, *arguments: str) -> str:
        command = [self._python, "-c", "import tap_facebook; tap_facebook.main()"]
        told = subprocess.run(
            [*map(str, command), "--config", str(self._folder / "config.json"), *arguments],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(self._folder / "pointed"),
                "NO_PROXY": "127.0.0.1",
                "SANDBOX": base_url,
                "SANDBOX_SECRET": APP_SECRET,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            raise NoTap(told.stderr.strip().splitlines()[-1])
        return told.stdout


def _choose(stream: dict) -> None:
    """Mark the stream and the wanted fields as chosen, as a user of the tap does."""
    wanted = STREAMS[stream["tap_stream_id"]]
    for one in stream["metadata"]:
        place = one["breadcrumb"]
        if not place:
            one["metadata"]["selected"] = True
        elif len(place) == 2:
            one["metadata"]["selected"] = place[1] in wanted
