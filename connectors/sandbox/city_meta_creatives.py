"""The city's creatives on Meta, and the posts behind them: good senders and bad ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.sandbox import city_meta_looks as looks
from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox.meta.talking import stamp
from connectors.sandbox.world import Node, World


@dataclass(frozen=True, slots=True)
class Ground:
    """What a creative is made from: its number, its words, and when it was made."""

    number: int
    name: str
    made: datetime


Fields = dict[str, Any]


def post(world: World, ground: Ground, page: str, *, inline: bool, dynamic: bool = False) -> str:
    """Put a post on a Page; the answer is its id.

    `inline`: made inside an ad, and so not on the Page's wall.
    """
    number = f"{page}_{20_000 + ground.number}"
    shown = looks.attachment(world, page, ground.number, ground.name)
    kept = {"page": page, "dynamic": dynamic}
    fields = {
        "id": number,
        "message": f"{ground.name}. Läs mer på start.stockholm.",
        "created_time": stamp(ground.made),
        "updated_time": stamp(ground.made),
        "from": {"id": page, "name": world.meta[page].fields["name"]},
        "permalink_url": f"https://www.facebook.com/{number}",
        "is_published": not inline,
        "is_inline_created": inline,
        "is_hidden": False,
        "promotion_status": "active" if inline else "inactive",
        "status_type": "added_video" if ground.name in looks.FILMS else "added_photos",
    }
    world.meta[number] = Node("PagePost", fields, {}, {**kept, "attachments": [shown]})
    edge = "ads_posts" if inline else "posts"
    world.meta[page].edges.setdefault(edge, []).append(number)
    return number


def media(
    world: World, ground: Ground, owner: str, *, organic: bool = False, quiet: bool = False
) -> str:
    """Put a media object on an Instagram account; the answer is its id.

    The account may be one that no read of ours shows. `quiet`: nobody writes under it.
    """
    number = f"18{0 if organic else 1}{ground.number:014d}"
    account = world.meta.get(owner)
    code = f"An{ground.number}{'o' if organic else 'a'}"
    film, several = ground.name in looks.FILMS, ground.name in looks.ALBUMS
    fields = {
        "id": number,
        "caption": f"{ground.name}. Läs mer på start.stockholm.",
        "media_type": "VIDEO" if film else "CAROUSEL_ALBUM" if several else "IMAGE",
        "media_product_type": "FEED" if organic else "AD",
        "permalink": f"https://www.instagram.com/p/{code}/",
        "shortcode": code,
        "timestamp": stamp(ground.made),
        "username": account.fields["username"] if account else None,
        "owner": {"id": owner},
        "is_comment_enabled": True,
        "like_count": 3,
        "alt_text": None if film or several else looks.alt_text(ground.number, ground.name),
    }
    world.meta[number] = Node("IGMedia", fields, {}, {"quiet": quiet})
    if organic and account:
        account.edges.setdefault("media", []).append(number)
    return number


def _spec(ground: Ground, page: str, instagram: str | None) -> Fields:
    """An `object_story_spec`: the post as it stands inside the creative."""
    sender = {"instagram_user_id": instagram} if instagram else {}
    link = "https://start.stockholm/"
    words = f"{ground.name}. Läs mer på start.stockholm."
    button = {"type": "LEARN_MORE", "value": {"link": link}}
    shown = {"link": link, "message": words, "name": ground.name}
    if ground.name in looks.FILMS:
        film = {"video_id": looks.video_id(page, ground.number), "call_to_action": button}
        return {
            "page_id": page,
            **sender,
            "video_data": {"message": words, "title": ground.name, **film},
        }
    picture = {"image_hash": f"{ground.number:032x}", "call_to_action": button}
    return {"page_id": page, **sender, "link_data": {**shown, **picture}}


def _sent(
    world: World, ground: Ground, *, page: str = shapes.CITY_PAGE,
    instagram: str | None = shapes.CITY_INSTAGRAM, owner: str | None = None, quiet: bool = False,
    **more: Any,
) -> Fields:  # fmt: skip
    """A creative with a post on `page` and a media object of the `owner` or `instagram` sender.

    Each creative with a sender on Instagram makes one there, whoever may see that account (Ad
    Creative, checked 2026-11-22).
    """
    fields: Fields = {
        "object_story_spec": _spec(ground, page, instagram),
        "effective_object_story_id": post(world, ground, page, inline=True),
        **more,
    }
    if instagram:
        fields["instagram_user_id"] = instagram
    if account := owner or instagram:
        shown = media(world, ground, account, quiet=quiet)
        fields["effective_instagram_media_id"] = shown
        fields["instagram_permalink_url"] = world.meta[shown].fields["permalink"]
    return fields


def _dynamic(world: World, ground: Ground) -> Fields:
    """Dynamic creative: three posts, and no story id that tells of them."""
    for place in range(3):
        made = Ground(ground.number * 10 + 10_000 + place, ground.name, ground.made)
        post(world, made, shapes.CITY_PAGE, inline=True, dynamic=True)
    link = "https://start.stockholm/"
    feed = {
        "bodies": [{"text": f"{ground.name} {n}"} for n in ("nu", "snart", "i vinter")],
        "titles": [{"text": ground.name}],
        "images": [{"hash": f"{ground.number + n:032x}"} for n in range(3)],
        "link_urls": [{"website_url": link}],
        "call_to_action_types": ["LEARN_MORE"],
    }
    spec = {"page_id": shapes.CITY_PAGE, "instagram_user_id": shapes.CITY_INSTAGRAM}
    return {
        "object_story_spec": spec,
        "instagram_user_id": shapes.CITY_INSTAGRAM,
        "asset_feed_spec": feed,
    }


def _boosted(world: World, ground: Ground) -> Fields:
    """A post from the wall and its twin on Instagram, shown as an ad."""
    number = post(world, ground, shapes.CITY_PAGE, inline=False)
    return {
        "object_story_id": number,
        "effective_object_story_id": number,
        "instagram_user_id": shapes.CITY_INSTAGRAM,
        "source_instagram_media_id": media(world, ground, shapes.CITY_INSTAGRAM, organic=True),
        "effective_instagram_media_id": media(world, ground, shapes.CITY_INSTAGRAM),
    }


def _partner(world: World, ground: Ground) -> Fields:
    return _sent(
        world,
        ground,
        facebook_branded_content={"sponsor_page_id": shapes.PARTNER_PAGE},
        instagram_branded_content={"sponsor_id": shapes.PARTNER_INSTAGRAM},
    )


SENDERS: Mapping[str, Callable[[World, Ground], Fields]] = {
    "city": _sent,
    "legacy": lambda world, ground: _sent(
        world, ground, instagram=shapes.CITY_INSTAGRAM_LEGACY, owner=shapes.CITY_INSTAGRAM
    ),
    "other_instagram": lambda world, ground: _sent(world, ground, instagram=shapes.OTHER_INSTAGRAM),
    "override": lambda world, ground: _sent(
        world,
        ground,
        instagram=None,
        owner=shapes.PAGE_BACKED,
        quiet=True,
        use_page_actor_override=True,
    ),
    "page_backed": lambda world, ground: _sent(world, ground, instagram=shapes.PAGE_BACKED),
    "none": lambda world, ground: _sent(world, ground, instagram=None),
    "partner": _partner,
    "other_page": lambda world, ground: _sent(world, ground, page=shapes.OTHER_PAGE),
    "unresolved": lambda world, ground: _sent(
        world, ground, instagram=shapes.UNRESOLVED_INSTAGRAM, quiet=True
    ),
    "ad_set_instagram": _sent,
    "dynamic": _dynamic,
    "boosted": _boosted,
}
"""Kinds of sender: each makes the posts and tells the creative's fields."""


def creative(world: World, ground: Ground, sender: str, account: str) -> str:
    """Make a creative and what stands behind it; the answer is its id."""
    number = f"12020{ground.number:013d}"
    fields: Fields = {
        "id": number,
        "account_id": account.removeprefix("act_"),
        "name": f"{ground.name} – annons",
        "status": "ACTIVE",
        "object_type": "SHARE",
        "title": ground.name,
        "body": f"{ground.name}. Läs mer på start.stockholm.",
        "thumbnail_url": f"https://example.org/{number}.jpg",
        "degrees_of_freedom_spec": {
            "creative_features_spec": {"text_generation": {"enroll_status": "OPT_OUT"}}
        },
        **SENDERS[sender](world, ground),
    }
    world.meta[number] = Node("AdCreative", fields, {}, {"account": account})
    world.meta[account].edges.setdefault("adcreatives", []).append(number)
    return number
