"""What is left of a comment whose words were erased, by its age or because a person asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from policies.model import Comment, Words
from policies.triage import Judged, Verdict
from worker.store.kinds import storable
from worker.store.nouns import value_to_words, words_to_value
from worker.store.tables_erasures import erasures

ERASED: dict[str, Any] = {
    "text": None,
    "author_id": None,
    "author_name": None,
    "tags": [],
    "attachment": None,
}
"""What is left of a comment's content when it is erased."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What a reading knows of comments whose words are not kept."""

    verdict: Callable[[Comment], Verdict]
    """What a comment is by its words."""
    own: Callable[[], Collection[str]]
    """Author ids of the city's own, whose words nobody can have erased."""


def judged(comment: Comment, verdict: Verdict) -> dict[str, Any]:
    """What is kept of what a comment says: the verdict, and a mark by which a change is noticed.

    The mark has 16 bits: of 65,536 other texts one has the same, so that it confirms none.
    """
    text = storable(comment.text or "")
    told = "\x1f".join((comment.platform, comment.id, text)).encode("utf-8", "replace")
    return _verdict_to_value(verdict) | {
        "mark": hashlib.sha256(told).hexdigest()[:4] if text else None,
        "untold": not text and comment.attachment is None,
    }


def _verdict_to_value(verdict: Verdict) -> dict[str, Any]:
    """Why it needs an answer may quote a word of what it says; why it needs none never does."""
    because = words_to_value(verdict.because) if verdict.exempt else None
    return {"verdict": verdict.verdict, "moderate": list(verdict.moderate), "because": because}


def value_to_verdict(value: dict[str, Any]) -> Verdict:
    """The verdict that was kept, again."""
    because = value["because"]
    return Verdict(
        verdict=Judged(value["verdict"]),
        moderate=tuple(value["moderate"]),
        because=_ERASED if because is None else value_to_words(because),
    )


_ERASED = Words("It was judged before a person had its words erased.")


def wordless(
    was: Row[*tuple[Any, ...]], comment: Comment, judge: Judge | None, at: datetime
) -> dict[str, Any]:
    """What is kept of a comment that a person had erased, and that still stands on its platform.

    What turns out to be the city's own is kept as ever. A reading without words changes nothing.
    """
    if judge is not None and comment.author_id in judge.own():
        return {"erasure": None}
    now = was.judged if judge is None else judged(comment, judge.verdict(comment))
    if was.judged is not None and now["mark"] is None:
        now = was.judged
    values = _left(now) | {"erased_at": was.erased_at}
    if was.judged is not None and None not in (was.judged["mark"], now["mark"]):
        changed = now["mark"] != was.judged["mark"]
        values["reworded_at"] = at if changed else was.reworded_at
    return values


def wordless_from_the_first(
    erasure: str, comment: Comment, judge: Judge | None, at: datetime
) -> dict[str, Any]:
    """The same of one that was erased before a backup was restored that does not know it."""
    if judge is not None and comment.author_id in judge.own():
        return {}
    now = None if judge is None else judged(comment, judge.verdict(comment))
    return _left(now) | {"erasure": erasure, "erased_at": at}


def _left(now: dict[str, Any] | None) -> dict[str, Any]:
    """Of one that nobody could judge nothing may be concluded: it has no time then."""
    left = ERASED | {"judged": now}
    return left if now is not None else left | {"created_at": None}


def awaited(connection: Connection) -> dict[tuple[str, str, str], str]:
    """Comments erased before they were read into this database: platform, kind, id → erasure."""
    query = select(erasures.c.id, erasures.c.platform, erasures.c.missing).where(
        erasures.c.missing.is_not(None), erasures.c.lifted_at.is_(None)
    )
    return {
        (row.platform, kind, own): row.id
        for row in connection.execute(query)
        for kind, own in row.missing
    }
