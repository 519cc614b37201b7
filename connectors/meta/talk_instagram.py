"""Comments under Instagram posts: replies beyond the first page, and lists that were cut.

One query gives at most 50 top comments, and whether Meta pages beyond them is not documented: a
full page that leads nowhere, the last of several too, may be a cut (IG Media Comments, checked
2026-11-22). So may a full page of replies to one comment; where one came with it, their own edge is
asked before that is said. The media's own count is no help: whether it counts replies is not
documented, and nothing may be left unread for a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.errors import Unavailable
from connectors.meta import ask
from connectors.meta.graph import Gathered, Graph
from connectors.meta.heard import Heard, without
from connectors.meta.read_instagram import read_instagram_comment, replies_within
from connectors.meta.shape import Record, record
from policies.model import Platform, Words

KIND = "instagram"
"""The kind of these posts."""
MOST = 50
"""Top comments in one answer at most (IG Media Comments, checked 2026-11-22)."""


def listen(heard: Heard, gathered: Gathered, accounts: Mapping[str, str]) -> None:
    """Take in what the comments' list of a post gave; `accounts`: ids by username."""

    def keep(row: Record) -> None:
        top = read_instagram_comment(row, heard.post, accounts=accounts)
        heard.add(top)
        replies, more = replies_within(row)
        if more:
            heard.continued.append(top.id)
        _replies(heard, Gathered(rows=tuple(replies)), top.id, accounts)

    heard.take(gathered, keep)
    if gathered.full and gathered.error is None:
        heard.errors.append(_cut(len(gathered.rows)))


def _replies(heard: Heard, gathered: Gathered, top: str, accounts: Mapping[str, str]) -> None:
    """Take in replies to a comment."""
    heard.take(
        gathered,
        lambda row: heard.add(
            read_instagram_comment(record(row, "replies"), heard.post, top=top, accounts=accounts)
        ),
    )


def read_further(graph: Graph, heard: Sequence[Heard], accounts: Mapping[str, str]) -> None:
    """Read the replies to comments that may have more of them than came with the comment."""
    waiting = [(one, top) for one in heard for top in one.continued]
    if not waiting:
        return
    asks = [ask.instagram_replies(top) for _, top in waiting]
    for (one, top), asked, replies in zip(waiting, asks, graph.edges(asks), strict=True):
        one.errors += without(graph.lacking(asked))
        _replies(one, replies, top, accounts)
        if replies.full and replies.error is None:
            one.errors.append(_cut_replies(top, len(replies.rows)))


def _cut(shown: int) -> Unavailable:
    words = Words(
        "Instagram gave {count} comments, a full page at the end and no further one: there may be "
        "older comments. Look at the post itself.",
        {"count": str(shown)},
    )
    return Unavailable(words, platform=Platform.META)


def _cut_replies(top: str, shown: int) -> Unavailable:
    words = Words(
        "Instagram gave {count} replies to comment {comment}, a full page at the end and no "
        "further one: there may be more replies. Look at the post itself.",
        {"count": str(shown), "comment": top},
    )
    return Unavailable(words, platform=Platform.META)
