"""What a person has erased: emptied, and its threads settled by what is left, at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.model import Platform
from worker.store import erasures, outbox
from worker.store.kept import Connection
from worker.store.naming import Named, named
from worker.store.opening import Store
from worker.store.personal import Found, Wanted, find
from worker.sweeping.judgement import Judgement
from worker.sweeping.settling import settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was erased, or would be."""

    found: Found
    named: Named
    """Where the person is named elsewhere; nothing of it was erased."""
    made: erasures.Erasure | None = None
    """None: nothing was erased."""
    mails: int | None = None
    """Mails that tell of these threads and are on their way; None: nothing was erased."""
    on_disk: bool = False
    """Whether it may still be found in the database's journal: somebody reads."""


def look(store: Store, judgement: Judgement, wanted: Wanted, at: datetime) -> Done:
    """What would be erased; it changes nothing.

    Raises:
        UnknownId, Several, OurOwn: as `worker.store.personal.find`.
        StoreError: the database failed.
    """
    with store.reading() as connection:
        found = find(connection, wanted, judgement.ours(connection, wanted.platform), at)
        return Done(found=found, named=_named(connection, judgement, wanted.platform, found))


def _named(connection: Connection, judgement: Judgement, platform: Platform, found: Found) -> Named:
    aside = {(str(platform), *one) for one in found.these}
    ours = {str(one): judgement.ours(connection, one) for one in Platform}
    return named(connection, found.names, ours, aside)


def erase(
    store: Store, judgement: Judgement, wanted: Wanted, *, by: str, reason: str, at: datetime
) -> Done:
    """Erase it. What a thread's reason quotes goes with it, and mails that nobody sends any more.

    Raises:
        UnknownId, Several, OurOwn: as `worker.store.personal.find`; nothing was erased.
        StoreError: the database failed; nothing was erased.
    """
    was = look(store, judgement, wanted, at)  # what names nothing keeps no writer waiting
    order = erasures.Order(by=by, reason=reason, at=at, verdict=judgement.verdict)
    with store.writing() as connection:
        ours = judgement.ours(connection, wanted.platform)
        made, found = erasures.erase(connection, wanted, ours, order)
        settle(connection, found.threads, judgement, at)
        mails = outbox.forget_words(connection, found.threads)
    on_disk = made is not None and not store.forget_erased()
    return Done(found=found, named=was.named, made=made, mails=mails, on_disk=on_disk)
