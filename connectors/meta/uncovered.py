"""Ads whose comments would be passed over: they name no post, or have more posts than they name.

On Instagram that is each of its own: see `on_instagram`.

An ad that Meta puts together from parts may have several posts and names one of them at most. The
others are looked for, on Facebook, among its Page's posts for ads (`/{page-id}/ads_posts`, checked
2026-11-22), so that these are listed as far back as such an ad may have been made. Whether those
are all is not documented, so that the list must show some of what it is believed to hold: see
`parted`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from connectors.meta.memory import Memory
from connectors.meta.on_instagram import Shown
from connectors.meta.page_tokens import Pages
from connectors.meta.pages import Gathered
from connectors.meta.parted import Parted, by_id, lacks_its_posts
from connectors.meta.survey import Survey
from policies.model import (
    AccountId,
    Ad,
    AdSet,
    Campaign,
    Platform,
    SenderKind,
    Unread,
    Words,
)

BEFORE = timedelta(days=30)
"""How long before its campaign begins an ad may have been made."""
LONGEST = timedelta(days=365)
"""How long a campaign may have run whose beginning is not told."""
_NAMED = 5
"""Ads that a sentence names."""


COMMENTS, THERE = "comments", "comments.instagram"
"""Under which names comments are unread: of whole ads, and of ads on Instagram alone, where no post
is a Page's."""
PARTED, NAMED, NAMELESS = "parted", "parted_posts", "parted_pages"
"""Under which topics it is remembered of each account since when such ads may have posts, which
they name, and whose Pages' they are where they name none."""
REMEMBERED = timedelta(days=30)
"""How long that counts where an account is not read again, as by another program."""


class Uncovered:
    """What the ads of every account say of posts; safe across threads.

    The posts may be listed in a run that reads no ads: what an earlier one met counts there too.
    """

    def __init__(self, pages: Callable[[], Pages], memory: Memory) -> None:
        """`pages`: those that the token sees; asked for only where an ad makes it matter."""
        self._pages = pages
        self._memory = memory

    @property
    def since(self) -> datetime | None:
        """Since when ads put together from parts may have posts; None: none was met."""
        told = [one for one in self._memory.all_of(PARTED, REMEMBERED) if isinstance(one, str)]
        return min((datetime.fromisoformat(one) for one in told if one), default=None)

    @property
    def named(self) -> tuple[str, ...]:
        """The posts made for such ads that these name."""
        return self._all_of(NAMED)

    @property
    def nameless(self) -> tuple[str, ...]:
        """The Pages of such ads that name no post on Facebook."""
        return self._all_of(NAMELESS)

    def _all_of(self, topic: str) -> tuple[str, ...]:
        """What is remembered of every account, each once."""
        told = [one for one in self._memory.all_of(topic, REMEMBERED) if isinstance(one, list)]
        return tuple(dict.fromkeys(str(each) for some in told for each in some))

    def told(
        self,
        account_id: AccountId,
        survey: Survey,
        *,
        campaigns: Sequence[Campaign],
        ad_sets: Sequence[AdSet],
        ads: Sequence[Ad],
        at: datetime,
    ) -> tuple[Unread, ...]:
        """The ads of an account under which comments are not covered; `survey`: Meta's own rows."""
        parted = Parted(survey.ads.rows, survey.ad_sets.rows)
        mixed = [ad for ad in ads if ad.id in parted.ids]
        starts = [*_starts(mixed, campaigns, at), *self._earlier(account_id, survey.ads)]
        first = min(starts, default=None)
        self._memory.put(PARTED, account_id, first.isoformat() if first else "")
        nameless = [ad for ad in ads if ad.id not in parted.ids and _nameless(ad)]
        hidden = [ad for ad in mixed if not self._is_listed(ad)]
        shown, sets = Shown(ad_sets, campaigns, survey.ads.rows, at), by_id(ad_sets)
        told = {ad.id for ad in (*nameless, *hidden)}
        rest = [ad for ad in ads if ad.id not in told and shown.has_begun(ad)]
        begun = [ad for ad in rest if ad.id in parted.ids]
        self._memory.put(NAMED, account_id, parted.named(begun))
        unfound = [ad for ad in begun if lacks_its_posts(ad, sets.get(ad.ad_set_id))]
        self._memory.put(
            NAMELESS, account_id, sorted({one for ad in unfound for one in _pages(ad)})
        )
        several = [ad for ad in begun if shown.may_have_posts(ad)]
        single = [ad for ad in rest if ad.id not in parted.ids and shown.lacks_its_post(ad)]
        return tuple(
            Unread(
                what=what,
                because=because(ads_without),
                platform=Platform.META,
                account_id=account_id,
            )
            for what, because, ads_without in (
                (COMMENTS, _without_post, nameless),
                (COMMENTS, _elsewhere, hidden),
                (THERE, _several_there, several),
                (THERE, _without_there, single),
            )
            if ads_without
        )

    def _earlier(self, account_id: AccountId, listed: Gathered) -> Iterator[datetime]:
        """What was known of the account, where its ads were not all read this time."""
        known = self._memory.get(PARTED, account_id, REMEMBERED) if listed.error else None
        if known:
            yield datetime.fromisoformat(known)

    def _is_listed(self, ad: Ad) -> bool:
        """Whether the posts for ads of its Page are among those that are listed."""
        pages = self._pages()
        own = {one for one in pages.own if one in pages.seen}
        return any(one in own for one in _pages(ad))


def _starts(mixed: Iterable[Ad], campaigns: Iterable[Campaign], at: datetime) -> Iterator[datetime]:
    """How far back posts of each of these ads may lie."""
    begins = {one.id: one.start for one in campaigns}
    yield from ((begins.get(ad.campaign_id) or at - LONGEST) - BEFORE for ad in mixed)


def _pages(ad: Ad) -> Iterator[str]:
    """The Pages whose name an ad carries."""
    senders = ad.creative.senders if not isinstance(ad.creative, Unread) else ()
    yield from (one.id for one in senders if one.kind is SenderKind.PAGE)


def _nameless(ad: Ad) -> bool:
    """Whether its content is known, and no post is."""
    return not (isinstance(ad.creative, Unread) or ad.creative.posts)


def _without_post(ads: Sequence[Ad]) -> Words:
    return Words(
        "Meta did not tell which posts are behind {count} ads ({ads}), so comments under them are "
        "not covered. Look at the ads themselves.",
        {"count": str(len(ads)), "ads": _listed(ads)},
    )


def _elsewhere(ads: Sequence[Ad]) -> Words:
    return Words(
        "{count} ads are put together from parts ({ads}) and have posts that can only be listed "
        "for their own Page, which is not among the Pages that are read, so comments under them "
        "are not covered. Give the system user that Page, or look at the ads themselves.",
        {"count": str(len(ads)), "ads": _listed(ads)},
    )


def _several_there(ads: Sequence[Ad]) -> Words:
    return Words(
        "{count} ads are put together from parts ({ads}) and can be shown on Instagram, where no "
        "list tells of all their posts, so comments under them there are not covered. Look at the "
        "ads themselves.",
        {"count": str(len(ads)), "ads": _listed(ads)},
    )


def _without_there(ads: Sequence[Ad]) -> Words:
    return Words(
        "Meta did not tell which posts on Instagram are behind {count} ads ({ads}) that can be "
        "shown there, so comments under them there are not covered. Look at the ads themselves.",
        {"count": str(len(ads)), "ads": _listed(ads)},
    )


def _listed(ads: Sequence[Ad]) -> str:
    ids = [one.id for one in ads]
    return ", ".join([*ids[:_NAMED], *(["…"] if len(ids) > _NAMED else [])])
