"""What people write under the city's posts on LinkedIn, what the city answers, what it forgot."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from connectors.sandbox import people
from connectors.sandbox.city_linkedin_campaigns import OWN_POSTS, STORIES
from connectors.sandbox.city_linkedin_shapes import CITY, STATES
from connectors.sandbox.conversations import (
    Conversation,
    answered,
    cheer,
    follow_up,
    overdue,
    private,
    waiting,
)
from connectors.sandbox.linkedin.talking import write
from connectors.sandbox.linkedin.tokens import MEMBER
from connectors.sandbox.world import Record, World

_DAYS = 10
"""How far back people have written."""
_ZONE = ZoneInfo("Europe/Stockholm")
_LETTERS = string.ascii_letters + string.digits
_FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A post, and the time in which people wrote under it."""

    post: str
    owner: str
    conversations: int
    since: datetime
    until: datetime


@dataclass(slots=True)
class Thread(Conversation[Record]):
    """One comment to come under a post, with its replies."""

    world: World
    place: Place
    top: str | None = None

    def say(self, text: str) -> Record:
        """Let somebody write the next comment; the first one is the top."""
        return self.write(text, person(self.dice))

    def reply(self, text: str) -> Record:
        """Let the organisation answer, through the hands of a member."""
        record = self.write(text, self.place.owner)
        record["agent"] = MEMBER
        return record

    def write(self, text: str, actor: str | None) -> Record:
        """Let `actor` write the next comment."""
        at = min(self.at, self.now - timedelta(minutes=1))
        record = write(self.world, self.place.post, text, actor, self.top, at=at)
        self.top = self.top or record["id"]
        return record


def person(dice: Random) -> str:
    """Somebody, as the URN under which the app knows them."""
    return f"urn:li:person:{''.join(dice.choices(_LETTERS, k=10))}"


def _units(text: str) -> int:
    """The length of a text as LinkedIn counts it: in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _tag(thread: Thread) -> None:
    """A friend is tagged, at times after an emoji, which counts twice."""
    first, last = thread.dice.choice(people.FIRST_NAMES), thread.dice.choice(people.LAST_NAMES)
    before = thread.dice.choice(("", "", "😍 "))
    record = thread.say(f"{before}{first} {last}{thread.dice.choice(people.TAGGED_WORDS)}")
    urn = person(thread.dice)
    value = thread.dice.choice(
        (
            {"person": {"person": urn}},
            {"com.linkedin.common.MemberAttributedEntity": {"member": urn}},
        )
    )
    place = {"start": _units(before), "length": _units(f"{first} {last}")}
    record["message"]["attributes"].append({**place, "value": value})


def _city_tagged(thread: Thread) -> None:
    """The city's own page is tagged, with a question."""
    name = "Stockholms stad"
    record = thread.say(f"{name} {thread.dice.choice(people.QUESTIONS)}")
    value = {"organization": {"organization": CITY}}
    record["message"]["attributes"].append({"start": 0, "length": _units(name), "value": value})


def _withheld(thread: Thread) -> None:
    """LinkedIn does not tell who wrote it."""
    record = thread.say(thread.dice.choice((*people.QUESTIONS, *people.CHEERS)))
    for holder in (record, record["created"], record["lastModified"]):
        del holder["actor"]


def _picture(thread: Thread) -> None:
    """A picture without words."""
    number = thread.dice.randrange(10**9, 10**10)
    record = thread.say("")
    image = {"type": "IMAGE", "entity": {"image": f"urn:li:image:D4D{number}"}}
    record["content"] = [{**image, "url": f"https://media.example/{number}"}]


def _weekend(thread: Thread) -> None:
    """A question of a Friday afternoon, whose deadline on Monday has passed."""
    latest = thread.now.astimezone(_ZONE) - timedelta(days=3, hours=2)
    friday = latest.date() - timedelta(days=(latest.weekday() - _FRIDAY) % 7)
    asked = datetime.combine(friday, time(15), _ZONE)
    thread.at = asked if asked <= latest else asked - timedelta(days=7)
    thread.say(thread.dice.choice(people.QUESTIONS))


_KINDS: Mapping[Callable[[Thread], None], int] = {
    answered: 22,
    waiting: 8,
    overdue: 3,
    follow_up: 6,
    cheer: 22,
    _tag: 16,
    _city_tagged: 2,
    _withheld: 4,
    _picture: 2,
    private: 2,
}
"""Kinds of conversation and how common each is."""
_TROUBLE = (people.PERSONAL_ID, *people.SPAM, *people.HOSTILE)
"""What is written somewhere in any case."""


def talk(world: World, dice: Random, own: Sequence[str]) -> None:
    """Let people write under posts of ads that were seen, and under the city's `own` posts."""
    places = [*_under_ads(world), *_under_own(world, own)]
    busiest = max(places, key=lambda place: place.conversations)
    for place in places:
        kinds = dice.choices(list(_KINDS), list(_KINDS.values()), k=place.conversations)
        for kind in [*kinds, *(_KINDS if place is busiest else ()), *_late(world, place)]:
            kind(_thread(world, dice, place))
    for text in _TROUBLE:
        _thread(world, dice, dice.choice(places)).say(text)


def _late(world: World, place: Place) -> Sequence[Callable[[Thread], None]]:
    """A weekend's question, where the post is old enough to have one."""
    old = place.since <= world.clock() - timedelta(days=_DAYS)
    return (_weekend,) if old and place.conversations > 2 else ()  # noqa: PLR2004 (the busy ones)


def _thread(world: World, dice: Random, place: Place) -> Thread:
    at = place.since + (place.until - place.since) * dice.random()
    return Thread(dice, world.clock(), place.since, at, world, place)


def _under_ads(world: World) -> Iterator[Place]:
    """The posts of ads that were seen, each once."""
    now = world.clock()
    stories = {story.name: story for story in STORIES}
    seen: set[str] = set()
    for creative in world.linkedin["creatives"].values():
        campaign = world.linkedin["adCampaigns"][creative["campaign"].rpartition(":")[2]]
        story = stories[campaign["name"]]
        state = STATES[story.state]
        post = post_of(creative)
        if post is None or post in seen or not (story.talk and state.delivered):
            continue
        seen.add(post)
        ends = now if state.ends is None else now + timedelta(days=state.ends + 3)
        yield Place(
            post=post,
            owner=world.linkedin["posts"][post]["author"],
            conversations=story.talk,
            since=now + timedelta(days=max(state.begins, -_DAYS)),
            until=min(now, ends),
        )


def post_of(creative: Record) -> str | None:
    """The post that a creative shows; None: it is a text, or only a test."""
    content = creative["content"]
    post = content.get("reference") or content.get("eventAd", {}).get("post")
    return None if creative["isTest"] else post


def _under_own(world: World, posts: Sequence[str]) -> Iterator[Place]:
    now = world.clock()
    for post, (_, age, conversations) in zip(posts, OWN_POSTS, strict=True):
        since = now - timedelta(days=min(age, _DAYS))
        yield Place(post=post, owner=CITY, conversations=conversations, since=since, until=now)
