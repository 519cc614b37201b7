"""What a member's consent gave: an access token, mostly a refresh token, and how long both live.

The refresh token's year counts from the first consent: refreshing does not prolong it, and after it
a person must consent again (Programmatic refresh tokens, checked 2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.linkedin.shape import refuse, text

_BETWEEN = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Tokens of one app, with their ends; all instants aware."""

    access_token: str = field(repr=False)
    granted_at: datetime
    """When this access token was given."""
    expires_at: datetime
    refresh_token: str | None = field(default=None, repr=False)
    """None: the app is not approved for them, and a person must consent every 60 days."""
    refresh_expires_at: datetime | None = None
    """None: there is none, or its end was not told."""
    scopes: tuple[str, ...] = ()


def read_grant(told: Mapping[str, Any], *, at: datetime, before: Grant | None = None) -> Grant:
    """The answer of `/oauth/v2/accessToken`, received `at`.

    `before`: the grant that was refreshed, whose refresh token goes on where no other is told.

    Raises:
        Unreadable: it is of another shape.
    """
    token, lives = text(told, "access_token"), _seconds(told, "expires_in")
    if not token:
        raise refuse("access_token", None)
    if lives is None:
        raise refuse("expires_in", None)
    refresh = text(told, "refresh_token") or (before.refresh_token if before else None)
    left = _seconds(told, "refresh_token_expires_in")
    until = at + left if left is not None else before.refresh_expires_at if before else None
    return Grant(
        access_token=token,
        granted_at=at,
        expires_at=at + lives,
        refresh_token=refresh,
        refresh_expires_at=until if refresh else None,
        scopes=scopes_in(text(told, "scope") or ""),
    )


def scopes_in(written: str) -> tuple[str, ...]:
    """Scopes out of a text: commas part them in answers, spaces in requests."""
    return tuple(sorted({one for one in _BETWEEN.split(written) if one}))


def _seconds(told: Mapping[str, Any], name: str) -> timedelta | None:
    """A whole number of seconds; None: absent.

    Raises:
        Unreadable: it is none, or too long for a calendar.
    """
    value = told.get(name)
    if value is None:
        return None
    longest = timedelta(days=36_500).total_seconds()
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= longest:
        raise refuse(name, value)
    return timedelta(seconds=value)
