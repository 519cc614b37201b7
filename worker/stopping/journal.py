"""The journal of a stop: added to, synced to the disk, and never a reason not to stop."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from policies.model import Words
from worker.clock import Clock
from worker.stopping.chain import START, Lines, Record, digest_of, read_line, read_lines
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
        self._seen: tuple[Path, int] | None = None
        """The file as this journal left it, and its length."""
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
            told=told,
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
            last = self._catch_up(path, descriptor)
            torn = digest_of(last) if last and read_line(last) is None else None
            record = self._next(event, told, torn=torn)
            _write_all(descriptor, (b"\n" if last else b"") + record.line())
            os.fsync(descriptor)
            self._seen = (path, os.fstat(descriptor).st_size)
        finally:
            os.close(descriptor)
        self._last = record
        if new:
            sync_folder(path.parent)

    def _catch_up(self, path: Path, descriptor: int) -> bytes:
        """See what others have added since; a last line that has no end, if there is one."""
        size = os.fstat(descriptor).st_size
        if (path, size) == self._seen or not size:
            return b""
        self._refresh()
        return os.pread(descriptor, size, 0).rsplit(b"\n", 1)[-1]

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


def read_journal(stop_id: str, places: Places) -> Lines:
    """What stands in the files of a stop, in whatever places it had to go to.

    A file that cannot be read is left out; the chain then shows that lines are missing.
    """
    parts = []
    for folder in places.readable():
        with suppress(OSError):
            parts.append((folder / f"{stop_id}{SUFFIX}").read_bytes())
    return read_lines(parts)


def stop_ids(places: Places) -> tuple[str, ...]:
    """The stops that have a journal, the oldest first."""
    found = set()
    for folder in places.readable():
        with suppress(OSError):
            found |= {path.stem for path in folder.glob(f"*{SUFFIX}")}
    return tuple(sorted(found))
