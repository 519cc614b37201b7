"""Whether everybody can take part of the ads that run: what the platform tells, read for itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from connectors import Reader
from policies.delivery import ad_can_run, families
from policies.model import Ad, Creative, Snapshot, Unread
from policies.rules.alt_text import ALT_TEXT
from policies.rules.captions import CAPTIONS
from worker.sweeping.edge import attempt
from worker.sweeping.means import Means

BY_ACCESSIBILITY = (ALT_TEXT, CAPTIONS)
"""The rules that go by what costs calls of its own: without them nobody is asked."""
_PICTURES, _FILMS = "pictures", "films"


def with_accessibility(
    means: Means, reader: Reader, snapshot: Snapshot
) -> tuple[Snapshot, tuple[Unread, ...]]:
    """The account with the pictures and films of each ad that can run, and what failed.

    What could not be read of a single one is named with its id: the verdict on its ads is unknown,
    which says it, and there is no gap. What a platform never tells is not named.

    Raises:
        StoreError: our own database failed.
    """
    platform = snapshot.account.platform
    if not any(one in means.rules and platform in one.platforms for one in BY_ACCESSIBILITY):
        return snapshot, ()
    running = {
        one.ad.creative.id: one.ad.creative
        for one in families(snapshot)
        if isinstance(one.ad.creative, Creative) and ad_can_run(one, snapshot.read_at) is not False
    }
    told = attempt(
        partial(reader.accessible, tuple(running.values())),
        what=_PICTURES,
        platform=platform,
        account_id=snapshot.account.id,
    )
    if isinstance(told, Unread):
        lost = {one.id: _lost(one, told) for one in running.values()}
        return _with(snapshot, lost), (told,)
    failed = {unread.what: unread for one in told for unread in _failed(one)}
    account_id = snapshot.account.id
    named = tuple(replace(unread, account_id=account_id) for unread in failed.values())
    return _with(snapshot, {one.id: one for one in told}), named


def _failed(creative: Creative) -> Iterator[Unread]:
    """What of its pictures and films was asked for in vain."""
    pictures = creative.pictures if isinstance(creative.pictures, tuple) else ()
    films = creative.films if isinstance(creative.films, tuple) else ()
    held = (*(one.alt_text for one in pictures), *(one.captions for one in films))
    for told in held:
        if isinstance(told, Unread) and ":" in told.what:
            yield told


def _lost(creative: Creative, unread: Unread) -> Creative:
    return replace(creative, pictures=unread, films=replace(unread, what=_FILMS))


def _with(snapshot: Snapshot, told: dict[str, Creative]) -> Snapshot:
    return replace(snapshot, ads=tuple(_ad(ad, told) for ad in snapshot.ads))


def _ad(ad: Ad, told: dict[str, Creative]) -> Ad:
    if isinstance(ad.creative, Unread):
        return ad
    return replace(ad, creative=told.get(ad.creative.id, ad.creative))
