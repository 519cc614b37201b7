"""Several workers at one sweep, on both databases: each account is read once, and all are told."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.sandbox import Sandbox
from policies.model import Platform
from tests.connectors.test_conformance import meta
from tests.worker.made import (
    NOON,
    City,
    a_showing,
    a_snapshot,
    an_account,
    some_figures,
    some_means,
    unreachable,
)
from worker.store import findings, leases, sweeps
from worker.store.beating import Heart
from worker.sweeping.edge import Ended
from worker.sweeping.means import Scope, Topic
from worker.sweeping.pieces import join
from worker.sweeping.sweep import sweep
from worker.sweeping.turns import Terms, Turns

ACCOUNTS = [f"act_{number}" for number in range(1, 13)]
ADS = Scope(topics=frozenset({Topic.ADS}))


class Busy(City):
    """A city of many accounts, which notes who read which, and may wait in the middle."""

    def __init__(self, read, name, *, gate=None):
        super().__init__(Platform.META, *(a_snapshot(an_account(one)) for one in ACCOUNTS))
        self._read = read
        self._name = name
        self._gate = gate

    def snapshot(self, account_id):
        if self._gate is not None:
            self._gate(account_id)
        self._read.append((self._name, account_id))
        return super().snapshot(account_id)


def worker(store, holder, *, period=NOON, wait=lambda: False, clock=lambda: NOON, **terms):
    """The means of one worker; its heart does not beat."""
    heart = Heart(store, clock, lease=timedelta(seconds=60))
    turns = Turns(store, clock, heart, Terms(holder=holder, period=period, wait=wait, **terms))
    return replace(some_means(store, clock=clock), turns=turns)


def patient(times=2000):
    """A wait with patience for so many moments."""
    left = [times]

    def wait():
        left[0] -= 1
        threading.Event().wait(0.01)
        return left[0] > 0

    return wait


def test_two_workers_share_the_accounts_of_a_sweep_and_the_first_knows_all_that_came_of_it(store):
    read, joined = [], threading.Event()

    def gate(account_id):
        if account_id != ACCOUNTS[1]:
            assert joined.wait(timeout=20)

    lead, helper = Busy(read, "lead", gate=gate), Busy(read, "helper")
    found = []
    means = worker(store, "one", wait=patient())
    thread = threading.Thread(target=lambda: found.append(sweep(means, {Platform.META: lead}, ADS)))
    thread.start()
    while not any(account == ACCOUNTS[1] for _, account in read):
        time.sleep(0.005)
    pieces = join(worker(store, "two"), {Platform.META: helper}, Topic.ADS)
    joined.set()
    thread.join(timeout=30)
    (swept,) = found
    assert sorted(account for _, account in read) == sorted(ACCOUNTS)
    assert {one.id for one in swept.accounts} == {*ACCOUNTS}
    assert (swept.unread, swept.read["campaigns"]) == ((), len(ACCOUNTS))
    assert {name for name, _ in read} == {"lead", "helper"}
    assert pieces >= sum(name == "helper" for name, _ in read)
    assert join(worker(store, "two"), {Platform.META: helper}, Topic.ADS) == 0


def test_a_slot_that_is_taken_over_reads_only_what_was_not_read(store):
    read = []

    def gate(account_id):
        if account_id == ACCOUNTS[3]:
            raise Ended

    with pytest.raises(Ended):
        sweep(worker(store, "one"), {Platform.META: Busy(read, "one", gate=gate)}, ADS)
    before = {account for _, account in read}
    assert before
    # What the first one still had in hand it may bring to its end.
    means = worker(store, "two", wait=patient())
    swept = sweep(means, {Platform.META: Busy(read, "two")}, ADS)
    assert sorted(account for _, account in read) == sorted(ACCOUNTS)
    assert swept.read["campaigns"] == len(ACCOUNTS)


def test_what_another_run_reads_is_unread_by_hand_with_its_reason_and_keeps_its_findings(store):
    with store.writing() as connection:
        leases.take(connection, "ads meta act_2", holder="stadshuset:17:x", period=NOON,
                    at=NOON, lease=timedelta(minutes=1))  # fmt: skip
    read = []
    scope = replace(ADS, account_id="act_2")
    swept = sweep(
        worker(store, "hand", period=NOON + timedelta(seconds=1)),
        {Platform.META: Busy(read, "hand")},
        scope,
    )
    assert read == []
    (unread,) = swept.unread
    assert (unread.what, unread.account_id) == ("account", "act_2")
    assert "process 17 on stadshuset" in unread.because.english()
    assert not swept.accounts[0].read


def test_by_hand_one_waits_within_patience_until_the_other_is_done(store):
    with store.writing() as connection:
        turn = leases.take(connection, "ads meta act_2", holder="a:1:x", period=NOON, at=NOON,
                           lease=timedelta(minutes=1))  # fmt: skip
    read, waits = [], []

    def wait():
        waits.append(1)
        if len(waits) == 3:
            with store.writing() as connection:
                leases.release(connection, turn)
        return True

    scope = replace(ADS, account_id="act_2")
    swept = sweep(worker(store, "hand", wait=wait), {Platform.META: Busy(read, "hand")}, scope)
    assert (read, swept.unread, len(waits)) == ([("hand", "act_2")], (), 3)


def test_figures_of_what_a_poll_of_the_ads_was_faster_with_are_read_all_the_same(store):
    """A sweep by hand at 08:59:50; the service's poll of 09:00 reads act_5 and act_6 first."""
    read = []
    soon = worker(store, "slot", period=NOON + timedelta(seconds=10))
    for account in ACCOUNTS[4:6]:
        scope = replace(ADS, account_id=account)
        slot = Busy(read, "slot")
        sweep(soon, {Platform.META: slot}, scope)
        assert slot.asked_for_figures == []
    city = Busy(read, "hand")
    city.figures = {"act_5": some_figures(a_showing()), "act_6": unreachable()}
    swept = sweep(worker(store, "hand"), {Platform.META: city}, Scope())
    assert [account for name, account in read if name == "slot"] == ACCOUNTS[4:6]
    assert sorted(account for _, account in read) == sorted(ACCOUNTS)
    assert sorted(city.asked_for_figures) == sorted(ACCOUNTS)
    assert {one.account_id: one.what for one in swept.unread} == {"act_6": "delivered"}
    assert (len(swept.accounts), swept.read["campaigns"]) == (len(ACCOUNTS), len(ACCOUNTS))
    with store.reading() as connection:
        [found] = findings.of_account(connection, Platform.META, "act_5")
    assert found.rule == "placement.audience-network-delivered"
    assert next(one.opened for one in swept.accounts if one.id == "act_5") == 1


def test_over_http_a_full_sweep_asks_for_the_figures_that_a_poll_of_the_ads_did_not(lite):
    with Sandbox(clock=lambda: NOON) as sandbox:
        base = sandbox.start()
        hidden = {"meta.no_insights": ["act_5"]}
        sandbox.world.faults.set_toggles(hidden, hidden)
        soon = worker(lite, "slot", period=NOON + timedelta(seconds=10))
        first = sweep(soon, {Platform.META: meta(base)}, ADS)
        with lite.reading() as connection:
            known = findings.of_account(connection, Platform.META, "act_1")
        full = sweep(worker(lite, "hand"), {Platform.META: meta(base)}, Scope())
    with lite.reading() as connection:
        found = findings.of_account(connection, Platform.META, "act_1")
    shown = "placement.audience-network-delivered"
    assert shown in {one.rule for one in found} - {one.rule for one in known}
    assert "delivered" not in {one.what for one in first.unread}
    assert ("act_5", "delivered") in {(one.account_id, one.what) for one in full.unread}
    assert first.read["ads"] == full.read["ads"]


def test_an_account_that_hangs_is_unread_and_its_lease_runs_out_by_itself(lite):
    free, read = threading.Event(), []

    def gate(account_id):
        if account_id == ACCOUNTS[0]:
            free.wait(timeout=30)

    city = Busy(read, "one", gate=gate)
    swept = sweep(worker(lite, "one", seconds=3), {Platform.META: city}, ADS)
    (unread,) = swept.unread
    assert unread.account_id == ACCOUNTS[0]
    assert "longer than 0.05 minutes" in unread.because.english()
    assert {account for _, account in read} == {*ACCOUNTS} - {ACCOUNTS[0]}
    with lite.reading() as connection:
        assert leases.wanted(connection, "ads", NOON, NOON) == []
        assert leases.wanted(connection, "ads", NOON, NOON + timedelta(minutes=2)) == [
            "ads meta act_1"
        ]
    free.set()


def test_who_lost_an_account_writes_nothing_of_it(store):
    stolen = []

    def gate(account_id):
        with store.writing() as connection:
            stolen.append(
                leases.take(
                    connection,
                    f"ads meta {account_id}",
                    holder="two",
                    period=NOON,
                    at=NOON + timedelta(minutes=5),
                    lease=timedelta(minutes=1),
                )
            )

    scope = replace(ADS, account_id="act_2")
    swept = sweep(worker(store, "one"), {Platform.META: Busy([], "one", gate=gate)}, scope)
    assert "taken this over" in swept.unread[0].because.english()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM snapshots").scalar() == 0
    with store.writing() as connection:
        leases.fence(connection, stolen[0])
        assert leases.end(connection, stolen[0], None)


def test_topics_read_by_themselves_are_a_whole_reading_together(lite):
    city = City(Platform.META, a_snapshot(an_account("act_1")))
    for topic in (Topic.ADS, Topic.COMMENTS):
        sweep(some_means(lite), {Platform.META: city}, Scope(topics=frozenset({topic})))
        with lite.reading() as connection:
            assert sweeps.last_reading(connection, Platform.META) is None
    sweep(some_means(lite), {Platform.META: city}, Scope(topics=frozenset({Topic.MESSAGES})))
    with lite.reading() as connection:
        assert sweeps.last_reading(connection, Platform.META) is not None
    assert city.asked_for_figures == []
    sweep(some_means(lite), {Platform.META: city}, Scope(topics=frozenset({Topic.DELIVERED})))
    assert city.asked_for_figures == ["act_1"]


def test_only_the_topic_that_was_asked_for_is_read(lite):
    city = City(Platform.META, a_snapshot(an_account("act_1")))
    sweep(some_means(lite), {Platform.META: city}, Scope(topics=frozenset({Topic.COMMENTS})))
    assert city.meter.http == 0
