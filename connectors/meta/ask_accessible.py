"""What is asked of the posts behind ads to learn whether everybody can take part of them.

A creative tells no alternative texts. They stand at the photos of the post behind it, which its
Page's token reads, and at its twin on Instagram; captions stand below a film (Photo, IG Media,
Video Captions; v26.0, checked 2026-11-22).
"""

from __future__ import annotations

from connectors.meta.ask import Ask
from connectors.meta.fields import Fields

CUSTOM = "alt_text_custom"
"""The text that the Page set; `alt_text` is also one that Facebook made by itself."""
AUTOMATIC = "is_auto_generated"
ALT_TEXT = "alt_text"
_HELD: Fields = ("media_type", ("target", ("id",)))


def attachments(post_id: str, token: str) -> Ask:
    """What a Page's post shows; unless more are asked for, a dozen come at most."""
    fields: Fields = (
        "id",
        ("attachments.limit(50)", (*_HELD, ("subattachments", _HELD))),
    )
    return Ask(parts=(post_id,), fields=fields, token=token)


def photo(photo_id: str, token: str) -> Ask:
    """The alternative text of a photo of a Page's."""
    return Ask(parts=(photo_id,), fields=("id", CUSTOM), token=token)


def captions(video_id: str, token: str) -> Ask:
    """The captions of a film, one row a language."""
    return Ask(parts=(video_id, "captions"), fields=("locale", AUTOMATIC), token=token)


def instagram_post(media_id: str) -> Ask:
    """What sort of post it is on Instagram, and its alternative text."""
    return Ask(parts=(media_id,), fields=("id", "media_type", ALT_TEXT))
