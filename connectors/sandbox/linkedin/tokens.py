"""Tokens: two apps, two products, and what each may do.

Advertising and comments come with products that cannot share an app. Sources: *Getting Access to
Community Management*, *Authentication overview*, checked 2026-11-22.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from connectors.sandbox.linkedin.errors import expired, no_token, revoked
from connectors.sandbox.world import Record, World

APP_ID = "1"
APP_SECRET = "sandbox-secret"  # noqa: S105 (the sandbox's own, known to everybody)
ADS_TOKEN = "sandbox-ads"  # noqa: S105 (the sandbox's own)
COMMUNITY_TOKEN = "sandbox-community"  # noqa: S105 (the sandbox's own)
MEMBER = "urn:li:person:annonsvakt"
"""Who consented to both apps; roles on accounts and organisations are this person's."""
SCOPES = {
    "ads": (
        "r_ads", "rw_ads", "r_ads_reporting", "r_organization_social", "w_organization_social",
        "rw_organization_admin", "r_basicprofile",
    ),
    "community": (
        "r_organization_social_feed", "w_organization_social_feed", "r_organization_social",
        "w_organization_social", "rw_organization_admin", "r_basicprofile",
    ),
}  # fmt: skip
"""What each product grants."""
LIFE = timedelta(days=60)
REFRESH_LIFE = timedelta(days=365)
"""From the first grant: refreshing does not prolong it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access token, recognised."""

    text: str = field(repr=False)
    kind: str
    """`ads` or `community`: the product of its app."""
    scopes: frozenset[str]
    member: str
    """URN of the person who consented."""


def seed(world: World) -> None:
    """Put down the tokens that are known from the start, granted the day before."""
    for kind, text in (("ads", ADS_TOKEN), ("community", COMMUNITY_TOKEN)):
        granted = int(world.clock().timestamp()) - 86400
        issue(world, text, kind, first_granted=granted, now=granted)


def issue(world: World, text: str, kind: str, *, first_granted: int, now: int) -> Record:
    """Write down a token as introspection tells of it; `_` marks what it does not tell."""
    record = world.linkedin["tokens"][text] = {
        "active": True,
        "status": "active",
        "scope": ",".join(SCOPES[kind]),
        "client_id": APP_ID,
        "auth_type": "3L",
        "created_at": now,
        "authorized_at": first_granted,
        "expires_at": now + int(LIFE.total_seconds()),
        "_kind": kind,
        "_refused": 0,
    }
    return record


def recognise(world: World, header: str | None) -> Token:
    """The token in an `Authorization` header.

    Raises:
        Refused: there is none, nobody issued it, or it is no longer good.
    """
    kind, _, text = (header or "").partition(" ")
    record = world.linkedin["tokens"].get(text)
    if kind.lower() != "bearer" or record is None:
        raise no_token()
    _check(world, record)
    return Token(
        text=text,
        kind=record["_kind"],
        scopes=frozenset(record["scope"].split(",")),
        member=MEMBER,
    )


def status(world: World, record: Record) -> str:
    """`active`, `expired` or `revoked`."""
    if world.faults.toggle("linkedin.token_revoked") or record["status"] == "revoked":
        return "revoked"
    late = record["expires_at"] <= world.clock().timestamp()
    return "expired" if late or world.faults.toggle("linkedin.token_expired") else "active"


def _check(world: World, record: Record) -> None:
    now = status(world, record)
    if now != "active":
        raise expired() if now == "expired" else revoked()
    if record["_refused"] < int(world.faults.toggle("linkedin.fresh_token_401") or 0):
        record["_refused"] += 1
        raise revoked()
