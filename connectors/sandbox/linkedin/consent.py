"""Consent: a member lets an app act, and is sent back to it with a code.

The member is logged in and agrees at once. Source: *Authorization Code Flow*, checked 2026-11-22:
scopes are parted by spaces, one that the app was not granted rejects the whole request, a code
lives 30 minutes and is good for one exchange, with the very address it was sent to.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from connectors.sandbox.linkedin.asking import Answer
from connectors.sandbox.linkedin.tokens import APP_ID, SCOPES
from connectors.sandbox.world import World

CODE_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a code stands for."""

    kind: str
    scopes: tuple[str, ...]
    redirect_uri: str
    until: float
    """Seconds since the epoch."""


def asked(world: World, query: Mapping[str, str]) -> Answer:
    """Where the member's browser is sent. Hold the world's lock."""
    target = query.get("redirect_uri", "")
    if query.get("client_id") != APP_ID or not urlsplit(target).netloc:
        return Answer(status=400, body={"error": "invalid_request"})
    state = {"state": query["state"]} if "state" in query else {}
    return _sent(target, {**_outcome(world, query, target), **state})


def _outcome(world: World, query: Mapping[str, str], target: str) -> dict[str, str]:
    """A code, or why there is none."""
    if query.get("response_type") != "code":
        return _no("unsupported_response_type", "Only code is served")
    if world.faults.toggle("linkedin.consent_denied"):
        return _no("user_cancelled_authorize", "The user cancelled the authorization")
    scopes = tuple(query.get("scope", "").split())
    kind = _kind(scopes)
    if kind is None:
        return _no("unauthorized_scope_error", "A scope is not authorized for your application")
    code = secrets.token_urlsafe(24)
    until = (world.clock() + CODE_LIFE).timestamp()
    world.linkedin["codes"][code] = {
        "_code": Code(kind=kind, scopes=scopes, redirect_uri=target, until=until)
    }
    return {"code": code}


def _kind(scopes: tuple[str, ...]) -> str | None:
    """The app whose product grants all of these; the sandbox's two apps share one id."""
    fits = (kind for kind, granted in SCOPES.items() if scopes and {*scopes} <= {*granted})
    return next(fits, None)


def _no(error: str, description: str) -> dict[str, str]:
    return {"error": error, "error_description": description}


def _sent(target: str, told: Mapping[str, str]) -> Answer:
    joint = "&" if urlsplit(target).query else "?"
    return Answer(status=302, headers={"Location": f"{target}{joint}{urlencode(told)}"})


def redeemed(world: World, code: str, redirect_uri: str) -> Code | None:
    """What a code stands for, once, and only with the address that it was sent to."""
    found = world.linkedin["codes"].pop(code, None)
    if found is None:
        return None
    told: Code = found["_code"]
    fits = told.redirect_uri == redirect_uri and world.clock().timestamp() < told.until
    return told if fits else None
