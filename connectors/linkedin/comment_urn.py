"""The URN of a comment in its three spellings, and the address where people see the comment.

`urn:li:comment:(urn:li:activity:A,C)` in the API, `urn:li:comment:(activity:A,C)` and
`(ugcPost:A,C)` on the web and in notifications. A, an activity, is not the number of the share
that was commented on (Comments API; logged notifications; checked 2026-11-22).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from connectors.linkedin.read_posts import FEED

_SPELLINGS = re.compile(
    r"urn:li:comment:\((?:urn:li:)?(?P<kind>[A-Za-z]+):(?P<root>[0-9]+),\s*(?P<id>[0-9]+)\)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class CommentUrn:
    """A comment and the thing that it was written on."""

    root_kind: str
    """`activity`, `ugcPost`, `share`, …"""
    root: str
    id: str
    """The bare number of the comment."""

    def __str__(self) -> str:
        """As the API writes it."""
        return f"urn:li:comment:(urn:li:{self.root_kind}:{self.root},{self.id})"

    def on_the_web(self) -> str:
        """As it stands in an address, encoded."""
        return quote(f"urn:li:comment:({self.root_kind}:{self.root},{self.id})", safe="")

    def permalink(self, reply: CommentUrn | None = None) -> str:
        """Where people see this comment, or the `reply` below it."""
        address = f"{FEED}/urn:li:{self.root_kind}:{self.root}?commentUrn={self.on_the_web()}"
        return f"{address}&replyUrn={reply.on_the_web()}" if reply else address


def parse(written: str) -> CommentUrn | None:
    """The URN in any spelling; None: it is none of a comment."""
    matched = _SPELLINGS.fullmatch(written)
    return CommentUrn(matched["kind"], matched["root"], matched["id"]) if matched else None
