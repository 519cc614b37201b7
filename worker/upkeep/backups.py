"""A backup a night: made while everything goes on, opened anew, and only then older ones let go.

Our own copy serves both kinds of database, leaves out what LinkedIn lets nobody keep, and needs no
program of PostgreSQL's of the server's very version, as `pg_dump` would.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from policies.model import Words
from policies.retention.clock import AHEAD
from worker.config import Settings
from worker.health.copies import found, made_at
from worker.store.backing_up import Unwritten, back_up
from worker.store.errors import StoreError
from worker.store.opening import Store
from worker.store.purging import clock_believed
from worker.store.verifying import Verified, unusable, verify
from worker.upkeep.letters import Matter

KIND = "backup-failed"
"""Of the mails in the outbox."""
NIGHTLY = "nightly-"
"""So the names begin of backups that take turns; those that people make stay."""


class BackupFailed(Exception):
    """No backup was made. `words` says why and what to do."""

    def __init__(self, words: Words) -> None:
        """`words`: for people."""
        super().__init__(words.english())
        self.words = words


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of a night."""

    file: Path
    verified: Verified
    gone: tuple[Path, ...]
    """Older backups that were let go."""
    stuck: tuple[Path, ...]
    """Those that could not be removed."""


def make_nightly(store: Store, settings: Settings, *, due: datetime, at: datetime) -> Made:
    """The backup that came due at `due`; made once, however often the night is begun anew.

    Raises:
        BackupFailed: there is none, for instance because the disk is full.
        StoreError: the database does not answer at all.
    """
    with store.reading():
        pass  # one that is away is not a backup that failed
    file = settings.backups / f"{NIGHTLY}{due.astimezone(UTC):%Y%m%d-%H%M%S}.db"
    try:
        if not file.exists():
            back_up(settings.database.url.get_secret_value(), file, at=at)
        verified = _verified(file)
        gone, stuck = rotate(
            settings.backups,
            keep=settings.backup.keep,
            before=too_old(store, settings, at),
            just=file,
            at=at,
        )
    except StoreError as error:
        raise BackupFailed(error.words) from error
    except OSError as error:
        raise BackupFailed(Unwritten(settings.backups, error).words) from error
    return Made(file=file, verified=verified, gone=gone, stuck=stuck)


def _verified(file: Path) -> Verified:
    """What it holds; one that cannot be used does not stay.

    Raises:
        StoreError: it cannot be used.
    """
    try:
        verified = verify(file)
        if not verified.rows:
            raise unusable("it holds nothing")
    except StoreError:
        with suppress(OSError):
            file.unlink()
        raise
    return verified


def too_old(
    store: Store, settings: Settings, at: datetime, *, sure: bool = False
) -> datetime | None:
    """Backups of before this instant hold what may no longer be kept; None: who knows the time.

    `sure`: a person vouches for the clock. One that went wrong must not cost every backup.
    """
    if not clock_believed(store, at=at, sure=sure):
        return None
    return at - timedelta(days=settings.retention.copy_days)


def outlived(before: datetime, *folders: Path) -> list[Path]:
    """Backups there that were made before this instant, whoever made them, but the newest of all.

    Only what is named as ours are: the folder is the city's to choose.

    Raises:
        OSError: a folder cannot be read.
    """
    return [one for one in found(*folders)[1:] if made_at(one) < before]


def rotate(
    folder: Path,
    *,
    keep: int,
    before: datetime | None,
    just: Path | None = None,
    at: datetime | None = None,
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Let go of nightly backups beyond the `keep` newest, and of any made before an instant.

    The newest backup of all stays, whatever its age, and so does `just`, which was made this
    minute. Those that are dated later than `at` were made nobody knows when, and go before others.
    The answer: what is gone, and what could not be removed.

    Raises:
        OSError: the folder cannot be read.
    """
    latest = at + AHEAD if at else None
    dates = {one: made_at(one) for one in found(folder)}
    known = [one for one, date in dates.items() if one == just or not latest or date <= latest]
    everything = [*known, *(one for one in dates if one not in known)]
    first = [just] if just in dates else []
    nightly = [one for one in everything if one.name.startswith(NIGHTLY) and one not in first]
    old = outlived(before, folder) if before else []
    gone = {*nightly[max(1, keep) - len(first) :], *old} - {*everything[:1], *first}
    stuck = {one for one in gone if not removed(one)}
    return tuple(sorted(gone - stuck)), tuple(sorted(stuck))


def removed(file: Path) -> bool:
    """Remove a backup; whether it is gone."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def matter_of(failed: BackupFailed, folder: Path, day: str) -> Matter:
    """What people are told of a night without a backup. `day`: local, one mail for each."""
    newest: Iterable[Path] = ()
    with suppress(OSError):
        newest = found(folder)[:1]
    last = [Words("The newest backup: {file}.", {"file": str(one)}) for one in newest]
    return Matter(
        kind=KIND,
        period=day,
        title=Words("No backup of the database was made on {day}", {"day": day}),
        verdict=Words("The database goes on working, and nobody can restore its last day."),
        sentences=last or [Words("There is no other backup.")],
        points=[(Words("Why"), failed.words)],
        remedies=[
            Words("Make one by hand when the cause is gone: `annonsvakt db backup`."),
            Words("docs/operations.md tells it step by step, under Backup."),
        ],
    )
