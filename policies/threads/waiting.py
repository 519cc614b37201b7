"""Which messages of a thread wait for the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies.threads.decisions import Decision, Ruling
from policies.threads.messages import Heard, Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A thread's messages weighed against each other and against what people decided."""

    answers: tuple[Heard, ...]
    """The city's messages that count."""
    visible: tuple[Heard, ...]
    """Messages by others that people can see, or that a person wants back."""
    wanted: frozenset[str]
    """Ids of exempt messages that a person wants answered all the same."""
    closing: Decision | None
    """The closing in force."""

    def needing(self, one: Heard) -> bool:
        """Whether a message by somebody else wants an answer."""
        return one.needs_answer or one.message.id in self.wanted

    def waiting(self) -> tuple[Heard, ...]:
        """Messages that wait, the oldest first.

        Written in the same second as our newest counts as later: it may have been.
        """
        since = max((one.comment.created_at for one in self.answers), default=None)
        return tuple(
            one
            for one in self.visible
            if (since is None or one.comment.created_at >= since)
            and not one.message.seen_by(self.closing)
            and self.needing(one)
        )

    def answered(self, asked: Sequence[Heard]) -> bool:
        """Whether the city has written after one of these, that was not closed by a person."""
        last = max((one.comment.created_at for one in self.answers), default=None)
        return last is not None and any(
            one.comment.created_at < last and not one.message.seen_by(self.closing) for one in asked
        )


def weigh(talk: Talk, rules: Ruling) -> Weighed:
    """Weigh them. Who reopens a thread says that its last question still wants an answer."""
    reopening = rules.reopening
    visible = tuple(one for one in talk.others if one.visible or _wanted_back(one, reopening))
    if reopening is None:
        return Weighed(
            answers=talk.ours, visible=visible, wanted=frozenset(), closing=rules.closing
        )
    covered = [one for one in visible if one.message.seen_by(reopening)]
    asked = [one for one in covered if one.needs_answer]
    last = max(asked or covered, key=lambda one: one.age, default=None)
    return Weighed(
        answers=tuple(one for one in talk.ours if not _void(one, last, reopening)),
        visible=visible,
        wanted=frozenset() if asked else frozenset(one.message.id for one in covered),
        closing=rules.closing if _still_closed(talk, last, rules.closing) else None,
    )


def _still_closed(talk: Talk, last: Heard | None, closing: Decision | None) -> bool:
    """Whether a closing outlives the reopening: it spoke of older questions than the last."""
    return not last.message.seen_by(closing) if last else not talk.faded


def _wanted_back(heard: Heard, reopening: Decision | None) -> bool:
    """Whether a hidden message is in the queue again because a person says so."""
    return not heard.message.gone and heard.message.seen_by(reopening)


def _void(answer: Heard, last: Heard | None, reopening: Decision) -> bool:
    """Whether the reopening says that this answer was none."""
    after = last is None or answer.comment.created_at > last.comment.created_at
    return after and answer.message.seen_by(reopening)
