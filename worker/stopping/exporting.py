"""A stop as a folder to be filed: its journal as it stands, an account of it, and their digests.

The same journal gives the same bytes, whenever and wherever it is exported.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from worker.language import Language
from worker.pages.rendering import as_html, as_text
from worker.stopping.account import page_of
from worker.stopping.chain import digest_of
from worker.stopping.found import MANIFEST
from worker.stopping.journal import SUFFIX
from worker.stopping.lines import Lines, Part, misfiled, read_lines
from worker.stopping.places import sync_folder
from worker.stopping.story import NoJournal, Story, story_of_lines

SUMS = "SHA256SUMS"
FORMAT = 1
"""Of the manifest."""


def folder_name(stop_id: str) -> str:
    """The folder of an exported stop."""
    return f"annonsvakt-stop-{stop_id}"


def exported(
    stop_id: str, lines: Lines, said: Language, *, beside: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """The files of the folder, by name; `beside`: files that go with them as they are.

    Faults are told by the names that the files have in the folder.
    """
    lines = _renamed(stop_id, lines)
    page = page_of(stop_id, lines, _story(stop_id, lines), said)
    files = {
        **{part.name: part.raw for part in lines.parts},
        **(beside or {}),
        "account.html": as_html(page).encode(errors="backslashreplace"),
        "account.txt": as_text(page).encode(errors="backslashreplace"),
    }
    files[MANIFEST] = _manifest(stop_id, lines, files)
    sums = (f"{digest_of(raw)}  {name}\n" for name, raw in sorted(files.items()))
    return {**files, SUMS: "".join(sums).encode()}


def _renamed(stop_id: str, lines: Lines) -> Lines:
    """The same with the names that the files get: those that `stops import` knows."""
    parts = [
        Part(name=f"{stop_id}{'' if n == 1 else f'.{n}'}{SUFFIX}", raw=one.raw)
        for n, one in enumerate(lines.parts, start=1)
    ]
    found = read_lines(parts)
    return replace(found, faults=(*lines.unread, *found.faults, *misfiled(stop_id, found)))


def _story(stop_id: str, lines: Lines) -> Story | None:
    """The stop by its journal; None: it cannot be understood."""
    try:
        return story_of_lines(stop_id, lines)
    except (NoJournal, ValueError, KeyError, TypeError):
        return None


def _manifest(stop_id: str, lines: Lines, files: Mapping[str, bytes]) -> bytes:
    told = {
        "format": FORMAT,
        "stop_id": stop_id,
        "records": len(lines.records),
        "head": lines.head,
        "intact": not lines.faults,
        "faults": [one.english() for one in lines.faults],
        "files": [
            {"name": name, "bytes": len(raw), "sha256": digest_of(raw)}
            for name, raw in sorted(files.items())
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode(errors="backslashreplace")


def put_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a whole folder in place at once; only we may read it.

    Raises:
        FileExistsError: something stands there.
        OSError: it cannot be written; nothing was left behind.
    """
    if os.path.lexists(folder):
        raise FileExistsError(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".", suffix=".part"))
    try:
        for name, raw in files.items():
            _write(part / name, raw)
        sync_folder(part)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    sync_folder(folder.parent)


def _write(path: Path, raw: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
