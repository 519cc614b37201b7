"""Who is the sender of a creative: every account that it names, wherever it names it.

An account may stand at the top, in `object_story_spec`, in front of the post's id, and a second one
beside it in the fields of branded content; old records call the Instagram account
`instagram_actor_id` (Ad Creative, Partnership Ads; checked 2026-11-22). A sponsor may also stand in
the post that the creative describes (Ad Creative Link Data, Photo Data, Video Data; names from the
published client, 26.0.3, checked 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from connectors.meta.shape import Record, identity, part, record, rows
from policies.model import Sender, SenderKind

_STORY = "object_story_spec"
_STORIES = ("object_story_id", "effective_object_story_id")
_FORMS = ("link_data", "video_data", "photo_data", "template_data", "text_data")
_INSTAGRAM = ("instagram_user_id", "instagram_actor_id")
_BRANDED = "branded_content"
_SPONSOR = "branded_content_sponsor_page_id"
_PARTNER = ("fb_page_id", "ig_user_id", "ig_asset_id")
_PARENT = "parent_source_facebook_post_id"
_BORROWED = (
    _PARENT,
    "parent_source_instagram_media_id",
    "facebook_boost_post_access_token",
    "instagram_boost_post_access_token",
)
"""What in `branded_content` says that a partner's post is shown, or one with a partner in it."""


def read_senders(told: Record) -> tuple[Sender, ...]:
    """All senders of a creative.

    Raises:
        Unreadable: a place where one may stand is of another shape.
    """
    pages = tuple(_pages(told))
    return (*pages, *_instagram(told), *_partners(told), *_parent(told, pages))


def hides_a_partner(told: Record, senders: Collection[Sender]) -> bool:
    """Whether a second account is shown and its id not told; `senders`: those that were.

    A partner may come with its part in the ad alone, and a partner's post with nothing but its own
    id or the code by which it was lent (Partnership Ads, checked 2026-11-22; names from the
    published client, 26.0.3, checked 2026-11-29). What is only technical, such as `ad_format`,
    shows nobody.

    Raises:
        Unreadable: it is of another shape.
    """
    if any(not any(one.values()) for one in _entries(told).values()):
        return True
    branded = part(told, _BRANDED)
    named = any(one.kind is SenderKind.PARTNER for one in senders)
    return not named and any(branded.get(name) for name in _BORROWED)  # a code is never kept


def page_of(story_id: str) -> str | None:
    """The Page in front of a post's id, `{page}_{post}`."""
    page, underscore, _ = story_id.partition("_")
    return page if page and underscore else None


def _pages(told: Record) -> Iterator[Sender]:
    yield from _at(told, SenderKind.PAGE, "actor_id")
    yield from _at(told, SenderKind.PAGE, _STORY, "page_id")
    for name in _STORIES:
        if page := page_of(identity(told, name) or ""):
            yield Sender(kind=SenderKind.PAGE, id=page, where=f"creative.{name}")


def _instagram(told: Record) -> Iterator[Sender]:
    for name in _INSTAGRAM:
        yield from _at(told, SenderKind.INSTAGRAM, name)
        yield from _at(told, SenderKind.INSTAGRAM, _STORY, name)


def _partners(told: Record) -> Iterator[Sender]:
    """The second account that a partnership ad shows."""
    yield from _at(told, SenderKind.PARTNER, _SPONSOR)
    for form in _FORMS:
        yield from _at(told, SenderKind.PARTNER, _STORY, form, _SPONSOR)
    yield from _at(told, SenderKind.PARTNER, "facebook_branded_content", "sponsor_page_id")
    yield from _at(told, SenderKind.PARTNER, "instagram_branded_content", "sponsor_id")
    yield from _at(told, SenderKind.PARTNER, _BRANDED, "promoted_page_id")
    for where, ids in _entries(told).items():
        for name, account in ids.items():
            if account:
                place = f"creative.{where}.{name}"
                yield Sender(kind=SenderKind.PARTNER, id=account, where=place)


def _entries(told: Record) -> dict[str, dict[str, str | None]]:
    """The ids of each partner in the list, by where it stands in the creative."""
    found: dict[str, dict[str, str | None]] = {}
    for place, one in enumerate(rows(part(told, _BRANDED), "partners")):
        where = f"{_BRANDED}.partners[{place}]"
        partner = record(one, where)
        found[where] = {name: identity(partner, name) for name in _PARTNER}
    return found


def _parent(told: Record, pages: Collection[Sender]) -> Iterator[Sender]:
    """The Page whose post is shown, where that is none of the creative's own."""
    page = page_of(identity(part(told, _BRANDED), _PARENT) or "")
    if page and page not in {one.id for one in pages}:
        where = f"creative.{_BRANDED}.{_PARENT}"
        yield Sender(kind=SenderKind.PARTNER, id=page, where=where)


def _at(told: Record, kind: SenderKind, *path: str) -> Iterator[Sender]:
    """The sender at a path, if there is one."""
    holder = told
    for name in path[:-1]:
        holder = part(holder, name)
    if account := identity(holder, path[-1]):
        yield Sender(kind=kind, id=account, where=".".join(("creative", *path)))
