"""Messages sent to the city on Messenger and Instagram."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox import people
from connectors.sandbox.meta.talking import stamp
from connectors.sandbox.world import Node, World


def converse(world: World, dice: Random) -> None:
    """Messages sent to the Page and to its Instagram account: some answered, some waiting."""
    for place in range(10):
        platform = "messenger" if place % 5 < 3 else "instagram"  # noqa: PLR2004 (three of five)
        _conversation(world, dice, platform, place)


def _conversation(world: World, dice: Random, platform: str, place: int) -> None:
    first = dice.choice(people.FIRST_NAMES)
    them: dict[str, Any] = {"id": f"61{dice.randrange(10**9, 10**10)}"}
    us: dict[str, Any] = {"id": shapes.CITY_PAGE, "name": "Stockholms stad"}
    if platform == "instagram":
        us = {"id": shapes.CITY_INSTAGRAM, "username": "stockholms.stad"}
        them["username"] = f"{people.handle(first)}.{place}"
    else:
        them["name"] = f"{first} {dice.choice(people.LAST_NAMES)}"
    said = [(them, us, dice.choice(people.DIRECT_MESSAGES))]
    if place % 3:
        said.append((us, them, people.signed(dice.choice(people.ANSWERS), people.EDITORS[0])))
    if place % 3 == 2:  # noqa: PLR2004 (every third asks on)
        said.append((them, us, dice.choice(people.FOLLOW_UPS)))
    at = world.clock() - timedelta(days=dice.uniform(0.5, 6))
    number = f"t_{place:03d}{dice.randrange(10**9)}"
    thread = world.meta[number] = Node("UnifiedThread", {"id": number})
    for part, (sender, receiver, text) in enumerate(said):
        at = min(at + timedelta(hours=dice.uniform(0.5, 8)), world.clock() - timedelta(minutes=5))
        message = f"m_{number}_{part}"
        fields = {
            "id": message,
            "created_time": stamp(at),
            "from": sender,
            "to": {"data": [receiver]},
            "message": text,
        }
        world.meta[message] = Node("Message", fields)
        thread.edges.setdefault("messages", []).append(message)
    thread.fields |= {
        "updated_time": stamp(at),
        "unread_count": int(said[-1][0] is them),
        "message_count": len(said),
        "snippet": said[-1][2],
        "can_reply": True,
        "participants": {"data": [us, them]},
        "link": f"/{shapes.CITY_PAGE}/inbox/{number}/",
    }
    page = world.meta[shapes.CITY_PAGE]
    page.edges.setdefault(f"conversations_{platform}", []).append(number)
