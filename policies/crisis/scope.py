"""What a stop reaches: everything, one platform, one account or one campaign."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from policies.model import AccountId, Beneath, Level, Panel, Platform, Switch


class Key(NamedTuple):
    """What tells one switch from every other."""

    platform: Platform
    account_id: AccountId
    level: Level
    campaign_id: str


def key_of(switch: Switch) -> Key:
    """The key of a switch."""
    return Key(switch.platform, switch.account_id, switch.level, switch.campaign_id)


def bare_switch(key: Key) -> Switch:
    """A switch of which nothing but the key is known."""
    return Switch(
        platform=key.platform,
        account_id=key.account_id,
        campaign_id=key.campaign_id,
        level=key.level,
        name=key.campaign_id,
        intent=None,
        delivery=(),
        start=None,
        end=None,
        daily_budget=None,
        total_budget=None,
        updated=None,
    )


def is_bare(switch: Switch) -> bool:
    """Whether nothing but the key is known."""
    return switch == bare_switch(key_of(switch))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The filters of a stop; None: no filter. Equal filters are the same scope."""

    platform: Platform | None = None
    account_id: AccountId | None = None
    campaign_id: str | None = None
    """A campaign on Meta; on LinkedIn a campaign group, or one of the campaigns in it."""
    exempt: frozenset[str] = field(default=frozenset(), compare=False)
    """Numbers that a person has exempted; a LinkedIn group's stands for all its campaigns. No
    filter of the order: two scopes that differ in it alone are the same."""

    def less(self, exempt: Collection[str]) -> Scope:
        """The same scope without what bears one of these numbers."""
        return replace(self, exempt=frozenset(exempt))

    def spares(self, switch: Switch) -> bool:
        """Whether the switch, or the group above it, is exempted."""
        above = switch.group.id if switch.group else None
        return not self.exempt.isdisjoint({switch.campaign_id, above})

    @property
    def beneath(self) -> Beneath:
        """The campaigns on Meta whose ads must be off."""
        return Beneath(campaign_id=self.campaign_id, exempt=self.exempt)

    def has_platform(self, platform: Platform) -> bool:
        """Whether the platform is within."""
        return self.platform in (None, platform)

    def has_account(self, platform: Platform, account_id: AccountId | None) -> bool:
        """Whether the account is within; None stands for accounts that could not be listed.

        A Meta account may be written without its `act_`.
        """
        bare = account_id is not None and account_id.removeprefix("act_")
        listed = account_id is None or self.account_id in (None, account_id, bare)
        return listed and self.has_platform(platform)

    def covers(self, switch: Switch) -> bool:
        """Whether the switch is within, and not exempted."""
        above = switch.group.id if switch.group else None
        named = self.campaign_id in (None, switch.campaign_id, above)
        within_reach = named and self.has_account(switch.platform, switch.account_id)
        return within_reach and not self.spares(switch)


EVERYTHING = Scope()
"""No filter at all."""


def within(panels: Iterable[Panel], scope: Scope) -> list[Switch]:
    """The switches that the scope covers, in the order of the panels."""
    return [one for panel in panels for one in panel.switches if scope.covers(one)]


def wholly_within(group_id: str, panel: Panel, scope: Scope) -> bool:
    """Whether all campaigns of a group are within; never where the list of them is not full."""
    members = [one for one in panel.switches if one.group and one.group.id == group_id]
    return panel.complete and bool(members) and all(scope.covers(one) for one in members)
