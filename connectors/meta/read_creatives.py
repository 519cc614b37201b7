"""What a creative shows: words, pictures, where it leads, its senders and the posts behind it.

The words may stand at the top, in the post that the creative describes, or, where Meta puts ads
together from parts, in `asset_feed_spec` (Ad Creative, checked 2026-11-22). Of several variants
all are kept: a change in any of them is a change of the ad.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from connectors.meta.fields import names
from connectors.meta.read_senders import hides_a_partner, page_of, read_senders
from connectors.meta.read_shown import read_shown, untold
from connectors.meta.shape import Record, flag, identity, link, part, record, required, rows, text
from connectors.meta.wanted import POSTS, SENDERS
from policies.model import (
    Creative,
    Platform,
    Post,
    PostId,
    Sender,
    SenderKind,
    Unread,
    Words,
)

_KINDS = ("link_data", "video_data", "photo_data", "template_data", "text_data")
"""What an `object_story_spec` may describe."""
_PARTNER_UNTOLD = Words(
    "A partner is shown beside the sender of this ad, and Meta did not tell which. Look at the ad "
    "in Ads Manager."
)


def read_creative(told: Record, *, lacking: Collection[str] = ()) -> Creative:
    """A creative; `lacking`: fields that Meta refused and that are not asked for.

    Raises:
        Unreadable: it is of another shape.
    """
    shown = tuple(_shown(told))
    senders = read_senders(told)
    posts = tuple(_posts(told, senders))
    return Creative(
        id=required(told, "id"),
        title=_joined(shown, "title", "name"),
        text=_joined(shown, "body", "message", "text"),
        landing=next(_landings(shown), None),
        media=tuple(dict.fromkeys(_media(shown))),
        variants=tuple(dict.fromkeys(_media(tuple(_chosen(part(told, "asset_feed_spec")))))),
        senders=senders,
        page_actor_override=flag(told, "use_page_actor_override"),
        posts=posts,
        unread=(*_unread(senders, posts, told, lacking), *_content(told, lacking)),
        shows=read_shown(told),
    )


def _shown(told: Record) -> Iterator[Record]:
    """Every object in which something that is shown may stand; texts of a feed under our names."""
    yield {name: value for name, value in told.items() if name != "name"}
    story = part(told, "object_story_spec")
    for kind in _KINDS:
        whole = part(story, kind)
        yield whole
        yield part(part(whole, "call_to_action"), "value")
        for place, child in enumerate(rows(whole, "child_attachments")):
            yield record(child, f"{kind}.child_attachments[{place}]")
    feed = part(told, "asset_feed_spec")
    yield from _renamed(feed, "titles", {"text": "title"})
    yield from _renamed(feed, "bodies", {"text": "body"})
    yield from _renamed(feed, "link_urls", {"website_url": "link"})
    yield from _chosen(feed)


def _chosen(feed: Record) -> Iterator[Record]:
    """The pictures and films among which Meta chooses."""
    yield from _renamed(feed, "images", {"hash": "image_hash"})
    yield from _renamed(feed, "videos", {"video_id": "video_id"})


def _renamed(feed: Record, name: str, names: dict[str, str]) -> Iterator[Record]:
    for place, one in enumerate(rows(feed, name)):
        told = record(one, f"asset_feed_spec.{name}[{place}]")
        yield {ours: told[theirs] for theirs, ours in names.items() if theirs in told}


def _joined(shown: Collection[Record], *names: str) -> str | None:
    """All different texts under these names, one a line."""
    found = dict.fromkeys(filter(None, (text(one, name) for one in shown for name in names)))
    return "\n".join(found) or None


def _landings(shown: Collection[Record]) -> Iterator[str]:
    """The addresses that the ad leads to; one that nobody should click is none."""
    for one in shown:
        for name in ("link_url", "link"):
            if address := link(one, name):
                yield address


def _media(shown: Collection[Record]) -> Iterator[str]:
    """Hashes of images and ids of videos."""
    for one in shown:
        for name in ("image_hash", "video_id"):
            if found := identity(one, name):
                yield found


def _posts(told: Record, senders: Collection[Sender]) -> Iterator[Post]:
    """The posts under which people write; a boosted one and its twin in the ad are two."""
    owner = next((one.id for one in senders if one.kind is SenderKind.INSTAGRAM), None)
    stories = ("effective_object_story_id", "object_story_id")
    media = ("effective_instagram_media_id", "source_instagram_media_id")
    for post_id in _ids(told, stories):
        yield _post(post_id, "facebook", page_of(post_id), None)
    for post_id in _ids(told, media):
        source = post_id == identity(told, "source_instagram_media_id")
        address = link(told, "instagram_permalink_url") if not source else None
        yield _post(post_id, "instagram", None if source else owner, address)


def _ids(told: Record, names: Collection[str]) -> dict[str, None]:
    return dict.fromkeys(filter(None, (identity(told, name) for name in names)))


def _post(post_id: str, kind: str, owner: str | None, address: str | None) -> Post:
    return Post(platform=Platform.META, id=PostId(post_id), kind=kind, owner_id=owner, link=address)


def _unread(
    senders: Collection[Sender], posts: Collection[Post], told: Record, lacking: Collection[str]
) -> Iterator[Unread]:
    """Which parts were not given: asked for in vain, or refused as such."""
    if refused := sorted({*names(SENDERS)} & {*lacking}):
        yield _untold("senders", _no_longer(refused))
    elif not senders:
        yield _untold("senders", Words("Meta did not tell who sends this ad."))
    elif hides_a_partner(told, senders):
        yield _untold("senders", _PARTNER_UNTOLD)
    if refused := sorted({*names(POSTS)} & {*lacking}):
        yield _untold("posts", _no_longer(refused))
    elif not posts and not part(told, "asset_feed_spec"):  # of those with one `uncovered` tells
        yield _untold("posts", Words("Meta did not tell which post is behind this ad."))


def _content(told: Record, lacking: Collection[str]) -> Iterator[Unread]:
    if (unread := untold(told, lacking)) is not None:
        yield unread


def _no_longer(fields: Collection[str]) -> Words:
    return Words("Meta no longer gives {fields} of an ad.", {"fields": ", ".join(fields)})


def _untold(what: str, because: Words) -> Unread:
    return Unread(what=what, because=because, platform=Platform.META)
