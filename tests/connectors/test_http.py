"""The network's door: timeouts, patience, retries, proxies and redaction."""

import socket
import threading
from datetime import UTC, datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import (
    NotFound,
    RateLimited,
    TokenRejected,
    TooMuchData,
    Unavailable,
    Unreadable,
)
from connectors.http import (
    ATTEMPTS,
    PRESSING,
    TIMEOUT,
    Meter,
    Patience,
    is_loopback,
    prepare,
    redact,
    repeat,
    told_time,
)
from policies.model import AccountId, Platform, Words


def failing(error_type, **more):
    return error_type(Words("It failed."), platform=Platform.META, **more)


class Scripted:
    """A read that fails as told, then answers."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def patience(seconds=1000.0):
    waited = []
    return Patience(seconds, sleep=waited.append), waited


def test_a_read_that_works_is_sent_once_and_nobody_waits():
    read = Scripted()
    calm, waited = patience()
    assert repeat(read, calm) == "answer"
    assert (read.calls, waited) == (1, [])


def test_a_transient_failure_is_repeated_with_growing_pauses():
    read = Scripted(*[failing(Unavailable) for _ in range(3)])
    calm, waited = patience()
    assert repeat(read, calm) == "answer"
    assert waited == [1.0, 2.0, 4.0]


def test_after_the_last_attempt_the_failure_itself_is_raised():
    errors = [failing(Unavailable) for _ in range(ATTEMPTS)]
    read = Scripted(*errors)
    calm, _ = patience()
    with pytest.raises(Unavailable) as caught:
        repeat(read, calm)
    assert caught.value is errors[-1]
    assert read.calls == ATTEMPTS


@pytest.mark.parametrize(
    "error",
    [
        failing(NotFound),
        failing(TokenRejected),
        failing(TooMuchData),
        failing(RateLimited, until_midnight=True),
    ],
)
def test_what_repeating_cannot_help_is_sent_once(error):
    read = Scripted(error)
    calm, waited = patience()
    with pytest.raises(type(error)):
        repeat(read, calm)
    assert (read.calls, waited) == (1, [])


def test_a_throttle_is_waited_out_as_stated_else_for_a_minute():
    read = Scripted(failing(RateLimited, retry_after=17.0), failing(RateLimited))
    calm, waited = patience()
    assert repeat(read, calm) == "answer"
    assert waited == [17.0, 60.0]


def test_patience_is_shared_and_never_overdrawn():
    calm, waited = patience(seconds=20.0)
    assert repeat(Scripted(failing(RateLimited, retry_after=17.0)), calm) == "answer"
    with pytest.raises(RateLimited):
        repeat(Scripted(failing(RateLimited, retry_after=17.0)), calm)
    assert waited == [17.0]


def test_a_pressing_read_tries_again_soon_where_a_throttle_states_no_end():
    read = Scripted(*[failing(RateLimited) for _ in range(7)])
    calm, waited = patience()
    assert repeat(read, calm, unstated=PRESSING) == "answer"
    assert waited == [1, 2, 5, 10, 20, 30, 60]


def test_waits_that_overlap_are_spent_once():
    clock, asleep, awake = [0.0], threading.Barrier(3), threading.Event()

    def sleep(_):
        asleep.wait(timeout=10)
        assert awake.wait(timeout=10)

    calm = Patience(100.0, sleep=sleep, clock=lambda: clock[0])

    def wait(seconds):
        granted.append(calm.spend(seconds))
        calm.sleep(seconds)

    granted = []
    threads = [threading.Thread(target=wait, args=(seconds,)) for seconds in (60.0, 80.0)]
    for thread in threads:
        thread.start()
    asleep.wait(timeout=10)
    assert not calm.spend(101.0)
    clock[0] = 50.0
    assert calm.spend(50.0)  # twenty more than is under way already: the last that was left
    assert not calm.spend(51.0)
    awake.set()
    for thread in threads:
        thread.join(timeout=10)
    assert granted == [True, True]


def test_waits_one_after_the_other_are_spent_one_by_one():
    calm, _ = patience(seconds=100.0)
    for _ in range(5):
        assert calm.spend(20.0)
        calm.sleep(20.0)
    assert not calm.spend(0.1)


def test_loopback_is_never_proxied_and_others_may_be():
    assert prepare(requests.Session(), "http://127.0.0.1:8999").trust_env is False
    assert prepare(requests.Session(), "https://graph.facebook.com").trust_env is True


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:1", True),
        ("http://localhost", True),
        ("http://[::1]:9", True),
        ("https://graph.facebook.com", False),
        ("http://127.0.0.1.example.org", False),
        ("nonsense", False),
    ],
)
def test_loopback_is_this_machine_only(url, expected):
    assert is_loopback(url) is expected


def test_every_request_has_a_timeout_and_its_own_wins(httpserver):
    seen = []

    class Spy(requests.adapters.HTTPAdapter):
        def send(self, request, **kwargs):
            seen.append(kwargs["timeout"])
            return super().send(request, **kwargs)

    httpserver.expect_request("/").respond_with_data("ok")
    session = prepare(requests.Session(), httpserver.url_for("/"))
    ours = type(session.get_adapter(httpserver.url_for("/")))
    session.mount("http://", type("Both", (ours, Spy), {})())
    session.get(httpserver.url_for("/"))
    session.get(httpserver.url_for("/"), timeout=3)
    assert seen == [TIMEOUT, 3]


def test_a_meter_counts_across_threads():
    meter = Meter()
    threads = [
        threading.Thread(target=lambda: [meter.add(http=1, counted=2) for _ in range(200)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (meter.http, meter.counted) == (800, 1600)


@given(secret=st.text(alphabet="abc|/%+ =åß", min_size=3), around=st.text(alphabet="xyz"))
def test_a_secret_is_redacted_plain_and_percent_encoded(secret, around):
    url = requests.Request("GET", "http://x/", params={"access_token": secret}).prepare().url
    told = redact(f"{around}{secret}{around} {url}", [secret])
    assert secret not in told
    assert "[secret]" in told


def test_redaction_without_secrets_changes_nothing():
    assert redact("as it was", ["", "other"]) == "as it was"


def test_an_error_becomes_the_reason_why_something_is_unread():
    error = failing(NotFound, account_id=AccountId("act_1"), trace="A1")
    unread = error.unread("ad_sets")
    assert (unread.what, unread.account_id, unread.platform) == ("ad_sets", "act_1", "meta")
    assert error.unread("ads", AccountId("act_2")).account_id == "act_2"
    assert error.trace == "A1"


def test_an_unreadable_answer_says_where_and_nothing_private():
    assert Unreadable("data[0].id", {"secret": 1}, platform=Platform.META).got == "dict"
    assert len(Unreadable("data", "x" * 500, platform=Platform.META).got) == 80


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Date: Tue, 24 Nov 2026 12:00:00 GMT", datetime(2026, 11, 24, 12, tzinfo=UTC)),
        ("Date: soon", None),
        ("Server: without a clock", None),
    ],
)
def test_a_server_tells_the_time_whatever_it_answers(header, told):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_answers, args=(listening, header))
        server.start()
        assert told_time(f"http://127.0.0.1:{listening.getsockname()[1]}") == told
        server.join()


def _answers(listening, header):
    """A server that finds nothing, and says when."""
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(f"HTTP/1.1 404 Not Found\r\n{header}\r\n\r\n".encode())


def test_a_server_that_is_not_there_tells_no_time():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert told_time(f"http://127.0.0.1:{nobody.getsockname()[1]}") is None
