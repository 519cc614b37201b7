"""More of the same on Meta: as many accounts and campaigns as a measurement or a drill needs."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox.city_meta import account, found
from connectors.sandbox.city_meta_ads import Builder
from connectors.sandbox.city_meta_campaigns import Story
from connectors.sandbox.meta.talking import write
from connectors.sandbox.world import World

_POSTS = {
    "PagePost": {"id": "24001", "name": "Anna Ek"},
    "IGMedia": {"id": "5601", "username": "bo.lind"},
}
"""What people write under, and who does."""
_REPLY = 3
"""Every third comment is a reply to the last one that is none."""


def crowd(
    world: World,
    *,
    accounts: int = 1,
    campaigns: int = 1,
    old_campaigns: int = 0,
    ad_sets: int = 1,
    ads: int = 1,
    comments: int = 0,
) -> list[str]:
    """Add accounts `act_100` and on; the answer is their ids.

    `campaigns`: in each account, all delivering; `old_campaigns`: more, over for two years;
    `ad_sets`: in each campaign; `ads`: in each ad set; `comments`: under each of their posts on
    Facebook and on Instagram, every third of them a reply.
    """
    if shapes.CITY_PAGE not in world.meta:
        found(world)
    dice = Random(f"{world.seed}:crowd")  # noqa: S311 (reproducible on purpose)
    builder = Builder(world, dice, first=1_000_000)
    before = set(world.meta)
    made = [f"act_{100 + place}" for place in range(accounts)]
    for number in made:
        account(world, number, f"Konto {number.removeprefix('act_')}")
        for place in range(old_campaigns + campaigns):
            state = shapes.YEARS_AGO if place < old_campaigns else "delivering"
            name = f"Kampanj {place + 1}"
            builder.campaign(Story(number, name, state, "manual", "city", sets=ad_sets, ads=ads))
    posts = [one for one, node in world.meta.items() if one not in before and node.kind in _POSTS]
    for under in posts:
        chatter(world, under, comments)
    return made


def chatter(world: World, under: str, comments: int) -> None:
    """Let people write so much under a post or media object, a minute apart and till just now."""
    top, author = under, _POSTS[world.meta[under].kind]
    for place in range(comments):
        reply = place % _REPLY == _REPLY - 1
        at = world.clock() - timedelta(minutes=comments - place)
        node = write(world, top if reply else under, f"Fråga {place + 1}?", author, at=at)
        top = top if reply else str(node.fields["id"])
