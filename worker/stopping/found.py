"""Journals that lie somewhere else: a file, a folder of them, or a folder that was exported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies.model import Words
from worker.stopping.chain import digest_of
from worker.stopping.journal import SUFFIX
from worker.stopping.lines import OPENED, Part, read_lines

MANIFEST = "manifest.json"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A journal that lies somewhere else."""

    stop_id: str
    parts: tuple[Part, ...]
    head: str | None = None
    """The digest of its last record as the folder that was exported tells it."""
    faults: tuple[Words, ...] = ()
    """What is wrong with the files, before they are read as a journal."""


class NoJournalThere(Exception):
    """No journal lies there."""

    def __init__(self, words: Words) -> None:
        """`words`: why, and what to do."""
        super().__init__(words.english())
        self.words = words


def is_id(text: str) -> bool:
    """Whether a text has the form of a stop's id."""
    return _ID.fullmatch(text) is not None


def find(path: Path) -> tuple[Found, ...]:
    """The journals in a file or folder, the oldest first.

    Raises:
        NoJournalThere: there are none, or one that tells of no stop.
        OSError: it cannot be read.
    """
    files = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
    parts = [Part(name=str(one), raw=one.read_bytes()) for one in files]
    if not parts:
        raise NoJournalThere(
            Words("{path} holds no journal: no file whose name ends in .jsonl", {"path": str(path)})
        )
    by_stop: dict[str, list[Part]] = {}
    for part in parts:
        by_stop.setdefault(_stop_of(part), []).append(part)
    head, faults = _manifest(path, parts)
    alone = len(by_stop) == 1
    return tuple(
        Found(
            stop_id=stop_id,
            parts=tuple(by_stop[stop_id]),
            head=head if alone else None,
            faults=faults,
        )
        for stop_id in sorted(by_stop)
    )


def _stop_of(part: Part) -> str:
    """The stop of a file: by its name, else by its first record.

    Raises:
        NoJournalThere: neither tells.
    """
    named = Path(part.name).name.partition(".")[0]
    if is_id(named):
        return named
    for record in read_lines([part]).records:
        told = str(record.told.get("stop_id", ""))
        if record.event == OPENED and is_id(told):
            return told
    raise NoJournalThere(
        Words(
            "{file} does not tell whose journal it is: give it the name of its stop, as in "
            "20261124-232543-9f3a.jsonl",
            {"file": part.name},
        )
    )


def _manifest(path: Path, parts: list[Part]) -> tuple[str | None, tuple[Words, ...]]:
    """The head that a folder's manifest tells, and the files that are not as it says."""
    file = path / MANIFEST
    if not (path.is_dir() and file.exists()):
        return None, ()
    try:
        told = json.loads(file.read_bytes())
        head = str(told["head"])
        return head, tuple(_unlike(told["files"], parts))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, (Words("{file} cannot be understood.", {"file": str(file)}),)


def _unlike(listed: list[Mapping[str, Any]], parts: list[Part]) -> Iterator[Words]:
    """Journals that are missing, or not to the byte what the manifest lists."""
    sums = {Path(part.name).name: digest_of(part.raw) for part in parts}
    for one in listed:
        name = str(one["name"])
        if name.endswith(SUFFIX) and sums.get(name) != one["sha256"]:
            yield Words("{file} is missing, or not as it was when it was exported.", {"file": name})
