"""Whose campaigns a stop turned, and where their owners are reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policies.crisis import LEFT, Outcome, Row
from worker.config import Settings
from worker.stopping.tidings import WROTE_OFF

SLK = "slk"
"""The owner of what no brief gives to a department."""

_CONCERN = WROTE_OFF | LEFT | {Outcome.RESUMED, Outcome.SKIPPED}
"""Outcomes that an owner is told of; what was off before is no news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Somebody whose campaigns were turned."""

    name: str
    address: str | None
    """None: the configuration has none."""
    rows: tuple[Row, ...]


def owners(
    rows: Iterable[Row], by_campaign: Mapping[str, str], settings: Settings
) -> tuple[Owner, ...]:
    """Who owns what of these rows, one entry an address; SLK last.

    `by_campaign`: number of a campaign or of its group → id of a department. What is not in it,
    or belongs to a department that is not configured, is SLK's. Addresses that differ in case
    alone are one.
    """
    known = {one.id: one for one in settings.departments}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.outcome in _CONCERN:
            owner = _owner_of(row, by_campaign)
            found[owner if owner in known else SLK].append(row)
    merged: dict[str, Owner] = {}
    for owner_id in sorted(found, key=lambda one: (one == SLK, one)):
        name = "SLK" if owner_id == SLK else known[owner_id].name
        address = settings.contacts.slk if owner_id == SLK else known[owner_id].mail
        place = address.casefold() if address else ""
        before = merged.get(place)
        merged[place] = Owner(
            name=f"{before.name}, {name}" if before else name,
            address=before.address if before else address,
            rows=(*(before.rows if before else ()), *found[owner_id]),
        )
    return tuple(merged.values())


def _owner_of(row: Row, by_campaign: Mapping[str, str]) -> str:
    """The owner of a switch: by its own number, else by its group's."""
    group = row.switch.group
    own = by_campaign.get(row.switch.campaign_id)
    return own or (by_campaign.get(group.id, SLK) if group else SLK)
