"""The polls of the service: a sweep of some topics, shared with the other workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from connectors import Reader
from connectors.http import Patience
from policies.model import Platform, Unread, Words
from worker.logs import DEBUG, WARNING, log
from worker.platforms import enabled, permitted, reader, renewed
from worker.service.hands import hands_of
from worker.service.office import Did, Office, Shift, Work
from worker.stopping.desk import places_of
from worker.stopping.giving_way import GiveWay
from worker.store.leases import wanted
from worker.store.recalled import recalling
from worker.sweeping.fan import lending
from worker.sweeping.means import Means, Scope, Topic, leaves_a_gap, means
from worker.sweeping.pieces import join
from worker.sweeping.sweep import sweep
from worker.sweeping.turns import Terms, Turns

PATIENCE = 120.0
"""Seconds that the throttles of one poll are waited out in all."""
MOMENT = 0.5
"""Seconds between two looks at what another worker has."""


def poll(*topics: Topic) -> Work:
    """The work of polling these."""

    def do(office: Office, shift: Shift) -> Did:
        with tools_of(office, shift, _terms(office, shift)) as (tools, readers):
            swept = sweep(tools, readers, Scope(topics=frozenset(topics)))
        gaps = [one for one in swept.unread if leaves_a_gap(one)]
        for one in gaps:
            _tell_unread(shift, one)
        http = sum(meter.http for meter in swept.requests.values())
        read = {name: count for name, count in swept.read.items() if count}
        facts = {**read, **swept.findings, "unread": len(gaps), "http": http}
        return Did(gaps=len(gaps), facts=facts)

    return do


def share_in(topic: Topic) -> Work:
    """The work of reading some of the accounts of a poll that another worker leads."""

    def do(office: Office, shift: Shift) -> Did:
        return _share_in(topic, office, shift)

    return do


def _share_in(topic: Topic, office: Office, shift: Shift) -> Did:
    with office.store.reading() as connection:
        if not wanted(connection, topic, shift.claim.scheduled_at, office.clock()):
            return Did()
    with tools_of(office, shift, _terms(office, shift)) as (tools, readers):
        return Did(facts={"pieces": join(tools, readers, topic)})


def patience_of(office: Office, shift: Shift) -> Patience:
    """With how much patience the throttles of a poll are waited out."""
    settings = office.settings
    # Who waits longer than an account may take waits for nothing.
    seconds = min(PATIENCE, settings.poll.account_minutes * 60.0)
    way = GiveWay(places_of(settings, None), lambda words: _warn(shift, words))
    return Patience(seconds, sleep=lending(shift.nap), way=way)


@contextmanager
def tools_of(
    office: Office,
    shift: Shift,
    terms: Terms,
    only: Platform | None = None,
    patience: Patience | None = None,
) -> Iterator[tuple[Means, dict[Platform, Reader]]]:
    """The means of a sweep, with turns, and a reader for each platform, or for the one.

    `patience`: what is left of that of the poll, of which this is a part.
    """
    settings, clock = office.settings, office.clock
    for words in renewed(settings, clock(), only):
        _warn(shift, words)
    if patience is None:
        patience = patience_of(office, shift)
    wanted = [one for one in enabled(settings) if only in (None, one)]
    with recalling(office.store, wanted) as recalls:
        readers = {
            platform: reader(platform, settings, patience=patience, clock=clock, recall=recall)
            for platform, recall in recalls.items()
        }
        shift.turns = Turns(office.store, clock, office.heart, terms)
        tools = means(
            settings,
            store=office.store,
            clock=clock,
            tell=lambda words: log("poll.progress", level=DEBUG, said=words.english()),
            warn=lambda words: _warn(shift, words),
        )
        told = permitted(settings, clock, only)
        tools = replace(tools, turns=shift.turns, permitted=told, doubted=shift.doubted)
        yield tools, readers


def _terms(office: Office, shift: Shift) -> Terms:
    """Who reads, for which slot, and how long."""
    seconds = office.settings.poll.account_minutes * 60.0
    # Another worker that takes an account has as long for it, and a lease if it dies.
    until = office.clock() + timedelta(seconds=seconds) + office.heart.lease

    def wait() -> bool:
        if not shift.claim.token:
            return False  # who only shares in a poll leaves what others have to them
        shift.nap(MOMENT)
        return office.clock() < until

    return Terms(
        holder=office.holder,
        period=shift.claim.scheduled_at,
        wait=wait,
        seconds=seconds,
        ended=shift.over.is_set,
        hands=hands_of(office, shift),
    )


def _warn(shift: Shift, words: Words) -> None:
    log("poll.note", level=WARNING, job=shift.claim.job, said=words.english())


def _tell_unread(shift: Shift, one: Unread) -> None:
    log(
        "poll.unread",
        level=WARNING,
        job=shift.claim.job,
        platform=str(one.platform),
        account=one.account_id,
        what=one.what,
        because=one.because.english(),
    )
