"""The order under which a campaign runs: what a department told in good time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policies.model.common import AccountId, CampaignId, Money, PostId


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Who answers questions on the ads, and needs editor rights for that."""

    first_name: str
    """What answers are signed with."""
    mail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom the ads are directed at: in words, and as far as it was said so, to be checked."""

    text: str
    youngest: int | None = None
    """Years; None: no lower bound was agreed."""
    oldest: int | None = None
    """Years; None: no upper bound was agreed."""
    places: tuple[str, ...] = ()
    """Names of places; empty: none were agreed."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes, such as `sv`; empty: none were agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An order. None and empty: it does not say.

    The five parts of the routine are topic, dates, budget, audience and editors.
    """

    topic: str | None = None
    starts: date | None = None
    ends: date | None = None
    """The last day, that day included."""
    budget: Money | None = None
    audience: Audience | None = None
    editors: tuple[Editor, ...] = ()
    accessible: bool | None = None
    """Whether it says that accessibility is part of the order."""
    department: str | None = None
    """A department's id, or the name as it was written where none is known by it."""
    agency: str | None = None
    accounts: tuple[AccountId, ...] = ()
    posts: tuple[PostId, ...] = ()
    campaigns: tuple[CampaignId, ...] = ()
    """Campaigns of ours: on Meta campaigns, on LinkedIn campaign groups."""
    patterns: tuple[str, ...] = ()
    """Names of campaigns; `*` stands for anything, small and capital letters are the same."""
