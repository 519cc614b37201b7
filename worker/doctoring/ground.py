"""What the program itself stands on: configuration, clock, folders."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from connectors.http import told_time
from policies.model import Words
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line

MOST_SECONDS = 60
"""How far the clock may be off: deadlines and time limits are counted in minutes."""
_PRIVATE, _OTHERS = 0o700, 0o077
FOLDERS = ("stops", "tokens")
"""Folders in `state_dir` that hold what others must not read or write."""


def configuration(settings: Settings) -> Iterator[Line]:
    """The configuration: it was loaded, or there would be no line."""
    desk, on = Desk("configuration"), platforms.enabled(settings)
    if on:
        told = {"names": ", ".join(on)}
        yield desk.ok(Words("The configuration is sound. Platforms: {names}.", told))
    else:
        yield desk.warn(
            Words("No platform is switched on."),
            Words("Write a section [meta] or [linkedin] in the configuration."),
        )


def clock(settings: Settings, now: Clock) -> Iterator[Line]:
    """The clock, beside that of the first platform that tells the time; and the time zone."""
    yield Desk("clock.zone").ok(
        Words("The time zone {zone} is known.", {"zone": settings.timezone})
    )
    places = [
        section.base_url
        for section in (settings.meta, settings.linkedin)
        if section is not None and section.enabled
    ]
    if not places:
        return
    before = now()
    told = next(filter(None, map(told_time, places)), None)
    off = 0 if told is None else round((told - (before + (now() - before) / 2)).total_seconds())
    yield _off(None if told is None else off)


def _off(seconds: int | None) -> Line:
    """How far the clock is off; None: nobody told the time."""
    desk = Desk("clock")
    if seconds is None:
        return desk.unknown(
            Words("No platform told the time to compare the clock with."),
            Words("Check that the platforms can be reached, and that this machine keeps time."),
        )
    told = {"seconds": str(abs(seconds))}
    if abs(seconds) > MOST_SECONDS:
        return desk.fail(
            Words("The clock is {seconds} seconds off, so deadlines are wrong.", told),
            Words("Let this machine keep time with NTP."),
        )
    return desk.ok(Words("The clock is right to within {seconds} seconds.", told))


def folders(settings: Settings) -> Iterator[Line]:
    """The folder for journals and tokens: there, writable, and closed to others."""
    desk, folder = Desk("state_dir", str(settings.state_dir)), settings.state_dir
    reason = _unwritable(folder)
    if reason is not None:
        yield desk.fail(
            Words("Journals and tokens cannot be written there: {reason}.", {"reason": reason}),
            Words("Make the folder, give the program the right to write, or set state_dir."),
        )
        return
    open_ones = [one for one in (folder, *map(folder.joinpath, FOLDERS)) if _is_open(one)]
    if open_ones:
        told = {"folders": ", ".join(map(str, open_ones))}
        yield desk.warn(
            Words("Others on this machine can look into {folders}.", told),
            Words("Run chmod 700 {folders}.", {"folders": " ".join(map(str, open_ones))}),
        )
    else:
        yield desk.ok(Words("Journals and tokens can be written, and only by the program."))


def _unwritable(folder: Path) -> str | None:
    """Why nothing can be written there; None: a file was, and is gone again."""
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"annonsvakt")
            os.fsync(probe.fileno())
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def _is_open(folder: Path) -> bool:
    """Whether others may do anything there; a folder that is not made yet is not."""
    try:
        return bool(stat.S_IMODE(folder.stat().st_mode) & _OTHERS)
    except FileNotFoundError:
        return False
