"""Notes of mails that were handed over, until the database knows, which may be never.

One small file each in `state_dir/handed`, named after the mail and its recipient. Whoever is about
to send a mail from the outbox looks here first, so that none goes twice.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from worker.folders import made
from worker.logs import WARNING, log

FOLDER = "handed"


class Notes:
    """The notes in one folder; it is made with the first."""

    def __init__(self, state_dir: Path) -> None:
        """Nothing is read or written yet."""
        self._folder = state_dir / FOLDER

    def add(self, message_id: str, recipient: str, at: datetime) -> None:
        """Note that this mail was handed over. Raises nothing: the mail is gone either way."""
        try:
            made(self._folder)
            file = self._file(message_id, recipient)
            file.touch(mode=0o600)
            file.write_text(f"{message_id} {at.isoformat()}\n", encoding="utf-8")
        except OSError as error:
            log("mail.not-noted", level=WARNING, message_id=message_id, because=error.strerror)

    def has(self, message_id: str, recipient: str) -> bool:
        """Whether this mail was handed over. Raises nothing: where nobody can look, it was not.

        A folder that root made, with `sudo annonsvakt pause-all`, lets nobody else in. A mail that
        goes twice is a smaller harm than a digest or an alarm that does not go at all.
        """
        try:
            return self._file(message_id, recipient).exists()
        except OSError as error:  # a missing file or folder raises none
            log(
                "mail.note-unreadable", level=WARNING, message_id=message_id, because=error.strerror
            )
            return False

    def remove(self, message_id: str, recipient: str) -> None:
        """The database knows now."""
        with suppress(OSError):
            self._file(message_id, recipient).unlink()

    def forget(self, before: datetime) -> None:
        """Remove notes older than this: no mail is posted again so late."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.stat().st_mtime < before.timestamp():
                    file.unlink()

    def _file(self, message_id: str, recipient: str) -> Path:
        named = hashlib.sha256(f"{message_id}\x1f{recipient}".encode()).hexdigest()
        return self._folder / named[:32]
