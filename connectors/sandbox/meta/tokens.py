"""Tokens: whose they are, and the proof that the asker knows the app's secret.

Source: Graph API, *Secure Graph API calls* and *Debug-Token*, checked 2026-11-22.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.meta.errors import (
    GraphError,
    bad_proof,
    bad_token,
    expired,
    invalid,
    no_token,
)
from connectors.sandbox.world import World

APP_ID = "1"
APP_SECRET = "sandbox-secret"  # noqa: S105 (the sandbox's own, known to everybody)
SYSTEM_TOKEN = "sandbox-meta"  # noqa: S105 (the sandbox's own)
USER_TOKEN = "sandbox-user"  # noqa: S105 (the sandbox's own)
APP_TOKEN = f"{APP_ID}|{APP_SECRET}"
PAGE_PREFIX = "sandbox-page-"
SYSTEM_USER, PRIVATE_USER = "77", "78"
SCOPES = (
    "ads_management", "ads_read", "business_management", "instagram_basic",
    "instagram_manage_comments", "instagram_manage_messages", "pages_manage_engagement",
    "pages_manage_metadata", "pages_messaging", "pages_read_engagement",
    "pages_read_user_content", "pages_show_list",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, recognised."""

    text: str
    kind: str
    """SYSTEM_USER, USER, PAGE or APP, as debug_token writes it."""
    holder: str
    """Id of the person, system user, Page or app that it stands for."""

    @property
    def is_person(self) -> bool:
        """Whether it stands for somebody who can have a role in an ad account."""
        return self.kind in ("SYSTEM_USER", "USER")

    def speaks_for(self, page_id: str) -> bool:
        """Whether roles on this Page count for it: its own, or those of the system user."""
        return self.kind == "SYSTEM_USER" or (self.kind == "PAGE" and self.holder == page_id)


def recognise(world: World, text: str | None) -> Token:
    """The token behind a text.

    Raises:
        GraphError: there is none, nobody issued it, or its time is past.
    """
    if not text:
        raise no_token()
    if world.faults.toggle("meta.token_expired") and text != APP_TOKEN:
        raise expired()
    if text == APP_TOKEN:
        return Token(text, "APP", APP_ID)
    if text == SYSTEM_TOKEN:
        return Token(text, "SYSTEM_USER", SYSTEM_USER)
    if text == USER_TOKEN:
        return Token(text, "USER", PRIVATE_USER)
    page = world.meta.get(text.removeprefix(PAGE_PREFIX))
    if text.startswith(PAGE_PREFIX) and page is not None and page.kind == "Page":
        return Token(text, "PAGE", text.removeprefix(PAGE_PREFIX))
    raise bad_token()


def proof(token: str) -> str:
    """HMAC-SHA256 of the token under the app's secret, as the published client sends it."""
    return hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()


def check_proof(token: Token, given: str | None) -> None:
    """Demand the proof: the app "requires app secret". An app token holds the secret itself.

    Raises:
        GraphError: the proof is missing or wrong.
    """
    if given is None and token.kind == "APP":
        return
    if given is None or not hmac.compare_digest(given, proof(token.text)):
        raise bad_proof(given=given is not None)


def debug(world: World, asker: Token, text: str) -> dict[str, Any]:
    """What `/debug_token` tells of a token.

    Raises:
        GraphError: the asker is neither the app nor of the app, or there is nothing to tell of.
    """
    if not text:
        raise invalid("The parameter input_token is required")
    if asker.kind == "PAGE":
        raise GraphError(
            100, "(#100) You must provide an app access token, or a user access token of the app"
        )
    try:
        token = recognise(world, text)
    except GraphError as error:
        return {
            "data": {
                "app_id": APP_ID,
                "is_valid": False,
                "error": {
                    "code": error.code,
                    "message": str(error),
                    **({"subcode": error.subcode} if error.subcode else {}),
                },
                "scopes": [],
            }
        }
    return {"data": _told(world, token)}


def _told(world: World, token: Token) -> dict[str, Any]:
    granted = scopes(world, token)
    issued = int(world.clock().timestamp()) - 86400
    about = {"profile_id": token.holder} if token.kind == "PAGE" else {}
    return {
        "app_id": APP_ID,
        "type": token.kind,
        "application": "Annonsvakt",
        "user_id": SYSTEM_USER if token.kind == "PAGE" else token.holder,
        **about,
        "is_valid": True,
        "expires_at": _in_days(world, "meta.token_expires_in_days"),
        "data_access_expires_at": _in_days(world, "meta.data_access_expires_in_days"),
        "issued_at": issued,
        "scopes": granted,
        "granular_scopes": _granular(world, granted) if token.kind != "USER" else [],
    }


def scopes(world: World, token: Token) -> list[str]:
    """The permissions of a token."""
    given = ("ads_read", "pages_show_list") if token.kind == "USER" else SCOPES
    lacks = ["business_management"] if world.faults.toggle("meta.no_business_management") else []
    return [
        one
        for one in given
        if one not in lacks and not world.faults.names("meta.missing_scopes", one)
    ]


def _granular(world: World, granted: list[str]) -> list[dict[str, Any]]:
    """The permissions with the ids to which each is limited."""
    pages = [n for n in world.meta.values() if n.kind == "Page" and n.hidden.get("tasks")]
    ids = [page.fields["id"] for page in pages]
    limited = {scope: ids for scope in granted if scope.startswith("pages_")}
    limited |= world.faults.toggle("meta.limited_scopes") or {}
    return [
        {"scope": scope, **({"target_ids": limited[scope]} if scope in limited else {})}
        for scope in granted
    ]


def _in_days(world: World, toggle: str) -> int:
    """Seconds since 1970 when something ends; 0: never."""
    days = world.faults.toggle(toggle)
    return int(world.clock().timestamp() + days * 86400) if days else 0
