"""The ad side: accounts, campaigns, ad sets, ads, creatives, and the snapshot that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.model.common import (
    AccountId,
    AdId,
    AdSetId,
    CampaignId,
    Money,
    Platform,
    PostId,
    Unread,
    aware,
)
from policies.model.reach import Reach
from policies.model.shown import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountControls:
    """What an ad account excludes for all its ad sets (Meta `account_controls`).

    An account without controls has no exclusions and `status` "".
    """

    placement_exclusions: tuple[str, ...]
    status: str
    campaigns_with_error: tuple[CampaignId, ...]
    youngest: int | None = None
    """Nobody below this age is shown its ads; None: no such bound was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdAccount:
    """Who pays: Meta ad account, LinkedIn sponsored account."""

    platform: Platform
    id: AccountId
    name: str
    currency: str | None
    time_zone: str | None
    """IANA name. LinkedIn has none: its days are UTC."""
    status: str | None
    """The platform's own word: Meta `account_status` as digits, LinkedIn `status`."""
    rights: tuple[str, ...] | Unread
    """Meta `user_tasks`; LinkedIn the roles of the token's member."""
    controls: AccountControls | Unread | None
    """None: the platform has no such thing."""
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Purpose and top-level switch: Meta campaign, LinkedIn campaign group."""

    platform: Platform
    id: CampaignId
    account_id: AccountId
    name: str
    intent: str | None
    """What we asked: Meta and LinkedIn `status`. None: not given."""
    delivery: tuple[str, ...]
    """What happens: Meta `effective_status` (one word), LinkedIn `servingStatuses`."""
    start: datetime | None
    end: datetime | None
    daily_budget: Money | None
    total_budget: Money | None
    updated: str | None
    """Meta `updated_time`, LinkedIn `versionTag`, as written."""
    link: str | None = None

    def __post_init__(self) -> None:
        aware(self.start, "start")
        aware(self.end, "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an ad set may show."""

    platforms: tuple[str, ...] | None
    """Meta `publisher_platforms`; None or empty: automatic, which means all of them."""
    positions: Mapping[str, tuple[str, ...]]
    """`facebook_positions` and its kin, by the platform's field name."""
    effective_platforms: tuple[str, ...] | None
    """Meta `effective_publisher_platforms`; None: the platform did not tell."""
    soft_opt_out: Mapping[str, tuple[str, ...]] | Unread
    """Meta `placement_soft_opt_out`: excluded positions that may still get up to 5 % of spend."""
    offsite: bool | None = None
    """LinkedIn `offsiteDeliveryEnabled`, a fact without a rule (C6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdSet:
    """Audience, budget, flight and placements: Meta ad set, LinkedIn campaign."""

    platform: Platform
    id: AdSetId
    campaign_id: CampaignId
    account_id: AccountId
    name: str
    intent: str | None
    delivery: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    daily_budget: Money | None
    total_budget: Money | None
    updated: str | None
    placement: Placement | Unread
    senders: tuple[Sender, ...] = ()
    """Identities set here rather than on a creative (Meta `instagram_user_id`, LinkedIn
    `associatedEntity`)."""
    link: str | None = None
    reach: Reach | Unread | None = None
    """Whom it can reach. None: nobody asked the platform."""

    def __post_init__(self) -> None:
        aware(self.start, "start")
        aware(self.end, "end")


class SenderKind(StrEnum):
    """What sort of account an ad shows as its sender."""

    PAGE = "page"
    INSTAGRAM = "instagram"
    ORGANIZATION = "organization"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """One identity found on an ad, and where it was found (`creative.instagram_user_id`)."""

    kind: SenderKind
    id: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An Instagram account, Page or organisation as the platform resolves its id."""

    id: str
    username: str | None
    legacy_id: str | None = None
    page_backed: bool = False
    """A stand-in account made from a Page, which nobody can log in to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post that carries comments; `kind`: facebook, instagram or linkedin; `owner_id`: whose."""

    platform: Platform
    id: PostId
    kind: str
    owner_id: str | None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture of a creative, and the text that stands for it where it cannot be seen."""

    media: str
    """As in `Creative.media`. On Meta the photo's or the Instagram post's id; of something that has
    none, its post's with what it is; of a post of which nothing was told, the post's alone; of
    variants that no post tells apart, all of them in one."""
    alt_text: str | Unread | None
    """None: what shows the picture was read, and no alternative text is set. One that the platform
    made by itself is none."""
    post: PostId | None = None
    """The one of the creative's posts that shows it; None: wherever the ad is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One film of a creative, and whether what is said in it can be read."""

    media: str
    """As of a picture."""
    captions: bool | Unread | None
    """None: the platform tells of no film whether it has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Creative:
    """What is seen: text, media, link, senders, and the posts behind it."""

    id: str
    title: str | None
    text: str | None
    landing: str | None
    media: tuple[str, ...]
    """Image hashes, video ids or media URNs, in the order shown."""
    senders: tuple[Sender, ...]
    page_actor_override: bool
    posts: tuple[Post, ...]
    unread: tuple[Unread, ...] = ()
    """Parts of this creative that were not given, such as `senders` or `posts`."""
    pictures: tuple[Picture, ...] | Unread | None = None
    """Its pictures; films and documents are none. None: nobody asked the platform for them."""
    films: tuple[Film, ...] | Unread | None = None
    """Its films. None: nobody asked the platform for them."""
    shows: Shown | None = None
    """All that is seen of it, cards and alternatives included, but for the senders. None: nobody
    looked; what could not be read is `content` among the parts that are `unread`."""
    variants: tuple[str, ...] = ()
    """Of an ad that its platform puts together: those of its `media` among which it chooses. It
    makes a post of each choice, and names one of them at most."""
    version: str | None = None
    """When what it shows was last changed, as the platform writes it. Meta tells none: a creative
    there never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One thing shown: Meta ad, LinkedIn creative."""

    platform: Platform
    id: AdId
    ad_set_id: AdSetId
    campaign_id: CampaignId
    account_id: AccountId
    name: str
    intent: str | None
    delivery: tuple[str, ...]
    creative: Creative | Unread
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that a platform said of one account at one instant, and what could not be read."""

    account: AdAccount
    read_at: datetime
    campaigns: tuple[Campaign, ...]
    ad_sets: tuple[AdSet, ...]
    ads: tuple[Ad, ...]
    identities: tuple[Identity, ...]
    unread: tuple[Unread, ...]

    def __post_init__(self) -> None:
        aware(self.read_at, "read_at")
