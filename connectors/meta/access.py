"""What the Meta connector must know to work: where, which version, with which token."""

from __future__ import annotations

from dataclasses import dataclass, field

from policies.model import UNTOLD, Permitted


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaAccess:
    """Address, version, app, token and scope; a missing token shows when something is read."""

    base_url: str
    api_version: str
    """Such as `v26.0`: calls without a version are invalid (Versioning, checked 2026-11-22)."""
    app_id: str
    app_secret: str | None = field(repr=False)
    """Signs every call, and lets us ask which scopes the token has."""
    token: str | None = field(repr=False)
    """Of a system user. Page tokens are fetched with it and live in memory only."""
    ad_accounts: tuple[str, ...]
    """`act_1` or `1`; empty: all that the token sees."""
    pages: tuple[str, ...]
    """Ids of the city's own Pages; empty: all that the token sees."""
    instagram: tuple[str, ...]
    """Ids of the city's own Instagram accounts."""
    watch_after_days: int
    permitted: Permitted = UNTOLD
    """What was told of the token last."""
