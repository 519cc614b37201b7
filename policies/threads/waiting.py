"""Which messages of a thread wait for the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies.threads.decisions import Decision
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


def weigh(talk: Talk, decisions: Sequence[Decision]) -> Weighed:
    """Weigh them, each decision by what it meant when it was made."""
    scales = _Scales(talk)
    for decision in decisions:
        match decision.action:
            case "close":
                scales.closings.append(decision)
            case "reopen":
                scales.reopen(decision)
            case _:
                pass
    return Weighed(
        answers=tuple(one for one in talk.ours if one.message.id not in scales.void),
        visible=tuple(one for one in talk.others if one.visible or one.message.id in scales.back),
        wanted=frozenset(scales.wanted),
        closing=scales.closings[-1] if scales.closings else None,
    )


class _Scales:
    """What people's decisions have come to so far.

    Who reopens a thread says that its last question still wants an answer: what was answered or
    closed before that question stays so, whoever reopens it again later.
    """

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.closings: list[Decision] = []
        """Those in force. The last one speaks of everything that the others do."""
        self.wanted: set[str] = set()
        """Ids of exempt messages that somebody wants answered."""
        self.back: set[str] = set()
        """Ids of messages that are in the queue although they are hidden.

        They were hidden when a person wanted them back. What is hidden later, or shown and hidden
        again, is out of sight as if nobody had said anything.
        """
        self.void: set[str] = set()
        """Ids of answers that were none."""

    def reopen(self, decision: Decision) -> None:
        """Put the last question back, or everything that was said if nobody asked."""
        left = [one for one in self._talk.others if not one.message.gone]
        covered = [one for one in left if one.message.seen_by(decision)]
        asked = [one for one in covered if one.needs_answer or one.message.id in self.wanted]
        last = max(asked or covered, key=lambda one: one.age, default=None)
        ids = {one.message.id for one in covered}
        self.back |= {one.message.id for one in covered if one.message.hidden_by(decision)}
        if not asked:
            self.wanted |= ids
        self.void |= {one.message.id for one in self._talk.ours if _void(one, last, decision)}
        self.closings = [one for one in self.closings if self._outlives(one, last)]

    def _outlives(self, closing: Decision, last: Heard | None) -> bool:
        """Whether a closing outlives a reopening: it spoke of older questions than the last."""
        return not last.message.seen_by(closing) if last else not self._talk.faded


def _void(answer: Heard, last: Heard | None, reopening: Decision) -> bool:
    """Whether the reopening says that this answer was none."""
    after = last is None or answer.comment.created_at > last.comment.created_at
    return after and answer.message.seen_by(reopening)
