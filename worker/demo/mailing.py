"""The mails that the service would send now, as files: digests, and the contacts' alarm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from worker.alarms.contacts import Terms
from worker.alarms.overdue import alarm_letters
from worker.config import Settings
from worker.digests.letters import digest_letters
from worker.language import Language
from worker.mail import build, to_bytes
from worker.posting.letter import Letter
from worker.reporting.writing import write_file
from worker.store.opening import Store


def write_mails(
    store: Store, settings: Settings, language: Language, folder: Path, at: datetime
) -> tuple[Path, ...]:
    """Write each owner's digest and what the contacts would be told of overdue threads.

    Raises:
        StoreError: the demo's own database failed.
        OSError: a file cannot be written.
    """
    letters = (
        *digest_letters(store, settings, language, at=at),
        *alarm_letters(store, Terms(settings=settings, said=language, at=at)),
    )
    return tuple(
        write_file(folder / name, to_bytes(build(letter.mail))) for name, letter in _named(letters)
    )


def _named(letters: Iterable[Letter]) -> Iterator[tuple[str, Letter]]:
    """Each with a file's name: its kind, and whose it is."""
    for letter in letters:
        (address,) = letter.mail.to
        whose = re.sub(r"[^a-z0-9]+", "-", address.partition("@")[0].lower())
        yield f"{letter.kind}-{whose}.eml", letter
