"""A stop's life so far, told by its journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policies.crisis import Key, Mark, Scope, key_of
from policies.model import Answer, Switch, aware
from worker.stopping.chain import Record, read_line
from worker.stopping.coding import key_from_json, scope_from_json, switch_from_json
from worker.stopping.journal import journal_files, read_files, read_journal
from worker.stopping.lines import Lines, is_newer
from worker.stopping.places import Places

OPENED, CONTINUED, INTENT, OUTCOME, READ, VERIFIED = (
    "opened", "continued", "intent", "outcome", "read", "verified",
)  # fmt: skip
RESUMED, RESTORED, ENDED = "resumed", "restored", "ended"
HELD, EXEMPTED, COUNTERSIGNED, TOLD = "held", "exempted", "countersigned", "told"
"""The events of a journal; `docs/journal.md` tells what each holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One stop."""

    stop_id: str
    scope: Scope
    opened: Mapping[str, Any]
    """What the first record tells: reason, operator, who and where."""
    opened_at: str
    marks: Mapping[Key, Mark]
    """What it turned off, or may have: written, and not plainly refused."""
    shown: frozenset[Key]
    """What the plans held that were confirmed."""
    verified: bool | None
    """What the last verification said; None: it never got that far, or went on since."""
    over: str | None
    """`resumed` or `ended`, once it is no longer in force."""
    over_at: str | None
    exempt: frozenset[str]
    """Numbers of campaigns and groups that its hold leaves alone from now on."""
    countersigned: Record | None
    """The first review by a second person."""
    lines: Lines

    @property
    def in_force(self) -> bool:
        """Whether it holds: until its first confirmed resume, or its end."""
        return self.over is None

    @property
    def unfinished(self) -> bool:
        """Whether the program was interrupted before it could say what became of everything."""
        return self.verified is None

    @property
    def reason(self) -> str:
        """Why it was given."""
        return str(self.opened.get("reason", ""))

    @property
    def operator(self) -> str:
        """Who gave it, by their own word."""
        return str(self.opened.get("operator", ""))


class NoJournal(Exception):
    """No journal of this stop says how it began."""


class NewerJournal(NoJournal):
    """It was written by a newer version of the program, in a form that this one does not know."""


@dataclass(slots=True)
class _Fold:
    """What the records so far amount to."""

    before: dict[Key, Switch] = field(default_factory=dict)
    after: dict[Key, Switch] = field(default_factory=dict)
    refused: dict[tuple[str, Key], bool] = field(default_factory=dict)
    """By direction and switch: whether every answer so far was a plain no."""
    shown: set[Key] = field(default_factory=set)
    off: set[Key] = field(default_factory=set)
    on: set[Key] = field(default_factory=set)
    verified: bool | None = None
    over: Record | None = None
    exempt: set[str] = field(default_factory=set)
    countersigned: Record | None = None


def tell_story(stop_id: str, places: Places) -> Story:
    """The stop's life, by its journal.

    Raises:
        NoJournal: there is no journal, or its beginning cannot be read.
        NewerJournal: its version is higher than the one that is known.
        ValueError, KeyError, TypeError: a record does not hold what it should.
    """
    return story_of_lines(stop_id, read_journal(stop_id, places))


def story_of_lines(stop_id: str, lines: Lines) -> Story:
    """The stop's life, by these lines; events that are not known are passed over.

    Raises:
        As `tell_story`.
    """
    opened = next((one for one in lines.records if one.event == OPENED), None)
    if opened is None:
        raise NoJournal(stop_id)
    if is_newer(opened):
        raise NewerJournal(stop_id)
    aware(datetime.fromisoformat(opened.at), "at")
    fold = _Fold()
    for record in lines.records:
        _take(fold, record)
    return Story(
        stop_id=stop_id,
        scope=scope_from_json(opened.told.get("scope")),
        opened=opened.told,
        opened_at=opened.at,
        marks={key: _mark(fold, key) for key in sorted(fold.off)},
        shown=frozenset(fold.shown),
        verified=fold.verified,
        over=fold.over.event if fold.over else None,
        over_at=fold.over.at if fold.over else None,
        exempt=frozenset(fold.exempt),
        countersigned=fold.countersigned,
        lines=lines,
    )


def _mark(fold: _Fold, key: Key) -> Mark:
    return Mark(before=fold.before[key], after=fold.after.get(key), turned_on=key in fold.on)


def _take(fold: _Fold, record: Record) -> None:
    """Add one record to what is known."""
    take = _TAKES.get(record.event)
    if take is not None:
        take(fold, record)


def _take_reading(fold: _Fold, record: Record) -> None:
    """How things stood when they were read."""
    switches = [switch_from_json(one) for one in record.told["switches"]]
    fold.after.update({key_of(one): one for one in switches})
    for key in map(key_from_json, record.told.get("on", ())):
        _forget(fold, key)


def _take_beginning(fold: _Fold, record: Record) -> None:
    """A run of the program begins: nothing is verified until it says so."""
    fold.shown |= {key_from_json(one) for one in record.told.get("keys", ())}
    fold.verified = None


def _take_verdict(fold: _Fold, record: Record) -> None:
    fold.verified = bool(record.told["verified"])


def _take_end(fold: _Fold, record: Record) -> None:
    fold.over = fold.over or record


def _take_exemption(fold: _Fold, record: Record) -> None:
    fold.exempt |= set(map(str, record.told["campaigns"]))


def _take_review(fold: _Fold, record: Record) -> None:
    fold.countersigned = fold.countersigned or record


def _forget(fold: _Fold, key: Key) -> None:
    """Nothing written so far has turned it off: it was read and is on."""
    fold.off.discard(key)
    for known in (fold.before, fold.after):
        known.pop(key, None)
    fold.refused.pop(("off", key), None)


def _take_intent(fold: _Fold, record: Record) -> None:
    """What was about to be written: until the answer is known, it may have been."""
    told = record.told
    for one in map(switch_from_json, told["switches"]):
        key = key_of(one)
        if told["turn"] == "off":
            # The state before the first write is the one to go back to.
            fold.before.setdefault(key, one)
            # What was read before this write says nothing of what somebody does after it.
            fold.after.pop(key, None)
            fold.off.add(key)
        else:
            fold.on.add(key)


def _take_outcome(fold: _Fold, record: Record) -> None:
    """What was answered: what was plainly refused was not done by that write."""
    told = record.told
    wrote = fold.off if told["turn"] == "off" else fold.on
    for one in told["receipts"]:
        key = key_from_json(one["key"])
        no = one["answer"] not in (Answer.ACCEPTED, Answer.UNKNOWN)
        turn = (told["turn"], key)
        fold.refused[turn] = no and fold.refused.get(turn, True)
        if fold.refused[turn]:
            wrote.discard(key)


_TAKES: Mapping[str, Callable[[_Fold, Record], None]] = {
    OPENED: _take_beginning,
    CONTINUED: _take_beginning,
    HELD: _take_beginning,
    INTENT: _take_intent,
    OUTCOME: _take_outcome,
    READ: _take_reading,
    VERIFIED: _take_verdict,
    RESUMED: _take_end,
    ENDED: _take_end,
    EXEMPTED: _take_exemption,
    COUNTERSIGNED: _take_review,
}


def stories(places: Places) -> list[Story | str]:
    """Every stop, the oldest first; the id alone where its journal cannot be understood."""
    return sorted((_told(*one) for one in journal_files(places).items()), key=_begun)


def standing(places: Places) -> list[Story | str]:
    """The stops that are in force, or may be, the newest last; those that are over cost little."""
    found = [
        _told(stop_id, files)
        for stop_id, files in journal_files(places).items()
        if not any(map(ends, files))
    ]
    return sorted((one for one in found if isinstance(one, str) or one.in_force), key=_begun)


def _begun(one: Story | str) -> tuple[str, str, str]:
    """Since when it is: an id tells the second and no more."""
    if isinstance(one, str):
        return one, "", one
    try:
        at = datetime.fromisoformat(one.opened_at).astimezone(UTC)
    except (ValueError, OverflowError):
        return one.stop_id, "", one.stop_id
    return at.strftime("%Y%m%d-%H%M%S"), at.isoformat(timespec="microseconds"), one.stop_id


_ENDS = tuple(f'"event":"{event}",'.encode() for event in (RESUMED, ENDED))


def ends(file: Path) -> bool:
    """Whether a whole record in this file ends the stop; never a line that is torn or altered."""
    try:
        raw = file.read_bytes()
    except OSError:
        return False
    if not any(one in raw for one in _ENDS):
        return False
    lines = (line for line in raw.split(b"\n") if any(one in line for one in _ENDS))
    return any(one is not None and one.event in (RESUMED, ENDED) for one in map(read_line, lines))


def _told(stop_id: str, files: Iterable[Path]) -> Story | str:
    """A stop; its id, where its journal cannot be understood."""
    try:
        return story_of_lines(stop_id, read_files(stop_id, files))
    except (NoJournal, ValueError, KeyError, TypeError):
        return stop_id
