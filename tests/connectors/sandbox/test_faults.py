"""Faults on request: rates, seeds, and what each does to an answer."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import requests

from connectors.sandbox import Sandbox
from connectors.sandbox.faults import RATES, Faults, FaultySpec, parse


def test_nothing_goes_wrong_unasked():
    assert [Faults().draw(str(n), RATES) for n in range(50)] == [None] * 50


def test_a_spec_is_rates_and_a_seed():
    assert parse("null=0.05, slow=1,seed=7") == ({"null": 0.05, "slow": 1.0}, 7)
    assert parse("") == ({}, None)


@pytest.mark.parametrize(
    "spec", ["nonsense=1", "null", "null=much", "null=1.1", "null=-1", "seed=x", "null=nan"]
)
def test_a_spec_that_makes_no_sense_is_refused(spec):
    with pytest.raises(FaultySpec):
        parse(spec)


def test_the_same_seed_draws_the_same_faults_in_any_order():
    keys = [f"GET {n % 40}" for n in range(200)]
    first, second = (Faults("null=0.3,throttle=0.3", seed=5) for _ in range(2))
    straight = sorted((key, str(first.draw(key, RATES))) for key in keys)
    turned = sorted((key, str(second.draw(key, RATES))) for key in reversed(keys))
    assert straight == turned
    other = Faults("null=0.3,throttle=0.3", seed=6)
    assert sorted((key, str(other.draw(key, RATES))) for key in keys) != straight


def test_rates_are_met_about_as_often_as_they_say():
    faults = Faults("null=0.1,throttle=0.2")
    drawn = [faults.draw("GET 1", RATES) for _ in range(3000)]
    assert 220 < drawn.count("null") < 380
    assert 500 < drawn.count("throttle") < 700
    assert 1300 < sum(faults.coin("POST 1") for _ in range(3000)) < 1700


def test_asking_again_may_help():
    faults = Faults("transient=0.5")
    assert {faults.draw("GET 1", RATES) for _ in range(20)} == {None, "transient"}


def test_a_toggle_must_be_known():
    faults = Faults()
    faults.set_toggles({"a": [1]}, ("a",))
    assert faults.names("a", 1)
    faults.set_toggles({"a": []}, ("a",))
    assert faults.toggles == {}
    with pytest.raises(FaultySpec):
        faults.set_toggles({"b": 1}, ("a",))
    with pytest.raises(FaultySpec):
        Sandbox(clock=lambda: datetime.now(UTC), toggles={"meta.nonsense": True})


# What the faults look like from outside


@pytest.fixture
def running():
    sandboxes = []

    def run(**options):
        sandbox = Sandbox(clock=lambda: datetime.now(UTC), city=False, **options)
        sandboxes.append(sandbox)
        return sandbox, sandbox.start()

    yield run
    for sandbox in sandboxes:
        sandbox.stop()


def test_html_stands_where_json_belongs(running):
    _, base_url = running(faults="html=1")
    answer = requests.get(f"{base_url}/v26.0/me", timeout=5)
    assert answer.status_code == 502
    assert answer.text.startswith("<!DOCTYPE html>")


def test_a_dropped_connection_gives_no_answer_and_the_work_is_done(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.sandbox.world.faults.set_rates("drop=1")
    with pytest.raises(requests.ConnectionError):
        graph.post(number, status="PAUSED")
    graph.sandbox.world.faults.set_rates("")
    assert graph.get(number, fields="status")["status"] == "PAUSED"


def test_a_connection_that_is_cut_gives_no_answer_and_nothing_is_done(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.sandbox.world.faults.set_rates("cut=1")
    with pytest.raises(requests.ConnectionError):
        graph.post(number, status="PAUSED")
    graph.sandbox.world.faults.set_rates("")
    assert graph.get(number, fields="status")["status"] == "ACTIVE"


def test_latency_is_waited_by_every_answer_and_by_all_at_once(running):
    _, base_url = running(latency_ms=120)
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: requests.get(f"{base_url}/v26.0/me", timeout=5), range(8)))
    assert 0.12 <= time.monotonic() - began < 0.8


def test_slow_answers_end_when_the_sandbox_stops(running):
    sandbox, base_url = running(latency_ms=60_000)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(requests.get, f"{base_url}/v26.0/me", timeout=30)
        while not sandbox.requests:
            assert not asked.done()
        began = time.monotonic()
        sandbox.stop()
        assert time.monotonic() - began < 10
        assert isinstance(asked.exception(timeout=10), requests.RequestException | None)


def test_the_log_of_requests_holds_no_secrets(running):
    sandbox, base_url = running()
    requests.get(
        f"{base_url}/v26.0/me?fields=id&access_token=sandbox-meta&appsecret_proof=abc", timeout=5
    )
    (asked,) = sandbox.requests
    assert (asked.method, asked.path) == ("GET", "/v26.0/me")
    assert "fields=id" in asked.query
    assert "sandbox-meta" not in asked.query
    assert "abc" not in asked.query


def test_a_taken_port_is_an_os_error_and_a_stopped_sandbox_serves_again(running):
    sandbox, base_url = running()
    port = int(base_url.rpartition(":")[2])
    other = Sandbox(clock=lambda: datetime.now(UTC), city=False)
    with pytest.raises(OSError, match="in use"):
        other.start(port)
    sandbox.stop()
    assert other.start(port) == base_url
    assert requests.get(f"{base_url}/_sandbox/state", timeout=5).ok
    other.stop()


def test_keep_alive_costs_no_40_milliseconds(running):
    _, base_url = running()
    with requests.Session() as session:
        waits = []
        for _ in range(30):
            began = time.perf_counter()
            session.get(f"{base_url}/_sandbox/state", timeout=5)
            waits.append(time.perf_counter() - began)
    assert sorted(waits)[len(waits) // 2] < 0.03
