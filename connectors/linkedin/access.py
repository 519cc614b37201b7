"""What the LinkedIn connector must know to work: where, which version, with whose tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from policies.model import Permitted


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInAccess:
    """Address, version, tokens and scope; a missing token shows when something is read.

    Advertising and comments need two developer apps and so two tokens (Getting Access to
    Community Management, checked 2026-11-22).
    """

    base_url: str
    version: str
    """`YYYYMM`, pinned: versions do not follow the calendar."""
    ads_token: str | None = field(repr=False)
    community_token: str | None = field(repr=False)
    ad_accounts: tuple[str, ...]
    """Numbers; empty: all that the token sees."""
    organizations: tuple[str, ...]
    """URNs of the city's own organisations."""
    tier: str
    """Of the advertising app: `standard`, or `development`, which may edit listed accounts only."""
    community_tier: str
    """Of the community app: on `development` there are no batch reads and 100 calls a day."""
    editable_accounts: tuple[str, ...]
    """Our copy of the allow-list that a development app has in the developer portal."""
    watch_after_days: int
    ads_issued_at: datetime | None = None
    """When the token was given, where we fetched it: for some seconds it may not work yet."""
    community_issued_at: datetime | None = None
    ads_scopes: tuple[str, ...] | None = None
    """Permissions of the advertising token as they were told last; None: nobody asked."""

    @property
    def permitted(self) -> Permitted:
        """What the advertising token may do, whatever its member's role."""
        editable = None if self.tier == "standard" else frozenset(self.editable_accounts)
        return Permitted(scopes=self.ads_scopes, editable=editable)
