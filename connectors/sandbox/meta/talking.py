"""Writing, hiding and deleting comments, on Facebook and on Instagram.

Sources: `/{object-id}/comments`, *IG Comment Replies*, checked 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.sandbox.meta.asking import Asking, Params
from connectors.sandbox.meta.errors import invalid, no_right
from connectors.sandbox.world import Node, World

Author = Mapping[str, str]
"""`id` with `name` (Facebook) or `username` (Instagram); empty: the platform withholds it."""


def stamp(when: datetime) -> str:
    """An instant as comments have it: UTC, offset without colon."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S%z")


def write(
    world: World, parent_id: str, text: str, author: Author, *, at: datetime | None = None
) -> Node:
    """Put a comment under a post, a media object or a comment; the answer is the new node.

    A reply to a reply goes under the top comment, as on the platforms.

    Raises:
        KeyError: there is no such parent.
    """
    parent = world.meta[parent_id]
    when = stamp(at or world.clock())
    if parent.kind in ("IGMedia", "IGComment"):
        return _on_instagram(world, parent, text, dict(author), when)
    return _on_facebook(world, parent, text, dict(author), when)


def _on_facebook(world: World, parent: Node, text: str, author: Any, when: str) -> Node:
    above = parent.fields.get("parent") if parent.kind == "Comment" else None
    top = world.meta[above["id"]] if above else parent
    post_id = top.hidden["post"] if top.kind == "Comment" else top.fields["id"]
    number = _free(world, f"{post_id.partition('_')[2]}_{{}}")
    fields = {
        "id": number,
        "message": text,
        "created_time": when,
        "from": author or None,
        "object": {"id": post_id},
        "is_hidden": False,
        "is_private": False,
        "like_count": 0,
        "user_likes": False,
        "can_comment": True,
        "can_hide": True,
        "can_like": True,
        "can_remove": True,
        "can_reply_privately": top.kind != "Comment",
        "permalink_url": f"https://www.facebook.com/{post_id}?comment_id={number.split('_')[1]}",
    }
    if top.kind == "Comment":
        fields["parent"] = {"id": top.fields["id"]}
    hidden = {"post": post_id, "page": top.hidden["page"]}
    node = world.meta[number] = Node("Comment", fields, {}, hidden)
    top.edges.setdefault("comments", []).append(number)
    return node


def _on_instagram(world: World, parent: Node, text: str, author: Any, when: str) -> Node:
    above = parent.fields.get("parent_id") if parent.kind == "IGComment" else None
    top = world.meta[above] if above else parent
    number = _free(world, "178{:014d}")
    fields = {
        "id": number,
        "text": text,
        "timestamp": when,
        "username": author.get("username"),
        "from": author or None,
        "media": top.fields["media"] if top.kind == "IGComment" else {"id": top.fields["id"]},
        "hidden": False,
        "like_count": 0,
    }
    if top.kind == "IGComment":
        fields["parent_id"] = top.fields["id"]
    node = world.meta[number] = Node("IGComment", fields)
    edge = "replies" if top.kind == "IGComment" else "comments"
    top.edges.setdefault(edge, []).append(number)
    return node


def _free(world: World, form: str) -> str:
    """An id nobody has; the same world gives the same ids."""
    number = len(world.meta) * 7919 + 1_000_003
    while form.format(number) in world.meta:
        number += 1
    return form.format(number)


def remove(world: World, node: Node) -> None:
    """Delete a comment and the replies to it: they are simply gone."""
    for edge in ("comments", "replies"):
        for one in list(node.edges.get(edge, ())):
            remove(world, world.meta[one])
    number = node.fields["id"]
    del world.meta[number]
    for other in world.meta.values():
        for ids in other.edges.values():
            if number in ids:
                ids.remove(number)


def reply(asking: Asking, parent: Node, params: Params) -> dict[str, Any]:
    """Carry out a POST of a comment: it comes from the Page or the Instagram account.

    Raises:
        GraphError: no message, or a token that may not speak there.
    """
    if not params.get("message"):
        raise invalid("The parameter message is required")
    if parent.kind in ("IGMedia", "IGComment"):
        return {
            "id": write(asking.world, parent.fields["id"], params["message"], _us(asking)).fields[
                "id"
            ]
        }
    page_id = parent.hidden["page"]
    if asking.token.kind != "PAGE" or asking.token.holder != page_id:
        raise no_right()
    page = asking.world.meta[page_id].fields
    author = {"id": page_id, "name": page["name"]}
    node = write(asking.world, parent.fields["id"], params["message"], author)
    return {"id": node.fields["id"]}


def _us(asking: Asking) -> Author:
    """The Instagram account that a token speaks for: the first that a Page of its names."""
    pages = (node for node in asking.world.meta.values() if node.kind == "Page")
    for page in pages:
        tied = page.fields.get("instagram_business_account")
        if tied and asking.page_tasks(page.fields["id"]):
            account = asking.world.meta[tied["id"]].fields
            return {"id": account["id"], "username": account["username"]}
    raise no_right()


def change(asking: Asking, node: Node, params: Params) -> dict[str, Any]:
    """Carry out a POST on a comment: hide it, show it, change its words.

    Raises:
        GraphError: a parameter that is not taken, or no right.
    """
    names = {"is_hidden": "is_hidden", "message": "message"}
    if node.kind == "IGComment":
        names = {"hide": "hidden"}
    elif "MODERATE" not in asking.page_tasks(node.hidden["page"]):
        raise no_right()
    if unknown := sorted(set(params) - set(names) - {"ad_id"}):
        raise invalid(f"Unexpected parameter: {unknown[0]}")
    for name, field in names.items():
        if name in params:
            node.fields[field] = params[name] if name == "message" else params[name] == "true"
    return {"success": True}
