"""A sweep whose pieces are laid down for others: gathered from them, or read where nobody takes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from policies.model import Platform
from tests.worker.made import NOON, City, a_snapshot, an_account, some_means
from worker.store import leases
from worker.store.beating import Heart
from worker.sweeping.edge import Ended
from worker.sweeping.means import Scope, Topic
from worker.sweeping.pieces import do_named
from worker.sweeping.sweep import sweep
from worker.sweeping.turns import Hands, Terms, Turns

ACCOUNTS = [f"act_{number}" for number in range(1, 5)]
ADS = Scope(topics=frozenset({Topic.ADS}))


class Read(City):
    """A city that notes which accounts were read, each by one request."""

    def __init__(self, gate=lambda _: None):
        super().__init__(Platform.META, *(a_snapshot(an_account(one)) for one in ACCOUNTS))
        self.read = []
        self._gate = gate

    def snapshot(self, account_id):
        self._gate(account_id)
        self.read.append(account_id)
        self.meter.add(http=1, counted=2)
        return super().snapshot(account_id)


class Laid:
    """What was laid down, taken back, and told."""

    def __init__(self):
        self.names, self.alone, self.taken_back = [], [], 0

    def hands(self, **more):
        return Hands(
            lay=lambda _, names, period: self.names.extend(names),
            take_back=self._back,
            nap=lambda seconds: threading.Event().wait(seconds) and None,
            nobody=self.alone.append,
            **{"grace": 0.2, "longest": 0.4, "moment": 0.02, **more},
        )

    def _back(self, _connection):
        self.taken_back += 1


def means(store, holder, **terms):
    heart = Heart(store, lambda: NOON, lease=timedelta(seconds=60))
    wait = {"holder": holder, "period": NOON, "wait": lambda: False}
    return replace(
        some_means(store), turns=Turns(store, lambda: NOON, heart, Terms(**wait, **terms))
    )


def test_what_nobody_takes_is_read_by_who_leads_and_said(store):
    laid, city = Laid(), Read()
    swept = sweep(means(store, "lead", hands=laid.hands()), {Platform.META: city}, ADS)
    assert sorted(laid.names) == [f"ads meta {one}" for one in ACCOUNTS]
    assert (sorted(city.read), swept.unread) == (ACCOUNTS, ())
    assert (laid.alone, laid.taken_back) == ([len(ACCOUNTS)], 1)


def test_what_others_read_is_gathered_with_its_requests_and_read_by_nobody_else(store):
    laid, lead, other, found = Laid(), Read(), Read(), []
    tools = means(store, "lead", hands=laid.hands(grace=30, longest=30))
    leader = threading.Thread(
        target=lambda: found.append(sweep(tools, {Platform.META: lead}, ADS)), daemon=True
    )
    leader.start()
    while len(laid.names) < len(ACCOUNTS):
        threading.Event().wait(0.01)
    for name in laid.names:
        worker = Read()
        with store.reading() as connection:
            if leases.due(connection, name) != NOON:
                threading.Event().wait(0.3)
        assert do_named(means(store, "other", for_another=True), worker, name) is None
        other.read += worker.read
    leader.join(timeout=30)
    (swept,) = found
    assert (lead.read, sorted(other.read)) == ([], ACCOUNTS)
    assert (swept.unread, {one.id for one in swept.accounts}) == ((), {*ACCOUNTS})
    assert swept.requests[Platform.META].http == lead.meter.http >= len(ACCOUNTS)
    assert lead.meter.answered == 1 + 4 * len(ACCOUNTS)  # of its own the list alone
    assert laid.alone == []


def test_what_somebody_holds_and_never_ends_is_unread_and_the_rest_is_not(store):
    with store.writing() as connection:
        leases.take(connection, "ads meta act_2", holder="far:17:x", period=NOON, at=NOON,
                    lease=timedelta(minutes=1))  # fmt: skip
    laid, city = Laid(), Read()
    swept = sweep(means(store, "lead", hands=laid.hands()), {Platform.META: city}, ADS)
    (unread,) = swept.unread
    assert (unread.account_id, "process 17 on far" in unread.because.english()) == ("act_2", True)
    assert sorted(city.read) == ["act_1", "act_3", "act_4"]


def test_a_piece_that_takes_too_long_for_another_is_at_an_end_for_him_too(lite):
    free = threading.Event()
    city = Read(gate=lambda _: free.wait(timeout=30))
    with lite.writing() as connection:
        leases.want(connection, ["ads meta act_1"], NOON)
    assert do_named(means(lite, "a", for_another=True, seconds=0.2), city, "ads meta act_1") is None
    with lite.reading() as connection:
        assert leases.due(connection, "ads meta act_1") is None
        told = leases.look(connection, ["ads meta act_1"], NOON, NOON).done["ads meta act_1"]
    assert "longer than" in str(told["unread"])
    free.set()


def test_another_s_piece_is_left_to_him(lite):
    with lite.writing() as connection:
        leases.take(connection, "ads meta act_1", holder="far:17:x", period=NOON, at=NOON,
                    lease=timedelta(minutes=1))  # fmt: skip
    city = Read()
    busy = do_named(means(lite, "a", for_another=True), city, "ads meta act_1")
    assert (busy.holder, city.read) == ("far:17:x", [])


def test_who_is_told_to_end_gathers_no_more(lite):
    laid = Laid()
    with pytest.raises(Ended):
        sweep(means(lite, "lead", hands=laid.hands(), ended=lambda: True),
              {Platform.META: Read()}, ADS)  # fmt: skip
