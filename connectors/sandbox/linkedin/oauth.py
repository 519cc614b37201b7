"""The OAuth end points: introspection, tokens for codes, refreshing, taking back.

Sources: *Token introspection*, *Programmatic refresh tokens*, checked 2026-11-22. A refresh token
lives 365 days from the first grant, however often it is used.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from connectors.sandbox.linkedin.asking import Answer
from connectors.sandbox.linkedin.consent import redeemed
from connectors.sandbox.linkedin.tokens import (
    APP_ID,
    APP_SECRET,
    LIFE,
    REFRESH_LIFE,
    issue,
    status,
)
from connectors.sandbox.world import Record, World

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
            return _issued(world, form)
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


def _issued(world: World, form: Mapping[str, str]) -> Answer:
    """A new access token, for what the form offers."""
    match form.get("grant_type"):
        case "refresh_token":
            return _refreshed(world, form)
        case "authorization_code":
            return _exchanged(world, form)
        case _:
            return _refused(400, "unsupported_grant_type", "Nothing else is served here")


def _exchanged(world: World, form: Mapping[str, str]) -> Answer:
    """The first token for a code. Another set of scopes ends every earlier token of the app."""
    code = redeemed(world, form.get("code", ""), form.get("redirect_uri", ""))
    if code is None:
        return _refused(400, "invalid_request", "The code is expired, used, or of another address")
    now, scopes = int(world.clock().timestamp()), ",".join(code.scopes)
    for record in world.linkedin["tokens"].values():
        if record["_kind"] == code.kind and {*record["scope"].split(",")} != {*code.scopes}:
            record["status"] = "revoked"
    text = f"sandbox-{code.kind}-{len(world.linkedin['tokens'])}"
    issue(world, text, code.kind, first_granted=now, now=now)["scope"] = scopes
    refresh = f"{REFRESH_PREFIX}{code.kind}-{len(world.linkedin['refresh'])}"
    world.linkedin["refresh"][refresh] = {"_kind": code.kind, "_granted": now, "_scope": scopes}
    return _told(text, refresh, int(REFRESH_LIFE.total_seconds()), scopes)


def _refreshed(world: World, form: Mapping[str, str]) -> Answer:
    """A new access token for a refresh token."""
    refresh = form.get("refresh_token", "")
    now = int(world.clock().timestamp())
    known = world.linkedin["refresh"].get(refresh) or _seeded(world, refresh)
    if known is None:
        return _refused(400, "invalid_request", "The refresh token is not known")
    kind, granted = known["_kind"], known["_granted"]
    left = granted + int(REFRESH_LIFE.total_seconds()) - now
    if left <= 0:
        return _refused(400, "invalid_grant", "The refresh token has expired")
    text = f"sandbox-{kind}-{len(world.linkedin['tokens'])}"
    issue(world, text, kind, first_granted=granted, now=now)["scope"] = known["_scope"]
    return _told(text, refresh, left, known["_scope"])


def _seeded(world: World, refresh: str) -> Record | None:
    """The refresh tokens that are known from the start, granted with the first tokens."""
    kind = refresh.removeprefix(REFRESH_PREFIX)
    original = world.linkedin["tokens"].get(f"sandbox-{kind}")
    if original is None or not refresh.startswith(REFRESH_PREFIX):
        return None
    granted, scope = original["authorized_at"], original["scope"]
    return {"_kind": kind, "_granted": granted, "_scope": scope}


def _told(text: str, refresh: str, left: int, scope: str) -> Answer:
    """What the member's app is given; `left`: seconds of the refresh token's life."""
    return Answer(
        body={
            "access_token": text,
            "expires_in": int(LIFE.total_seconds()),
            "refresh_token": refresh,
            "refresh_token_expires_in": left,
            "scope": scope,
        }
    )


def _refused(code: int, error: str, description: str) -> Answer:
    return Answer(status=code, body={"error": error, "error_description": description})
