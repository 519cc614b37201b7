"""What a digest cannot know, in sentences: comments that were not read lately, or not all."""

from __future__ import annotations

from collections.abc import Iterator

from policies.model import Unread
from policies.owning import SLK
from worker.digests.moments import Moment
from worker.language import Language
from worker.sweeping.means import leaves_a_gap

_HIDE_QUESTIONS = {
    "account", "accounts", "comments", "comments.instagram", "own_posts", "posts",
}  # fmt: skip
"""What keeps questions from us when it cannot be read."""


def freshness(moment: Moment, owner: str, said: Language) -> Iterator[str]:
    """What is to be known about how much is told; nothing: all was read since the window began."""
    reading = moment.reading
    if not moment.watched:
        yield said.text(
            "No platform is switched on in the configuration: nothing new is read, and more may "
            "wait than stands here."
        )
    elif reading is None:
        yield said.text("The comments were never read as a whole: more may wait than stands here.")
    elif not moment.fresh:
        yield said.text(
            "The comments could not be read afresh for this round; they were last read {when}. "
            "More may wait than stands here.",
            when=said.instant(reading.started_at),
        )
    if gaps := sum(_hides(one, owner) for one in moment.unread):
        yield said.text(
            "What could not be read lately: {n} places. More may wait there than stands here; "
            "`annonsvakt sweep` tells where, and why.",
            n=gaps,
        )


def _hides(one: Unread, owner: str) -> bool:
    """Whether the owner's comments or messages may be missing for want of it."""
    kind = one.what.partition(":")[0]
    if kind == "messages":
        return owner == SLK
    return kind in _HIDE_QUESTIONS and leaves_a_gap(one)
