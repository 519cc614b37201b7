"""The posts that briefs list by their ids, told apart by the form in which platforms write these.

Meta: a Facebook post is `PAGE_POST`, both numbers, an Instagram media a number alone; LinkedIn: a
post is `urn:li:share:…`, `urn:li:ugcPost:…` or `urn:li:activity:…` (checked 2026-11-22).
"""

from __future__ import annotations

import re

from policies.model import Platform, Post, PostId

_FACEBOOK = re.compile(r"(\d+)_\d+", re.ASCII)
_INSTAGRAM = re.compile(r"\d+", re.ASCII)
_LINKEDIN = re.compile(r"urn:li:(?:share|ugcPost|activity):\d+", re.ASCII)


def post_of(post_id: PostId) -> Post | None:
    """The post of this id, as far as the id tells; None: no platform writes one like that."""
    if page := _FACEBOOK.fullmatch(post_id):
        return Post(platform=Platform.META, id=post_id, kind="facebook", owner_id=page[1])
    if _INSTAGRAM.fullmatch(post_id):
        return Post(platform=Platform.META, id=post_id, kind="instagram", owner_id=None)
    if _LINKEDIN.fullmatch(post_id):
        return Post(platform=Platform.LINKEDIN, id=post_id, kind="linkedin", owner_id=None)
    return None
