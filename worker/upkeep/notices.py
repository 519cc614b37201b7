"""What a look at the tokens found, beside what was known: what people are to be told, each once.

Pure: lines and states in, notices and states out. What could not be asked about takes nothing back:
an end that was known stays known, and what was wrong is wrong until an answer says otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from policies.model import Platform
from worker.doctoring.ageing import step_of
from worker.doctoring.lines import Line, State
from worker.store.token_states import TokenState
from worker.upkeep.token_lines import is_bad, token_of, topic_of

PRESSING = 3
"""Days before an end from which it is told to SLK as well."""
_ENDS = {"token_end": "token", "data_access_end": "data_access", "consent_end": "consent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told of one token."""

    key: str
    """What makes it the only one of its kind; nothing secret."""
    line: Line
    days: int | None
    """The step before an end that has come, 0 once it is over; None: it is about no end."""

    @property
    def pressing(self) -> bool:
        """Whether the service does not do all of its work, or soon will not."""
        return self.days is None or self.days <= PRESSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a look at one token."""

    state: TokenState
    notices: tuple[Notice, ...]
    """Those that nobody was told of before."""
    unasked: tuple[Line, ...]
    """What could not be told."""


def look(
    lines: Iterable[Line], known: Mapping[str, TokenState], at: datetime
) -> tuple[Looked, ...]:
    """Each token that the lines are about, in their order."""
    groups: dict[tuple[Platform, str], list[Line]] = {}
    for line in lines:
        groups.setdefault(token_of(line), []).append(line)
    return tuple(
        _looked(platform, name, some, known.get(f"{platform}.{name}"), at)
        for (platform, name), some in groups.items()
    )


def _looked(
    platform: Platform,
    name: str,
    lines: Sequence[Line],
    before: TokenState | None,
    at: datetime,
) -> Looked:
    unasked = tuple(line for line in lines if line.state is State.UNKNOWN)
    faults = {_digest(one): one for one in lines if one.state is State.FAIL and one.until is None}
    since = dict(before.open) if before and unasked else {}
    since |= {fault: (before.open.get(fault, at) if before else at) for fault in faults}
    notices = [
        Notice(key=f"{line.check} {fault} {since[fault]:%Y-%m-%d}", line=line, days=None)
        for fault, line in faults.items()
    ]
    notices += _endings(lines, at)
    told = set(before.told) if before else set()
    keys = {one.key for one in notices}
    return Looked(
        state=TokenState(
            platform=platform,
            name=name,
            state=_state(lines, before),
            checked_at=at,
            ends=_ends(lines, before, kept=bool(unasked)),
            open=since,
            told=tuple(sorted(keys | told if unasked else keys)),
        ),
        notices=tuple(one for one in notices if one.key not in told),
        unasked=unasked,
    )


def _endings(lines: Iterable[Line], at: datetime) -> Iterator[Notice]:
    """The steps before ends that have come, of ends that a person must see to."""
    for line in lines:
        step = None if line.until is None else step_of(line.until, at)
        if step is not None and line.state in (State.WARN, State.FAIL):
            key = f"{line.check} {line.until:%Y-%m-%d} {step}"
            yield Notice(key=key, line=line, days=step)


def _ends(lines: Iterable[Line], before: TokenState | None, *, kept: bool) -> dict[str, datetime]:
    """The ends by kind; where something could not be asked, those that were known stay."""
    found = dict(before.ends) if before and kept else {}
    for line in lines:
        kind = _ENDS.get(topic_of(line))
        if kind and line.until is not None:
            found[kind] = line.until
    return found


def _state(lines: Sequence[Line], before: TokenState | None) -> str:
    """The worst that is known for certain, else that something is not known.

    Rights that were missing are so still while the token that would tell is refused.
    """
    failed = [line for line in lines if line.state is State.FAIL]
    if any(is_bad(line) or line.until is not None for line in failed):
        return "invalid"
    if failed:
        return "lacking"
    unknown = [line for line in lines if line.state is State.UNKNOWN]
    if before and before.state == "lacking" and any(line.rejected for line in unknown):
        return "lacking"
    return "unknown" if unknown else "valid"


def _digest(line: Line) -> str:
    """What tells one fault from another, whatever the day."""
    matter = "\n".join((line.check, line.subject, line.words.english()))
    return hashlib.sha256(matter.encode()).hexdigest()[:8]
