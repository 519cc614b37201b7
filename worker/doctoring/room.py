"""Room on disk, and the backups that are kept there: the newest is young, and can be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from policies.model import Words
from policies.retention.clock import AHEAD
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.health.copies import folders, found, made_at, others
from worker.health.disks import existing, free, places

LITTLE, TOO_LITTLE = 1_000_000_000, 200_000_000
"""Bytes: from the first on somebody should look, from the second on work stops."""
COPIES = 3
"""A backup is a copy of a copy, beside the database."""
OLD = timedelta(hours=36)
"""A night was missed, and half a day has gone by."""
_MEGABYTE = 1_000_000


def room(settings: Settings) -> Iterator[Line]:
    """A line on each disk that is written to, named by the folders on it."""
    left, where = free(settings), places(settings)
    disks: dict[int, list[str]] = {}
    for name in left:
        disks.setdefault(existing(where[name]).stat().st_dev, []).append(name)
    for names in disks.values():
        subject = ", ".join(dict.fromkeys(str(where[name]) for name in names))
        yield of_disk(left[names[0]], subject, copies=COPIES * size(settings))


def of_disk(left: int, subject: str, *, copies: int) -> Line:
    """The line about a disk with these folders. `left`: bytes; `copies`: what a backup takes."""
    desk, told = Desk("disk", subject), {"megabytes": str(left // _MEGABYTE)}
    remedy = Words(
        "Make room: old files, container images, the system's journal. Never delete stops/."
    )
    words = Words("{megabytes} MB are free.", told)
    if left < TOO_LITTLE:
        return desk.fail(words, remedy)
    return desk.warn(words, remedy) if left < max(LITTLE, copies) else desk.ok(words)


def size(settings: Settings) -> int:
    """Bytes of the database's file; 0: it is on a server, or not there yet."""
    url = settings.database.url.get_secret_value()
    try:
        return Path(url.removeprefix("sqlite:///")).stat().st_size
    except OSError:
        return 0


def backup(settings: Settings, now: Clock) -> Iterator[Line]:
    """Whether there is a backup that is young enough, and can be used; and what nothing erases."""
    yield from _newest(settings, now)
    yield from _not_erased(settings, now())


def _newest(settings: Settings, now: Clock) -> Iterator[Line]:
    from worker.store.errors import StoreError
    from worker.store.verifying import verify

    desk, folder = Desk("backup", str(settings.backups)), settings.backups
    try:
        files = found(folder)
    except OSError:
        files = []
    if not files:
        yield from _none(desk, settings)
        return
    # One of a time to come was made nobody knows when; any other tells more.
    known = [one for one in files if made_at(one) <= now() + AHEAD]
    newest = (known or files)[0]
    desk = Desk("backup", str(newest))
    try:
        held = verify(newest, quick=True)
    except StoreError as error:
        yield desk.fail(Words("The newest backup is no good."), error.words)
        return
    written = made_at(newest)
    if not known:
        told = {"at": f"{written:%Y-%m-%d}"}
        words = Words("The newest backup is dated {at}, which has not come.", told)
        yield desk.unknown(words, _make(settings))
        return
    told = {"hours": str(round((now() - written) / timedelta(hours=1))), "rows": str(held.rows)}
    words = Words("It is {hours} hours old and can be used; it holds {rows} rows.", told)
    if now() - written > OLD:
        yield desk.warn(words, _make(settings))
    else:
        yield desk.ok(words)


def _not_erased(settings: Settings, at: datetime) -> Iterator[Line]:
    """Copies of ours whose names do not say so: the purge leaves them where they are."""
    from worker.store.addresses import file_of
    from worker.store.verifying import is_of_ours

    days, database = settings.retention.copy_days, file_of(settings.database.url.get_secret_value())
    for folder in folders(settings):
        with suppress(OSError):
            for one in others(folder):
                itself = database is not None and one.resolve() == database.resolve()
                if not itself and at - made_at(one) > timedelta(days=days) and is_of_ours(one):
                    yield _lasting(one, days)


def _lasting(file: Path, days: int) -> Line:
    told = {"days": str(days)}
    return Desk("backup", str(file)).warn(
        Words(
            "It is a copy of the database, older than {days} days, and nothing erases it: it is "
            "not named as `annonsvakt db backup` names copies by itself.",
            told,
        ),
        Words("Delete it. Made without --out, a copy is named so that it goes in time."),
    )


def _none(desk: Desk, settings: Settings) -> Iterator[Line]:
    """There is no backup: a fault where one should be made every night."""
    yield desk.warn(Words("There is no backup."), _make(settings))


def _make(settings: Settings) -> Words:
    if settings.backup.on:
        return Words(
            "See to it that the service runs at [backup] at, and look for backup.failed in the "
            "log. By hand: annonsvakt db backup."
        )
    return Words(
        "Set [backup] keep and at, or run annonsvakt db backup every night. If backups are made by "
        "other means, nothing need be done."
    )
