"""What the polls of a simulated month could know, kept in `Book`s and not in our database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from policies.model import Platform
from tests.worker.sweeping.month_book import STOCKHOLM, Book, Seen
from tests.worker.sweeping.month_city import DAY, OWN, Flight, Word
from tests.worker.sweeping.month_sky import Heard

WATCH_AFTER = 6
"""Days; the real 90 would never end within a month."""
HOURS_KEPT = 48
DEPARTMENTS = ("trafikkontoret", "kulturforvaltningen")
WAITS = ("open", "referred")
Key = tuple[Platform, str, str]
"""Platform, kind, and the id of the top comment or conversation."""


@dataclass
class Ordered:
    """A brief as the model knows it."""

    department: str
    ends: date | None
    posts: tuple[str, ...] = ()


@dataclass
class Shown:
    """What polls of ads told of a campaign."""

    brief: str | None
    ran_until: datetime
    posts: set[str]


class Memory:
    """Everything that polls were told, and what the rulebook makes of it."""

    def __init__(self) -> None:
        self.books: dict[Key, Book] = {}
        self.walls: dict[Key, str] = {}
        """The post, or conversation, of each thread."""
        self.filed: dict[Key, Key] = {}
        """Each message → the thread in which it stands."""
        self.parents: dict[tuple[Platform, str], str | None] = {}
        self.flagged: set[Key] = set()
        """Threads in which a person should have looked at something, at any time."""
        self.orders: dict[str, Ordered] = {}
        self.shown: dict[tuple[Platform, str], Shown] = {}

    def take_in_ads(self, flights: list[Flight], at: datetime) -> None:
        """What a poll of ads told of campaigns."""
        for one in flights:
            before = self.shown.get((one.platform, one.id))
            # Met when it was off already, it counts as ended now; it never ends earlier again.
            until = self.ran_until(one, at) or (before.ran_until if before else at)
            self.shown[one.platform, one.id] = Shown(
                brief=one.brief,
                ran_until=max(until, before.ran_until) if before else until,
                posts={post.id for post in one.walls},
            )

    def ran_until(self, one: Flight, at: datetime) -> datetime | None:
        """Until when it ran, as far as a platform tells; None: it does not say."""
        if one.ends <= at:
            return one.ends
        if one.paused is not None and one.paused <= at:
            return one.paused if one.platform is Platform.META else None
        return at

    def watched(self, platform: Platform, states: Mapping[Key, str], at: datetime) -> set[str]:
        """The posts to read by the book, the city's own aside."""
        run = {
            post
            for (where, _), one in self.shown.items()
            if where is platform and one.ran_until >= at - WATCH_AFTER * DAY
            for post in one.posts
        }
        wait = {
            self.walls[key]
            for key, state in states.items()
            if key[:2] == (platform, "comment") and state in WAITS
        }
        listed = {post for one in self.orders.values() for post in one.posts}
        linkedin = platform is Platform.LINKEDIN
        return run | wait | {one for one in listed if one.startswith("urn:") is linkedin}

    def take_in(self, platform: Platform, heard: Heard, at: datetime) -> set[str]:
        """What one answer of a platform told; the answer is what is missing from a whole list."""
        for word in heard.words:
            self.parents[platform, word.id] = word.parent
        for word in heard.words:
            self.file(platform, word, at)
        if not (heard.post and heard.complete):
            return set()
        here = [
            seen
            for key, book in self.books.items()
            if key[:2] == (platform, "comment") and self.walls[key] == heard.post.id
            for seen in book.seen.values()
        ]
        missing = {one.id for one in here if not one.gone} - {one.id for one in heard.words}
        for one in here:
            one.gone = one.gone or bool(heard.gone.get(one.id))
        return missing

    def file(self, platform: Platform, word: Word, at: datetime) -> None:
        """Put a message in the book of its thread, as far up as was ever told."""
        top = self.top_of(platform, word)
        here = (platform, word.kind, word.id)
        known = None
        if here in self.filed:
            known = self.books[self.filed[here]].seen.pop(word.id)
        thread = self.filed[here] = (platform, word.kind, top)
        self.walls[thread] = word.wall
        if thread not in self.books:
            post = word.wall if word.kind == "comment" else None
            self.books[thread] = Book(owner=self.owner(post, at.astimezone(STOCKHOLM).date()))
        book = self.books[thread]
        book.seen[word.id] = Seen(
            id=word.id,
            ours=word.by in OWN.values(),
            line=word.line,
            at=word.at,
            hidden=word.hidden,
            first=known.first if known else at,
            read=at,
            was_visible=not word.hidden or bool(known and known.was_visible),
            hidden_since=((known and known.hidden_since) or at) if word.hidden else None,
            changed=at if known and _differs(known, word) else known and known.changed,
        )
        if book.seen[word.id].flags:
            self.flagged.add(thread)

    def top_of(self, platform: Platform, word: Word) -> str:
        """The highest comment of its thread of which polls told."""
        if word.kind == "message":
            return word.wall
        top = word.id
        while above := self.parents.get((platform, top)):
            top = above
        return top

    def give(self, platform: Platform, states: Mapping[Key, str], at: datetime) -> None:
        """Each thread that waits belongs to the department of its brief, or to SLK (C10)."""
        today = at.astimezone(STOCKHOLM).date()
        for key, state in states.items():
            if key[0] is platform and state in WAITS:
                post = self.walls[key] if key[1] == "comment" else None
                self.books[key].owner = self.owner(post, today)

    def owner(self, post: str | None, today: date) -> str:
        """The one department whose brief claims the post and has not ended, or SLK."""
        mine = {
            order.department
            for name, order in self.orders.items()
            if post and (order.ends is None or today <= order.ends) and self.claims(name, post)
        }
        return mine.pop() if len(mine) == 1 and mine <= set(DEPARTMENTS) else "slk"

    def claims(self, name: str, post: str) -> bool:
        """Whether a brief lists the post, or a campaign under it shows it."""
        return post in self.orders[name].posts or any(
            one.brief == name and post in one.posts for one in self.shown.values()
        )

    def states(self, stored: Mapping[Key, Any]) -> dict[Key, str]:
        """How each thread stands by the book; as it is stored, where a part of it is erased."""
        loose = self.loose
        return {
            key: stored[key].state if key in loose and key in stored else book.verdict().state
            for key, book in self.books.items()
            if book.seen
        }

    @property
    def loose(self) -> set[Key]:
        """Threads of which something is erased."""
        return {
            key
            for key, book in self.books.items()
            if any(one.erased and not one.gone for one in book.seen.values())
        }

    def erase(self, at: datetime) -> None:
        """What LinkedIn's members wrote goes 48 hours after it was last read."""
        for key, book in self.books.items():
            for one in book.seen.values():
                old = one.read <= at - timedelta(hours=HOURS_KEPT)
                one.erased = one.erased or (old and key[0] is Platform.LINKEDIN)


def _differs(known: Seen, word: Word) -> bool:
    """Whether it has other words than an earlier poll saw; of what was erased nobody can tell."""
    kept = not (known.erased or known.gone)
    return kept and bool(word.line.text) and word.line.text != known.line.text
