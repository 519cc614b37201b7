"""What people write under the city's ads on Meta, what the city answers, and what it forgot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox import people
from connectors.sandbox.city_meta_creatives import Ground, media, post
from connectors.sandbox.conversations import (
    Conversation,
    answered,
    cheer,
    follow_up,
    overdue,
    private,
    waiting,
)
from connectors.sandbox.meta.talking import Author, write
from connectors.sandbox.world import Node, World

_DAYS = 10
"""How far back people have written."""


@dataclass(slots=True)
class Thread(Conversation[Node]):
    """One comment to come under a post or media object, with its replies."""

    world: World
    under: str
    """Id of the post or media object."""
    top: str | None = None

    def say(self, text: str) -> Node:
        """Let somebody write the next comment; the first one is the top."""
        return self._write(text, self.citizen())

    def reply(self, text: str) -> Node:
        """Let the city write the next comment."""
        return self._write(text, self.city())

    def _write(self, text: str, author: Author) -> Node:
        at = min(self.at, self.now - timedelta(minutes=1))
        node = write(self.world, self.top or self.under, text, author, at=at)
        self.top = self.top or str(node.fields["id"])
        return node

    @property
    def on_instagram(self) -> bool:
        """Whether this is written on Instagram."""
        return self.world.meta[self.under].kind == "IGMedia"

    def citizen(self) -> Author:
        """Somebody."""
        first, last = self.dice.choice(people.FIRST_NAMES), self.dice.choice(people.LAST_NAMES)
        number = self.dice.randrange(10**9, 10**10)
        if self.on_instagram:
            return {"id": f"56{number}", "username": f"{people.handle(first)}.{number % 100}"}
        return {"id": f"24{number}", "name": f"{first} {last}"}

    def city(self) -> Author:
        """The city: the account under whose post this is written."""
        if self.on_instagram:
            owner = self.world.meta[self.world.meta[self.under].fields["owner"]["id"]].fields
            return {"id": owner["id"], "username": owner["username"]}
        page = self.world.meta[self.world.meta[self.under].hidden["page"]].fields
        return {"id": page["id"], "name": page["name"]}


def _tag(thread: Thread) -> None:
    """A friend is tagged: with the platform's own tags on Facebook, with @ on Instagram."""
    friend = thread.citizen()
    rest = thread.dice.choice(people.TAGGED_WORDS)
    if thread.on_instagram:
        thread.say(f"@{friend['username']}{rest}")
        return
    name = friend["name"]
    node = thread.say(f"{name}{rest}")
    tag = {"id": friend["id"], "name": name, "offset": 0, "length": len(name), "type": "user"}
    node.fields["message_tags"] = [tag]


def _hidden(thread: Thread) -> None:
    node = thread.say(thread.dice.choice(people.COMPLAINTS))
    node.fields["hidden" if thread.on_instagram else "is_hidden"] = True


def _attached(thread: Thread) -> None:
    """A sticker or a photo without words; on Instagram words are all there is."""
    if thread.on_instagram:
        cheer(thread)
        return
    kind = thread.dice.choice(("sticker", "photo"))
    node = thread.say("")
    target = {"id": "369239263222822", "url": "https://www.facebook.com/sticker/1"}
    node.fields["attachment"] = {"type": kind, "target": target}


_KINDS: Mapping[Callable[[Thread], None], int] = {
    answered: 30,
    waiting: 9,
    overdue: 3,
    follow_up: 7,
    cheer: 16,
    _tag: 14,
    _hidden: 3,
    _attached: 5,
    private: 2,
}
"""Kinds of thread and how common each is."""
_TROUBLE = 2 * (people.PERSONAL_ID, *people.SPAM, *people.HOSTILE)
"""What is written somewhere in any case."""


def talk(world: World, dice: Random) -> None:
    """Let people write under every ad that was seen, and under the city's own posts."""
    places = [*_under_ads(world), *_own_posts(world, dice)]
    for under, threads, since, until in places:
        for kind in dice.choices(list(_KINDS), list(_KINDS.values()), k=threads):
            at = since + (until - since) * dice.random()
            kind(Thread(dice, world.clock(), since, at, world, under))
    for text in _TROUBLE:
        under, _, since, until = dice.choice(places)
        at = since + (until - since) * dice.random()
        Thread(dice, world.clock(), since, at, world, under).say(text)


_Place = tuple[str, int, datetime, datetime]


def _under_ads(world: World) -> Iterator[_Place]:
    """Posts and media objects of ads, each once, with the time in which people wrote there."""
    now = world.clock()
    seen: set[str] = set()
    for ad in [node for node in world.meta.values() if node.kind == "Ad"]:
        fields = world.meta[ad.fields["creative"]["id"]].fields
        campaign = world.meta[ad.fields["campaign_id"]].fields
        since = max(datetime.fromisoformat(campaign["start_time"]), now - timedelta(days=_DAYS))
        until = min(now, datetime.fromisoformat(campaign["stop_time"]) + timedelta(days=3))
        since = min(since, until - timedelta(hours=1))
        threads = ad.hidden["talk"]
        for name, share in (
            ("effective_object_story_id", (threads + 1) // 2),
            ("effective_instagram_media_id", threads // 3),
            ("source_instagram_media_id", threads // 3),
        ):
            under = fields.get(name)
            if under in world.meta and under not in seen and share and not _quiet(world, under):
                seen.add(under)
                yield under, share, since, until
    yield from ((p, 3, now - timedelta(days=5), now) for p in _dynamic(world))


def _quiet(world: World, under: str) -> bool:
    """Whether nobody writes there."""
    return bool(world.meta[under].hidden.get("quiet"))


def _dynamic(world: World) -> list[str]:
    posts = (node for node in world.meta.values() if node.hidden.get("dynamic"))
    return [str(node.fields["id"]) for node in posts]


def _own_posts(world: World, dice: Random) -> list[_Place]:
    """A few posts on the wall and on Instagram that no ad shows."""
    now = world.clock()
    places: list[_Place] = []
    for place, name in enumerate(
        ("Så städar vi parkerna", "Nu tänds julljusen", "Säg vad du tycker")
    ):
        made = now - timedelta(days=4 + 9 * place)
        since = max(made, now - timedelta(days=_DAYS))
        ground = Ground(90_000 + place, name, made)
        number = post(world, ground, shapes.CITY_PAGE, inline=False)
        picture = media(world, ground, shapes.CITY_INSTAGRAM, organic=True)
        places += [(number, dice.randrange(2, 6), since, now), (picture, 2, since, now)]
    return places
