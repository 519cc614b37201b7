"""The queue for rules to judge: each thread by its own row, whatever was written in it.

That a deadline has passed shows in facts of our own, state, deadline and owner, which outlive what
LinkedIn's members wrote. So such a rule is given these and not a `Talked`: for that every message
of every thread would have to be read and sorted anew whenever a few minutes have passed, and of a
thread whose text had to be erased nothing could be said. Ten thousand rows are judged at once.

Findings stand where those of `policies.talk` do. Their subject is the thread by the id of its top
comment, or of its conversation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from policies.model import Platform, Words, aware
from policies.rule import Row, Subject, Unknown, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """All that a rule on the queue is given: one thread as its row tells."""

    platform: Platform
    id: str
    """Our id of the thread."""
    kind: str
    """`comment` or `message`."""
    thread_id: str
    """Of the top comment or the conversation, as the platform writes it."""
    post_id: str | None
    state: str
    due_at: datetime | None
    owner: str
    """A department's id, or `slk`."""
    link: str | None
    """To the comment that waits, else to the post."""
    as_of: datetime
    zone: ZoneInfo
    """In which people read the deadline."""
    lost: Words | None = None
    """Why the thread could not be read again this time."""

    def __post_init__(self) -> None:
        aware(self.as_of, "as_of")

    @property
    def about(self) -> Subject:
        """The thread as a subject: its name would be somebody's words."""
        return Subject(kind=self.kind, id=self.thread_id, name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRule(Row[Awaited]):
    """A rule on threads as the queue keeps them."""


def judge_queue(rules: Iterable[QueueRule], awaited: Iterable[Awaited]) -> Iterator[Verdict]:
    """What each rule says of each thread."""
    rules = tuple(rules)
    for facts in awaited:
        for rule in rules:
            if facts.platform in rule.platforms:
                yield from _verdicts(rule, facts)


def _verdicts(rule: QueueRule, facts: Awaited) -> Collection[Verdict]:
    """All that one rule says of a thread; a fault in it hides no other's word."""
    try:
        return [Verdict(rule, said) for said in rule.check(facts)]
    except Exception:  # noqa: BLE001 one rule's fault hides no other's word; its text may hold secrets
        because = Words("The rule failed. Report it to the developers.")
        return [Verdict(rule, Unknown(subject=facts.about, because=because))]
