"""All that is seen of a creative but its senders: texts, pictures, links, buttons, card by card.

It stands at the top, in the post that the creative describes, card by card in a carousel, or in
`asset_feed_spec`, where Meta puts ads together from alternatives whose order means nothing. A post
that was there before the ad is only named: what stands in it Meta does not tell with the ad (Ad
Creative, Ad Creative Link Data, Photo Data, Video Data, Asset Feed Spec; v26.0, checked
2026-11-29).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from connectors.meta.shape import Record, identity, part, record, rows, text, texts
from policies.model import Piece, PieceKind, Platform, Shown, Unread, Words

PART = "content"
"""The name of what is shown, among the parts of a creative that are unread."""
FIELDS = ("title", "body", "link_url", "image_hash", "video_id", "asset_feed_spec")
"""Fields without which it is not known what is shown; so is `object_story_spec`."""
_STORY = "object_story_spec"
_FORMS = ("link_data", "video_data", "photo_data", "template_data", "text_data")
_POSTS = ("object_story_id", "source_instagram_media_id")
"""Where a creative names a post that was there before."""
_TEXTS: Mapping[str, PieceKind] = {
    "message": PieceKind.TEXT,
    "name": PieceKind.TITLE,
    "title": PieceKind.TITLE,
    "description": PieceKind.DESCRIPTION,
    "link_description": PieceKind.DESCRIPTION,
    "link": PieceKind.LINK,
    "caption": PieceKind.ADDRESS,
}
_MEDIA = ("image_hash", "video_id")
_ADDRESSES = ("picture", "image_url", "url")
"""Pictures by their address alone, which is signed anew each time."""
_FEED: Mapping[str, Mapping[str, PieceKind]] = {
    "titles": {"text": PieceKind.TITLE},
    "bodies": {"text": PieceKind.TEXT},
    "descriptions": {"text": PieceKind.DESCRIPTION},
    "captions": {"text": PieceKind.ADDRESS},
    "link_urls": {"website_url": PieceKind.LINK, "display_url": PieceKind.ADDRESS},
    "images": {"hash": PieceKind.MEDIA},
    "videos": {"video_id": PieceKind.MEDIA, "thumbnail_hash": PieceKind.MEDIA},
}


def read_shown(told: Record) -> Shown:
    """Everything that is shown, each thing once.

    Raises:
        Unreadable: it is of another shape.
    """
    return tuple(dict.fromkeys(_pieces(told)))


def untold(told: Record, lacking: Collection[str]) -> Unread | None:
    """Why that may not be all; None: it is. `lacking`: fields that Meta refused.

    Raises:
        Unreadable: it is of another shape.
    """
    if refused := sorted({*FIELDS, _STORY} & {*lacking}):
        return _unread(
            Words("Meta no longer gives {fields} of an ad.", {"fields": ", ".join(refused)})
        )
    if any(identity(told, name) for name in _POSTS):
        return _unread(
            Words(
                "The ad shows a post that was there before it, and Meta does not tell with the ad "
                "what stands in it."
            )
        )
    if part(part(told, _STORY), "template_data"):
        return _unread(
            Words("The ad shows goods from a catalogue, and Meta does not tell with it which.")
        )
    if any(_by_address_alone(one) for one in _holders(told)):
        return _unread(
            Words("Meta told a picture of this ad by its address alone, which changes each time.")
        )
    if not read_shown(told):
        return _unread(Words("Meta did not tell what this ad shows."))
    return None


def _pieces(told: Record) -> Iterator[Piece]:
    yield from _top(told)
    story = part(told, _STORY)
    for form in _FORMS:
        yield from _form(form, part(story, form))
    yield from _feed(part(told, "asset_feed_spec"))


def _top(told: Record) -> Iterator[Piece]:
    """The creative's own fields; its `name` is for those who make ads, and never shown."""
    for name, kind in (("title", PieceKind.TITLE), ("body", PieceKind.TEXT)):
        yield from _text(told, name, kind)
    yield from _text(told, "link_url", PieceKind.LINK)
    yield from _media(told)
    for name in _POSTS:
        if post := identity(told, name):
            yield Piece(kind=PieceKind.POST, value=post)


def _form(form: str, whole: Record) -> Iterator[Piece]:
    """A post as the creative describes it, and its cards; under a photo `caption` is the text."""
    photo = form == "photo_data"
    names = {**_TEXTS, "caption": PieceKind.TEXT} if photo else _TEXTS
    yield from _card(whole, names)
    for place, child in enumerate(rows(whole, "child_attachments")):
        yield from _card(record(child, f"{form}.child_attachments[{place}]"), _TEXTS, place + 1)


def _card(
    whole: Record, names: Mapping[str, PieceKind], card: int | None = None
) -> Iterator[Piece]:
    for name, kind in names.items():
        yield from _text(whole, name, kind, card)
    yield from _media(whole, card)
    button = part(whole, "call_to_action")
    yield from _text(button, "type", PieceKind.BUTTON, card)
    value = part(button, "value")
    yield from _text(value, "link", PieceKind.LINK, card)
    yield from _text(value, "link_caption", PieceKind.ADDRESS, card)


def _feed(feed: Record) -> Iterator[Piece]:
    for name, fields in _FEED.items():
        for place, one in enumerate(rows(feed, name)):
            told = record(one, f"asset_feed_spec.{name}[{place}]")
            for field, kind in fields.items():
                if value := identity(told, field):
                    yield Piece(kind=kind, value=value)
    for word in texts(feed, "call_to_action_types") or ():
        yield Piece(kind=PieceKind.BUTTON, value=word)


def _text(whole: Record, name: str, kind: PieceKind, card: int | None = None) -> Iterator[Piece]:
    if value := text(whole, name):
        yield Piece(kind=kind, value=value, card=card)


def _media(whole: Record, card: int | None = None) -> Iterator[Piece]:
    for name in _MEDIA:
        if value := identity(whole, name):
            yield Piece(kind=PieceKind.MEDIA, value=value, card=card)


def _holders(told: Record) -> Iterator[Record]:
    """Every object that may show a picture or a film."""
    story = part(told, _STORY)
    for form in _FORMS:
        whole = part(story, form)
        yield whole
        for place, child in enumerate(rows(whole, "child_attachments")):
            yield record(child, f"{form}.child_attachments[{place}]")
    for place, one in enumerate(rows(part(told, "asset_feed_spec"), "images")):
        image = record(one, f"asset_feed_spec.images[{place}]")
        yield {"url": image.get("url"), "image_hash": image.get("hash")}


def _by_address_alone(whole: Record) -> bool:
    """Whether a picture is there of which nothing lasting is told."""
    lasting = any(identity(whole, name) for name in _MEDIA)
    return not lasting and any(text(whole, name) for name in _ADDRESSES)


def _unread(because: Words) -> Unread:
    return Unread(what=PART, because=because, platform=Platform.META)
