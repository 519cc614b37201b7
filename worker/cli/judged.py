"""How a deadline and a verdict are reckoned for the command line and told there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policies.deadlines import Calendar, Deadline, due
from policies.model import Words
from policies.triage import Judged, Verdict, Vocabulary, triage
from worker.calendar import KNOWN_YEARS
from worker.cli import terminal
from worker.cli.asked import Asked
from worker.cli.lines import NotUnderstood
from worker.cli.moments import Moment, read_moment
from worker.cli.stamps import stamp
from worker.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a comment was written, and by when it must be answered."""

    written: Moment
    deadline: Deadline

    @property
    def because(self) -> tuple[Words, ...]:
        """What was assumed, then how the deadline was worked out."""
        return (*self.written.assumed, *self.deadline.because)


def reckon(text: str, calendar: Calendar) -> Due:
    """The deadline of a comment written at the time that `text` tells.

    Raises:
        NotUnderstood: it is no time, or in a year whose holidays nobody has told us.
    """
    written = read_moment(text, calendar.zone)
    unknown = NotUnderstood(
        Words(
            "the holidays are known from {first} to {last}",
            {"first": str(KNOWN_YEARS[0]), "last": str(KNOWN_YEARS[-1])},
        )
    )
    try:
        deadline = due(written.at, calendar)
        years = {one.astimezone(calendar.zone).year for one in (written.at, deadline.at)}
    except OverflowError:
        raise unknown from None
    if not years <= set(KNOWN_YEARS):
        raise unknown
    return Due(written=written, deadline=deadline)


def due_as_json(reckoned: Due, language: Language) -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "created_at": stamp(reckoned.written.at, language.zone),
        "due_at": stamp(reckoned.deadline.at, language.zone),
        "because": [language.say(words) for words in reckoned.because],
    }


def draw_due(reckoned: Due, language: Language) -> None:
    """A deadline in words."""
    terminal.out(
        language.text(
            "Written {written}: answer by {due}.",
            written=language.instant(reckoned.written.at),
            due=language.instant(reckoned.deadline.at),
        )
    )
    for words in reckoned.because:
        terminal.out(f"  {language.say(words)}")


def judge(asked: Asked, vocabulary: Vocabulary) -> Verdict:
    """The verdict on a comment."""
    return triage(asked.text, asked.tags, asked.attachment, vocabulary)


def verdict_as_json(verdict: Verdict, language: Language) -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "verdict": str(verdict.verdict),
        "moderate": list(verdict.moderate),
        "because": language.say(verdict.because),
    }


def draw_verdict(verdict: Verdict, language: Language) -> None:
    """A verdict in words."""
    told = {
        Judged.NEEDS_ANSWER: language.text("Needs an answer."),
        Judged.FRIEND_TAG: language.text("Needs no answer: a friend is tagged."),
        Judged.CHEER: language.text("Needs no answer: a cheer."),
    }[verdict.verdict]
    terminal.out(terminal.safe(f"{told} {language.say(verdict.because)}"))
