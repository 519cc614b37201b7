"""How people and the city talk under an ad, whatever the platform: kinds of conversation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Generic, TypeVar

from connectors.sandbox import people

C = TypeVar("C")
"""A comment as the platform keeps it."""


@dataclass(slots=True)
class Conversation(ABC, Generic[C]):
    """A top comment to come with its replies, and the time that goes on while people write."""

    dice: Random
    now: datetime
    since: datetime
    """When people began to write in this place."""
    at: datetime
    """When the next comment is written."""

    @abstractmethod
    def say(self, text: str) -> C:
        """Let somebody write the next comment; the first one is the top."""

    @abstractmethod
    def reply(self, text: str) -> C:
        """Let the city write the next comment."""

    def begin(self, hours_ago: float) -> None:
        """Begin no later than so many hours ago, unless nothing stood there yet."""
        latest = self.now - timedelta(hours=hours_ago)
        self.at = max(self.since, min(self.at, latest))

    def wait(self, least: float, most: float) -> None:
        """Let some hours go by."""
        self.at += timedelta(hours=self.dice.uniform(least, most))

    def answer(self) -> C:
        """The city answers, signed; one in eight forgets to sign."""
        text = self.dice.choice(people.ANSWERS)
        forgot = self.dice.random() < 1 / 8
        return self.reply(text if forgot else people.signed(text, self.dice.choice(people.EDITORS)))


def waiting(thread: Conversation[C]) -> None:
    """A question of today."""
    thread.at = thread.now - timedelta(hours=thread.dice.uniform(0.5, 20))
    thread.say(thread.dice.choice(people.QUESTIONS))


def overdue(thread: Conversation[C]) -> None:
    """A question or complaint that nobody has answered for days."""
    thread.begin(24 * thread.dice.uniform(5, 8))
    thread.say(thread.dice.choice((*people.QUESTIONS, *people.COMPLAINTS)))


def answered(thread: Conversation[C]) -> None:
    """A question or complaint and its answer; some say thanks."""
    thread.begin(30)
    thread.say(thread.dice.choice((*people.QUESTIONS, *people.COMPLAINTS)))
    thread.wait(1, 20)
    thread.answer()
    if thread.dice.random() < 0.4:  # noqa: PLR2004 (some thank)
        thread.wait(0.2, 5)
        thread.say(thread.dice.choice(people.THANKS))


def follow_up(thread: Conversation[C]) -> None:
    """A new question after the answer."""
    thread.begin(22)
    thread.say(thread.dice.choice(people.QUESTIONS))
    thread.wait(1, 10)
    thread.answer()
    thread.wait(0.5, 10)
    thread.say(thread.dice.choice(people.FOLLOW_UPS))


def cheer(thread: Conversation[C]) -> None:
    """A happy shout."""
    thread.say(thread.dice.choice(people.CHEERS))


def private(thread: Conversation[C]) -> None:
    """Somebody who works for the city answers as a private person."""
    thread.begin(8)
    thread.say(thread.dice.choice(people.QUESTIONS))
    thread.wait(1, 6)
    thread.say(thread.dice.choice(people.PRIVATE_ANSWERS))
