"""What a platform has plainly refused of late: a hold at each poll does not try it each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from policies.crisis import Key, key_of
from policies.model import Answer, Switch, Words
from worker.stopping.chain import Record
from worker.stopping.coding import key_from_json, switch_from_json
from worker.stopping.story import INTENT, OUTCOME, Story

REST = timedelta(hours=4)
"""How long the service leaves alone what was refused and has not changed since."""

Refused: TypeAlias = Mapping[Key, Words]
"""Why each of these is not tried now."""


@dataclass(slots=True)
class _Last:
    """The last writes of each switch."""

    written: dict[Key, Switch] = field(default_factory=dict)
    refused: dict[Key, tuple[datetime, str]] = field(default_factory=dict)
    """When, and what the platform said."""


def refused_lately(story: Story, on: Iterable[Switch], at: datetime) -> Refused:
    """Those of `on` that were refused not long before `at` and read as they did then."""
    last = _Last()
    for record in story.lines.records:
        _take(last, record)
    return {
        key: _why(*last.refused[key])
        for one in on
        if (key := key_of(one)) in last.refused
        and at - last.refused[key][0] < REST
        and last.written[key].updated == one.updated
    }


def _take(last: _Last, record: Record) -> None:
    """Add one record to what is known."""
    if record.event == INTENT:
        last.written |= {key_of(one): one for one in map(switch_from_json, record.told["switches"])}
    elif record.event == OUTCOME:
        at = datetime.fromisoformat(record.at)
        for one in record.told["receipts"]:
            key = key_from_json(one["key"])
            last.refused.pop(key, None)
            if one["answer"] == Answer.REFUSED:
                last.refused[key] = (at, str(one["because"] or "-"))


def _why(at: datetime, said: str) -> Words:
    """The platform's own words, and when it is tried again."""
    return Words(
        "It refused at {time} ({said}). The service tries it again {hours} hours later; "
        "`annonsvakt stops hold` tries it at once.",
        {"time": f"{at:%H:%M} UTC", "said": said, "hours": str(REST // timedelta(hours=1))},
    )
