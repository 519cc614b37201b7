"""Comments under Facebook posts: when an answer is believed.

With another token than the Page's own the answer may be empty without any error, so that "no
comments" counts only where Meta's own count says the same (`/{object-id}/comments`, checked
2026-11-22).
"""

from __future__ import annotations

from connectors.errors import ConnectorError, Unavailable
from connectors.meta.graph import Gathered
from connectors.meta.heard import Heard
from connectors.meta.read_comments import read_comment
from connectors.meta.shape import count
from policies.model import Platform, Words


def listen(heard: Heard, gathered: Gathered) -> None:
    """Take in what the comments' list of a post gave."""
    heard.take(gathered, lambda row: heard.add(read_comment(row, heard.post.id)))
    if not gathered.rows and gathered.error is None:
        heard.errors.extend(_unbelieved(gathered))


def _unbelieved(gathered: Gathered) -> list[ConnectorError]:
    """The reason why an empty list is not believed; empty where it is."""
    try:
        counted = count(gathered.summary, "total_count")
    except ConnectorError as error:
        return [error]
    if counted == 0:
        return []
    words = (
        Words(
            "Meta gave no comments and did not say that there are none. The next round tries again."
        )
        if counted is None
        else Words(
            "Meta counts {count} comments and gave none: they are hidden from us or just deleted. "
            "The next round tries again.",
            {"count": str(counted)},
        )
    )
    return [Unavailable(words, platform=Platform.META)]
