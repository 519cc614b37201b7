"""The OAuth end points: introspection, refreshing, taking back.

Sources: *Token introspection*, *Programmatic refresh tokens*, checked 2026-11-22. A refresh token
lives 365 days from the first grant, however often it is used.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from connectors.sandbox.linkedin.asking import Answer
from connectors.sandbox.linkedin.tokens import (
    APP_ID,
    APP_SECRET,
    LIFE,
    REFRESH_LIFE,
    issue,
    status,
)
from connectors.sandbox.world import World

REFRESH_PREFIX = "sandbox-refresh-"
"""Before `ads` or `community`."""


def answer(world: World, name: str, form: Mapping[str, str]) -> Answer:
    """The answer to a form. Hold the world's lock."""
    if form.get("client_id") != APP_ID or not _knows_secret(form):
        return _refused(401, "invalid_client", "Client authentication failed")
    match name:
        case "introspectToken":
            return _introspected(world, form.get("token", ""))
        case "accessToken":
            return _refreshed(world, form)
        case "revoke":
            record = world.linkedin["tokens"].get(form.get("token", ""))
            if record is not None:
                record["status"] = "revoked"
            return Answer()
        case _:
            return _refused(404, "not_found", "No such end point")


def _knows_secret(form: Mapping[str, str]) -> bool:
    return hmac.compare_digest(form.get("client_secret", "").encode(), APP_SECRET.encode())


def _introspected(world: World, text: str) -> Answer:
    """What is known of a token; times are seconds since the epoch."""
    record = world.linkedin["tokens"].get(text)
    if record is None:
        return Answer(body={"active": False})
    now = status(world, record)
    told = {name: value for name, value in record.items() if not name.startswith("_")}
    return Answer(body={**told, "active": now == "active", "status": now})


def _refreshed(world: World, form: Mapping[str, str]) -> Answer:
    """A new access token for a refresh token."""
    if form.get("grant_type") != "refresh_token":
        return _refused(400, "unsupported_grant_type", "Only refresh_token is served here")
    refresh = form.get("refresh_token", "")
    kind = refresh.removeprefix(REFRESH_PREFIX)
    original = world.linkedin["tokens"].get(f"sandbox-{kind}")
    now = int(world.clock().timestamp())
    if original is None or not refresh.startswith(REFRESH_PREFIX):
        return _refused(400, "invalid_request", "The refresh token is not known")
    granted: int = original["authorized_at"]
    left = granted + int(REFRESH_LIFE.total_seconds()) - now
    if left <= 0:
        return _refused(400, "invalid_grant", "The refresh token has expired")
    text = f"sandbox-{kind}-{len(world.linkedin['tokens'])}"
    record = issue(world, text, kind, first_granted=granted, now=now)
    return Answer(
        body={
            "access_token": text,
            "expires_in": int(LIFE.total_seconds()),
            "refresh_token": refresh,
            "refresh_token_expires_in": left,
            "scope": record["scope"],
        }
    )


def _refused(code: int, error: str, description: str) -> Answer:
    return Answer(status=code, body={"error": error, "error_description": description})
