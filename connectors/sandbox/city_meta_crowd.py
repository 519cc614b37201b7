"""More of the same on Meta: as many accounts and campaigns as a measurement or a drill needs."""

from __future__ import annotations

from random import Random

from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox.city_meta import account, found
from connectors.sandbox.city_meta_ads import Builder
from connectors.sandbox.city_meta_campaigns import Story
from connectors.sandbox.world import World


def crowd(
    world: World,
    *,
    accounts: int = 1,
    campaigns: int = 1,
    old_campaigns: int = 0,
    ad_sets: int = 1,
    ads: int = 1,
) -> list[str]:
    """Add accounts `act_100` and on; the answer is their ids.

    `campaigns`: in each account, all delivering; `old_campaigns`: more, over for two years;
    `ad_sets`: in each campaign; `ads`: in each ad set. Nobody writes under them.
    """
    if shapes.CITY_PAGE not in world.meta:
        found(world)
    dice = Random(f"{world.seed}:crowd")  # noqa: S311 (reproducible on purpose)
    builder = Builder(world, dice, first=1_000_000)
    made = [f"act_{100 + place}" for place in range(accounts)]
    for number in made:
        account(world, number, f"Konto {number.removeprefix('act_')}")
        for place in range(old_campaigns + campaigns):
            state = shapes.YEARS_AGO if place < old_campaigns else "delivering"
            name = f"Kampanj {place + 1}"
            builder.campaign(Story(number, name, state, "manual", "city", sets=ad_sets, ads=ads))
    return made
