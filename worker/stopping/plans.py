"""Plans that were shown: files that a phrase is held against, one for each scope."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from policies.crisis import Doing, Key, Scope, is_stale
from worker.stopping.coding import key_from_json, key_to_json, scope_to_json
from worker.stopping.places import Places, write_whole

_FOLDER = "plans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A plan that somebody was shown."""

    doing: Doing
    subject: str
    """What it is about: the scope of a stop, or the stop that a resume undoes."""
    stop_id: str
    made_at: datetime
    number: int
    keys: frozenset[Key]
    """The switches that it would turn."""


def subject_of(scope: Scope) -> str:
    """A scope as a text that is equal for equal scopes."""
    return json.dumps(scope_to_json(scope), sort_keys=True)


def keep(shown: Shown, places: Places) -> bool:
    """Keep a plan; whether any place took it."""
    for folder in places.folders():
        with suppress(OSError):
            path = folder / _FOLDER / _name(shown.doing, shown.subject)
            write_whole(path, json.dumps(_to_json(shown), ensure_ascii=False, indent=1) + "\n")
            return True
    return False


def newest(doing: Doing, subject: str, places: Places, *, at: datetime) -> Shown | None:
    """The plan last shown for this, if it still counts."""
    plans = [one for path in _paths(doing, subject, places) if (one := _read(path)) is not None]
    valid = [one for one in plans if one.subject == subject and not is_stale(one.made_at, at)]
    return max(valid, key=lambda one: one.made_at, default=None)


def use_up(shown: Shown, places: Places) -> bool:
    """Take the plan away: it counts once. False: another program was quicker."""
    taken = False
    for path in _paths(shown.doing, shown.subject, places):
        with suppress(OSError):
            path.unlink()
            taken = True
    return taken


def _paths(doing: Doing, subject: str, places: Places) -> Iterable[Path]:
    return [folder / _FOLDER / _name(doing, subject) for folder in places.readable()]


def _name(doing: Doing, subject: str) -> str:
    return f"{doing}-{hashlib.sha256(subject.encode()).hexdigest()[:16]}.json"


def _to_json(shown: Shown) -> dict[str, Any]:
    return {
        "doing": shown.doing,
        "subject": shown.subject,
        "stop_id": shown.stop_id,
        "made_at": shown.made_at.isoformat(),
        "number": shown.number,
        "keys": [key_to_json(key) for key in sorted(shown.keys)],
    }


def _read(path: Path) -> Shown | None:
    """The plan of a file; None: there is none, or none that can be understood."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Shown(
            doing=Doing(told["doing"]),
            subject=str(told["subject"]),
            stop_id=str(told["stop_id"]),
            made_at=datetime.fromisoformat(told["made_at"]),
            number=int(told["number"]),
            keys=frozenset(key_from_json(one) for one in told["keys"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
