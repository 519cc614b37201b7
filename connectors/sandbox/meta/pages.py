"""Edges of Pages: posts, posts made for ads, and conversations."""

from __future__ import annotations

from datetime import datetime

from connectors.sandbox.meta.asking import Asking, Params, counted, flagged
from connectors.sandbox.meta.comments import written
from connectors.sandbox.meta.errors import invalid
from connectors.sandbox.world import Node


def of_user(asking: Asking, _: Node, __: Params) -> list[Node]:
    """The Pages on which the asker has a role."""
    if asking.token.kind != "SYSTEM_USER":
        return []
    pages = (node for node in asking.world.meta.values() if node.kind == "Page")
    return [node for node in pages if asking.page_tasks(node.fields["id"])]


def own_posts(asking: Asking, node: Node, params: Params) -> list[Node]:
    """What the Page published on its own wall, newest first."""
    return _between(asking, node.edges.get("posts", ()), params)


def ads_posts(asking: Asking, node: Node, params: Params) -> list[Node]:
    """Posts made for ads; those made inside an ad only on request.

    Whether those of ads put together from parts are all among them is not documented: with
    `meta.no_dynamic_posts` none is.
    """
    inline = flagged(params, "include_inline_create")
    rows = _between(asking, node.edges.get("ads_posts", ()), params)
    hidden = asking.lists("no_dynamic_posts", node.fields["id"])
    if hidden or flagged(params, "exclude_dynamic_ads"):
        rows = [row for row in rows if not row.hidden.get("dynamic")]
    return [row for row in rows if inline or not row.fields.get("is_inline_created")]


def _between(asking: Asking, ids: list[str] | tuple[str, ...], params: Params) -> list[Node]:
    rows = sorted((asking.world.meta[one] for one in ids), key=written, reverse=True)
    since, until = counted(params, "since"), counted(params, "until")
    return [
        row
        for row in rows
        if (since is None or written(row) >= since) and (until is None or written(row) <= until)
    ]


def attachments(_: Asking, node: Node, __: Params) -> list[Node]:
    """What is attached to a post."""
    return [Node("Attachment", held) for held in node.hidden.get("attachments", ())]


def captions(_: Asking, node: Node, __: Params) -> list[Node]:
    """A film's captions, one row a language."""
    return [Node("Caption", held) for held in node.hidden.get("captions", ())]


def conversations(asking: Asking, node: Node, params: Params) -> list[Node]:
    """Messages sent to the Page or to its Instagram account, latest first.

    Raises:
        GraphError: an unknown platform.
    """
    platform = params.get("platform", "messenger").lower()
    if platform not in ("messenger", "instagram"):
        raise invalid("param platform must be one of {INSTAGRAM, MESSENGER}")
    after = counted(params, "updated_after_ms", 0) or 0
    before = counted(params, "updated_before_ms")
    rows = [asking.world.meta[one] for one in node.edges.get(f"conversations_{platform}", ())]
    kept = [r for r in rows if _updated(r) > after and (before is None or _updated(r) < before)]
    return sorted(kept, key=_updated, reverse=True)


def _updated(node: Node) -> float:
    """When a conversation last changed, in milliseconds since the epoch."""
    return datetime.fromisoformat(node.fields["updated_time"]).timestamp() * 1000
