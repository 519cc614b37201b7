"""Switches of the crisis stop out of campaigns and campaign groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from connectors.errors import Unreadable
from connectors.linkedin.read_ads import campaign_link, group_link, version_tag
from connectors.linkedin.shape import Record, flag, instant, money, number, part, text, texts
from policies.model import AccountId, Group, Level, Platform, Switch

_INCIDENTAL: Mapping[str, Callable[[Record], object]] = {
    "runSchedule": lambda told: [
        instant(part(told, "runSchedule"), name) for name in ("start", "end")
    ],
    "dailyBudget": lambda told: money(told, "dailyBudget"),
    "totalBudget": lambda told: money(told, "totalBudget"),
    "servingStatuses": lambda told: texts(told, "servingStatuses"),
}
"""What is shown beside a switch and must not keep us from turning it, and how each is read."""


def read_switch(
    told: Record, account_id: AccountId, *, level: Level, groups: Mapping[str, Group]
) -> tuple[Switch, Unreadable | None]:
    """The switch of a campaign or group, and the first of its company that could not be read.

    `groups` are those that were read; a campaign's group that is not among them has no intent.

    Raises:
        Unreadable: the switch itself is of another shape.
    """
    lacking = {name: error for name in _INCIDENTAL if (error := _fault(told, name)) is not None}
    readable = {name: value for name, value in told.items() if name not in lacking}
    switch = _switch(readable, account_id, level=level, groups=groups)
    return switch, next(iter(lacking.values()), None)


def _fault(told: Record, name: str) -> Unreadable | None:
    """Why one of them cannot be read; None: it can."""
    try:
        _INCIDENTAL[name](told)
    except Unreadable as error:
        return error
    return None


def _switch(
    told: Record, account_id: AccountId, *, level: Level, groups: Mapping[str, Group]
) -> Switch:
    """The switch with all that is shown beside it."""
    own = number(told, "id")
    schedule = part(told, "runSchedule")
    is_campaign = level is Level.CAMPAIGN
    link = campaign_link if is_campaign else group_link
    return Switch(
        platform=Platform.LINKEDIN,
        account_id=account_id,
        campaign_id=own,
        level=level,
        name=text(told, "name") or own,
        intent=text(told, "status"),
        delivery=texts(told, "servingStatuses"),
        start=instant(schedule, "start"),
        end=instant(schedule, "end"),
        daily_budget=money(told, "dailyBudget"),
        total_budget=money(told, "totalBudget"),
        updated=version_tag(told),
        group=_above(told, groups) if is_campaign else None,
        link=link(account_id, own),
    )


def _above(told: Record, groups: Mapping[str, Group]) -> Group:
    """The group of a campaign, with no intent where it could not be read."""
    group_id = number(told, "campaignGroup") if told.get("campaignGroup") is not None else ""
    return groups.get(group_id) or Group(id=group_id, name=group_id, intent=None, updated=None)


def read_group_state(told: Record) -> Group:
    """What a stop must know of a campaign group.

    Raises:
        Unreadable: it is of another shape.
    """
    group_id = number(told, "id")
    return Group(
        id=group_id,
        name=text(told, "name") or group_id,
        intent=text(told, "status"),
        updated=version_tag(told),
        backfilled=flag(told, "backfilled") or False,
    )


def with_group(switch: Switch, groups: Mapping[str, Group]) -> Switch:
    """The switch with its group as it was read anew; no intent where it was not."""
    above = switch.group
    if above is None:
        return switch
    return replace(switch, group=groups.get(above.id) or replace(above, intent=None, updated=None))
