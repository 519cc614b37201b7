"""LinkedIn's OAuth end points: consent, tokens for a code, refreshing, introspection.

Two developer apps are needed, for advertising and for comments; each has its own id, secret and
tokens (Authorization Code Flow, Programmatic refresh tokens, Token introspection; checked
2026-11-22). A form is sent once: a code is good for a single exchange.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import requests

from connectors.errors import ConnectorError, TokenRejected, Unavailable
from connectors.http import prepare
from connectors.linkedin.grant import Grant, read_grant, scopes_in
from connectors.linkedin.refusal import clean
from connectors.linkedin.shape import record, refuse, text
from policies.model import Platform, Words

AUTHORIZATION, TOKEN, INTROSPECTION = "authorization", "accessToken", "introspectToken"


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One developer app."""

    oauth_url: str
    place: str
    """How its keys begin in the configuration: `[linkedin] ads_` or `[linkedin] community_`."""
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Introspected:
    """What LinkedIn says of a token; a refresh token is active too: only a read proves one."""

    active: bool
    status: str | None
    """`active`, `expired` or `revoked`; None: the token is not known."""
    scopes: tuple[str, ...]
    granted_at: datetime | None
    expires_at: datetime | None


def consent_address(app: App, *, redirect_uri: str, scopes: Sequence[str], state: str) -> str:
    """Where a member consents in a browser; scopes are parted by spaces here."""
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "scope": " ".join(scopes),
    }
    return f"{_address(app, AUTHORIZATION)}?{urlencode(asked, quote_via=quote)}"


def exchange(app: App, *, code: str, redirect_uri: str, at: datetime) -> Grant:
    """The first tokens, for the code with which the member came back; `at`: now.

    Raises:
        TokenRejected: LinkedIn does not take the code, or the app's id and secret.
        ConnectorError: there was no answer that can be used.
    """
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return read_grant(_send(app, TOKEN, form, hidden=(code,)), at=at)


def refresh(app: App, grant: Grant, *, at: datetime) -> Grant:
    """A new access token; the refresh token's own end does not move.

    Raises:
        TokenRejected: there is no refresh token, or LinkedIn does not take it: consent again.
        ConnectorError: there was no answer that can be used.
    """
    if grant.refresh_token is None:
        raise _no_refreshing(app)
    form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
    return read_grant(_send(app, TOKEN, form, hidden=(grant.refresh_token,)), at=at, before=grant)


def introspect(app: App, token: str) -> Introspected:
    """What LinkedIn knows of a token.

    Raises:
        ConnectorError: there was no answer that can be used.
    """
    told = _send(app, INTROSPECTION, {"token": token}, hidden=(token,))
    active = told.get("active")
    if not isinstance(active, bool):
        raise refuse("active", active)
    return Introspected(
        active=active,
        status=text(told, "status"),
        scopes=scopes_in(text(told, "scope") or ""),
        granted_at=_instant(told, "created_at"),
        expires_at=_instant(told, "expires_at"),
    )


def _address(app: App, name: str) -> str:
    return f"{app.oauth_url.rstrip('/')}/oauth/v2/{name}"


def _send(
    app: App, name: str, form: Mapping[str, str], *, hidden: Sequence[str]
) -> Mapping[str, Any]:
    """The answer to a form, sent once; `hidden`: what no error may show."""
    told = {**form, "client_id": app.client_id, "client_secret": app.client_secret}
    secrets = (*hidden, app.client_secret, app.client_id)
    with prepare(requests.Session(), app.oauth_url) as session:
        try:
            answer = session.post(_address(app, name), data=told, allow_redirects=False)
        except requests.RequestException as error:
            words = Words(
                "LinkedIn cannot be reached ({endpoint}: {kind}). Check the network.",
                {"endpoint": name, "kind": type(error).__name__},
            )
            raise Unavailable(words, platform=Platform.LINKEDIN) from None
        body = _json(answer)
    if answer.status_code == HTTPStatus.OK and body is not None:
        return record(body, "$")
    raise _failed(app, name, answer.status_code, body, secrets)


def _json(answer: requests.Response) -> object:
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError):
        return None


def _failed(
    app: App, name: str, status: int, body: object, secrets: Sequence[str]
) -> ConnectorError:
    """What a failed answer means: a refusal names itself, anything else may heal."""
    told = body if isinstance(body, dict) else {}
    refused = status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    if refused and isinstance(told.get("error"), str):
        says = ": ".join(str(told[one]) for one in ("error", "error_description") if told.get(one))
        words = Words(
            "LinkedIn refuses the app of {place}client_id ({says}). Check its id and secret, and "
            "let a member consent again: annonsvakt linkedin login.",
            {"place": app.place, "says": clean(says, secrets)},
        )
        return TokenRejected(words, platform=Platform.LINKEDIN)
    words = Words(
        "LinkedIn answered {status} without readable content ({endpoint}).",
        {"status": str(status), "endpoint": name},
    )
    return Unavailable(words, platform=Platform.LINKEDIN)


def _no_refreshing(app: App) -> TokenRejected:
    words = Words(
        "LinkedIn gave the app of {place}client_id no refresh token: a member must consent every "
        "60 days. Run annonsvakt linkedin login.",
        {"place": app.place},
    )
    return TokenRejected(words, platform=Platform.LINKEDIN)


def _instant(told: Mapping[str, Any], name: str) -> datetime | None:
    """Seconds since the epoch; None: absent."""
    value = told.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse(name, value)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        raise refuse(name, value) from None
