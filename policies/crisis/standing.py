"""How a switch stands: on, off, or no one can tell; and whether something still shows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from policies.delivery import OFF
from policies.model import Level, Platform, Switch

ON = "ACTIVE"
_SHOWING: Mapping[Platform, frozenset[str]] = {
    Platform.META: frozenset({"ACTIVE"}),
    Platform.LINKEDIN: frozenset({"RUNNABLE"}),
}
"""What delivery says of something that may show (Meta, "Manage Your Ad Object's Status"; LinkedIn,
"Create and Manage Campaigns"; checked 2026-11-22)."""
_PAUSED = "PAUSED"
_IN_PROCESS = "IN_PROCESS"
"""Meta: a change is under way, and what holds in the end is not known yet (same page)."""


class Standing(Enum):
    """What one reading proves of one switch."""

    ON = auto()
    """It must be turned off."""
    OFF = auto()
    """Its own switch, or its group's, is off and nothing shows."""
    SETTLING = auto()
    """It is switched off and the platform has not yet carried that out."""
    UNCLEAR = auto()
    """The platform says something that we do not know, or nothing."""


def is_off(platform: Platform, word: str | None) -> bool:
    """Whether this word, given as an intent, means off."""
    return word in OFF.get(platform, ())


def group_is_off(switch: Switch) -> bool:
    """Whether the group above is known to be off."""
    return switch.group is not None and is_off(switch.platform, switch.group.intent)


def standing(switch: Switch) -> Standing:
    """How this switch stands, by one reading of it."""
    if switch.intent == ON and not group_is_off(switch):
        return Standing.ON
    if switch.intent != ON and not is_off(switch.platform, switch.intent):
        return Standing.UNCLEAR
    return _in_effect(switch)


def _in_effect(switch: Switch) -> Standing:
    """How something stands whose switch, or whose group's switch, is off."""
    if switch.lingering or set(switch.delivery) & {
        *_SHOWING.get(switch.platform, ()),
        _IN_PROCESS,
    }:
        return Standing.SETTLING
    return Standing.OFF if _tells_off(switch) else Standing.UNCLEAR


def _tells_off(switch: Switch) -> bool:
    """Whether what the platform says of the effect means off; that it says nothing never does.

    On Meta that is one word, known to mean off. On LinkedIn it is any hold; a group has no effect
    of its own, and one that is off holds all under it. A draft, or what has come to its end, has
    no effect to tell of.
    """
    if switch.platform is Platform.META:
        return bool(switch.delivery) and all(is_off(Platform.META, one) for one in switch.delivery)
    silent = switch.level is not Level.CAMPAIGN or switch.intent not in (ON, _PAUSED)
    return bool(switch.delivery) or silent or group_is_off(switch)


def group_switch(switch: Switch) -> Switch | None:
    """The switch of the group above, if there is one and it can be turned."""
    group = switch.group
    if group is None or not group.id or group.backfilled:
        return None
    return Switch(
        platform=switch.platform,
        account_id=switch.account_id,
        campaign_id=group.id,
        level=Level.CAMPAIGN_GROUP,
        name=group.name,
        intent=group.intent,
        delivery=(),
        start=None,
        end=None,
        daily_budget=None,
        total_budget=None,
        updated=group.updated,
    )
