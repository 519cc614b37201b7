"""What is written under posts: which of it an edge shows, and in what order.

Sources: `/{object-id}/comments`, *IG Media Comments* and *IG Comment Replies*, checked 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha1

from connectors.sandbox.meta.asking import Asking, Params, counted
from connectors.sandbox.meta.errors import invalid
from connectors.sandbox.world import Node, World

MOST_ON_INSTAGRAM = 50
"""Comments in one answer on Instagram, whatever the limit."""
_ORDERS = ("chronological", "reverse_chronological")
_FILTERS = ("toplevel", "stream")


def on_facebook(asking: Asking, node: Node, params: Params) -> list[Node]:
    """The comments of a post, or the replies to a comment.

    A private person's token sees none of them and no error; who sends no order gets none that
    means anything; who sends no `filter` gets no replies.
    """
    rows = _all(asking.world, node, params.get("filter", "toplevel"))
    for name, known in (("order", _ORDERS), ("filter", _FILTERS)):
        if params.get(name, known[0]) not in known:
            raise invalid(f"param {name} must be one of {{{', '.join(known).upper()}}}")
    if not asking.page_tasks(node.hidden["page"]) or _kept_from(asking):
        return []
    since, until = counted(params, "since"), counted(params, "until")
    rows = [
        row
        for row in rows
        if (since is None or written(row) >= since)
        and (until is None or written(row) <= until)
        and not asking.lists("kept_comments", row.fields["id"])
    ]
    if "order" not in params:
        return sorted(rows, key=lambda row: sha1(_id(row), usedforsecurity=False).digest())
    return sorted(rows, key=written, reverse=params["order"] == "reverse_chronological")


def total_on_facebook(asking: Asking, node: Node, params: Params) -> int:
    """How many there are, also for a reader who is shown none."""
    return len(_all(asking.world, node, params.get("filter", "toplevel")))


def on_instagram(asking: Asking, node: Node, _: Params) -> list[Node]:
    """The top comments of a media object, newest first; no parameter narrows them."""
    tops = [asking.world.meta[one] for one in node.edges.get("comments", ())]
    return sorted(tops, key=written, reverse=True)


def replies_on_instagram(asking: Asking, node: Node, _: Params) -> list[Node]:
    """The replies to a comment, oldest first."""
    return [asking.world.meta[one] for one in node.edges.get("replies", ())]


def written(node: Node) -> float:
    """When a comment was written, in seconds since the epoch."""
    text = node.fields.get("created_time") or node.fields["timestamp"]
    return datetime.fromisoformat(text).timestamp()


def _kept_from(asking: Asking) -> bool:
    return bool(asking.token.kind != "PAGE" and asking.toggled("user_token_reads_no_comments"))


def _id(node: Node) -> bytes:
    identity: str = node.fields["id"]
    return identity.encode()


def _all(world: World, node: Node, which: str) -> list[Node]:
    tops = [world.meta[one] for one in node.edges.get("comments", ())]
    return list(_with_replies(world, tops)) if which == "stream" else tops


def _with_replies(world: World, tops: Iterable[Node]) -> Iterable[Node]:
    for top in tops:
        yield top
        yield from (world.meta[one] for one in top.edges.get("comments", ()))
