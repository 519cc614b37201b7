"""The lines of all files of a stop, put together, and what shows that they were tampered with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from policies.model import Words
from worker.stopping.chain import START, VERSION, Record, digest_of, may_be_cut, read_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a stop's journal."""

    name: str
    """Its path."""
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands."""

    file: str
    line: int
    """1, 2, 3, …"""
    raw: bytes
    """Its bytes with their end; before them those of cut lines that it holds the digest of."""

    def told(self) -> str:
        """For people."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What stands in the files of one stop."""

    records: tuple[Record, ...]
    """In the order of their numbers; of two with one number, the one written first."""
    faults: tuple[Words, ...]
    """What shows that a line was changed, moved or doubled, or that one is missing."""
    torn: bool
    """Whether a file ends in a line that was cut off while it was written."""
    places: Mapping[str, Place]
    """By digest: where each record stands; the first, if it stands in two files."""
    parts: tuple[Part, ...]
    """The files."""
    forked: bool
    """Whether some number was given to two records."""
    unread: tuple[Words, ...] = ()
    """The files that could not be read; these are faults too."""

    @property
    def head(self) -> str:
        """The digest of the last record."""
        return self.records[-1].digest if self.records else START


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stood:
    """A record, and where it stands."""

    record: Record
    place: Place


def read_lines(parts: Iterable[Part]) -> Lines:
    """The lines of all files of a stop, in their order; a record in two files counts once."""
    kept = tuple(parts)
    found: dict[str, _Stood] = {}
    faults: list[Words] = []
    torn = False
    for part in kept:
        stood, wrong, torn_here = _part(part)
        for one in stood:
            found.setdefault(one.record.digest, one)
        faults += wrong
        torn = torn or torn_here
    ordered = sorted(found.values(), key=lambda one: (one.record.n, one.record.at))
    forks = list(_forks(ordered))
    return Lines(
        records=tuple(one.record for one in ordered),
        faults=(*faults, *forks, *_breaks(ordered)),
        torn=torn,
        places={one.record.digest: one.place for one in ordered},
        parts=kept,
        forked=bool(forks),
    )


def _part(part: Part) -> tuple[list[_Stood], list[Words], bool]:
    """The records of one file, what is wrong in it, and whether it ends in a torn line."""
    lines = part.raw.removesuffix(b"\n").split(b"\n") if part.raw else []
    stood: list[_Stood] = []
    faults: list[Words] = []
    loose: list[bytes] = []
    for line, raw in enumerate(lines, start=1):
        record = read_line(raw)
        if record is None:
            loose.append(raw)
            continue
        faults += _beside(part, line, record, loose)
        stood.append(_stood(part, line, record, [*loose, raw]))
        loose = []
    for line, raw in enumerate(loose, start=len(lines) - len(loose) + 1):
        if not may_be_cut(raw):
            faults.append(_changed(part, line))
    return stood, [*faults, *_disorder(stood)], bool(loose)


def _stood(part: Part, line: int, record: Record, raws: list[bytes]) -> _Stood:
    raw = b"".join(one + b"\n" for one in raws)
    return _Stood(record=record, place=Place(file=part.name, line=line, raw=raw))


def _beside(part: Part, line: int, record: Record, loose: list[bytes]) -> Iterator[Words]:
    """Whether what stands before a record is what it says: cut lines of this digest, or none."""
    if loose and record.torn != digest_of(b"\n".join(loose)):
        yield from (_changed(part, place) for place in range(line - len(loose), line))
    elif not loose and record.torn is not None:
        yield Words(
            "{place}: the line that was cut off before this one is gone.",
            {"place": f"{part.name}:{line}"},
        )


def _disorder(stood: list[_Stood]) -> Iterator[Words]:
    """Records that stand after a later one, or twice: a file is only ever added to."""
    last = 0
    for one in stood:
        if one.record.n <= last:
            yield Words(
                "{place}: record {n} stands after record {last}: lines were moved or doubled.",
                {"place": one.place.told(), "n": str(one.record.n), "last": str(last)},
            )
        last = max(last, one.record.n)


def _changed(part: Part, line: int) -> Words:
    return Words("{place}: not as it was written.", {"place": f"{part.name}:{line}"})


def _forks(ordered: list[_Stood]) -> Iterator[Words]:
    """Two records of one number: two programs that did not see each other, or a forger."""
    for before, one in pairwise(ordered):
        if before.record.n == one.record.n:
            yield Words(
                "Record {n} was written in two ways: {one} and {other}.",
                {
                    "n": str(one.record.n),
                    "one": before.place.told(),
                    "other": one.place.told(),
                },
            )


def _breaks(ordered: list[_Stood]) -> Iterator[Words]:
    """Where the chain does not hold."""
    digests: dict[int, set[str]] = {0: {START}}
    last = 0
    for one in ordered:
        record = one.record
        told = {"place": one.place.told(), "n": str(record.n)}
        if record.n not in (last, last + 1):
            yield Words(
                "{place}: records are missing between {last} and {n}.", {**told, "last": str(last)}
            )
        elif record.before not in digests.get(record.n - 1, ()):
            yield Words("{place}: record {n} does not follow on the one before.", told)
        digests.setdefault(record.n, set()).add(record.digest)
        last = record.n


OPENED = "opened"
"""The event of the first record."""


def is_newer(record: Record) -> bool:
    """Whether a first record tells a version of the format that this program does not know."""
    version = record.told.get("version", VERSION)
    return type(version) is not int or version > VERSION


def misfiled(stop_id: str, lines: Lines) -> Iterator[Words]:
    """Whether the first record is that of another stop, or of a format that is not known."""
    for record in lines.records:
        if record.event != OPENED:
            continue
        place = lines.places[record.digest].told()
        named = record.told.get("stop_id", stop_id)
        if named != stop_id:
            yield Words(
                "{place}: this is the journal of {other}.", {"place": place, "other": str(named)}
            )
        if is_newer(record):
            yield Words(
                "{place}: written by a newer version of the program: a journal of version "
                "{version}, and this one knows {known}. Install the newer version.",
                {
                    "place": place,
                    "version": str(record.told.get("version")),
                    "known": str(VERSION),
                },
            )
