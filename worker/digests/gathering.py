"""One owner's digest before it is worded: its threads part by part, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policies.model import Platform
from policies.owning import SLK
from policies.rounds.digest import Part, Told, digest
from worker.config import Settings
from worker.digests.moments import Moment
from worker.digests.names import Names
from worker.digests.owners import departments
from worker.store.digesting import channels, named, waiting
from worker.store.kept import Connection
from worker.store.queueing import Queued


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A thread that a digest names."""

    thread: Queued
    """Without its author; of LinkedIn without text, time and what a text is suspected of too."""
    channel: str | None
    """`facebook`, `instagram` or `linkedin`; None: a message, or not told."""
    campaign: str | None
    """What shows its post; None: nothing does, or its name is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a digest tells."""

    owner: str
    moment: Moment
    parts: tuple[Told[Listed], ...]
    strays: tuple[str, ...]
    """Owners that are no department any more, whose threads are among them."""

    @property
    def threads(self) -> int:
        """How many wait."""
        return sum(one.count for one in self.parts)

    def count(self, part: Part) -> int:
        """How many stand in this part."""
        return sum(one.count for one in self.parts if one.part is part)

    @property
    def channels(self) -> frozenset[str]:
        """Where the threads stand that it names."""
        told = (one.channel for part in self.parts for one in part.threads)
        return frozenset(one for one in told if one)


def gather(
    connection: Connection, settings: Settings, owner: str, moment: Moment, names: Names
) -> Material:
    """What this owner is to be told at that moment."""
    known = departments(settings)
    mine = waiting(connection, owner, known)
    parts = digest(mine, owner, known, at=moment.at, next_round=moment.next_round)
    ids = [one.id for part in parts for one in part.threads]
    told = named(connection, ids, linkedin_fetched_after=moment.at)
    listed = _listed(connection, told, names)
    strays = {one.owner for one in mine if one.owner not in known} - {SLK}
    return Material(
        owner=owner,
        moment=moment,
        parts=tuple(
            Told(
                part=one.part,
                threads=tuple(listed[thread.id] for thread in one.threads),
                more=one.more,
            )
            for one in parts
        ),
        strays=tuple(sorted(strays)) if owner == SLK else (),
    )


def _listed(connection: Connection, told: Mapping[str, Queued], names: Names) -> dict[str, Listed]:
    """Each thread with its channel and campaign."""
    where = channels(connection, {one.post_id for one in told.values() if one.post_id})
    campaigns = names.of(connection, list(told.values()))
    return {
        one.id: Listed(
            thread=_bare(one), channel=_channel(one, where), campaign=campaigns.get(one.id)
        )
        for one in told.values()
    }


def _bare(thread: Queued) -> Queued:
    """The thread without what no mail may carry."""
    if thread.platform is Platform.LINKEDIN:
        return replace(thread, text=None, author=None, created_at=None, moderate=())
    return replace(thread, author=None)


def _channel(thread: Queued, where: Mapping[tuple[Platform, str], str]) -> str | None:
    """The channel of a thread's post."""
    return where.get((thread.platform, thread.post_id)) if thread.post_id else None
