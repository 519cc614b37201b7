"""The plan of a stop: every switch in scope and what is to become of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from policies.crisis.rows import Outcome, Row, by_budget, planned
from policies.crisis.scope import Key, Scope, key_of, within
from policies.crisis.standing import ON, Standing, group_is_off, standing
from policies.model import Panel, Switch, Unread, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of everything in scope, at one go."""

    panels: tuple[Panel, ...]
    unread: tuple[Unread, ...]
    """Accounts, and lists of accounts, that gave no panel."""

    @property
    def gaps(self) -> tuple[Unread, ...]:
        """All that keeps us from saying that everything is off."""
        return (*self.unread, *(one for panel in self.panels for one in gaps(panel)))

    @property
    def everything_unread(self) -> tuple[Unread, ...]:
        """All that could not be read, whether it matters to a stop or not."""
        return (*self.unread, *(one for panel in self.panels for one in told(panel)))


def told(panel: Panel) -> tuple[Unread, ...]:
    """What of one account could not be read, the right to turn its switches included."""
    rights = (panel.may_turn,) if isinstance(panel.may_turn, Unread) else ()
    return (*panel.unread, *(one for one in rights if one not in panel.unread))


def gaps(panel: Panel) -> tuple[Unread, ...]:
    """What of one account is missing, so that nobody can say that all of it is off."""
    if panel.complete:
        return ()
    if panel.unread:
        return panel.unread
    because = Words("The list of campaigns is not complete.")
    return (
        Unread(
            what="campaigns", because=because, platform=panel.platform, account_id=panel.account_id
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a stop would do, by one reading."""

    scope: Scope
    reading: Reading
    rows: tuple[Row, ...]

    @property
    def number(self) -> int:
        """How many switches it would turn: the number of its phrase."""
        return planned(self.rows)

    @property
    def targets(self) -> tuple[Switch, ...]:
        """The switches it would turn, the largest daily budget first."""
        chosen = (row.switch for row in self.rows if row.outcome is Outcome.PLANNED)
        return tuple(by_budget(chosen))


def plan_stop(reading: Reading, scope: Scope, *, ours: Collection[Key] = ()) -> Plan:
    """What a stop of this scope would do now; `ours`: what the same stop has turned off already."""
    rows = tuple(_row(one, ours) for one in within(reading.panels, scope))
    return Plan(scope=scope, reading=reading, rows=rows)


def _row(switch: Switch, ours: Collection[Key]) -> Row:
    """One switch as the plan sees it."""
    stands = standing(switch)
    if stands is Standing.ON:
        return Row(switch=switch, outcome=Outcome.PLANNED)
    if stands is not Standing.OFF:
        because = unclear(switch) if stands is Standing.UNCLEAR else settling(switch)
        return Row(switch=switch, outcome=Outcome.UNKNOWN, error=because)
    if key_of(switch) in ours:
        return Row(switch=switch, outcome=Outcome.STOPPED)
    return Row(switch=switch, outcome=Outcome.ALREADY_OFF, error=_through_group(switch))


def _through_group(switch: Switch) -> Words | None:
    """Why something that is on itself counts as off."""
    if switch.intent != ON or switch.group is None or not group_is_off(switch):
        return None
    return Words(
        "Its own switch is on; its campaign group {group} is off ({status}).",
        {"group": switch.group.name, "status": str(switch.group.intent)},
    )


def unclear(switch: Switch) -> Words:
    """Why nobody can tell whether this is off."""
    says = ", ".join(filter(None, (switch.intent, *switch.delivery)))
    return Words(
        "Nobody can tell whether it is off: the platform says {says}.", {"says": says or "-"}
    )


def settling(switch: Switch) -> Words:
    """Why something that is switched off does not count as off yet."""
    if (ad := switch.lingering) is not None:
        return Words(
            "It is switched off, but the platform still says {says} of its ad {ad}.",
            {"says": ad.delivery, "ad": ad.name or ad.ad_id},
        )
    return Words(
        "It is switched off, but the platform still says {says}.",
        {"says": ", ".join(switch.delivery)},
    )
