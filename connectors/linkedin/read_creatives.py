"""What a creative shows: the post it refers to, or its own text, and the sender.

A creative holds no text of its post; that is in the post, which needs `r_organization_social`
("Create and Manage Creatives", li-lms-2026-02, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from connectors.errors import ConnectorError
from connectors.linkedin.read_pictures import FILMS, lost
from connectors.linkedin.read_posts import Seen, a_post, carries_comments
from connectors.linkedin.read_shown import PART as CONTENT
from connectors.linkedin.read_shown import shown_inline
from connectors.linkedin.shape import Record, part, urn
from policies.model import Creative, Platform, Sender, SenderKind, Unread, Words

Pictured: TypeAlias = Mapping[str, Seen | ConnectorError]
"""What was read of each post, by its URN."""

_REFERRING = ("reference", "eventAd")
"""Kinds of content that are a post elsewhere."""
_FILMLESS = frozenset({"textAd", "spotlight", "follower", "jobs"})
"""Kinds of content that hold a text and at most a small picture."""
_OF_MEMBERS = "urn:li:person:"
"""So the URNs of people begin."""
_A_MEMBERS_POST = Words(
    "The post was written by a member of LinkedIn, whose words nobody may keep longer than "
    "48 hours. Look at the ad itself."
)
_PERHAPS_FILMS = Words("LinkedIn does not tell whether ads of this kind show a film.")


def post_of(told: Record) -> str | None:
    """The URN of the post behind a creative; None: there is none that people can comment on.

    Raises:
        Unreadable: the content is of another shape.
    """
    reference = _reference(told)
    return reference if reference is not None and carries_comments(reference) else None


def read_creative(told: Record, creative_id: str, *, posts: Pictured) -> Creative:
    """What a creative shows.

    Raises:
        Unreadable: the content is of another shape.
    """
    blank = _blank(creative_id)
    reference = _reference(told)
    if reference is not None and carries_comments(reference):
        return _with_post(blank, reference, posts.get(reference))
    if reference is not None:
        because = Words("LinkedIn does not let the content of {urn} be read.", {"urn": reference})
        return _untold(blank, because)
    held = {kind for kind in part(told, "content") if kind not in _REFERRING}
    if not held:
        return _untold(blank, Words("LinkedIn gave no content of this ad."))
    return _inline(blank, min(held), part(part(told, "content"), min(held)))


def _reference(told: Record) -> str | None:
    """What a creative refers to instead of holding it itself."""
    content = part(told, "content")
    return urn(content, "reference") or urn(part(content, "eventAd"), "post")


def _blank(creative_id: str) -> Creative:
    """A creative that shows nothing yet."""
    return Creative(
        id=creative_id,
        title=None,
        text=None,
        landing=None,
        media=(),
        senders=(),
        page_actor_override=False,
        posts=(),
        shows=(),
    )


def _with_post(blank: Creative, reference: str, read: Seen | ConnectorError | None) -> Creative:
    """A creative that shows a post, which is known by its URN even where it cannot be read."""
    if not isinstance(read, Seen):
        because = read.words if read is not None else Words("LinkedIn gave no content of this ad.")
        return _untold(replace(blank, posts=(a_post(reference, None),)), because)
    post = a_post(reference, read.post.owner_id)
    if (post.owner_id or "").startswith(_OF_MEMBERS):
        # What an ad shows is kept for a year, and stands in findings, reports and proofs: "Members'
        # Social Activity Data" may not (Data Storage Requirements, checked 2026-11-22).
        kept = _untold(replace(blank, posts=(post,)), _A_MEMBERS_POST, parts=(CONTENT,))
        return _from(kept, post.owner_id)
    shown = replace(
        blank,
        title=read.title,
        text=read.text,
        landing=read.landing,
        media=read.media,
        pictures=read.pictures,
        films=read.films,
        shows=read.shows,
        version=read.changed.isoformat() if read.changed else None,
        posts=(post,),
        unread=(read.untold,) if read.untold else (),
    )
    return _from(shown, post.owner_id)


def _from(shown: Creative, author: str | None) -> Creative:
    """With the author as the sender: a person too, who is then no approved organisation."""
    if author is None:
        because = Words("LinkedIn did not tell who wrote the post.")
        return replace(shown, unread=(*shown.unread, *_unread(because, parts=("senders",))))
    sender = Sender(kind=SenderKind.ORGANIZATION, id=author, where="post.author")
    return replace(shown, senders=(sender,))


def _inline(blank: Creative, kind: str, shown: Record) -> Creative:
    """An ad that holds its own text (text, spotlight, follower, jobs); it has no post.

    Some formats hold objects where others hold texts: only texts are taken.
    """

    def told(name: str) -> str | None:
        value = shown.get(name)
        return value if isinstance(value, str) else None

    shows, untold = shown_inline(shown)
    return replace(
        blank,
        title=told("headline"),
        text=told("description"),
        landing=told("landingPage"),
        media=tuple(filter(None, (told("image"), told("logo")))),
        pictures=lost(Words("LinkedIn tells no alternative texts of ads without a post.")),
        films=() if kind in _FILMLESS else lost(_PERHAPS_FILMS, FILMS),
        shows=shows,
        unread=(untold,) if untold else (),
    )


def _untold(
    blank: Creative, because: Words, *, parts: tuple[str, ...] = ("senders", "posts", CONTENT)
) -> Creative:
    """A creative of whose content nothing was told."""
    unread = _unread(because, parts=parts)
    return replace(blank, unread=unread, pictures=lost(because), films=lost(because, FILMS))


def _unread(because: Words, *, parts: tuple[str, ...]) -> tuple[Unread, ...]:
    """These parts, unread for one reason."""
    return tuple(Unread(what=what, because=because, platform=Platform.LINKEDIN) for what in parts)
