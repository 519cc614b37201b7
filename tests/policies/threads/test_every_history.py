"""Every short history of a thread there is, event by event, against a book kept by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from policies.threads import Message, ThreadState
from tests.policies.threads.book import Book
from tests.policies.threads.talked import (
    ANSWER,
    CHEER,
    QUESTION,
    answer,
    at,
    claim,
    close,
    deadline,
    faded,
    gone,
    refer,
    reopen,
    reread,
    said,
    settled,
)
from worker.sweeping.deciding import PERMITS

DECISIONS = {"close": close, "refer": refer, "reopen": reopen, "claim": claim}
EVERYTHING = (
    "question", "cheer", "answer", "private", "filtered", "hide", "delete", *DECISIONS,
)  # fmt: skip


def hidden(message, hour):
    """The same message, hidden by a person; one that a filter had hidden was shown in between."""
    before = message.hidden_since if message.seen_visible else None
    comment = replace(message.comment, hidden=True)
    return replace(message, comment=comment, seen_visible=True, hidden_since=before or at(hour))


def shown(message):
    comment = replace(message.comment, hidden=False)
    return replace(message, comment=comment, seen_visible=True, hidden_since=None)


def changed(message, hour):
    """The same message, made another question: a poll sees it minutes later."""
    comment = replace(message.comment, text=QUESTION)
    return replace(message, comment=comment, reworded_at=at(hour) + timedelta(minutes=5))


@dataclass
class Story:
    """A thread as we have read it, what people decided, and the book of it."""

    messages: list[Message] = field(default_factory=list)
    decisions: list = field(default_factory=list)
    book: Book = field(default_factory=Book)
    state: ThreadState | None = None
    told: tuple[str, ...] = ()

    def and_then(self, event):
        """The story one event longer; None: a person may not do that now."""
        if event in DECISIONS and (self.state is None or self.state.state not in PERMITS[event]):
            return None
        longer = Story(
            [*self.messages],
            [*self.decisions],
            self.book.copy(),
            self.state,
            (*self.told, event),
        )
        longer.happen(event, len(self.told))
        longer.state = settled(longer.messages, longer.decisions, self.state)
        return longer

    def happen(self, event, hour):
        book = self.book
        match event:
            case "question" | "cheer" | "private" | "filtered":
                text = {"cheer": CHEER, "private": ANSWER}.get(event, QUESTION)
                filtered = event == "filtered"
                self.messages.append(
                    said(hour, text, hidden=filtered, seen_visible=not filtered, number=f"{hour}")
                )
                book.write(hour, needs=event != "cheer")
            case "answer":
                self.messages.append(answer(hour))
                book.answers.append(hour)
            case "hide":
                self.change(lambda one: hidden(one, hour))
                book.hide()
            case "show":
                self.change(shown)
                book.show()
            case "change":
                self.change(lambda one: changed(one, hour))
                book.change(hour)
            case "delete":
                self.change(gone)
                book.delete()
            case _:
                self.decisions.append(DECISIONS[event](hour))
                match event:
                    case "close":
                        book.close(hour)
                    case "refer":
                        book.refer(hour)
                    case "reopen":
                        book.reopen()

    def change(self, into):
        """The last message of a member that is not deleted becomes another."""
        for place in range(len(self.messages) - 1, -1, -1):
            one = self.messages[place]
            if not one.gone and one.comment.author_id == "500":
                self.messages[place] = into(one)
                return

    @property
    def blurred(self):
        """Whether something was changed after a person had reopened the thread."""
        told = self.told
        return "reopen" in told and "change" in told[told.index("reopen") :]

    def check(self):
        """Whether the policy says what the book says."""
        waiting = self.book.waiting
        if self.blurred:
            # What stood there when it was reopened is not known: rather too much comes back.
            assert not waiting or self.state.due_at <= deadline(self.book.since(waiting[0]) + 1)
            return
        if waiting:
            first = waiting[0]
            minutes = timedelta(minutes=5 if self.book.since(first) != first.hour else 0)
            assert self.state.due_at == deadline(self.book.since(first)) + minutes, self.told
            assert self.state.comment_id == f"{first.hour}", self.told
        else:
            assert self.state.due_at is None, self.told
        if waiting or "delete" not in self.told:
            assert self.state.state == self.book.state, self.told
        else:
            assert self.state.state in ("answered", "exempt", "closed"), self.told


@pytest.mark.parametrize(
    ("events", "longest", "at_least"),
    [
        (EVERYTHING, 4, 5000),
        (("question", "answer", "close", "reopen"), 7, 1000),
        (("question", "cheer", "answer", "refer", "reopen"), 5, 1000),
        (("question", "hide", "show", "close", "reopen"), 6, 1000),
        (("question", "cheer", "change", "answer", "close", "reopen"), 6, 5000),
        (("question", "change", "refer", "answer", "delete", "close"), 5, 1000),
    ],
)
def test_every_history_stands_in_the_queue_as_in_the_book(events, longest, at_least):
    stories, counted = [Story()], 0
    for _ in range(longest):
        stories = [
            longer for story in stories for event in events if (longer := story.and_then(event))
        ]
        for story in stories:
            story.check()
        counted += len(stories)
    assert counted >= at_least


def erased(story):
    """The story when 48 hours have passed, and nobody could read it again."""
    messages = [one if one.gone else faded(one) for one in story.messages]
    return settled(messages, story.decisions, story.state)


LONGER = ("question", "cheer", "answer", "refer", "close", "reopen")


def asked_in(stories):
    """Each a step longer; and those in which somebody besides the city has written."""
    longer = [more for story in stories for event in LONGER if (more := story.and_then(event))]
    return longer, [story for story in longer if story.book.entries]


def test_whatever_is_erased_its_place_in_the_queue_stands_until_it_is_read_again():
    stories = [Story()]
    for _ in range(4):
        stories, heard = asked_in(stories)
        for story in heard:
            after = erased(story)
            assert (after.state, after.due_at) == (story.state.state, story.state.due_at), (
                story.told
            )
            read_again = [reread(one) for one in story.messages]
            again = settled(read_again, story.decisions, after)
            assert (again.state, again.due_at) == (story.state.state, story.state.due_at), (
                story.told
            )


def test_what_comes_after_an_erasure_is_weighed_with_what_is_remembered():
    stories = [Story()]
    for _ in range(3):
        stories, heard = asked_in(stories)
        for story in heard:
            before = erased(story)
            left = [one if one.gone else faded(one) for one in story.messages]
            asked = settled([*left, said(20)], story.decisions, before)
            assert asked.state == "open", story.told
            assert asked.due_at == (story.state.due_at or deadline(20)), story.told
            replied = settled([*left, answer(20)], story.decisions, before)
            assert replied.due_at is None, story.told
            ended = settled(left, [*story.decisions, close(20)], before)
            assert ended.due_at is None, story.told
