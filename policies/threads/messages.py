"""The messages of a thread, sorted by what matters: who wrote, who can see it, does it need us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from policies.deadlines import Calendar
from policies.model import Comment
from policies.threads.decisions import Decision
from policies.triage import Verdict, Vocabulary, triage

HIDDEN = "hidden"
"""The flag of a message that the platform hid before we ever saw it visible (C15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """What threads of one platform are measured by."""

    calendar: Calendar
    vocabulary: Vocabulary
    own: frozenset[str]
    """Ids of the city's own identities: Pages, Instagram accounts, organisations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A comment or message as last read, with what we know of it ourselves."""

    id: str
    comment: Comment | None
    """None: what was said, by whom and when had to be erased. What is gone keeps its time."""
    first_seen: datetime
    """When we saw it first; it was written before that."""
    news: bool
    """Whether the last reading was the first of what it says now."""
    seen_visible: bool
    hidden_since: datetime | None
    """When we saw it hidden, for the first time since we saw it visible; None: it is not hidden."""
    gone: bool = False
    """Confirmed deleted; its text and author went with it."""
    reworded_at: datetime | None = None
    """When we first saw what it says now, if it said something else before."""
    judged: Verdict | None = None
    """What it was judged to be before a person had its words erased; None: it is judged by them."""
    untold: bool = False
    """Whether there were no words when it was judged so."""

    @property
    def worded_at(self) -> datetime:
        """When we first saw what it says now."""
        return max(self.first_seen, self.reworded_at or self.first_seen)

    def seen_by(self, decision: Decision | None) -> bool:
        """Whether we had seen it as it reads now when the decision was made."""
        return decision is not None and self.worded_at <= decision.at

    def known_by(self, decision: Decision | None) -> bool:
        """Whether we had seen it at all when the decision was made, however it read then."""
        return decision is not None and self.first_seen <= decision.at

    def hidden_by(self, decision: Decision) -> bool:
        """Whether we had seen it hidden when the decision was made, and never visible since."""
        return self.hidden_since is not None and self.hidden_since <= decision.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message whose content is known, judged."""

    message: Message
    comment: Comment
    verdict: Verdict

    @property
    def age(self) -> tuple[datetime, str]:
        """What to sort by: the oldest first, whatever order they came in."""
        return self.comment.created_at, self.comment.id

    @property
    def visible(self) -> bool:
        """Whether it counts as visible: a platform's own filter does not make it go away."""
        return not self.message.gone and not (self.comment.hidden and self.message.seen_visible)

    @property
    def flags(self) -> frozenset[str]:
        """Why a person should look at it."""
        filtered = self.comment.hidden and not self.message.seen_visible
        return frozenset(self.verdict.moderate) | ({HIDDEN} if filtered else set())

    @property
    def needs_answer(self) -> bool:
        """Whether it needs an answer by itself; what a person should look at always does."""
        return not self.verdict.exempt or bool(self.flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A thread's messages, sorted."""

    ours: tuple[Heard, ...]
    """The city's own, where people can see them; the oldest first."""
    others: tuple[Heard, ...]
    """Everybody else's, visible or not, the oldest first; also those whose author is withheld."""
    faded: tuple[Message, ...]
    """Those whose content was erased."""


def sort(messages: Iterable[Message], standards: Standards) -> Talk:
    """Judge the messages and put them in order."""
    heard: list[Heard] = []
    faded: list[Message] = []
    for message in messages:
        if message.comment is not None:
            heard.append(_hear(message, message.comment, standards))
        else:
            faded.append(message)
    heard.sort(key=lambda one: one.age)
    ours: list[Heard] = []
    others: list[Heard] = []
    for one in heard:
        (ours if one.comment.author_id in standards.own else others).append(one)
    return Talk(
        ours=tuple(one for one in ours if not (one.message.gone or one.comment.hidden)),
        others=tuple(others),
        faded=tuple(sorted(faded, key=lambda one: (one.first_seen, one.id))),
    )


def _hear(message: Message, comment: Comment, standards: Standards) -> Heard:
    """A message with its verdict."""
    verdict = message.judged or triage(
        comment.text, comment.tags, comment.attachment, standards.vocabulary
    )
    return Heard(message=message, comment=comment, verdict=verdict)
