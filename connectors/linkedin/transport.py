"""The wire to LinkedIn for one token: headers, addresses, answers, repeated reads, single writes.

The query is built here and put into the address as it must arrive: given as `params`, requests
would encode the structure of Rest.li a second time (checked 2026-11-22).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import requests
from requests.auth import AuthBase

from connectors.errors import (
    ConnectorError,
    RateLimited,
    TokenRejected,
    Unavailable,
    Unreadable,
)
from connectors.http import ATTEMPTS, Meter, Patience, prepare, repeat
from connectors.linkedin.access import LinkedInAccess
from connectors.linkedin.ask import Ask
from connectors.linkedin.breaker import Breaker
from connectors.linkedin.errors import decipher
from connectors.linkedin.refusal import Asked, Refusal, read_refusal
from connectors.linkedin.restli import query
from policies.model import Platform, Words

Answer: TypeAlias = Mapping[str, Any]
"""A JSON object."""

LONGEST_QUERY = 4000
"""Characters of a query; beyond, it travels as the body of a POST (Query tunnelling)."""
FRESH = timedelta(seconds=30)
"""For how long a new token may be called revoked (reported by several clients, 2026-11-22)."""
_OK = 200
_SUCCESS = range(200, 300)
_PROTOCOL = "2.0.0"
_BIRTH_PANGS = 2
"""How often the rejection of a new token is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token, and where it stands in the configuration."""

    place: str
    value: str | None = field(repr=False)
    issued_at: datetime | None = None
    """None: nobody has told."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether LinkedIn may not know it yet."""
        return self.issued_at is not None and now - self.issued_at < FRESH


class _Bearer(AuthBase):
    """Sets the token; as an auth object it also keeps a `.netrc` from taking its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        r.headers["Authorization"] = f"Bearer {self._token}"
        return r


class Wire:
    """Sends with one token; safe across threads, each of which has a session of its own."""

    def __init__(
        self,
        access: LinkedInAccess,
        token: Token,
        *,
        patience: Patience,
        clock: Callable[[], datetime],
        meter: Meter,
        breaker: Breaker | None = None,
    ) -> None:
        """`meter` counts every sending and answer; `patience` is shared with the run's other reads.

        `breaker` remembers refusals; without one they are forgotten with the wire.
        """
        self._access = access
        self._token = token
        self._patience = patience
        self._clock = clock
        self._meter = meter
        self._breaker = breaker or Breaker(clock)
        self._local = threading.local()

    def read(self, ask: Ask, *, attempts: int = ATTEMPTS) -> Answer:
        """The answer to a read, asked for again while that can help, `attempts` times in all.

        A throttle is waited out once: a second one would only be counted against us.

        Raises:
            ConnectorError: no answer that can be used.
        """
        self._breaker.check(ask.endpoint)
        try:
            patient = _Patient(self._once, ask, self._is_fresh)
            answer = repeat(patient, self._patience, attempts=attempts)
            if isinstance(answer, RateLimited):
                raise answer
        except ConnectorError as error:
            self._breaker.failed(ask.endpoint, error)
            raise
        self._breaker.succeeded(ask.endpoint)
        return answer

    def _is_fresh(self) -> bool:
        return self._token.is_fresh(self._clock())

    def write(self, ask: Ask) -> Answer:
        """The answer to a write, sent once, whatever was refused before.

        Raises:
            Transient: what became of it is unknown, or `RateLimited`: it was not done.
            Unreadable: what became of it is unknown.
            Permanent: LinkedIn says no.
        """
        return self._once(ask)

    def _once(self, ask: Ask) -> Answer:
        """Send, and read what comes back."""
        response = self._send(ask)
        if response.status_code not in _SUCCESS:
            raise decipher(self._refusal(ask, response))
        body = _json(response)
        if response.status_code != _OK or body is None:
            raise self._unusable(ask, response)
        if not isinstance(body, dict):
            raise Unreadable("$", body, platform=Platform.LINKEDIN, account_id=ask.account_id)
        return body

    def _send(self, ask: Ask) -> requests.Response:
        """Send once."""
        session = self._session()
        self._meter.add(http=1, counted=ask.counted)
        try:
            response = session.request(**self._arguments(ask), allow_redirects=False)
        except requests.Timeout as error:
            words = Words("LinkedIn did not answer in time ({endpoint}).", _named(ask))
            raise self._silent(ask, words) from error
        except requests.RequestException as error:
            words = Words(
                "LinkedIn cannot be reached ({endpoint}: {kind}). Check the network.",
                {**_named(ask), "kind": type(error).__name__},
            )
            raise self._silent(ask, words) from error
        self._meter.add(answered=1)
        return response

    def _arguments(self, ask: Ask) -> dict[str, Any]:
        """Verb, address, headers and body of a request."""
        url = f"{self._access.base_url.rstrip('/')}/rest/{ask.path}"
        written = query(ask.query, ask.fields)
        headers = {"X-RestLi-Method": ask.method}
        if ask.body is not None:
            return {
                "method": "POST",
                "url": f"{url}?{written}",
                "headers": {**headers, "Content-Type": "application/json"},
                "data": json.dumps(ask.body).encode(),
            }
        if len(written) > LONGEST_QUERY:
            headers["X-HTTP-Method-Override"] = "GET"
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            return {"method": "POST", "url": url, "headers": headers, "data": written.encode()}
        return {
            "method": "GET",
            "url": f"{url}?{written}" if written else url,
            "headers": headers,
        }

    def _session(self) -> requests.Session:
        """This thread's session.

        Raises:
            TokenRejected: there is no token, or none that can be sent.
        """
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = prepare(requests.Session(), self._access.base_url)
            session.auth = _Bearer(self._usable_token())
            session.headers["LinkedIn-Version"] = self._access.version
            session.headers["X-Restli-Protocol-Version"] = _PROTOCOL
            session.headers["Accept"] = "application/json"
            self._local.session = session
        return session

    def _usable_token(self) -> str:
        """The token, if it can stand in a header."""
        token, place = self._token.value, {"token": self._token.place}
        if not token:
            words = Words("The token {token} is missing. Fetch one and set it there.", place)
            raise TokenRejected(words, platform=Platform.LINKEDIN)
        if not (token.isascii() and token.isprintable()) or " " in token:
            words = Words("The token {token} has signs that no token has. Set it anew.", place)
            raise TokenRejected(words, platform=Platform.LINKEDIN)
        return token

    def _silent(self, ask: Ask, words: Words) -> Unavailable:
        return Unavailable(words, platform=Platform.LINKEDIN, account_id=ask.account_id)

    def _unusable(self, ask: Ask, response: requests.Response) -> Unavailable:
        """A success without the JSON that it should hold."""
        words = Words(
            "LinkedIn answered {status} without readable content ({endpoint}).",
            {**_named(ask), "status": str(response.status_code)},
        )
        return Unavailable(
            words,
            platform=Platform.LINKEDIN,
            account_id=ask.account_id,
            trace=self._refusal(ask, response).trace,
        )

    def _refusal(self, ask: Ask, response: requests.Response) -> Refusal:
        return read_refusal(
            response.status_code, response.headers, _json(response), asked=self.asked(ask)
        )

    def asked(self, ask: Ask) -> Asked:
        """What an error about a part of an answer must name."""
        return Asked(
            endpoint=ask.endpoint,
            token=self._token.place,
            version=self._access.version,
            account_id=ask.account_id,
            secrets=(self._token.value,) if self._token.value else (),
        )


class _Patient:
    """A read that raises its first throttle, to be waited out, and returns the second.

    A token that is rejected within seconds of its birth is tried twice more.
    """

    def __init__(
        self, once: Callable[[Ask], Answer], ask: Ask, is_fresh: Callable[[], bool]
    ) -> None:
        self._once = once
        self._ask = ask
        self._is_fresh = is_fresh
        self._throttled = False
        self._rejected = 0

    def __call__(self) -> Answer | RateLimited:
        try:
            return self._once(self._ask)
        except TokenRejected as error:
            self._rejected += 1
            if self._rejected > _BIRTH_PANGS or not self._is_fresh():
                raise
            raise Unavailable(error.words, platform=error.platform, trace=error.trace) from error
        except RateLimited as error:
            if self._throttled:
                return error
            self._throttled = True
            raise


def _named(ask: Ask) -> dict[str, str]:
    return {"endpoint": ask.endpoint}


def _json(response: requests.Response) -> object:
    """The body as JSON; None where it is none: gateways send HTML, or nothing."""
    try:
        return json.loads(response.content, parse_float=str, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


def _no_constant(name: str) -> None:
    """Refuse `NaN` and its kin, which JSON does not have."""
    raise ValueError(name)
