"""Ads that Meta puts together from parts: which they are, and what they tell of their posts.

Such an ad may have several posts and names one of them at most. Its parts stand in its creative's
`asset_feed_spec`, or its ad set says `is_dynamic_creative` (Ad Creative, Ad Set; checked
2026-11-22). That texts or pictures are improved (`degrees_of_freedom_spec`) makes no further post.

Whether `/{page-id}/ads_posts` lists all their posts is not documented, and no post tells whose ad
it is. One that an ad names and that is not in the list shows that those beside it are not either;
and where ads name none, a list without any that `exclude_dynamic_ads` leaves out holds none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connectors.errors import ConnectorError, Unavailable
from connectors.meta.pages import Gathered
from connectors.meta.shape import Record, identity, part, record
from policies.model import Ad, AdId, AdSet, AdSetId, Platform, Unread, Words

_FACEBOOK = "facebook"
_POSITIONS = "facebook_positions"
_NAMED = 5
"""Posts that a sentence names."""


class Parted:
    """The ads of an account that are put together from parts, as Meta told it."""

    def __init__(self, ads: Iterable[object], ad_sets: Iterable[object]) -> None:
        """Rows as they came; those of another shape are told elsewhere."""
        dynamic = {one["id"] for one in _records(ad_sets) if one.get("is_dynamic_creative") is True}
        rows = [one for one in _records(ads) if _is_parted(one) or one.get("adset_id") in dynamic]
        self.ids = frozenset(AdId(one["id"]) for one in rows)
        self._named = {AdId(one["id"]): _named(one) for one in rows}

    def named(self, ads: Iterable[Ad]) -> list[str]:
        """The posts that were made for these ads and that they name."""
        told = (self._named.get(ad.id) for ad in ads)
        return [*dict.fromkeys(post for post in told if post)]


def lacks_its_posts(ad: Ad, ad_set: AdSet | None) -> bool:
    """Whether an ad may have posts on Facebook, and names none."""
    told = () if isinstance(ad.creative, Unread) else ad.creative.posts
    return not any(one.kind == _FACEBOOK for one in told) and _is_there(ad_set)


def by_id(ad_sets: Iterable[AdSet]) -> dict[AdSetId, AdSet]:
    """Ad sets by id."""
    return {one.id: one for one in ad_sets}


def unlisted(page_id: str, named: Iterable[str], listed: Gathered) -> Iterator[ConnectorError]:
    """Why a Page's list of posts for ads is not believed to be all, if it is not.

    `named`: posts that ads put together from parts name. A list that was not read to its end says
    so itself.
    """
    if listed.error is not None:
        return
    there = {one.get("id") for one in listed.rows if isinstance(one, dict)}
    missing = [one for one in named if one.partition("_")[0] == page_id and one not in there]
    if missing:
        words = Words(
            "{count} posts of ads that are put together from parts ({posts}) are missing from what "
            "Meta lists of Page {page}, and with them the posts beside them that no ad names: "
            "comments under those are not covered. Look at the ads themselves.",
            {"count": str(len(missing)), "posts": _some(missing), "page": page_id},
        )
        yield Unavailable(words, platform=Platform.META)


def unshown(
    page_id: str, nameless: Iterable[str], listed: Gathered, whole: Gathered | None
) -> Iterator[ConnectorError]:
    """Why a Page's list is not believed to hold posts of ads put together from parts, if it is not.

    `nameless`: Pages of such ads that name none of them. `whole`: the posts of all other ads.
    """
    if page_id not in nameless or listed.error is not None or whole is None:
        return
    if whole.error is not None:
        yield whole.error
        return
    others = {one.get("id") for one in whole.rows if isinstance(one, dict)}
    if any(isinstance(one, dict) and one.get("id") not in others for one in listed.rows):
        return
    words = Words(
        "Ads that are put together from parts name none of their posts, and Meta lists none of "
        "Page {page} either: comments under those ads are not covered. Look at the ads themselves.",
        {"page": page_id},
    )
    yield Unavailable(words, platform=Platform.META)


def _records(rows: Iterable[object]) -> Iterator[Record]:
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            yield row


def _is_parted(ad: Record) -> bool:
    creative = ad.get("creative")
    return isinstance(creative, dict) and bool(creative.get("asset_feed_spec"))


def _named(ad: Record) -> str | None:
    """The post that was made for an ad; one that was there before, and is only shown, is none."""
    try:
        creative = part(record(ad, "ads"), "creative")
        shown = identity(creative, "effective_object_story_id")
        return shown if shown != identity(creative, "object_story_id") else None
    except ConnectorError:
        return None


def _is_there(ad_set: AdSet | None) -> bool:
    """Whether an ad set can show on Facebook; unknown, and only softly excluded, counts as yes."""
    if ad_set is None or isinstance(ad_set.placement, Unread) or not ad_set.placement.platforms:
        return True
    place = ad_set.placement
    soft = {} if isinstance(place.soft_opt_out, Unread) else place.soft_opt_out
    shown = {*(place.platforms or ()), *(place.effective_platforms or ())}
    return _FACEBOOK in shown or bool(soft.get(_POSITIONS))


def _some(posts: Sequence[str]) -> str:
    return ", ".join([*posts[:_NAMED], *(["…"] if len(posts) > _NAMED else [])])
