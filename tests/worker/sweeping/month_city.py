"""A simulated city as it truly is: posts, what people write under them, campaigns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from policies.model import Platform, Post
from tests.worker.made import INSTAGRAM, PAGE, a_post
from tests.worker.sweeping.month_said import Line

DAY = timedelta(days=1)
ORGANISATION = "urn:li:organization:77"
ACCOUNTS = {Platform.META: "act_1", Platform.LINKEDIN: "5001"}
OWN = {"facebook": PAGE, "instagram": INSTAGRAM.id, "linkedin": ORGANISATION}
"""As whom the city writes on each channel."""


@dataclass
class Word:
    """A comment, reply or message as it truly is."""

    id: str
    wall: str
    """The post's id, or the conversation's."""
    kind: str
    parent: str | None
    by: str | None
    line: Line
    at: datetime
    shown_from: datetime
    """Platforms list some a while after they were written."""
    hidden: bool = False
    deleted: bool = False


@dataclass
class Wall:
    """A post as it truly is."""

    post: Post
    made: datetime
    own: bool
    """Whether it stands on the city's own wall, and not only in an ad."""


@dataclass
class Flight:
    """A campaign as it truly is."""

    id: str
    platform: Platform
    walls: tuple[Post, ...]
    ends: datetime
    paused: datetime | None = None
    brief: str | None = None


@dataclass
class Truth:
    """All that there is."""

    at: datetime
    walls: dict[str, Wall] = field(default_factory=dict)
    words: dict[tuple[Platform, str, str], Word] = field(default_factory=dict)
    flights: dict[str, Flight] = field(default_factory=dict)
    numbers: dict[Platform, count[int]] = field(
        default_factory=lambda: {one: count(1) for one in Platform}
    )

    def listed(self, platform: Platform, wall: str) -> list[Word]:
        """What the platform lists there now, the newest first."""
        there = [
            one
            for (where, _, _), one in self.words.items()
            if where is platform
            and one.wall == wall
            and not one.deleted
            and one.shown_from <= self.at
        ]
        return sorted(there, key=lambda one: (one.at, one.id), reverse=True)


def first_walls(at: datetime, number: int) -> list[Wall]:
    """The posts with which a month begins."""
    facebook = [a_post(number) for number in range(1, 5)]
    instagram = [
        Post(
            platform=Platform.META,
            id=f"1790000000000000{number}",
            kind="instagram",
            owner_id=INSTAGRAM.id,
            link=f"https://example.org/p/{number}",
        )
        for number in range(1, 3)
    ]
    linkedin = [a_post(number, Platform.LINKEDIN) for number in range(1, 5)]
    return [
        Wall(post, made=at - 5 * n * DAY, own=n % 2 == 0)
        for n, post in enumerate(
            (*facebook[:number], *instagram[: number // 2], *linkedin[:number])
        )
    ]
