"""What people write under the city's ads on Meta, what the city answers, and what it forgot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox import people
from connectors.sandbox.city_meta_creatives import Ground, media, post
from connectors.sandbox.meta.talking import Author, write
from connectors.sandbox.world import Node, World

_DAYS = 10
"""How far back people have written."""


@dataclass(slots=True)
class Thread:
    """A place to write in, and the time that goes on while people write there."""

    world: World
    dice: Random
    under: str
    """Id of the post or media object."""
    since: datetime
    """When people began to write there."""
    at: datetime
    top: str | None = None

    def say(self, text: str, author: Author | None = None) -> Node:
        """Write the next comment; the first one is the top of the thread."""
        at = min(self.at, self.world.clock() - timedelta(minutes=1))
        who = self.citizen() if author is None else author
        node = write(self.world, self.top or self.under, text, who, at=at)
        self.top = self.top or str(node.fields["id"])
        return node

    def begin(self, hours_ago: float) -> None:
        """Begin no later than so many hours ago, unless nothing stood there yet."""
        latest = self.world.clock() - timedelta(hours=hours_ago)
        self.at = max(self.since, min(self.at, latest))

    def wait(self, least: float, most: float) -> None:
        """Let some hours go by."""
        self.at += timedelta(hours=self.dice.uniform(least, most))

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

    def answer(self) -> Node:
        """The city answers, signed; one in eight forgets to sign."""
        text = self.dice.choice(people.ANSWERS)
        forgot = self.dice.random() < 1 / 8
        signed = text if forgot else people.signed(text, self.dice.choice(people.EDITORS))
        return self.say(signed, self.city())


def _waiting(thread: Thread) -> None:
    thread.at = thread.world.clock() - timedelta(hours=thread.dice.uniform(0.5, 20))
    thread.say(thread.dice.choice(people.QUESTIONS))


def _overdue(thread: Thread) -> None:
    thread.begin(24 * thread.dice.uniform(5, 8))
    thread.say(thread.dice.choice((*people.QUESTIONS, *people.COMPLAINTS)))


def _answered(thread: Thread) -> None:
    thread.begin(30)
    thread.say(thread.dice.choice((*people.QUESTIONS, *people.COMPLAINTS)))
    thread.wait(1, 20)
    thread.answer()
    if thread.dice.random() < 0.4:  # noqa: PLR2004 (some thank)
        thread.wait(0.2, 5)
        thread.say(thread.dice.choice(people.THANKS))


def _follow_up(thread: Thread) -> None:
    thread.begin(22)
    thread.say(thread.dice.choice(people.QUESTIONS))
    thread.wait(1, 10)
    thread.answer()
    thread.wait(0.5, 10)
    thread.say(thread.dice.choice(people.FOLLOW_UPS))


def _cheer(thread: Thread) -> None:
    thread.say(thread.dice.choice(people.CHEERS))


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
        _cheer(thread)
        return
    kind = thread.dice.choice(("sticker", "photo"))
    node = thread.say("")
    target = {"id": "369239263222822", "url": "https://www.facebook.com/sticker/1"}
    node.fields["attachment"] = {"type": kind, "target": target}


def _private(thread: Thread) -> None:
    """Somebody who works for the city answers as a private person."""
    thread.begin(8)
    thread.say(thread.dice.choice(people.QUESTIONS))
    thread.wait(1, 6)
    thread.say(thread.dice.choice(people.PRIVATE_ANSWERS))


_KINDS: Mapping[Callable[[Thread], None], int] = {
    _answered: 30,
    _waiting: 9,
    _overdue: 3,
    _follow_up: 7,
    _cheer: 16,
    _tag: 14,
    _hidden: 3,
    _attached: 5,
    _private: 2,
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
            kind(Thread(world, dice, under, since, at))
    for text in _TROUBLE:
        under, _, since, until = dice.choice(places)
        at = since + (until - since) * dice.random()
        Thread(world, dice, under, since, at).say(text)


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
            if under and under not in seen and share:
                seen.add(under)
                yield under, share, since, until
    yield from ((p, 3, now - timedelta(days=5), now) for p in _dynamic(world))


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
