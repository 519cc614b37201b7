"""How the review of a stop by a second person is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from policies.crisis import Review
from worker.cli.stamps import stamp
from worker.language import Language
from worker.stopping.countersigning import Countersign, countersign_due
from worker.stopping.story import Story


def as_review(story: Story, language: Language, *, at: datetime) -> dict[str, Any]:
    """The review as JSON; `state`: waiting, missing, done or late."""
    due = countersign_due(story, at=at)
    return {
        "state": due.review,
        "until": stamp(due.until, language.zone),
        "by": due.by,
        "at": stamp(due.at, language.zone),
        "remarks": due.remarks or None,
        "same_account": due.same_account,
    }


def in_words(story: Story, language: Language, *, at: datetime) -> str:
    """The review in a sentence."""
    due = countersign_due(story, at=at)
    if due.at is None:
        return _wanted(due, language)
    done = _done(due, language)
    same = language.text("from the same account on the computer as the stop")
    return f"{done} ({same})" if due.same_account else done


def _wanted(due: Countersign, language: Language) -> str:
    until = language.instant(due.until)
    if due.review is Review.WAITING:
        return language.text("not yet, to be done by {until}", until=until)
    return language.text("MISSING since {until}", until=until)


def _done(due: Countersign, language: Language) -> str:
    values = {"by": due.by, "when": language.instant(due.at) if due.at else ""}
    if due.review is Review.LATE:
        return language.text("by {by}, {when}, LATE", **values)
    return language.text("by {by}, {when}", **values)


def in_short(story: Story, language: Language, *, at: datetime) -> str:
    """The review for a narrow column."""
    return {
        Review.WAITING: language.text("not yet"),
        Review.MISSING: language.text("MISSING"),
        Review.DONE: language.text("yes"),
        Review.LATE: language.text("yes, late"),
    }[countersign_due(story, at=at).review]
