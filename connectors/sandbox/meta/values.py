"""Fields that are worked out when they are read, and those that are kept from some readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connectors.sandbox.meta import status
from connectors.sandbox.meta.asking import Asking
from connectors.sandbox.meta.tokens import PAGE_PREFIX
from connectors.sandbox.world import Node

Value = Callable[[Asking, Node], Any]


def value_of(asking: Asking, node: Node, name: str) -> Any:
    """What a field holds for this reader; None when the platform leaves it out."""
    if asking.lists("omit_fields", name):
        return None
    worked_out = _WORKED_OUT.get((node.kind, name))
    return worked_out(asking, node) if worked_out else node.fields.get(name)


def _effective(asking: Asking, node: Node) -> str:
    return status.shown(asking.world, node)


def _switch(_: Asking, node: Node) -> Any:
    return node.fields["status"]


def _tasks(asking: Asking, node: Node) -> list[str]:
    return list(asking.account_tasks(node))


def _page_token(asking: Asking, node: Node) -> str | None:
    """A Page's token, for those who have a role on it."""
    page_id = node.fields["id"]
    return PAGE_PREFIX + page_id if asking.page_tasks(page_id) else None


def _page_tasks(asking: Asking, node: Node) -> list[str] | None:
    """What the asker may do on a Page; with `meta.no_tasks` that is not told."""
    if asking.lists("no_tasks", node.fields["id"]):
        return None
    return list(asking.page_tasks(node.fields["id"])) or None


def _author(asking: Asking, node: Node) -> Any:
    """Who wrote a comment on Facebook: told to a Page's own token only."""
    if asking.toggled("no_from") or asking.token.kind != "PAGE":
        return None
    return node.fields.get("from")


def _instagram_author(asking: Asking, node: Node) -> Any:
    return None if asking.toggled("no_from") else node.fields.get("from")


def _comment_id(asking: Asking, node: Node) -> str | None:
    """A comment's id: kept from readers without the task MODERATE."""
    identity: str = node.fields["id"]
    return identity if "MODERATE" in asking.page_tasks(node.hidden["page"]) else None


def _replies(_: Asking, node: Node) -> int:
    return len(node.edges.get("comments", ()))


def _instagram_count(asking: Asking, node: Node) -> int:
    tops = node.edges.get("comments", ())
    below = (len(asking.world.meta[top].edges.get("replies", ())) for top in tops)
    return len(tops) + sum(below)


_WORKED_OUT: Mapping[tuple[str, str], Value] = {
    **{(kind, "effective_status"): _effective for kind in status.AD_KINDS},
    **{(kind, "configured_status"): _switch for kind in status.AD_KINDS},
    ("AdAccount", "user_tasks"): _tasks,
    ("Page", "access_token"): _page_token,
    ("Page", "tasks"): _page_tasks,
    ("Comment", "from"): _author,
    ("Comment", "id"): _comment_id,
    ("Comment", "comment_count"): _replies,
    ("IGComment", "from"): _instagram_author,
    ("IGMedia", "comments_count"): _instagram_count,
}
