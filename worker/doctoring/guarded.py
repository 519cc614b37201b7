"""The folder of journals and tokens, and the files beside it: there, ours, and closed to others."""

from __future__ import annotations

import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from policies.model import Words
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.folders import made

_OTHERS = 0o077
FOLDERS = ("stops", "stops/plans", "stops/drills", "tokens", "enforced", "handed", "backups")
"""Folders in `state_dir` that hold what others must not read or write."""
_NAMED = 5
"""How many of many paths a sentence names."""
_FILE = "sqlite:///"


def folders(settings: Settings) -> Iterator[Line]:
    """The folder for journals and tokens, and the database's file if there is one."""
    desk, folder = Desk("state_dir", str(settings.state_dir)), settings.state_dir
    reason = _unwritable(folder)
    if reason is not None:
        yield desk.fail(
            Words("Journals and tokens cannot be written there: {reason}.", {"reason": reason}),
            Words("Make the folder, give the program the right to write, or set state_dir."),
        )
        return
    paths = list(guarded(settings))
    yield _rights(desk, paths)
    yield from _as_root(folder)


def guarded(settings: Settings) -> Iterator[Path]:
    """What must be ours alone, as far as it is there."""
    folder = settings.state_dir
    yield folder
    for name in FOLDERS:
        yield from _there(folder / name)
    yield from sorted((folder / "tokens").glob("*.json"))
    yield from sorted((folder / "stops").glob("*.jsonl"))
    url = settings.database.url.get_secret_value()
    if url.startswith(_FILE):
        yield from _there(Path(url.removeprefix(_FILE)))
    if settings.backup.dir is not None:
        yield from _there(settings.backup.dir)


def _there(path: Path) -> Iterator[Path]:
    if path.exists():
        yield path


def _rights(desk: Desk, paths: list[Path]) -> Line:
    """Whether all can be written by us, and by us alone."""
    if others := [one for one in paths if not os.access(one, os.W_OK)]:
        told = {"user": _user(os.geteuid()), "folders": _named(others, ", ")}
        return desk.fail(
            Words("The user {user} cannot write {folders}.", told),
            Words(
                "Run this as the service's user. If you do: chown -R {user} {folders}.",
                {"user": told["user"], "folders": _named(others, " ")},
            ),
        )
    if opened := [one for one in paths if _is_open(one)]:
        told = {"folders": _named(opened, ", ")}
        return desk.warn(
            Words("Others on this machine can look into {folders}.", told),
            Words("Run chmod go= {folders}.", {"folders": _named(opened, " ")}),
        )
    return desk.ok(Words("Journals and tokens can be written, and only by the program."))


def _as_root(folder: Path) -> Iterator[Line]:
    """A line if root looks at what is another's: what root makes there, that one cannot write."""
    owner = folder.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        told = {"user": _user(owner)}
        yield Desk("state_dir.user", str(folder)).warn(
            Words(
                "The folder is {user}'s, and root asks: what root makes, {user} cannot write.", told
            ),
            Words("Run annonsvakt as {user}: runuser -u {user} -- annonsvakt doctor.", told),
        )


def _unwritable(folder: Path) -> str | None:
    """Why nothing can be written there; None: a file was, and is gone again."""
    try:
        with tempfile.TemporaryFile(dir=made(folder)) as probe:
            probe.write(b"annonsvakt")
            os.fsync(probe.fileno())
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def _is_open(path: Path) -> bool:
    """Whether others may do anything there; what is gone meanwhile is closed."""
    with suppress(OSError):
        return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)
    return False


def _named(paths: list[Path], between: str) -> str:
    """The first of them."""
    more = " …" if len(paths) > _NAMED else ""
    return between.join(map(str, paths[:_NAMED])) + more


def _user(number: int) -> str:
    """A user's name; one without a name is its number."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
