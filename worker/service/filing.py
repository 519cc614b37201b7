"""Journals filed in the database, which never changes what it was once told.

The database is a second witness: what it holds cannot be taken out of a file unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from policies.model import Words, aware
from worker.service.elsewhere import elsewhere
from worker.stopping.chain import START, Record, digest_of
from worker.stopping.coding import scope_to_json
from worker.stopping.found import is_id
from worker.stopping.identity import whoami
from worker.stopping.journal import read_journal, stop_ids
from worker.stopping.lines import Lines
from worker.stopping.places import Places
from worker.stopping.story import NoJournal, story_of_lines
from worker.store import stops as rows
from worker.store.opening import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What was filed."""

    stops: int
    """Stops that were not known."""
    records: int
    """Records that were not known."""
    wrong: tuple[tuple[str, Words], ...]
    """Of which stop's journal something is wrong, and what; told each time."""


def file_stops(store: Store, places: Places, *, at: datetime, host: str | None = None) -> Filed:
    """File what the journals of stops hold and the database does not, a transaction a stop.

    Only records that follow on those that are filed are added. A journal with faults is filed as
    far as its chain goes, and its files are kept beside it as they are. Of a stop that has no file
    here, and that another `host` than this one (None: its own name) has, nothing is said.

    Raises:
        StoreError: the database failed; what was filed before stays.
    """
    with store.reading() as connection:
        known = rows.filed(connection)
        here = stop_ids(places)
        away = elsewhere(connection, set(known) - set(here), host or whoami().host, at=at)
    added: list[int] = []
    wrong: list[tuple[str, Words]] = []
    for stop_id in sorted({*here, *known} - away):
        if not is_id(stop_id):
            wrong.append((stop_id, Words("No stop has such a name: its file is not filed.")))
            continue
        lines = read_journal(stop_id, places)
        if _is_filed(known.get(stop_id), lines):
            continue
        count, faults = _file(store, stop_id, lines, at)
        added.append(count)
        wrong += [(stop_id, one) for one in faults]
    stops = {one for one in here if is_id(one)} - set(known)
    return Filed(stops=len(stops), records=sum(added), wrong=tuple(wrong))


def _is_filed(stop: rows.FiledStop | None, lines: Lines) -> bool:
    """Whether the database holds all of it, and nothing is or was wrong with it."""
    if stop is None or lines.faults or stop.wrong:
        return False
    return stop.head == lines.head


def _file(store: Store, stop_id: str, lines: Lines, at: datetime) -> tuple[int, list[Words]]:
    """File one stop; how many records were added, and what is wrong with its journal."""
    with store.writing() as connection:
        held = rows.hashes_of(connection, stop_id)
        new = list(_following(held, lines))
        gone = set(held.values()) - set(lines.places)
        told = None if gone else _told(stop_id, lines)
        wrong = [*lines.faults, *_gone(stop_id, gone, lines), *_lost(stop_id, told, gone)]
        hashes = {**held, **{one.n: one.digest for one in new}}
        head = hashes[max(hashes)] if hashes else START
        rows.put_stop(connection, stop_id, told=told, head=head, wrong=wrong, at=at)
        rows.add_records(connection, stop_id, [_record(one, lines) for one in new])
        if wrong:
            rows.keep_copies(connection, stop_id, _copies(lines), at=at)
    return len(new), wrong


def _following(held: Mapping[int, str], lines: Lines) -> Iterable[Record]:
    """The records that follow on those that are filed, as far as the chain goes."""
    last = max(held, default=0)
    before = held.get(last, START)
    for record in lines.records:
        if record.n == last + 1 and record.before == before:
            yield record
            last, before = record.n, record.digest


def _record(record: Record, lines: Lines) -> rows.FiledRecord:
    return rows.FiledRecord(
        n=record.n,
        at=_instant(record.at),
        event=record.event,
        line=lines.places[record.digest].raw,
        hash=record.digest,
    )


def _instant(text: str | None) -> datetime | None:
    """An aware instant; None: it is none."""
    try:
        found = datetime.fromisoformat(text or "")
        aware(found, "at")
    except ValueError:
        return None
    return found


def _told(stop_id: str, lines: Lines) -> rows.Told | None:
    """What the journal tells of the stop; None: it cannot be understood."""
    try:
        story = story_of_lines(stop_id, lines)
    except (NoJournal, ValueError, KeyError, TypeError):
        return None
    return rows.Told(
        opened_at=datetime.fromisoformat(story.opened_at),
        scope=scope_to_json(story.scope),
        operator=story.operator,
        reason=story.reason,
        verified=story.verified,
        over=story.over,
        over_at=_instant(story.over_at),
    )


def _gone(stop_id: str, gone: set[str], lines: Lines) -> Iterable[Words]:
    """Whether the files lack records that are filed, or are not there."""
    if not gone:
        return
    told = {"n": str(len(gone)), "stop_id": stop_id}
    if lines.parts or lines.unread:
        yield Words(
            "The database holds {n} records that the journal lacks: they were cut off, or written "
            "anew. `annonsvakt stops export {stop_id} --from-database` gives them back.",
            told,
        )
    else:
        yield Words(
            "The database holds {n} records of a journal that is not here: it was taken away, or "
            "lay on a host that is gone. `annonsvakt stops export {stop_id} --from-database` gives "
            "them back.",
            told,
        )


def _lost(stop_id: str, told: rows.Told | None, gone: set[str]) -> Iterable[Words]:
    """Whether nobody can tell by the journal what the stop was."""
    if told is None and not gone:
        yield Words(
            "The journal of {stop_id} cannot be understood: what it holds is filed as it stands.",
            {"stop_id": stop_id},
        )


def _copies(lines: Lines) -> Sequence[rows.Copy]:
    """The files as they are, each content once."""
    by_digest = {digest_of(part.raw): part for part in lines.parts}
    return [
        rows.Copy(digest=digest, name=Path(part.name).name, content=part.raw)
        for digest, part in by_digest.items()
    ]
