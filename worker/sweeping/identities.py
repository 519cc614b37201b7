"""Whom a reader sees as the city's own: kept, and what they wrote before that judged anew.

A thread in which a Page of ours has answered looked unanswered as long as nobody knew that the
Page is ours. Cut off before all such threads are settled, the next sweep goes on.
"""

from __future__ import annotations

from connectors import Reader
from policies.findings import Reconciled
from policies.model import Platform
from policies.talk import joined
from worker.store import identities
from worker.sweeping.means import Means
from worker.sweeping.settling import settle

PORTION = 500
"""Threads that are settled in one transaction."""


def note_identities(means: Means, reader: Reader) -> Reconciled:
    """Keep those that are new, and settle the threads in which they wrote.

    Raises:
        StoreError: the database failed; what was done before stays.
    """
    told = reader.own_ids()
    with means.store.reading() as connection:
        new = told - identities.seen(connection).get(reader.platform, frozenset())
    if new:
        with means.writing() as connection:
            identities.note(connection, reader.platform, new, means.clock())
    return _settle_anew(means, reader.platform)


def _settle_anew(means: Means, platform: Platform) -> Reconciled:
    """Settle the threads that do not go by all that are the city's own yet.

    Those that the configuration names always were.
    """
    named = means.judgement.own.get(platform, frozenset())
    with means.store.reading() as connection:
        late = identities.unsettled(connection, platform)
        ids = identities.written_in(connection, platform, {*late} - named)
    parts = []
    for start in range(0, len(ids), PORTION):
        with means.writing() as connection:
            parts.append(
                settle(connection, ids[start : start + PORTION], means.judgement, means.clock())
            )
    if late:
        with means.writing() as connection:
            identities.settle(connection, platform, late, means.clock())
    return joined(parts)
