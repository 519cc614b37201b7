"""The wire to Meta: one client of Meta's own for each thread and token, and answers as they came.

The client signs, writes the version into the path and joins what belongs together. Its judgement
of answers is not used: it takes HTML for success and stumbles over bodies that it does not expect
(docs/decisions/0002). Every response is therefore taken from the session itself.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import requests
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookError
from facebook_business.session import FacebookSession

from connectors.errors import TokenRejected, Unavailable
from connectors.http import TIMEOUT, Meter, prepare
from connectors.meta import upgraded
from connectors.meta.access import MetaAccess
from connectors.meta.ask import Ask
from connectors.meta.refusal import Asked
from connectors.meta.usage import lowered
from policies.model import Platform, Words

_STUMBLES = (FacebookError, TypeError, AttributeError, KeyError, ValueError, RecursionError)
"""What the client raises over an answer that it has received, and that we read ourselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it came; `body` is None where it is no JSON: gateways send HTML, or nothing."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name."""
    body: object = None


class Wire:
    """Sends; safe across threads."""

    def __init__(self, access: MetaAccess, *, meter: Meter, place: str) -> None:
        """`place`: where the configured token stands; `meter` counts every sending and answer."""
        self._access = access
        self._meter = meter
        self._place = place
        self._local = threading.local()
        self._tokens: dict[str, None] = {}
        """Every token that was ever sent: a batch's refusal may quote those of all its items."""

    def send(self, ask: Ask, form: Mapping[str, str]) -> Reply:
        """Send one call by itself, once.

        Raises:
            TokenRejected: there is no token, or none that can be sent.
            Unavailable: no answer.
        """
        return self._exchange(ask, ask.path, form, counted=1)

    def send_batch(self, asks: Sequence[Ask], items: Sequence[Mapping[str, str]]) -> Reply:
        """Send several calls as one, once; `items` as Meta's batches write them.

        Raises:
            TokenRejected: there is no token, or none that can be sent.
            Unavailable: no answer.
        """
        outer = Ask(parts=(), method="POST", account_id=asks[0].account_id)
        return self._exchange(outer, "", {"batch": json.dumps(items)}, counted=len(items))

    def credentials(self, ask: Ask, *, mixed: bool) -> dict[str, str]:
        """The token and proof that an item of a batch carries; empty: those of the batch itself.

        `mixed`: one of its items has a token of its own. Then every item needs a token and a proof
        in its address (Batch Requests, checked 2026-11-22).
        """
        if ask.token is None and not mixed:
            return {}
        secret = self._access.app_secret
        told = {"access_token": self._token(ask)}
        return told | ({"appsecret_proof": proof(told["access_token"], secret)} if secret else {})

    def noticed(self, headers: Mapping[str, str]) -> None:
        """Heed what an answer's headers, by lower-case name, say of the version."""
        upgraded.notice(headers, self._access.base_url, self._access.api_version)

    def asked(self, ask: Ask) -> Asked:
        """What an error about this call must name."""
        access = self._access
        tokens = [one for one in (access.token, ask.token, *self._tokens.copy()) if one]
        proofs = [proof(one, access.app_secret) for one in tokens if access.app_secret]
        return Asked(
            endpoint=ask.endpoint,
            token=self._where(ask),
            version=access.api_version,
            account_id=ask.account_id,
            secrets=tuple(dict.fromkeys(filter(None, (*tokens, *proofs, access.app_secret)))),
        )

    def _where(self, ask: Ask) -> str:
        """Where the token of a call stands; that of a Page was fetched with the configured one."""
        return "[meta] app_secret" if ask.token and "|" in ask.token else self._place

    def _exchange(self, ask: Ask, path: str, form: Mapping[str, str], *, counted: int) -> Reply:
        """Send, and take the response from the session; what cannot be sent does not count."""
        client = self._client(self._token(ask))
        self._meter.add(http=1, counted=counted)
        try:
            reply = client.exchange(ask.method, path, form)
        except requests.Timeout:
            words = Words("Meta did not answer in time ({endpoint}).", {"endpoint": ask.endpoint})
            raise self._silent(ask, words) from None
        except requests.RequestException as error:
            raise self._unreachable(ask, type(error).__name__) from None
        self._meter.add(answered=1)
        return reply

    def _client(self, token: str) -> _Client:
        """This thread's client for a token."""
        clients: dict[str, _Client] = self._local.__dict__.setdefault("clients", {})
        if token not in clients:
            clients[token] = _Client(self._access, token)
        return clients[token]

    def _token(self, ask: Ask) -> str:
        """The token of a call, if it can stand in an address."""
        token, place = ask.token or self._access.token, {"token": self._where(ask)}
        if not token:
            words = Words(
                "The token {token} is missing. Create one for the system user and set it there.",
                place,
            )
            raise TokenRejected(words, platform=Platform.META, account_id=ask.account_id)
        if not (token.isascii() and token.isprintable()) or " " in token:
            words = Words(
                "The token {token} has signs that no token of Meta's has. Set it anew.", place
            )
            raise TokenRejected(words, platform=Platform.META, account_id=ask.account_id)
        self._tokens[token] = None
        return token

    def _unreachable(self, ask: Ask, kind: str) -> Unavailable:
        words = Words(
            "Meta cannot be reached ({endpoint}: {kind}). Check the network.",
            {"endpoint": ask.endpoint, "kind": kind},
        )
        return self._silent(ask, words)

    def _silent(self, ask: Ask, words: Words) -> Unavailable:
        return Unavailable(words, platform=Platform.META, account_id=ask.account_id)


class _Client:
    """Meta's client for one thread and token."""

    def __init__(self, access: MetaAccess, token: str) -> None:
        session = FacebookSession(  # type: ignore[no-untyped-call]
            access.app_id, access.app_secret, token, timeout=TIMEOUT
        )
        session.GRAPH = access.base_url.rstrip("/")
        prepare(session.requests, access.base_url)
        # The token is in the address: it is not carried elsewhere, and no .netrc joins it.
        session.requests.max_redirects = 0
        session.requests.auth = _unchanged
        session.requests.hooks["response"].append(self._listen)
        self._api = FacebookAdsApi(  # type: ignore[no-untyped-call]
            session, api_version=access.api_version
        )
        self._heard: list[requests.Response] = []
        self._unsaid = _spellings(access, token)

    def exchange(self, method: str, path: str, form: Mapping[str, str]) -> Reply:
        """Send once.

        Raises:
            requests.RequestException: no whole answer; nothing was sent, where the version is none.
        """
        self._heard.clear()
        try:
            self._api.call(  # type: ignore[no-untyped-call]
                method, (path,) if path else (), params=dict(form)
            )
        except requests.TooManyRedirects:
            pass  # An answer like any other, and none that we want to follow.
        except requests.RequestException:
            raise
        except _STUMBLES:
            pass  # The response is read below, whatever the client thought of it.
        if not self._heard:
            raise requests.exceptions.InvalidURL
        return _reply(self._heard.pop(), self._unsaid)

    def _listen(self, response: requests.Response, **_: Any) -> None:
        self._heard.append(response)


def _reply(response: requests.Response, unsaid: Sequence[bytes]) -> Reply:
    """A response as it came, without what was sent in confidence: links hold it, and echoes may."""
    body = response.content
    for secret in unsaid:
        body = body.replace(secret, b"[secret]")
    return Reply(status=response.status_code, headers=lowered(response.headers), body=loaded(body))


def _spellings(access: MetaAccess, token: str) -> tuple[bytes, ...]:
    """The configured secrets and the proof, plain and encoded; a Page's token we need to read."""
    secrets = [access.token, access.app_secret]
    secrets += [proof(token, access.app_secret)] if access.app_secret else []
    told = sorted(filter(None, secrets), key=len, reverse=True)
    return tuple(spelt.encode() for one in told for spelt in (one, quote(one, safe="")))


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def loaded(body: object) -> object:
    """JSON as a value; None where it is none."""
    try:
        return (
            json.loads(body, parse_constant=_no_constant) if isinstance(body, str | bytes) else None
        )
    except (ValueError, RecursionError):
        return None


def _no_constant(name: str) -> None:
    """Refuse `NaN` and its kin, which JSON does not have."""
    raise ValueError(name)


def proof(token: str, secret: str) -> str:
    """The proof that the sender of a token knows the app's secret (Secure Graph API calls)."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
