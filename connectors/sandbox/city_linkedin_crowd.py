"""More of the same on LinkedIn: as many accounts and campaigns as a measurement or drill needs."""

from __future__ import annotations

from random import Random

from connectors.sandbox.city_linkedin import account, appoint, found
from connectors.sandbox.city_linkedin_ads import Builder
from connectors.sandbox.city_linkedin_campaigns import GroupStory, Story
from connectors.sandbox.world import World

FIRST = 9100
"""The number of the first account."""
_GROUP = "Många insatser"


def crowd(
    world: World, *, accounts: int = 1, groups: int = 1, campaigns: int = 1, ads: int = 1
) -> list[str]:
    """Add accounts `9100` and on; the answer is their numbers.

    `groups`: in each account; `campaigns`: in each account, all delivering, dealt out over the
    groups; `ads`: in each campaign, at least one. Nobody writes under them.
    """
    found(world)
    dice = Random(f"{world.seed}:linkedin crowd")  # noqa: S311 (reproducible on purpose)
    builder = Builder(world, dice, first=1_000_000)
    made = [str(FIRST + place) for place in range(accounts)]
    for number in made:
        account(world, number, f"Konto {number}")
        appoint(world, number, "CAMPAIGN_MANAGER")
        names = _names(max(groups, 1))
        for name in names:
            builder.group(GroupStory(number, name))
        for place in range(campaigns):
            group, name = names[place % len(names)], f"Kampanj {place + 1}"
            builder.campaign(Story(number, group, name, "delivering", ("image",) * max(ads, 1)))
    return made


def _names(groups: int) -> list[str]:
    """The names of so many groups."""
    return [_GROUP, *(f"{_GROUP} {place}" for place in range(2, groups + 1))]
