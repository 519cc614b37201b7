"""Ads with pictures and films, in posts on Facebook and Instagram."""

from __future__ import annotations

from policies.model import Film, Picture, Platform, Post
from tests.policies.rules.made import (
    CITY,
    ORGANIZATION,
    PAGE,
    a_creative,
    a_snapshot,
    an_ad,
    an_ad_set,
    verdict,
)

POST = Post(platform=Platform.META, id="1001_1", kind="facebook", owner_id=PAGE)
TWIN = Post(platform=Platform.META, id="181", kind="instagram", owner_id=CITY)
SHARE = Post(
    platform=Platform.LINKEDIN, id="urn:li:share:1", kind="linkedin", owner_id=ORGANIZATION
)
POSTS = {Platform.META: (POST, TWIN), Platform.LINKEDIN: (SHARE,)}


def a_picture(alt_text, media="1", post=POST):
    return Picture(media=media, alt_text=alt_text, post=post.id if post else None)


def a_film(captions, media="9"):
    return Film(media=media, captions=captions)


def an_account_showing(
    *, pictures=(), films=(), platform=Platform.META, placement=None, ad_set=None, ad=None
):
    """An account with one ad that shows these."""
    creative = a_creative(pictures=pictures, films=films, posts=POSTS[platform])
    placed = {"placement": placement} if placement else {}
    return a_snapshot(
        platform,
        ad_sets=(an_ad_set(platform=platform, **placed, **(ad_set or {})),),
        ads=(an_ad(platform=platform, **{"creative": creative} | (ad or {})),),
    )


def said_of(rule, **shown):
    """What a rule says of the one ad of such an account."""
    return verdict(rule, "ad", an_account_showing(**shown))
