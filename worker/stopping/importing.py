"""A stop made on another machine brought home: verified, merged, and written in one piece."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from policies.model import Words
from worker.stopping.chain import Record, digest_of
from worker.stopping.found import Found
from worker.stopping.journal import SUFFIX, read_journal
from worker.stopping.lines import Lines, misfiled, read_lines
from worker.stopping.places import Places, sync_folder, write_whole
from worker.stopping.story import NoJournal, Story, story_of_lines
from worker.stopping.verifying import against, verify


class Arrival(StrEnum):
    """What became of a journal that was to be brought home."""

    NEW = "new"
    """The stop was not known here."""
    ADDED = "added"
    """Records were added to those that were here."""
    HERE = "here"
    """All of it was here."""
    REFUSED = "refused"
    """Nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A journal after it was brought home, or refused."""

    stop_id: str
    arrival: Arrival
    added: int
    """Records that were not here."""
    lines: Lines
    """What stands here now."""
    file: Path | None = None
    """Where the added records stand."""
    story: Story | None = None
    faults: tuple[Words, ...] = ()
    """Why it was refused; else what is still wrong with the journal here."""


def bring_home(found: Found, places: Places, *, head: str | None = None) -> Brought:
    """Add to the journal here what another holds of the same stop.

    Records that are here are passed over, save those that stand only where a stop had to write
    them because this place could not be written: such a place may not last. A journal with faults
    is refused, unless those here mend it; so is one that says something else than the journal here:
    a fork. Then both stay as they are. `head`: a digest of it that was noted elsewhere.

    Raises:
        OSError: it cannot be written; nothing was.
    """
    with _quiet(found.stop_id, places):
        here = read_journal(found.stop_id, places)
        theirs = read_lines(found.parts)
        both = read_lines([*here.parts, *found.parts])
        lasting = _at_home(here, places)
        new = [one for one in theirs.records if one.digest not in lasting]
        faults = list(_refusals(found, theirs, both, new, head))
        if not faults and not new:
            return _brought(found.stop_id, Arrival.HERE, places)
        if faults:
            return Brought(
                stop_id=found.stop_id,
                arrival=Arrival.REFUSED,
                added=0,
                lines=here,
                faults=tuple(faults),
            )
        file = _write(found, theirs, new, places)
        arrival = Arrival.ADDED if here.records else Arrival.NEW
        return _brought(found.stop_id, arrival, places, added=len(new), file=file)


def _at_home(here: Lines, places: Places) -> frozenset[str]:
    """The digests of the records that stand in the first of the places."""
    home = places.folders()[0]
    kept = read_lines(part for part in here.parts if Path(part.name).parent == home)
    return frozenset(kept.places)


@contextmanager
def _quiet(stop_id: str, places: Places) -> Iterator[None]:
    """Let no other program add to the file of a stop meanwhile; it then sees what was added."""
    try:
        file = (places.folders()[0] / f"{stop_id}{SUFFIX}").open("rb")
    except OSError:  # nobody writes there yet
        yield
        return
    with file:
        with suppress(OSError):  # some network disks know no locks
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _refusals(
    found: Found, theirs: Lines, both: Lines, new: list[Record], head: str | None
) -> Iterator[Words]:
    """Why a journal cannot be brought home."""
    yield from found.faults
    yield from misfiled(found.stop_id, theirs)
    if found.head is not None:
        yield from against(theirs, found.head)[0]
    if head is not None:
        yield from against(both, head)[0]
    alone = verify(theirs, head=None).faults
    together = verify(both, head=None).faults
    if alone and together:
        yield from alone
    elif fork := _fork(both, new):
        yield fork
    else:
        yield from _not_understood(found.stop_id, both)


def _fork(both: Lines, new: list[Record]) -> Words | None:
    """What shows that the other journal says something else than the one here."""
    numbers = [one.n for one in both.records]
    for record in new:
        if numbers.count(record.n) > 1:
            places = [both.places[one.digest].told() for one in both.records if one.n == record.n]
            return Words(
                "Two programs went on with this stop by themselves: record {n} differs. Both "
                "journals are kept as they are: {places}. Compare them with the platform, and "
                "keep the other with the papers of the stop.",
                {"n": str(record.n), "places": ", ".join(places)},
            )
    return None


def _not_understood(stop_id: str, lines: Lines) -> Iterator[Words]:
    """Why the stop of these lines could not be shown, continued or resumed."""
    try:
        story_of_lines(stop_id, lines)
    except (NoJournal, ValueError, KeyError, TypeError) as error:
        yield Words(
            "The journal does not tell of a stop as this program knows it ({kind}).",
            {"kind": type(error).__name__},
        )


def _write(found: Found, theirs: Lines, new: list[Record], places: Places) -> Path:
    """Put the new records, as they stand, in a file of their own.

    Raises:
        OSError: it cannot be written; nothing was.
    """
    content = b"".join(theirs.places[one.digest].raw for one in new)
    name = f"{found.stop_id}.{digest_of(content)[:12]}{SUFFIX}"
    file = places.folders()[0] / name
    write_whole(file, content)
    sync_folder(file.parent)
    return file


def _brought(
    stop_id: str, arrival: Arrival, places: Places, *, added: int = 0, file: Path | None = None
) -> Brought:
    lines = read_journal(stop_id, places)
    return Brought(
        stop_id=stop_id,
        arrival=arrival,
        added=added,
        lines=lines,
        file=file,
        story=story_of_lines(stop_id, lines),
        faults=lines.faults,
    )


def unwritten(found: Found, places: Places, error: OSError) -> Brought:
    """A journal that could not be written here."""
    told = {
        "folder": str(places.folders()[0]),
        "reason": error.strerror or type(error).__name__,
    }
    return Brought(
        stop_id=found.stop_id,
        arrival=Arrival.REFUSED,
        added=0,
        lines=read_journal(found.stop_id, places),
        faults=(
            Words(
                "It cannot be written in {folder} ({reason}): give the program room and the "
                "right to write there.",
                told,
            ),
        ),
    )
