"""A drill of the crisis stop: plan, rights and timing, without a write to any campaign.

What a platform accepts as a dry run is no proof of the right to pause. A drill keeps no plan that a
phrase could confirm, opens no journal, and is kept as a file of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, TypeAdapter

from policies.crisis import EVERYTHING, Scope
from policies.model import AccountId, Platform
from worker.stopping.places import Places, write_whole

FOLDER = "drills"
VALID_FOR = timedelta(days=90)
"""How long a drill says something of tomorrow: rights, tokens and people change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """One account that was read."""

    platform: Platform
    account_id: AccountId
    name: str
    planned: int
    """How many campaigns a stop would turn off."""
    may_turn: bool | None
    """The right to turn them; None: nobody can tell, `because` says why."""
    because: str | None
    rehearsed: dict[str, int]
    """How many dry runs got which answer (`accepted`, `refused`, …); empty where none was made."""
    refusals: tuple[str, ...] = ()
    """What the platform said where it did not accept, each once, in English."""
    changed: tuple[str, ...] = ()
    """Numbers of campaigns that read differently after the dry run: somebody must look at them."""
    waits: float = 0.0
    """Seconds that a stop's writes would have to wait here for the platform's limits."""

    @property
    def in_order(self) -> bool:
        """Whether nothing here needs a person, as far as a drill can tell."""
        refused = set(self.rehearsed) - {"accepted"}
        return self.may_turn is True and not refused and not self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One drill, as it is kept. Sentences are English."""

    drill_id: str
    """The instant in UTC and two random bytes, as a stop's."""
    at: AwareDatetime
    operator: str
    """Who, by their own word; else the account of the operating system."""
    os_user: str
    host: str
    scope: Scope
    accounts: tuple[Drilled, ...]
    unread: tuple[dict[str, str | None], ...]
    """What could not be read: `platform`, `account`, `what`, `because`."""
    not_covered: tuple[dict[str, str], ...]
    """What no stop reaches: `channel`, `because`, `link`."""
    seconds: float
    """How long the reading took: the time until a plan is shown."""
    rehearsal_seconds: float
    requests: dict[str, Any]

    @property
    def is_whole(self) -> bool:
        """Whether it was of everything: a drill of a part is not the one that is due."""
        return self.scope == EVERYTHING

    @property
    def counts(self) -> bool:
        """Whether it is the one that is due: who could read nothing has rehearsed nothing."""
        return self.is_whole and bool(self.accounts)

    @property
    def planned(self) -> int:
        """How many campaigns a stop would have turned off."""
        return sum(one.planned for one in self.accounts)

    @property
    def answers(self) -> Counter[str]:
        """What the dry runs were answered, over all accounts."""
        return sum((Counter(one.rehearsed) for one in self.accounts), Counter())

    @property
    def without_right(self) -> tuple[Drilled, ...]:
        """Accounts that we may not stop, or of which nobody can tell."""
        return tuple(one for one in self.accounts if one.may_turn is not True)

    @property
    def code(self) -> int:
        """The exit code of the contract: 0, 1 or 4."""
        if not self.accounts:
            return 4
        return 0 if not self.unread and all(one.in_order for one in self.accounts) else 1

    def is_overdue(self, at: datetime) -> bool:
        """Whether the next drill should have been made by now."""
        return at - self.at > VALID_FOR


_DRILL = TypeAdapter(Drill)


def drill_to_json(drill: Drill) -> dict[str, Any]:
    """A drill as it stands in its file."""
    plain: dict[str, Any] = _DRILL.dump_python(drill, mode="json")
    del plain["scope"]["exempt"]
    return plain


def keep(drill: Drill, places: Places) -> Path | None:
    """Put it into a file that only we may read; None: no place took it."""
    text = _DRILL.dump_json(drill, indent=1).decode() + "\n"
    for folder in places.folders():
        path = folder / FOLDER / f"{drill.drill_id}.json"
        with suppress(OSError):
            write_whole(path, text)
            return path
    return None


def last_drill(places: Places) -> Drill | None:
    """The newest drill that counts; None: there is none, or none that can be understood."""
    return max((one for one in drills(places) if one.counts), key=_at, default=None)


def vain_drill(places: Places) -> Drill | None:
    """The newest drill of everything, where it could read nothing; None: something was read."""
    newest = max((one for one in drills(places) if one.is_whole), key=_at, default=None)
    return newest if newest and not newest.counts else None


def _at(drill: Drill) -> datetime:
    return drill.at


def drills(places: Places) -> tuple[Drill, ...]:
    """Every drill that was kept and can be understood, the oldest first."""
    found = (drill for path in _paths(places) if (drill := _read(path)) is not None)
    return tuple(sorted(found, key=lambda one: one.at))


def _paths(places: Places) -> Iterable[Path]:
    for folder in places.readable():
        with suppress(OSError):
            yield from (folder / FOLDER).glob("*.json")


def _read(path: Path) -> Drill | None:
    try:
        return _DRILL.validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
