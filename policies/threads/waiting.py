"""Which messages of a thread wait for the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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

    @property
    def answered_at(self) -> datetime | None:
        """When the city wrote last; None: it did not."""
        return max((one.comment.created_at for one in self.answers), default=None)

    def waiting(self) -> tuple[Heard, ...]:
        """Messages that wait, the one that has waited longest first.

        Written in the same second as our newest counts as later: it may have been. So does what
        was changed between two readings, of which the second saw our answer too.
        """
        since = self.answered_at
        waits = (
            one
            for one in self.visible
            if (since is None or _last_worded(one) >= since)
            and not one.message.seen_by(self.closing)
            and self.needing(one)
        )
        return tuple(sorted(waits, key=lambda one: (self.asked_at(one), *one.age)))

    def asked_at(self, one: Heard) -> datetime:
        """Since when a message that waits does: written then, or changed after all was settled."""
        written, since = one.comment.created_at, self.answered_at
        settled = one.message.known_by(self.closing) or (since is not None and written < since)
        return _last_worded(one) if settled else written

    def answered(self, asked: Sequence[Heard]) -> bool:
        """Whether the city has written after one of these, that was not closed by a person."""
        last = self.answered_at
        return last is not None and any(
            one.comment.created_at < last and not one.message.seen_by(self.closing) for one in asked
        )


def _last_worded(one: Heard) -> datetime:
    """When it was written, or seen to say something else: platforms do not tell when it was."""
    return max(one.comment.created_at, one.message.reworded_at or one.comment.created_at)


def _meant(one: Heard, decision: Decision) -> datetime:
    """When what a decision speaks of was written, or changed as far as that had been seen."""
    return _last_worded(one) if one.message.seen_by(decision) else one.comment.created_at


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
        covered = [one for one in left if one.message.known_by(decision)]
        asked = [one for one in covered if self._asked(one, decision)]
        last = max(asked or covered, key=lambda one: (_meant(one, decision), one.age), default=None)
        ids = {one.message.id for one in covered}
        self.back |= {one.message.id for one in covered if one.message.hidden_by(decision)}
        if not asked:
            self.wanted |= ids
        self.void |= {one.message.id for one in self._talk.ours if _void(one, last, decision)}
        self.closings = [one for one in self.closings if self._outlives(one, last, decision)]

    def _asked(self, one: Heard, decision: Decision) -> bool:
        """Whether a message surely wanted an answer when the decision was made.

        Of what was changed since nobody can tell: all that stood there is put back, rather than
        too little.
        """
        needed = one.needs_answer and one.message.seen_by(decision)
        return needed or one.message.id in self.wanted

    def _outlives(self, closing: Decision, last: Heard | None, reopening: Decision) -> bool:
        """Whether a closing outlives a reopening: it spoke of older questions than the last."""
        if last is None:
            return not self._talk.faded
        message = last.message
        return not (
            message.seen_by(closing) if message.seen_by(reopening) else message.known_by(closing)
        )


def _void(answer: Heard, last: Heard | None, reopening: Decision) -> bool:
    """Whether the reopening says that this answer was none."""
    after = last is None or answer.comment.created_at > _meant(last, reopening)
    return after and answer.message.known_by(reopening)
