"""Which campaigns run under which brief, by what was last read of every account."""

from __future__ import annotations

from dataclasses import dataclass

from policies.briefs.matching import Index, Match
from policies.model import Campaign
from worker.store import briefs, snapshots
from worker.store.kept import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """A campaign and its brief."""

    campaign: Campaign
    match: Match


def stand(connection: Connection) -> tuple[Stands, ...]:
    """Every campaign that was last read, with its brief."""
    index = Index(briefs.register(connection))
    found = []
    for platform, account_id in snapshots.account_ids(connection):
        snapshot = snapshots.latest(connection, platform, account_id)
        found += [
            Stands(campaign=one, match=index.match(one.id, one.name, one.account_id))
            for one in (snapshot.campaigns if snapshot else ())
        ]
    return tuple(found)
