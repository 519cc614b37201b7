"""Run the Dockerfile's steps without an engine: in chroots of a fresh Debian, as they are written.

    python -m bench.run_dockerfile [--debian DIR]        (root, debootstrap)

Debian 12 with its Python 3.11 stands in for `python:3.11-slim`, which is made of the same. Each
stage begins as a copy of it; RUN, COPY, ENV, WORKDIR and USER are carried out in their order. The
result is then asked for what docker-compose.yml asks: to work as its user, on a root that cannot be
written to, with a /tmp of its own and no network: `--help`, and the demo, which reads, judges,
stops and reports.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.follow_operations import fresh_debian, lend_network

ROOT = Path(__file__).parent.parent
BASE = "python:3.11-slim"
SEARCHED = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
READY = (
    "apt-get -qq update && apt-get -qq install -y python3-venv >/dev/null "
    "&& ln -sf python3 /usr/bin/python"
)
"""What makes a fresh Debian the base: Python under the name that the image gives it."""


@dataclass(slots=True)
class Stage:
    """One image as it is being made."""

    root: Path
    workdir: str = "/"
    user: str = "0:0"
    env: dict[str, str] = field(default_factory=dict)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile, each with what follows it; lines that go on are joined."""
    joined = re.sub(r"\\\n", " ", "\n".join(one for one in text.splitlines() if one[:1] != "#"))
    for line in joined.splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            yield word.upper(), rest.strip()


def build(text: str, base: Path, folder: Path) -> Stage:
    """Carry out every step; the answer is the last stage.

    Raises:
        ValueError: a step that is not known here.
        subprocess.CalledProcessError: one that failed.
    """
    stages: dict[str, Stage] = {}
    stage = Stage(folder)
    for word, rest in steps(text):
        if word == "FROM":
            image, _, name = rest.partition(" AS ")
            if image != BASE:
                raise ValueError(f"nothing stands in for {image}")
            root = folder / f"stage-{len(stages)}"
            subprocess.run(["cp", "-a", str(base), str(root)], check=True)
            stage = stages[name or str(len(stages))] = Stage(root)
        else:
            _carry_out(word, rest, stage, stages)
    return stage


def _carry_out(word: str, rest: str, stage: Stage, stages: dict[str, Stage]) -> None:
    if word in _SAID:
        return
    if word == "COPY":
        _copy(rest, stage, stages)
    elif word in _STEPS:
        _STEPS[word](stage, rest)
    else:
        raise ValueError(f"{word} is not known here")


def _run(stage: Stage, rest: str) -> None:
    print("RUN", rest[:90], flush=True)
    subprocess.run(inside(stage, ["sh", "-c", rest]), check=True, stdout=subprocess.DEVNULL)


def _set(stage: Stage, rest: str) -> None:
    for one in shlex.split(rest):
        name, _, value = one.partition("=")
        stage.env[name] = value.replace("$PATH", stage.env.get("PATH", SEARCHED))


def _go(stage: Stage, rest: str) -> None:
    stage.workdir = rest
    (stage.root / rest[1:]).mkdir(parents=True, exist_ok=True)


def _be(stage: Stage, rest: str) -> None:
    stage.user = rest


def _enter(stage: Stage, rest: str) -> None:
    stage.entrypoint = json.loads(rest)


def _begin(stage: Stage, rest: str) -> None:
    stage.command = json.loads(rest)


_STEPS = {
    "RUN": _run,
    "ENV": _set,
    "WORKDIR": _go,
    "USER": _be,
    "ENTRYPOINT": _enter,
    "CMD": _begin,
}
_SAID = ("LABEL", "STOPSIGNAL", "HEALTHCHECK")
"""What an engine is told, and changes nothing in the image's files."""


def _copy(rest: str, stage: Stage, stages: dict[str, Stage]) -> None:
    words = shlex.split(rest)
    source = ROOT
    if words[0].startswith("--from="):
        source = stages[words.pop(0).removeprefix("--from=")].root
    *sources, target = words
    place = stage.root / (target if target.startswith("/") else f"{stage.workdir}/{target}")[1:]
    for one in sources:
        origin = source / one.lstrip("/")
        if origin.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(origin, place, symlinks=True, ignore=ignored, dirs_exist_ok=True)
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(origin, place)


def inside(
    stage: Stage, command: list[str], *, sealed: bool = False, workdir: str = ""
) -> list[str]:
    """A command in the stage, as its user; `sealed`: nothing but /tmp and the state can be written.

    As in docker-compose.yml; sealed, there is no network either but the container's own.
    """
    root = shlex.quote(str(stage.root))
    home = "/root" if stage.user.startswith("0") else "/var/lib/annonsvakt"
    told = {"PATH": SEARCHED, "HOME": home} | stage.env
    parts = [f"mount --rbind /dev {root}/dev"]
    if sealed:
        state = f"{root}/var/lib/annonsvakt/state"
        parts = [
            f"mount --bind {root} {root}", f"mount --rbind /dev {root}/dev",
            f"mount -t proc proc {root}/proc", f"mount -t tmpfs tmpfs {root}/tmp",
            f"mount --bind {state} {state}", f"mount -o remount,bind,ro {root}",
            "ip link set lo up",
        ]  # fmt: skip
    run = ["env", "-i", *(f"{name}={value}" for name, value in told.items()), *_network()]
    at = f"cd {shlex.quote(workdir or stage.workdir)} && exec {shlex.join([*run, *command])}"
    chroot = f"exec chroot --userspec={stage.user} {root} sh -c {shlex.quote(at)}"
    alone = ["unshare", "--mount", *(["--net"] if sealed else [])]
    return [*alone, "sh", "-ec", "; ".join([*parts, chroot])]


def _network() -> list[str]:
    """Which registry pip is to ask, if this machine has one of its own."""
    return [f"{name}={value}" for name, value in os.environ.items() if name.startswith("PIP_")]


def main() -> int:
    """Build, then ask of it what it is for; code 1 with the step that failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--debian", type=Path, metavar="DIR", help="kept for the next time")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        base = Stage(fresh_debian(folder, told.debian))
        lend_network(base.root)
        try:
            subprocess.run(inside(base, ["sh", "-c", READY]), check=True)
            made = build((ROOT / "Dockerfile").read_text("utf-8"), base.root, folder)
            wrong = list(faults(made))
        except subprocess.CalledProcessError as error:
            wrong = [f"code {error.returncode}: {error.cmd[-1][-300:]}"]
    print("\n".join(wrong) or "The image is made, and does its work as it is to run.")
    return 1 if wrong else 0


def faults(image: Stage) -> Iterator[str]:
    """What is not as docker-compose.yml needs it."""
    state = image.root / "var/lib/annonsvakt/state"
    if oct(state.stat().st_mode)[-3:] != "700" or f"{state.stat().st_uid}" not in image.user:
        yield "the state folder is not its user's own"
    help_of = subprocess.run(
        inside(image, [*image.entrypoint, *image.command, "--help"], sealed=True),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if help_of.returncode != 0:
        yield f"--help: {help_of.stderr[-500:]}"
    demo = inside(image, [*image.entrypoint, "--lang", "en", "demo"], sealed=True, workdir="/tmp")
    ran = subprocess.run(demo, capture_output=True, text=True, timeout=600, check=False)
    if ran.returncode != 0:
        yield f"demo: code {ran.returncode}: {ran.stderr[-1000:]}"
    if "matplotlib" in ran.stderr.lower():
        yield f"demo: {ran.stderr[-500:]}"


if __name__ == "__main__":
    sys.exit(main())
