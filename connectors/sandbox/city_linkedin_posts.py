"""What the city's ads on LinkedIn show: posts, most of them in no feed, and texts without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.sandbox.linkedin.talking import activity, milliseconds
from connectors.sandbox.world import Record, World

_FIRST, _STEP = 7_390_000_000_000_000_000, 104_729
_LANDING = "https://start.stockholm/"
_ONLY_AD, _FEED = "NONE", "MAIN_FEED"
SHARED = "Därför jobbar jag i staden"
"""The name of the post that several creatives show."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a post is made from: its number, words, maker and time."""

    number: int
    name: str
    author: str
    """URN of the organisation."""
    made: datetime
    account: str | None = None
    """Number of the ad account that it is an ad of, and only that; None: it is in the feed."""


def post(world: World, ground: Ground, content: Record, *, kind: str = "share") -> str:
    """Put a post on its author's page, or behind an ad; the answer is its URN."""
    urn = f"urn:li:{kind}:{_FIRST + ground.number * _STEP}"
    made = milliseconds(ground.made)
    record = {
        "id": urn,
        "author": ground.author,
        "commentary": _little(ground.name),
        "content": content,
        "contentLandingPage": _LANDING,
        "contentCallToActionLabel": "LEARN_MORE",
        "visibility": "PUBLIC",
        "lifecycleState": "PUBLISHED",
        "lifecycleStateInfo": {"isEditedByAuthor": False},
        "isReshareDisabledByAuthor": False,
        "distribution": {
            "feedDistribution": _ONLY_AD if ground.account else _FEED,
            "thirdPartyDistributionChannels": [],
        },
        "createdAt": made,
        "publishedAt": made,
        "lastModifiedAt": made,
    }
    if ground.account:
        record["adContext"] = {
            "dscAdAccount": f"urn:li:sponsoredAccount:{ground.account}",
            "dscAdType": "VIDEO" if kind == "ugcPost" else "STANDARD",
            "dscName": ground.name,
            "dscStatus": "ACTIVE",
            "isDsc": True,
        }
    world.linkedin["posts"][urn] = record
    activity(world, urn)
    return urn


def _little(name: str) -> str:
    """A text in LinkedIn's "little" format, with what that demands to be escaped."""
    return f"{name}. Läs mer på start.stockholm \\(svenska\\). {{hashtag|\\#|Stockholm}}"


def _picture(ground: Ground) -> Record:
    """A picture; every third has no alternative text."""
    alt = {"altText": f"Bild till {ground.name}"} if ground.number % 3 else {}
    return {"id": f"urn:li:image:C4D{ground.number:07d}", **alt}


def _image(world: World, ground: Ground) -> Record:
    return {"reference": post(world, ground, {"media": _picture(ground)})}


def _video(world: World, ground: Ground) -> Record:
    media = {"id": f"urn:li:video:C5F{ground.number:07d}", "title": ground.name}
    return {"reference": post(world, ground, {"media": media}, kind="ugcPost")}


def _document(world: World, ground: Ground) -> Record:
    media = {"id": f"urn:li:document:D4D{ground.number:07d}", "title": f"{ground.name}.pdf"}
    return {"reference": post(world, ground, {"media": media})}


def _article(world: World, ground: Ground) -> Record:
    article = {
        "source": _LANDING,
        "title": ground.name,
        "description": "Så går det till.",
        "thumbnail": f"urn:li:image:C4E{ground.number:07d}",
        "thumbnailAltText": f"Bild till {ground.name}",
    }
    return {"reference": post(world, ground, {"article": article})}


def _carousel(world: World, ground: Ground) -> Record:
    """Three cards, the last one without an alternative text."""
    cards: list[Record] = [
        {
            "landingPage": _LANDING,
            "media": {
                "id": f"urn:li:image:C4C{ground.number:05d}{place}",
                "title": f"Steg {place}",
            },
        }
        for place in (1, 2, 3)
    ]
    for card in cards[:-1]:
        card["media"]["altText"] = f"{card['media']['title']} mot jobbet"
    return {"reference": post(world, ground, {"carousel": {"cards": cards}})}


def _shared(world: World, _: Ground) -> Record:
    """The post that several creatives show; it is there before they are."""
    posts = world.linkedin["posts"].values()
    return {"reference": next(one["id"] for one in posts if one["commentary"] == _little(SHARED))}


def _organic(world: World, ground: Ground) -> Record:
    """A post of the page, shown as an ad."""
    shown = Ground(ground.number, ground.name, ground.author, ground.made)
    return _image(world, shown)


def _event(world: World, ground: Ground) -> Record:
    content = {"reference": f"urn:li:event:{_FIRST + ground.number}"}
    shown = {
        "post": post(world, ground, content, kind="ugcPost"),
        "event": content["reference"],
        "directSponsoredContent": True,
        "contentAuthor": ground.author,
    }
    return {"eventAd": shown}


def _text(_: World, ground: Ground) -> Record:
    """An ad that is only text, with no post that anybody could comment on."""
    words = {"headline": ground.name, "description": f"Annons {ground.number % 2 + 1}"}
    return {"textAd": {**words, "landingPage": _LANDING}}


CONTENTS: Mapping[str, Callable[[World, Ground], Record]] = {
    "image": _image,
    "video": _video,
    "document": _document,
    "article": _article,
    "carousel": _carousel,
    "shared": _shared,
    "organic": _organic,
    "event": _event,
    "text": _text,
    "test": _image,
}
"""Kinds of creative: each makes the post, if there is one, and tells the creative's content."""


def picture_post(world: World, ground: Ground) -> str:
    """Put a post with a picture where the ground says; the answer is its URN."""
    reference: str = _image(world, ground)["reference"]
    return reference
