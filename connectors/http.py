"""The one door to the network: sessions with timeouts, meters, patience, retries, redaction.

Only reads are retried here. Loopback is never proxied; elsewhere `HTTPS_PROXY` is honoured.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.stop import stop_base

from connectors.errors import RateLimited, TooMuchData, Transient

T = TypeVar("T")

TIMEOUT = (5.0, 60.0)
"""Seconds to connect, seconds between bytes."""
ATTEMPTS = 4
"""Sendings of one read, the first included."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Meter:
    """Counts what was sent: `http` requests, and `counted` operations the platform charges."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.http = 0
        self.counted = 0

    def add(self, *, http: int = 0, counted: int = 0) -> None:
        """Add to both counts; safe across threads."""
        with self._lock:
            self.http += http
            self.counted += counted


class Patience:
    """How many seconds may be waited in all, shared by every read of one run."""

    def __init__(
        self, seconds: float = 120.0, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`sleep` is a seam: tests pass one that does not wait."""
        self._lock = threading.Lock()
        self._left = seconds
        self._sleep = sleep

    def spend(self, seconds: float) -> bool:
        """Set `seconds` aside for a wait, if they are left; else false, and none is spent."""
        with self._lock:
            if seconds > self._left:
                return False
            self._left -= seconds
            return True

    def sleep(self, seconds: float) -> None:
        """Wait seconds that were set aside."""
        self._sleep(seconds)


class _Adapter(HTTPAdapter):
    """Gives every request a timeout; requests itself would wait for ever."""

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send with the timeout that the caller left out."""
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = TIMEOUT
        return super().send(request, *args, **kwargs)


def is_loopback(base_url: str) -> bool:
    """Whether `base_url` names this very machine."""
    return (urlsplit(base_url).hostname or "") in LOOPBACK


def prepare(session: requests.Session, base_url: str) -> requests.Session:
    """Give `session` our timeouts and, towards loopback, no proxy; redirects stay with requests."""
    adapter = _Adapter(pool_maxsize=16, max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    if is_loopback(base_url):
        session.trust_env = False
    return session


def redact(text: str, secrets: Collection[str]) -> str:
    """`text` with every secret, plain or percent-encoded, replaced by `[secret]`."""
    for secret in sorted((s for s in secrets if s), key=len, reverse=True):
        for spelling in (secret, quote(secret, safe="")):
            text = text.replace(spelling, "[secret]")
    return text


def _pause(state: RetryCallState) -> float:
    """Seconds before the next sending: as stated, else 60 for a throttle, else 1, 2, 4."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, RateLimited):
        return error.retry_after if error.retry_after is not None else 60.0
    return float(2 ** (state.attempt_number - 1))


def _worth_repeating(error: BaseException) -> bool:
    """Transient, and neither a day limit (repeating burns it) nor a matter of page size."""
    if isinstance(error, RateLimited):
        return not error.until_midnight
    return isinstance(error, Transient) and not isinstance(error, TooMuchData)


class _Exhausted(stop_base):
    """Stops where the next wait is longer than the patience left; else sets it aside."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience

    def __call__(self, retry_state: RetryCallState) -> bool:
        return not self._patience.spend(_pause(retry_state))


def repeat(read: Callable[[], T], patience: Patience, *, attempts: int = ATTEMPTS) -> T:
    """Run a read, again while it fails transiently and patience lasts.

    Raises:
        ConnectorError: the last failure, unchanged.
    """
    for attempt in Retrying(
        stop=stop_after_attempt(attempts) | _Exhausted(patience),
        wait=_pause,
        retry=retry_if_exception(_worth_repeating),
        sleep=patience.sleep,
        reraise=True,
    ):
        with attempt:
            return read()
    raise AssertionError("unreachable: Retrying returns or raises")
