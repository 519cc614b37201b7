"""Whether single objects can still deliver, by their own reads.

Archived and deleted objects are hidden from edges and answer to their own id (Manage Your Ad
Object's Status, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from connectors import Standing
from connectors.errors import ConnectorError, NotFound
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.ask import Ask
from connectors.meta.graph import Graph
from connectors.meta.shape import Record, instant, part, text
from policies.model import AccountId, Platform, Unread, Words

_OFF = frozenset({"PAUSED", "DELETED", "ARCHIVED", "CAMPAIGN_PAUSED", "ADSET_PAUSED", "REMOVED"})
"""Words of an own switch, or of one above, that is off."""
_SWITCH = "ACTIVE"
_GONE: Answered = {"status": "REMOVED"}
"""Stands for an object that no longer exists."""


def standings(
    graph: Graph, account_id: AccountId, kind: str, ids: Sequence[str], *, at: datetime
) -> Iterator[Standing]:
    """Each of these objects; what is not found twice, in an account that is, is off."""
    once = tuple(dict.fromkeys(ids))
    asks = [ask.status(one, account_id, kind) for one in once]
    for each, asked, told in zip(once, asks, graph.batch(asks), strict=True):
        settled = _again(graph, account_id, asked) if isinstance(told, NotFound) else told
        yield _standing(settled, Standing(kind=kind, id=each, on=None), account_id, at)


def _again(graph: Graph, account_id: AccountId, asked: Ask) -> Answered:
    """One object by itself, and its account: the same answer means that it may not be seen."""
    told, account = graph.batch([asked, ask.account(account_id, controls=False)])
    if isinstance(told, NotFound) and not isinstance(account, ConnectorError):
        return _GONE
    return told


def _standing(told: Answered, one: Standing, account_id: AccountId, at: datetime) -> Standing:
    """What a record's switch says, and its ends; a word that we do not know says nothing."""
    what = f"{one.kind}s:{one.id}"
    try:
        if isinstance(told, ConnectorError):
            raise told
        status, effect = text(told, "status"), text(told, "effective_status")
        over = any(end <= at for end in _ends(told))
    except ConnectorError as error:
        return replace(one, unread=error.unread(what, account_id))
    if status in _OFF or effect in _OFF or over:
        return replace(one, on=False)
    if status == _SWITCH:
        return replace(one, on=True)
    because = Words("Meta gives it the unknown status {status}.", {"status": str(status)})
    unread = Unread(what=what, because=because, platform=Platform.META, account_id=account_id)
    return replace(one, unread=unread)


def _ends(told: Record) -> Iterator[datetime]:
    """When it ends, and when what stands above it does: what is over keeps its status."""
    for one in (told, part(told, "adset"), part(told, "campaign")):
        for name in ("end_time", "stop_time"):
            end = instant(one, name)
            if end is not None:
                yield end
