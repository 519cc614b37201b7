"""The journal of a stop: added to, synced to the disk, and never a reason not to stop."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from policies.model import Words
from worker.clock import Clock
from worker.stopping.chain import START, Record, digest_of, loose_end, plain
from worker.stopping.lines import Lines, Part, misfiled, read_lines
from worker.stopping.places import Places, append_only, sync_folder

SUFFIX = ".jsonl"


class Journal:
    """Adds records to the file of one stop; safe across threads, and across programs.

    Where the file cannot be written it goes on in the next place, at last on standard error.
    """

    def __init__(
        self,
        stop_id: str,
        places: Places,
        *,
        clock: Clock,
        warn: Callable[[Words], None],
        last_resort: Callable[[str], None],
    ) -> None:
        """`warn` tells a person that a place failed; `last_resort` takes whole lines."""
        self.stop_id = stop_id
        self._clock = clock
        self._warn = warn
        self._last_resort = last_resort
        self._lock = threading.Lock()
        self._folders = list(places.folders())
        self._places = places
        self._last: Record | None = None
        self._written = False
        self._seen: Mapping[Path, int] | None = None
        """The stop's files as this journal left them, and their lengths."""
        self._refresh()

    @property
    def head(self) -> str:
        """The digest of the last record."""
        return self._last.digest if self._last else START

    @property
    def written(self) -> bool:
        """Whether anything was added through this journal."""
        return self._written

    @property
    def place(self) -> str:
        """Where the next record goes."""
        return str(self._folders[0] / f"{self.stop_id}{SUFFIX}") if self._folders else "stderr"

    def add(self, event: str, told: Mapping[str, Any]) -> None:
        """Add a record; when this returns it is on the disk, or a person has been told it is not.

        Raises nothing: lack of a journal never prevents a stop.
        """
        with self._lock:
            self._written = True
            while self._folders:
                try:
                    self._write(self._folders[0] / f"{self.stop_id}{SUFFIX}", event, told)
                    return
                except OSError as error:
                    self._give_up(error)
            record = self._next(event, told, torn=None)
            self._last = record
            self._last_resort(record.line().decode().rstrip("\n"))

    def freeze(self) -> None:
        """Let nothing be added any more: what is being added now is finished first."""
        self._lock.acquire()

    def _next(self, event: str, told: Mapping[str, Any], *, torn: str | None) -> Record:
        """The record that follows on the last."""
        return Record(
            n=self._last.n + 1 if self._last else 1,
            at=self._clock().isoformat(timespec="milliseconds"),
            event=event,
            told=plain(told),
            before=self.head,
            torn=torn,
        )

    def _write(self, path: Path, event: str, told: Mapping[str, Any]) -> None:
        """Add a record to a file and sync it.

        Raises:
            OSError: it could not be written whole.
        """
        new = not path.exists()
        descriptor = append_only(path)
        try:
            with suppress(OSError):  # some network disks know no locks
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            lengths = self._lengths()
            found = self._catch_up(descriptor, lengths)
            loose = loose_end(found)
            torn = None if loose is None else digest_of(loose)
            record = self._next(event, told, torn=torn)
            begin = b"" if not found or found.endswith(b"\n") else b"\n"
            _write_all(descriptor, begin + record.line())
            os.fsync(descriptor)
            self._seen = {**lengths, path: os.fstat(descriptor).st_size}
        finally:
            os.close(descriptor)
        self._last = record
        if new:
            sync_folder(path.parent)

    def _catch_up(self, descriptor: int, lengths: Mapping[Path, int]) -> bytes:
        """See what others have added since, here or elsewhere; then all that stands in this file.

        Nothing, if this journal was the last to write anywhere: the file then ends in its record.
        """
        if lengths == self._seen:
            return b""
        self._refresh()
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)

    def _lengths(self) -> dict[Path, int]:
        """The stop's files as they are now."""
        lengths = {}
        for path in files_of(self.stop_id, self._places):
            with suppress(OSError):
                lengths[path] = path.stat().st_size
        return lengths

    def _refresh(self) -> None:
        """Find the last record wherever it stands."""
        lines = read_journal(self.stop_id, self._places)
        known = self._last.n if self._last else 0
        if lines.records and lines.records[-1].n > known:
            self._last = lines.records[-1]

    def _give_up(self, error: OSError) -> None:
        """Leave the first place for the next, loudly."""
        failed = self._folders.pop(0)
        self._warn(
            Words(
                "THE JOURNAL cannot be written in {folder} ({reason}). It goes on in {next}. "
                "Keep that file, or these lines: they are the only record.",
                {
                    "folder": str(failed),
                    "reason": error.strerror or type(error).__name__,
                    "next": self.place,
                },
            )
        )


def _write_all(descriptor: int, data: bytes) -> None:
    """Write every byte.

    Raises:
        OSError: the disk is full, or will not take more.
    """
    while data:
        data = data[os.write(descriptor, data) :]


def journal_files(places: Places) -> dict[str, tuple[Path, ...]]:
    """The files of every stop's journal, by its id, in whatever places they had to go to.

    `<stop_id>.jsonl`, and `<stop_id>.<anything>.jsonl`, which `stops import` brought home.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for path in _journals(places):
        found[_id_of(path)] = (*found.get(_id_of(path), ()), path)
    return found


def files_of(stop_id: str, places: Places) -> tuple[Path, ...]:
    """The files of one stop's journal."""
    return tuple(path for path in _journals(places) if _id_of(path) == stop_id)


def read_journal(stop_id: str, places: Places) -> Lines:
    """What stands in the files of a stop; those that cannot be read are told as faults."""
    return read_files(stop_id, files_of(stop_id, places))


def read_files(stop_id: str, files: Iterable[Path]) -> Lines:
    """As `read_journal`, of these files."""
    parts, unread = [], []
    for path in files:
        try:
            parts.append(Part(name=str(path), raw=path.read_bytes()))
        except OSError as error:
            told = {"file": str(path), "reason": error.strerror or type(error).__name__}
            unread.append(Words("{file} cannot be read ({reason}).", told))
    lines = read_lines(parts)
    faults = (*unread, *lines.faults, *misfiled(stop_id, lines))
    return replace(lines, faults=faults, unread=tuple(unread))


def unlisted(places: Places) -> tuple[Words, ...]:
    """The folders of journals that are there and cannot be looked into.

    One in the temporary folder that is not ours alone is none of ours.
    """
    told = []
    for folder in places.folders():
        try:
            os.scandir(folder).close()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            values = {"folder": str(folder), "reason": error.strerror or type(error).__name__}
            told.append(
                Words(
                    "{folder} cannot be read ({reason}): nobody can tell which stops it holds.",
                    values,
                )
            )
    return tuple(told)


def stop_ids(places: Places) -> tuple[str, ...]:
    """The stops that have a journal, the oldest first."""
    return tuple(sorted({_id_of(path) for path in _journals(places)}))


def _journals(places: Places) -> Iterator[Path]:
    """All files of journals, place by place, each in the order of names."""
    for folder in places.readable():
        with suppress(OSError):
            yield from sorted(path for path in folder.glob(f"*{SUFFIX}") if _id_of(path))


def _id_of(path: Path) -> str:
    """The stop to which a file belongs, by its name."""
    return path.name.partition(".")[0]
