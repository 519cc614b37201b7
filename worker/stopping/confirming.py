"""A phrase held against the plan that was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.crisis import Doing, Key, is_phrase
from policies.model import Words
from worker.stopping.places import Places, usable
from worker.stopping.plans import Shown, newest, use_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be confirmed, by a fresh reading."""

    doing: Doing
    subject: str
    stop_id: str
    number: int
    keys: frozenset[Key]

    def shown(self, at: datetime) -> Shown:
        """This question as a plan that somebody is shown now."""
        return Shown(
            doing=self.doing,
            subject=self.subject,
            stop_id=self.stop_id,
            made_at=at,
            number=self.number,
            keys=self.keys,
        )


def confirm(typed: str, question: Question, places: Places, *, at: datetime) -> Shown | Words:
    """The plan that the phrase confirms, which is used up with that; or why it confirms none."""
    shown = newest(question.doing, question.subject, places, at=at)
    if shown is None:
        # Where no plan can be kept anywhere, the fresh one is all that a phrase can be held to.
        if not usable(places) and is_phrase(typed, question.doing, question.number):
            return question.shown(at)
        return Words(
            "No plan of this scope was shown within the last 15 minutes. Read the one above, "
            "and type its phrase."
        )
    if not is_phrase(typed, question.doing, shown.number):
        return Words("That is not the phrase of the plan that was shown. Read the one above.")
    if not use_up(shown, places):
        return Words("Somebody else has just confirmed that plan. Read the one above.")
    return shown
