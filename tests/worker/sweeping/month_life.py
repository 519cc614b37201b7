"""What happens in the simulated city between two polls, by the dice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

from policies.model import Platform, Post
from tests.worker.made import a_post
from tests.worker.sweeping.month_book import STOCKHOLM
from tests.worker.sweeping.month_city import ACCOUNTS, DAY, OWN, Flight, Truth, Wall, Word
from tests.worker.sweeping.month_said import ANSWERS, EVERYTHING, QUESTIONS

Order = Callable[[str, str, date, list[Post]], None]
"""Registers a brief: its id, its campaign, its last day, the posts that it lists."""


STARTS = (
    date(2026, 3, 10),
    date(2026, 10, 8),
    date(2026, 12, 5),
    date(2026, 6, 1),
    date(2027, 3, 9),
    date(2027, 12, 13),
    date(2028, 6, 6),
    date(2027, 4, 20),
    date(2028, 3, 30),
    date(2027, 10, 12),
)
"""Months with a change of clocks, Easter, Midsummer, Ascension or Christmas in them."""


def first_instant(seed: int, dice: Random) -> datetime:
    """When the month of a seed begins."""
    day = STARTS[seed % len(STARTS)] + dice.randrange(5) * DAY
    return datetime(day.year, day.month, day.day, dice.randrange(24), tzinfo=UTC)


def pause(dice: Random, steps: int) -> timedelta:
    """Until the next poll of a month of so many: minutes, hours, days."""
    mean = 30 * 24 / steps
    kind = dice.random()
    if kind < 0.45:
        hours = dice.uniform(0.16, 1)
    elif kind < 0.7:
        hours = dice.uniform(0.3, 1) * mean
    elif kind < 0.92:
        hours = dice.uniform(0.5, 3) * mean
    else:
        hours = dice.uniform(20, 70)
    return timedelta(seconds=int(hours * 3600))


class Life:
    """People write, hide, edit and delete; campaigns begin, pause and end."""

    def __init__(self, dice: Random, truth: Truth, order: Order) -> None:
        self.dice = dice
        self.truth = truth
        self.order = order

    @property
    def at(self) -> datetime:
        """The present instant."""
        return self.truth.at

    def begin_campaign(self, number: int) -> None:
        """Somebody orders one: perhaps with a brief, perhaps over a post that another one shows."""
        platform = self.dice.choice(list(ACCOUNTS))
        posts = [one.post for one in self.truth.walls.values() if one.post.platform is platform]
        name = f"c{number}"
        ends = self.at + self.dice.uniform(2, 25) * DAY
        brief = None
        if self.dice.random() < 0.7:
            brief = f"b{number}"
            last = (ends.astimezone(STOCKHOLM) - self.dice.choice((0, 0, 3)) * DAY).date()
            self.order(brief, name, last, self.dice.sample(posts, self.dice.randrange(2)))
        shown = self.dice.sample(posts, min(len(posts), self.dice.randint(1, 3)))
        self.truth.flights[name] = Flight(name, platform, tuple(shown), ends, brief=brief)

    def live(self, until: datetime) -> None:
        """All that happens up to that instant."""
        began, span = self.at, (until - self.at).total_seconds()
        for _ in range(self.dice.randrange(7)):
            self.truth.at = began + timedelta(seconds=self.dice.randint(1, max(1, int(span))))
            self.happen()
        self.truth.at = until

    def happen(self) -> None:
        """One thing of many."""
        words = [one for one in self.truth.words.values() if not one.deleted]
        what = self.dice.random() if words else 0
        if what < 0.75:
            self.write()
        elif what < 0.91:
            self.change(self.dice.choice(words))
        elif what < 0.94:
            self.begin_campaign(len(self.truth.flights))
        elif what < 0.97:
            flight = self.dice.choice(list(self.truth.flights.values()))
            flight.paused = None if flight.paused else self.at
        else:
            self.post()

    def change(self, one: Word) -> None:
        """It is hidden or shown again, deleted, or edited by whoever wrote it."""
        what = self.dice.random()
        if what < 0.44:
            one.hidden = not one.hidden
        elif what < 0.75:
            self.delete(one)
        elif one.by not in OWN.values():
            one.line = self.dice.choice(EVERYTHING)

    def post(self) -> None:
        """The city posts something new of its own."""
        platform = self.dice.choice(list(ACCOUNTS))
        post = a_post(100 + len(self.truth.walls), platform)
        self.truth.walls[post.id] = Wall(post, made=self.at, own=True)

    def write(self) -> None:
        """Somebody writes: a stranger, the city, or an editor from a private profile."""
        platform = self.dice.choice((Platform.META, Platform.META, Platform.LINKEDIN))
        number = str(next(self.truth.numbers[platform]))
        wall, kind, parent = self.place(platform)
        may_answer = parent is not None or kind == "message"
        ours = may_answer and self.dice.random() < 0.45
        channel = self.truth.walls[wall].post.kind if kind == "comment" else "facebook"
        by = OWN[channel] if ours else self.dice.choice(("500", "501", "anna-privat", None))
        written = self.at.replace(microsecond=0)
        if parent and self.dice.random() < 0.08:
            written = self.truth.words[platform, kind, parent].at  # in the same second
        late = written + self.dice.uniform(1, 30) * timedelta(hours=1)
        self.truth.words[platform, kind, number] = Word(
            id=number,
            wall=wall,
            kind=kind,
            parent=parent,
            by=by,
            line=self.dice.choice(ANSWERS if ours else self.dice.choice((QUESTIONS, EVERYTHING))),
            at=written,
            shown_from=late if self.dice.random() < 0.04 else written,
            hidden=self.dice.random() < 0.04 and not ours,
        )

    def place(self, platform: Platform) -> tuple[str, str, str | None]:
        """Where somebody writes: post or conversation, kind, and the comment replied to."""
        there = [
            one
            for (where, _, _), one in self.truth.words.items()
            if where is platform and not one.deleted
        ]
        if there and self.dice.random() < 0.6:
            above = self.dice.choice(there[-12:])
            return above.wall, above.kind, above.id if above.kind == "comment" else None
        if platform is Platform.META and self.dice.random() < 0.2:
            return f"t_{self.dice.randrange(4)}", "message", None
        walls = [one for one, wall in self.truth.walls.items() if wall.post.platform is platform]
        return self.dice.choice(walls), "comment", None

    def delete(self, one: Word) -> None:
        """Somebody deletes it, and with it what stands below."""
        one.deleted = True
        for (_, kind, _), other in self.truth.words.items():
            below = kind == "comment" and other.parent == one.id and other.wall == one.wall
            if below and not other.deleted:
                self.delete(other)
