"""Whose the Instagram posts behind ads are, where no creative tells: they show their owner.

A boosted post is shown as its owner's, whatever account the creative names; and where it names
none, the post made for the ad tells which account Meta took (Ad Creative, checked 2026-11-22).

A post never changes hands: its owner is asked for once a month, which is as long as anything that
was learnt is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from connectors.errors import ConnectorError
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.graph import Graph
from connectors.meta.shape import part, required
from policies.model import Ad, Creative, Identity, Post, Sender, SenderKind, Unread

MEDIA_OWNER, KEPT = "media_owner", timedelta(days=30)
"""Under which topic an owner is recalled, and how long it is believed."""


def with_owners(graph: Graph, ads: Sequence[Ad]) -> tuple[Ad, ...]:
    """The ads, their posts' owners among the senders; one that cannot be told is unread."""
    wanted = tuple(dict.fromkeys(str(post.id) for ad in ads for post in _ownerless(ad)))
    recalled = {one: graph.memory.get(MEDIA_OWNER, one, KEPT) for one in wanted}
    owners = {one: owner for one, owner in recalled.items() if owner is not None}
    owners |= _asked(graph, [one for one in wanted if one not in owners])
    return tuple(_owned(ad, owners) if any(_ownerless(ad)) else ad for ad in ads)


def _asked(graph: Graph, media: Sequence[str]) -> dict[str, str | ConnectorError]:
    """Ask for these posts' owners, and remember those that were told."""
    answers = graph.batch([ask.media_owner(one) for one in media]) if media else ()
    owners = {one: _owner(told) for one, told in zip(media, answers, strict=True)}
    for one, owner in owners.items():
        if not isinstance(owner, ConnectorError):
            graph.memory.put(MEDIA_OWNER, one, owner)
    return owners


def _ownerless(ad: Ad) -> Iterator[Post]:
    """The Instagram posts of an ad whose owner is not told."""
    if not isinstance(ad.creative, Unread):
        for post in ad.creative.posts:
            if post.kind == "instagram" and post.owner_id is None:
                yield post


def _owner(told: Answered) -> str | ConnectorError:
    """The id of the account, or why it is not known."""
    try:
        if isinstance(told, ConnectorError):
            raise told
        return required(part(told, "owner"), "id")
    except ConnectorError as error:
        return error.with_traceback(None)


def _owned(ad: Ad, owners: Mapping[str, str | ConnectorError]) -> Ad:
    """One ad with what became known of its posts."""
    creative = ad.creative
    if isinstance(creative, Unread):
        return ad
    for post in creative.posts:
        owner = owners.get(post.id)
        if isinstance(owner, ConnectorError):
            unread = owner.unread("senders", ad.account_id)
            creative = replace(creative, unread=(*creative.unread, unread))
        elif owner is not None:
            creative = _sent_by(creative, post, owner)
    return replace(ad, creative=creative)


def _sent_by(creative: Creative, post: Post, owner: str) -> Creative:
    sender = Sender(kind=SenderKind.INSTAGRAM, id=owner, where="creative.instagram_media.owner")
    posts = tuple(replace(one, owner_id=owner) if one == post else one for one in creative.posts)
    return replace(creative, senders=(*creative.senders, sender), posts=posts)


def current_owners(ads: Sequence[Ad], identities: Sequence[Identity]) -> tuple[Ad, ...]:
    """The ads, legacy ids of their posts' owners replaced: comments carry current ids."""
    current = {one.legacy_id: one.id for one in identities if one.legacy_id}
    return tuple(_current(ad, current) for ad in ads)


def _current(ad: Ad, current: Mapping[str, str]) -> Ad:
    creative = ad.creative
    if isinstance(creative, Unread) or not any(one.owner_id in current for one in creative.posts):
        return ad
    posts = tuple(
        replace(one, owner_id=current.get(one.owner_id or "", one.owner_id))
        for one in creative.posts
    )
    return replace(ad, creative=replace(creative, posts=posts))
