"""Who is the sender of a creative: every account that it names, wherever it names it.

An account may stand at the top, in `object_story_spec`, in front of the post's id, and a second one
beside it in the fields of branded content; old records call the Instagram account
`instagram_actor_id` (Ad Creative, Partnership Ads; checked 2026-11-22). A sponsor may also stand in
the post that the creative describes (Ad Creative Link Data, Photo Data, Video Data; names from the
published client, 26.0.3, checked 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.meta.shape import Record, identity, part, record, rows
from policies.model import Sender, SenderKind

_STORY = "object_story_spec"
_STORIES = ("object_story_id", "effective_object_story_id")
_FORMS = ("link_data", "video_data", "photo_data", "template_data", "text_data")
_INSTAGRAM = ("instagram_user_id", "instagram_actor_id")
_SPONSOR = "branded_content_sponsor_page_id"
_PARTNER = ("fb_page_id", "ig_user_id", "ig_asset_id")


def read_senders(told: Record) -> tuple[Sender, ...]:
    """All senders of a creative.

    Raises:
        Unreadable: a place where one may stand is of another shape.
    """
    return (*_pages(told), *_instagram(told), *_partners(told))


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
    yield from _at(told, SenderKind.PARTNER, "branded_content", "promoted_page_id")
    for place, one in enumerate(rows(part(told, "branded_content"), "partners")):
        where = f"branded_content.partners[{place}]"
        partner = record(one, where)
        for name in _PARTNER:
            if account := identity(partner, name):
                where_it_is = f"creative.{where}.{name}"
                yield Sender(kind=SenderKind.PARTNER, id=account, where=where_it_is)


def _at(told: Record, kind: SenderKind, *path: str) -> Iterator[Sender]:
    """The sender at a path, if there is one."""
    holder = told
    for name in path[:-1]:
        holder = part(holder, name)
    if account := identity(holder, path[-1]):
        yield Sender(kind=kind, id=account, where=".".join(("creative", *path)))
