"""Comments under Facebook posts: when a list is believed, and when its beginning is enough.

`summary.total_count` counts with `filter=stream` comments and replies alike. With another token
than the Page's own the list may be empty without any error, and what is kept from us is missing
without one, so that a list counts only where Meta's own count says the same
(`/{object-id}/comments`, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from connectors.errors import ConnectorError, Unavailable
from connectors.meta.heard import Heard
from connectors.meta.pages import Enough, Gathered
from connectors.meta.read_comments import read_comment
from connectors.meta.shape import Record, count, identity
from policies.model import Platform, Words


def until_known(known: Collection[str]) -> Enough:
    """What ends the reading of a post of which these comments are stored and stand.

    The latest come first. So all that is new was read once a page ends in what is known, provided
    that what is known and what was read are together as many as Meta counts: then nothing of the
    rest was deleted, and nothing came in late further down. Otherwise the list is read to its end.
    """
    before = frozenset(known)

    def enough(rows: Sequence[Any], summary: Record) -> bool:
        ids = [_id(row) for row in rows]
        if not ids or None in ids or ids[-1] not in before:
            return False
        try:
            return len(before.union(ids)) == count(summary, "total_count")
        except ConnectorError:
            return False

    return enough


def listen(heard: Heard, gathered: Gathered) -> None:
    """Take in what the comments' list of a post gave."""
    heard.take(gathered, lambda row: heard.add(read_comment(row, heard.post.id)))
    heard.caught_up = gathered.ended


def missing(gathered: Gathered) -> int:
    """How many comments a list lacks by Meta's own count; 0 too where that is not told."""
    if gathered.ended or gathered.error is not None:
        return 0
    try:
        counted = count(gathered.summary, "total_count") or 0
    except ConnectorError:
        return 0
    ids = [_id(row) for row in gathered.rows]
    return max(0, counted - len({*ids} - {None}) - ids.count(None))


def unbelieved(gathered: Gathered) -> Iterator[ConnectorError]:
    """The reason why a list that came without error is not believed; none where it is."""
    if gathered.error is not None:
        return
    try:
        counted = count(gathered.summary, "total_count")
    except ConnectorError as error:
        yield error.with_traceback(None)
        return
    if counted is None:
        yield _uncounted(len(gathered.rows))
    elif lacking := missing(gathered):
        yield _short(counted or 0, lacking)


def _uncounted(came: int) -> Unavailable:
    """Without a count nobody knows what is kept from us."""
    words = Words(
        "Meta gave no comments and did not say that there are none. The next round tries again."
    )
    if came:
        words = Words(
            "Meta gave {count} comments and did not say how many there are: there may be more. "
            "The next round tries again.",
            {"count": str(came)},
        )
    return Unavailable(words, platform=Platform.META)


def _short(counted: int, lacking: int) -> Unavailable:
    """Meta counts more than it gave, and did so twice."""
    words = Words(
        "Meta counts {count} comments and kept {missing} of them from us: they are hidden from us "
        "or just deleted. Look at the post itself; the next round tries again.",
        {"count": str(counted), "missing": str(lacking)},
    )
    return Unavailable(words, platform=Platform.META)


def _id(row: object) -> str | None:
    """The id of a row; None: withheld, or it is no row at all."""
    try:
        return identity(row, "id") if isinstance(row, dict) else None
    except ConnectorError:
        return None
