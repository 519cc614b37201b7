"""A sweep whose pieces are laid down for others: gathered from them, or read where nobody takes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from policies.model import Platform, Words
from tests.worker.made import (
    NOON,
    City,
    a_comment,
    a_discussion,
    a_post,
    a_snapshot,
    an_account,
    not_read,
    some_means,
    unreachable,
)
from worker.store import leases
from worker.store.beating import Heart
from worker.store.errors import Unreachable
from worker.sweeping.attempting import NothingRead
from worker.sweeping.edge import Ended
from worker.sweeping.means import Scope, Topic
from worker.sweeping.pieces import do_named
from worker.sweeping.sweep import sweep
from worker.sweeping.turns import Hands, Terms, Turns

ACCOUNTS = [f"act_{number}" for number in range(1, 5)]
ADS = Scope(topics=frozenset({Topic.ADS}))
EVERYTHING = Scope()


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
        self.names, self.alone, self.taken_back, self.failed = [], [], 0, []

    def hands(self, **more):
        return Hands(
            lay=lambda _, names, period: self.names.extend(names),
            take_back=self._back,
            nap=lambda seconds: threading.Event().wait(seconds) and None,
            nobody=self.alone.append,
            failed=self.failed.append,
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


def sick(what):
    """A city of which a worker reads nothing: neither accounts nor figures, posts nor inboxes."""
    city = talking()
    city.snapshots = {one: unreachable() for one in city.snapshots}
    city.figures = {one: unreachable() for one in ACCOUNTS}
    city.talk = {one.id: what for one in city.own}

    def inboxes():
        raise unreachable()
        yield

    city.inboxes = inboxes
    return city


def talking():
    """A city with two posts of its own."""
    city = Read()
    city.own = (a_post(1), a_post(2))
    return city


def unread_of(one):
    return a_discussion(post=one, complete=False, unread=(not_read(),))


SILENT = [unreachable(), unread_of(a_post())]
"""Comments that fail as a whole, and post by post."""


@pytest.mark.parametrize(
    ("name", "what"),
    [("ads meta act_1", None), ("delivered meta act_1", None), ("messages meta", None)]
    + [("comments meta", one) for one in SILENT],
)
def test_of_what_a_worker_reads_nothing_is_free_again(store, name, what):
    with store.writing() as connection:
        leases.want(connection, [name], NOON)
    if name.startswith("delivered"):  # an account that was read before
        sweep(some_means(store), {Platform.META: Read()}, ADS)
    with pytest.raises(NothingRead):
        do_named(means(store, "sick", for_another=True), sick(what), name)
    with store.reading() as connection:
        assert leases.due(connection, name) == NOON
        assert not leases.look(connection, [name], NOON, NOON).held


def test_who_leads_reads_what_a_worker_could_read_nothing_of(store):
    laid, city, workers = Laid(), Read(), []

    def try_them(_, names, period):
        laid.names.extend(names)
        workers.append(threading.Thread(target=fail_at, args=[names]))

    def fail_at(names):
        for name in names:
            with pytest.raises(NothingRead):
                do_named(means(store, "sick", for_another=True), sick(None), name)

    def nap(seconds):
        for one in workers:
            one.start()
            one.join()
        workers.clear()
        threading.Event().wait(seconds)

    hands = replace(laid.hands(), lay=try_them, nap=nap)
    swept = sweep(means(store, "lead", hands=hands), {Platform.META: city}, ADS)
    assert (sorted(city.read), swept.unread) == (ACCOUNTS, ())
    assert laid.alone == [len(ACCOUNTS)]


@pytest.mark.parametrize("lost", SILENT)
def test_what_a_worker_read_in_part_is_done_and_the_rest_is_told(store, lost):
    city = talking()
    first, second = city.own
    city.talk = {first.id: a_discussion(a_comment(post=first), post=first), second.id: lost}
    with store.writing() as connection:
        leases.want(connection, ["comments meta"], NOON)
    assert do_named(means(store, "a", for_another=True), city, "comments meta") is None
    with store.reading() as connection:
        assert leases.due(connection, "comments meta") is None
        done = leases.look(connection, ["comments meta"], NOON, NOON).done["comments meta"]
    assert (done["comments"], bool(done["unread"])) == (1, True)


def test_a_city_where_nobody_wrote_is_read(store):
    with store.writing() as connection:
        leases.want(connection, ["comments meta", "messages meta"], NOON)
    for name in ("comments meta", "messages meta"):
        assert do_named(means(store, "a", for_another=True), talking(), name) is None
        with store.reading() as connection:
            assert leases.due(connection, name) is None


def broken(*_):
    raise Unreachable(Words("The queue does not answer."))


def test_where_nothing_can_be_laid_down_all_is_read_here_and_it_is_said_once(store):
    laid, city = Laid(), talking()
    # Nobody waits for workers: their grace would be longer than the test.
    hands = replace(laid.hands(grace=600, longest=600), lay=broken)
    swept = sweep(means(store, "lead", hands=hands), {Platform.META: city}, EVERYTHING)
    assert (sorted(city.read), swept.unread) == (ACCOUNTS, ())
    assert [str(one) for one in laid.failed] == ["The queue does not answer."]
    assert laid.alone == []


def test_that_nothing_can_be_taken_back_costs_nothing_that_was_read(store):
    laid, city = Laid(), Read()
    hands = replace(laid.hands(), take_back=broken)
    swept = sweep(means(store, "lead", hands=hands), {Platform.META: city}, ADS)
    assert (sorted(city.read), swept.unread, len(laid.failed)) == (ACCOUNTS, (), 1)
