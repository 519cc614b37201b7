"""Follow docs/operations.md word by word: each command that it marks, in its order.

    python bench/follow_operations.py folder [--from REV]
    python bench/follow_operations.py machine [--from REV] [--debian DIR]   (root, debootstrap)

Boxes are marked with `<!-- follow: folder, machine -->`. `folder` is an empty folder on this
machine, all in one shell; `machine` a fresh Debian in a chroot, where systemctl starts nothing and
each box has a new shell. A command must end with code 0, or with the one that the end of its line
names (`# code 4: …`); the first that does not ends it all. What is typed otherwise than the page
has it stands in `substitutions` and `newer_database`, and nowhere else. `--from`: the version that
is installed first; the upgrade then brings the one checked out here. Packages are installed for
real.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "operations.md"
TRACKS = ("folder", "machine")
_MARK = re.compile(r"<!-- follow: ([a-z, ]+) -->")
_CODE = re.compile(r"\s# code (\d+)\b")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the page."""

    line: int
    """Where it begins, counted from 1."""
    text: str
    code: int
    """With which it must end."""
    box: int = 0
    """Its box, by the line of its mark."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How far the shell came."""

    done: int
    wrong: str | None
    """What went otherwise than the page says; None: nothing."""
    log: str


def commands(page: str, track: str) -> list[Command]:
    """The commands of one track, in the page's order.

    Raises:
        ValueError: a mark without a box, or a box that is no shell.
    """
    found: list[Command] = []
    lines = page.splitlines()
    for number, line in enumerate(lines):
        mark = _MARK.fullmatch(line.strip())
        if mark is None:
            continue
        if lines[number + 1] != "```sh":
            raise ValueError(f"line {number + 1}: no box follows the mark")
        if track in [one.strip() for one in mark[1].split(",")]:
            end = lines.index("```", number + 2)
            found += _split(lines[number + 2 : end], number + 3, number + 1)
    return found


def _split(lines: list[str], first: int, box: int) -> Iterator[Command]:
    """The commands of one box: as many lines each as bash needs to make sense of it."""
    text, begun = "", first
    for number, line in enumerate(lines, first):
        text = f"{text}\n{line}" if text else line
        read = subprocess.run(
            ["bash", "-n"], input=text, capture_output=True, text=True, check=False
        )
        if read.returncode == 0 and not read.stderr:
            told = _CODE.search(text)
            yield Command(begun, text, int(told[1]) if told else 0, box)
            text, begun = "", number + 1
    if text:
        raise ValueError(f"line {begun}: bash makes no sense of it: {text}")


def substitutions(*, source: str, port: int, upgraded: bool) -> dict[str, str]:
    """What is typed otherwise than the page has it, as patterns and what takes their place.

    The address of the source, which the page cannot know; the sandbox's port, which may be taken;
    and, just before the program is fetched anew, its next version appearing at that address.
    """
    place = shlex.quote(source)
    told = {
        r"^SOURCE=\S+": f"SOURCE={place}",
        r"^annonsvakt sandbox\b": f"annonsvakt sandbox --port {port}",
    }
    if upgraded:
        appears = f"git -C {place} update-ref refs/heads/main refs/heads/next"
        told[r"\bgit -C source pull"] = f"{appears} && git -C source pull"
    return told


def installed_already(bin_folder: Path) -> dict[str, str]:
    """Further ones, for the short form: the program that runs this stands in for `venv`."""
    link = f"mkdir -p venv/bin && ln -sf {shlex.quote(str(bin_folder / 'annonsvakt'))} venv/bin/"
    return {r"^python3 -m venv venv$": link, r"^venv/bin/pip install .*$": ":"}


def newer_database(python: str, file: str) -> dict[str, str]:
    """Further ones, for the way back: the version that is left has changed the tables."""
    told = (
        f"import sqlite3; raw = sqlite3.connect({file!r}); "
        "raw.execute('CREATE TABLE later (id integer)'); "
        "raw.execute('UPDATE alembic_version SET version_num = 9999'); raw.commit()"
    )
    changed = f"{shlex.quote(python)} -c {shlex.quote(told)}"
    return {r"\btest -L previous$": f"test -L previous; {changed}"}


def script(told: list[Command], instead: Mapping[str, str], *, apart: bool = False) -> str:
    """The commands as one script for bash, which stops at the first that ends otherwise.

    `apart`: each box in a new shell, which knows nothing of those before it.
    """
    boxes = [list(some) for _, some in groupby(told, key=lambda one: one.box if apart else 0)]
    parts = ["trap 'kill $(jobs -p) 2>/dev/null' EXIT"]
    for box in boxes:
        typed = "\n".join(_typed(box, instead))
        parts.append(f"bash -c {shlex.quote(typed)} || exit 1" if apart else typed)
    return "\n".join([*parts, "echo '@@ whole'", ""])


def _typed(told: list[Command], instead: Mapping[str, str]) -> list[str]:
    """Commands for one shell, and after each a look at how it ended."""
    parts: list[str] = []
    for one in told:
        text = one.text
        for pattern, replacement in instead.items():
            text = re.sub(pattern, lambda _, by=replacement: by, text, flags=re.MULTILINE)
        parts += [
            f"printf '%s\\n' {shlex.quote(f'@@ {one.line}: {one.text}')}",
            text,
            f"was=$?; [ $was = {one.code} ] || {{ echo '@@ wrong: line {one.line}: "
            f"code {one.code} was told, it was '$was; exit 1; }}",
        ]
    return parts


def follow(text: str, *, command: list[str], folder: Path, timeout: float) -> Followed:
    """Let a shell do it; `command` gets the script on its standard input's place, a file."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANNONSVAKT_")}
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8") as log:
        ran = subprocess.run(
            [*command, text],
            cwd=folder,
            env=kept | {"NO_COLOR": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
        log.seek(0)
        told = log.read()
    wrong = [line for line in told.splitlines() if line.startswith("@@ wrong")]
    if not wrong and "@@ whole" not in told:
        wrong = [f"the shell ended with code {ran.returncode}"]
    done = len(re.findall(r"^@@ \d+: ", told, re.MULTILINE)) - len(wrong)
    return Followed(done, wrong[0] if wrong else None, told)


def upstream(folder: Path, first: str) -> Path:
    """A repository to fetch from: `main` is at `first`, `next` one commit beyond what is here."""
    bare = folder / "annonsvakt.git"
    git("clone", "--quiet", "--bare", "--no-hardlinks", str(ROOT), str(bare))
    as_nobody = ("-c", "user.name=follow", "-c", "user.email=follow@example.org")
    head = git("rev-parse", "HEAD")
    beyond = git(
        *as_nobody, "-C", str(bare), "commit-tree", "-p", head, "-m", "next", f"{head}^{{tree}}"
    )
    git("-C", str(bare), "update-ref", "refs/heads/next", beyond)
    git("-C", str(bare), "update-ref", "refs/heads/main", git("rev-parse", first))
    git("-C", str(bare), "symbolic-ref", "HEAD", "refs/heads/main")
    return bare


def git(*words: str) -> str:
    """What git answers."""
    ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh_debian(folder: Path, kept: Path | None) -> Path:
    """A Debian with nothing in it but itself: made, or copied from one that was kept."""
    inside = folder / "debian"
    if kept and kept.is_dir():
        subprocess.run(["cp", "-a", str(kept), str(inside)], check=True)
    else:
        made_in = (kept or inside).resolve()
        made_in.parent.mkdir(parents=True, exist_ok=True)
        packages = "--include=ca-certificates,systemd,systemd-sysv"
        made = ["debootstrap", "--variant=minbase", packages, "bookworm", str(made_in)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        return fresh_debian(folder, kept) if kept else inside
    return inside


def lend_network(inside: Path) -> None:
    """What this machine needs to reach its package registries, and that one thus needs as well."""
    for name in ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"):
        if Path("/", name).is_file():
            shutil.copyfile(Path("/", name), inside / name)


def in_chroot(inside: Path) -> list[str]:
    """The beginning of a command that runs bash there, alone with its own processes."""
    place = shlex.quote(str(inside))
    told = (
        "SYSTEMD_OFFLINE=1"  # systemctl then does what needs no running systemd, and skips the rest
    )
    prepared = f'mount --rbind /dev {place}/dev && exec chroot {place} env {told} bash -c "cd; $1"'
    alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={inside}/proc"]
    return [*alone, "bash", "-c", prepared, "bash"]


def main() -> int:
    """Follow one track, tell how far it came; code 1 if the page is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("track", choices=TRACKS)
    parser.add_argument("--from", dest="first", default="HEAD", metavar="REV")
    parser.add_argument("--debian", type=Path, metavar="DIR", help="kept for the next time")
    parser.add_argument("--log", type=Path, default=Path("build/follow.log"))
    parser.add_argument(
        "--results", type=Path, default=ROOT / "bench/results/follow_operations.jsonl"
    )
    told = parser.parse_args()
    on_page, begun = commands(PAGE.read_text("utf-8"), told.track), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, empty = upstream(folder, told.first), folder / "empty"
        empty.mkdir()
        where, shell = str(source), ["bash", "-c"]
        if told.track == "machine":
            inside = fresh_debian(folder, told.debian)
            lend_network(inside)
            where = "/srv/annonsvakt.git"
            shutil.copytree(source, inside / where[1:])
            shell = in_chroot(inside)
        instead = substitutions(source=where, port=free_port(), upgraded=True)
        instead |= newer_database("python3", "/var/lib/annonsvakt/annonsvakt.db")
        typed = script(on_page, instead, apart=told.track == "machine")
        outcome = follow(typed, command=shell, folder=empty, timeout=3600)
    told.log.parent.mkdir(parents=True, exist_ok=True)
    told.log.write_text(outcome.log, "utf-8")
    row = {
        "track": told.track, "revision": git("describe", "--always", "--dirty"), "from": told.first,
        "commands": len(on_page), "as_told": outcome.done, "wrong": outcome.wrong,
        "seconds": round(time.monotonic() - begun),
    }  # fmt: skip
    with told.results.open("a", encoding="utf-8") as results:
        results.write(json.dumps(row) + "\n")
    whole = f"{outcome.done} of {len(on_page)} commands"
    print(f"{told.track}: {whole} as the page tells them; {told.log}")
    if outcome.wrong:
        print(outcome.wrong, *outcome.log.splitlines()[-25:], sep="\n", file=sys.stderr)
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
