"""Somebody edits what an ad shows, in the same world, between two readings.

On Meta a creative never changes: the ad is given another one (Ad Creative, checked 2026-11-22). On
LinkedIn the post is edited where it stands, and so are its times (Posts API, checked 2026-11-29).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from connectors.sandbox.linkedin.talking import milliseconds
from connectors.sandbox.meta.writes import later
from connectors.sandbox.world import Node, World


def creative_of(world: World, ad_id: str) -> str:
    """The creative that an ad on Meta shows."""
    with world.lock:
        return str(world.meta[ad_id].fields["creative"]["id"])


def show(world: World, ad_id: str, creative_id: str) -> None:
    """Let an ad on Meta show this creative."""
    with world.lock:
        ad = world.meta[ad_id]
        ad.fields["creative"] = {"id": creative_id}
        ad.edges["adcreatives"] = [creative_id]
        ad.fields["updated_time"] = later(world, ad)


def show_changed(world: World, ad_id: str, **changed: Any) -> str:
    """Let an ad on Meta show a creative like its own but for what is `changed`; returns its id.

    `changed` belongs to the post that the creative describes, such as `message` or `name`; what is
    None is left out.
    """
    with world.lock:
        old = world.meta[creative_of(world, ad_id)]
        numbers = (int(one) for one, node in world.meta.items() if node.kind == "AdCreative")
        number = str(max(numbers) + 1)
        fields = {**deepcopy(old.fields), "id": number}
        shown = fields["object_story_spec"]["link_data"]
        shown.update(changed)
        for name in [name for name, value in shown.items() if value is None]:
            del shown[name]
        fields |= {"body": shown.get("message"), "title": shown.get("name")}
        world.meta[number] = Node("AdCreative", fields, {}, deepcopy(old.hidden))
        world.meta[old.hidden["account"]].edges["adcreatives"].append(number)
        show(world, ad_id, number)
        return number


def edit_post(world: World, urn: str, **changed: Any) -> None:
    """Edit a post on LinkedIn; what is None is left out."""
    with world.lock:
        post = world.linkedin["posts"][urn]
        post.update(changed)
        for name in [name for name, value in post.items() if value is None]:
            del post[name]
        last = int(post.get("lastModifiedAt", 0))
        post["lastModifiedAt"] = max(milliseconds(world.clock()), last + 1)
        post["lifecycleStateInfo"] = {"isEditedByAuthor": True}
