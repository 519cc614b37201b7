"""The one door to the network: sessions with timeouts, meters, patience, retries, redaction.

Only reads are retried here. Loopback is never proxied; elsewhere `HTTPS_PROXY` is honoured.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from tenacity import RetryCallState, Retrying, retry_if_exception
from tenacity.stop import stop_base

from connectors.errors import RateLimited, TooMuchData, Transient
from connectors.unspoken import keep_queries_unspoken

T = TypeVar("T")

TIMEOUT = (5.0, 60.0)
"""Seconds to connect, seconds between bytes."""
_NEAR = (2.0, 10.0)
"""The same for a server on this machine."""
ATTEMPTS = 4
"""Sendings of one read, the first included."""
UNSTATED = (60.0,)
"""Seconds to wait for a throttle that does not state its end: trying on may prolong it."""
PRESSING = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
"""The same in a crisis stop, which cannot leave a minute unused where a second was enough."""
sleep = time.sleep
"""The one sleep there is; whoever sleeps is handed it."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Meter:
    """Counts what was sent: `http` requests, and `counted` operations the platform charges.

    `answered`: requests to which an answer came, whatever it says; a refusal is one too.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.http = 0
        self.counted = 0
        self.answered = 0

    def add(self, *, http: int = 0, counted: int = 0, answered: int = 0) -> None:
        """Add to the counts; safe across threads."""
        with self._lock:
            self.http += http
            self.counted += counted
            self.answered += answered

    def told(self) -> dict[str, int]:
        """The counts by name, as they are written down."""
        return {"http": self.http, "counted": self.counted, "answered": self.answered}


class Patience:
    """How many seconds may be waited in all, shared by every read of one run.

    Waits of several threads that overlap are one wait: what counts is how much later the run ends.
    """

    def __init__(
        self,
        seconds: float = 120.0,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        way: Callable[[Callable[[float], None]], None] | None = None,
    ) -> None:
        """`sleep` and `clock`, in seconds, are seams: tests pass a sleep that does not wait.

        `way` is asked before each sending, with the sleep: it comes back when nobody goes first.
        """
        self._lock = threading.Lock()
        self._left = seconds
        self._sleep = sleep
        self._clock = clock
        self._way = way
        self._ends: dict[int, float] = {}
        """When the waits under way end, by thread."""

    def spend(self, seconds: float) -> bool:
        """Set `seconds` aside for a wait, if they are left; else false, and none is spent."""
        with self._lock:
            now = self._clock()
            paid = max([now, *self._ends.values()])
            costs = max(0.0, now + seconds - paid)
            if costs > self._left:
                return False
            self._left -= costs
            if seconds > 0:
                self._ends[threading.get_ident()] = now + seconds
            return True

    def none_left(self) -> Patience:
        """The patience of who waits for nothing, but for those who go first."""
        return Patience(0, sleep=self._sleep, clock=self._clock, way=self._way)

    def make_way(self) -> None:
        """Wait for those who go first; it costs nothing of what may be waited."""
        if self._way is not None:
            self._way(self._sleep)

    def sleep(self, seconds: float) -> None:
        """Wait seconds that were set aside."""
        try:
            self._sleep(seconds)
        finally:
            with self._lock:
                self._ends.pop(threading.get_ident(), None)


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
    keep_queries_unspoken()
    if is_loopback(base_url):
        session.trust_env = False
    return session


def told_time(base_url: str) -> datetime | None:
    """What time a server says it is, in UTC and to the second; None: it does not say.

    Any answer tells it, a refusal too; so nothing secret is sent.
    """
    with prepare(requests.Session(), base_url) as session:
        try:
            answer = session.head(base_url, allow_redirects=False)
            return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
        except (requests.RequestException, KeyError, ValueError):
            return None


def status_of(url: str) -> int | None:
    """The status with which a server on this machine answers; None: nobody does in time."""
    with prepare(requests.Session(), url) as session:
        try:
            return session.get(url, allow_redirects=False, timeout=_NEAR).status_code
        except requests.RequestException:
            return None


def hand_over(url: str, text: str) -> str | None:
    """Post a text to an address that may be secret; why it was not taken, else None.

    The reason never tells the address.
    """
    with prepare(requests.Session(), url) as session:
        try:
            answer = session.post(
                url,
                data=text.encode(),
                headers={"Content-Type": "text/plain; charset=utf-8"},
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return type(error).__name__
    return None if answer.ok and not answer.is_redirect else f"HTTP {answer.status_code}"


def redact(text: str, secrets: Collection[str]) -> str:
    """`text` with every secret, plain or percent-encoded, replaced by `[secret]`."""
    for secret in sorted((s for s in secrets if s), key=len, reverse=True):
        for spelling in (secret, quote(secret, safe="")):
            text = text.replace(spelling, "[secret]")
    return text


def _unstated(error: BaseException | None) -> bool:
    """Whether it is a throttle that does not say how long it lasts."""
    return isinstance(error, RateLimited) and error.retry_after is None


def _worth_repeating(error: BaseException) -> bool:
    """Transient, and neither a day limit (repeating burns it) nor a matter of page size."""
    if isinstance(error, RateLimited):
        return not error.until_midnight
    return isinstance(error, Transient) and not isinstance(error, TooMuchData)


class _Course(stop_base):
    """How long one read is pursued: its pauses, and where the attempts or the patience end."""

    def __init__(self, patience: Patience, attempts: int, unstated: Sequence[float]) -> None:
        self._patience = patience
        self._attempts = attempts
        self._throttles = unstated

    def pause(self, state: RetryCallState) -> float:
        """Seconds before the next sending: as stated, as for a silent throttle, else 1, 2, 4."""
        error, nth = _error(state), state.attempt_number - 1
        if _unstated(error):
            return self._throttles[min(nth, len(self._throttles) - 1)]
        if isinstance(error, RateLimited) and error.retry_after is not None:
            return error.retry_after
        return float(2**nth)

    def __call__(self, retry_state: RetryCallState) -> bool:
        """Whether this was the last attempt; else the next pause is set aside."""
        silent = _unstated(_error(retry_state))
        most = max(self._attempts, len(self._throttles) + 1 if silent else 0)
        if retry_state.attempt_number >= most:
            return True
        return not self._patience.spend(self.pause(retry_state))


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def repeat(
    read: Callable[[], T],
    patience: Patience,
    *,
    attempts: int = ATTEMPTS,
    unstated: Sequence[float] = UNSTATED,
) -> T:
    """Run a read, again while it fails transiently and patience lasts.

    `unstated`: the pauses after throttles that state no end; at least as many attempts are made.

    Raises:
        ConnectorError: the last failure, unchanged.
    """
    course = _Course(patience, attempts, unstated)
    for attempt in Retrying(
        stop=course,
        wait=course.pause,
        retry=retry_if_exception(_worth_repeating),
        sleep=patience.sleep,
        reraise=True,
    ):
        with attempt:
            patience.make_way()
            return read()
    raise AssertionError("unreachable: Retrying returns or raises")
