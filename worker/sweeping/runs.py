"""When campaigns run, noted as each reading of an account is taken in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from policies.delivery import Branch, branches
from policies.model import Campaign, CampaignId, Snapshot, Words
from policies.rounds.blind import blind_spots
from policies.rounds.running import Reading, reading
from policies.rounds.spans import Span, after
from policies.rule import Key
from worker.store import runs
from worker.store.kept import Connection
from worker.store.runs import Run

_ENDED = Reading(now=False)
"""What an own read says of a campaign that it confirms as off: nobody knows since when."""


def note_runs(
    connection: Connection,
    snapshot: Snapshot,
    briefs: Mapping[CampaignId, str | None],
    off: Collection[Key],
) -> None:
    """Bring the account's spans up to date.

    `briefs`: under which each campaign runs. `off`: what was missing and is confirmed as off by
    its own read; what is merely missing goes on as it was, for nobody can tell. A reading that is
    older than the last one tells nothing new.
    """
    platform, account_id, at = snapshot.account.platform, snapshot.account.id, snapshot.read_at
    known = runs.standing(connection, platform, account_id)
    before = runs.read_at(connection, platform, account_id)
    if before is not None and at <= before:
        return
    unchanged, changed = list[int](), list[Run]()
    for was, now in _told(snapshot, known, briefs, before):
        if was is not None and was.id is not None and now == _still(was, at):
            unchanged.append(was.id)
        elif now != was:
            changed.append(now)
    changed += _gone(known, off, at)
    runs.go_on(connection, unchanged, at)
    runs.save(connection, changed)
    if not any(one.what.partition(":")[0] == "campaigns" for one in snapshot.unread):
        runs.note_reading(connection, platform, account_id, at)


def _told(
    snapshot: Snapshot,
    known: Mapping[CampaignId, Run],
    briefs: Mapping[CampaignId, str | None],
    before: datetime | None,
) -> Iterator[tuple[Run | None, Run]]:
    """Each span that is not over, as it was and as it is now; None: it begins."""
    blind, at = blind_spots(snapshot), snapshot.read_at
    for branch in _once(snapshot):
        campaign = branch.campaign
        was = known.get(campaign.id)
        spans = after(was.span if was else None, reading(branch, at), at, before)
        told = briefs.get(campaign.id), blind.get(campaign.id)
        if was is not None:
            yield was, _run(campaign, *told, spans[0], was.id)
        for span in spans[was is not None :]:
            yield None, _run(campaign, *told, span)


def _once(snapshot: Snapshot) -> Iterator[Branch]:
    """Each campaign once; of two rows that say different things of one, the first."""
    seen = set[CampaignId]()
    for branch in branches(snapshot, snapshot.read_at):
        if branch.campaign.id not in seen:
            seen.add(branch.campaign.id)
            yield branch


def _still(was: Run, at: datetime) -> Run:
    """The same, seen running at `at` too."""
    return replace(was, span=replace(was.span, seen=at))


def _run(
    campaign: Campaign,
    brief_id: str | None,
    blind: Words | None,
    span: Span,
    number: int | None = None,
) -> Run:
    """What is known of a campaign and one of its spans."""
    return Run(
        platform=campaign.platform,
        account_id=campaign.account_id,
        campaign_id=campaign.id,
        name=campaign.name,
        link=campaign.link,
        brief_id=brief_id,
        blind=blind,
        span=span,
        id=number,
    )


def _gone(known: Mapping[CampaignId, Run], off: Collection[Key], at: datetime) -> Iterator[Run]:
    """The spans of campaigns that are missing and confirmed as off."""
    for kind, one in sorted(off):
        was = known.get(CampaignId(one)) if kind == "campaign" else None
        if was is not None:
            span, *_ = after(was.span, _ENDED, at, None)
            yield replace(was, span=span)
