"""What the city's posts on Meta show: photos, films, links; described and captioned, or not.

Every third picture has no alternative text of the city's own; of every second of these Facebook
has made one by itself, which tells nothing that anybody meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.sandbox.world import Node, World

_GUESSED = "Kan vara en bild av träd och utomhus"
_SET = {"locale": "sv_SE", "locale_name": "Swedish", "is_default": True, "is_auto_generated": False}
_MADE = {**_SET, "is_auto_generated": True}
FILMS: Mapping[str, Sequence[Mapping[str, Any]] | None] = {
    "Simskola för alla": (_SET,),
    "Vinterväghållning": (),
    "Trygghetsvandring": (_MADE,),
    "Drick kranvatten": None,
}
"""Campaigns that show a film, and its captions; None: the film is kept from us."""
LINKS = frozenset(("Energirådgivning för villaägare",))
"""Campaigns whose posts show the picture of a link, of which nothing is told."""
ALBUMS = frozenset(("Cykla i vinter",))
"""Campaigns whose posts show several pictures."""


def alt_text(number: int, name: str) -> str | None:
    """The alternative text that the city set of a picture, if it did."""
    return f"Bild till {name}" if number % 3 else None


def attachment(world: World, page: str, number: int, name: str) -> dict[str, Any]:
    """Put down what a post of a Page's shows; the answer is how the post tells of it."""
    if name in FILMS:
        return _shown("video", "video_inline", _film(world, page, number, name))
    if name in LINKS:
        return {"media_type": "link", "type": "share", "target": {"url": "https://example.org/"}}
    if name in ALBUMS:
        photos = [_photo(world, page, number + more, name) for more in (0, 40_000)]
        below = [_shown("photo", "photo", one) for one in photos]
        return {"media_type": "album", "type": "album", "subattachments": {"data": below}}
    return _shown("photo", "photo", _photo(world, page, number, name))


def _shown(media_type: str, kind: str, number: str) -> dict[str, Any]:
    return {"media_type": media_type, "type": kind, "target": {"id": number}}


def _photo(world: World, page: str, number: int, name: str) -> str:
    photo = f"{page}55{number:05d}"
    own = alt_text(number, name)
    guessed = _GUESSED if number % 6 else None
    fields = {"id": photo, "alt_text": own or guessed, "alt_text_custom": own}
    world.meta[photo] = Node("Photo", fields, {}, {"page": page})
    return photo


def video_id(page: str, number: int) -> str:
    """The id of the film of this number."""
    return f"{page}77{number:05d}"


def _film(world: World, page: str, number: int, name: str) -> str:
    video = video_id(page, number)
    captions = FILMS[name]
    hidden = {"page": page, "captions": captions or (), "unseen": captions is None}
    world.meta[video] = Node("AdVideo", {"id": video, "title": name}, {}, hidden)
    return video
