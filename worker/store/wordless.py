"""What is left of a comment whose words were erased, by its age or because a person asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from policies.model import Comment
from policies.triage import Verdict
from worker.store.nouns import verdict_to_value

ERASED: dict[str, Any] = {
    "text": None,
    "author_id": None,
    "author_name": None,
    "tags": [],
    "attachment": None,
}
"""What is left of a comment's content when it is erased."""


Judge = Callable[[Comment], Verdict]
"""What a comment is judged to be."""


def wordless(
    was: Row[*tuple[Any, ...]], comment: Comment, judge: Judge | None, at: datetime
) -> dict[str, Any]:
    """What is kept of a comment that a person had erased, and that still stands on its platform.

    Of one that nobody could judge by its words nothing may be concluded: it has no time then.
    """
    judged = was.judged if judge is None else verdict_to_value(judge(comment))
    values = ERASED | {"erased_at": was.erased_at, "judged": judged}
    if judged is None:
        return values | {"created_at": None}
    if was.judged is not None and judged != was.judged:
        values["reworded_at"] = at
    return values
