"""Whether single objects can still deliver, by their own reads.

Archived and deleted objects are hidden from edges and answer to their own id (Manage Your Ad
Object's Status, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors import Standing
from connectors.errors import ConnectorError, NotFound
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.graph import Graph
from connectors.meta.shape import text
from policies.model import AccountId, Platform, Unread, Words

_OFF = frozenset({"PAUSED", "DELETED", "ARCHIVED", "CAMPAIGN_PAUSED", "ADSET_PAUSED", "REMOVED"})
"""Words of an own switch, or of one above, that is off."""
_SWITCH = "ACTIVE"
_GONE: Answered = {"status": "REMOVED"}
"""Stands for an object that no longer exists."""


def standings(
    graph: Graph, account_id: AccountId, kind: str, ids: Sequence[str]
) -> Iterator[Standing]:
    """Each of these objects; what is not found twice, in an account that is, is off."""
    once = tuple(dict.fromkeys(ids))
    answers = graph.batch([ask.status(one, account_id) for one in once])
    for each, told in zip(once, answers, strict=True):
        settled = _again(graph, account_id, each) if isinstance(told, NotFound) else told
        yield _standing(settled, kind, each, account_id)


def _again(graph: Graph, account_id: AccountId, object_id: str) -> Answered:
    """One object by itself, and its account: the same answer means that it may not be seen."""
    bare = ask.account(account_id, controls=False)
    told, account = graph.batch([ask.status(object_id, account_id), bare])
    if isinstance(told, NotFound) and not isinstance(account, ConnectorError):
        return _GONE
    return told


def _standing(told: Answered, kind: str, object_id: str, account_id: AccountId) -> Standing:
    """What a record's switch says; a word that we do not know says nothing."""
    what = f"{kind}s:{object_id}"
    try:
        if isinstance(told, ConnectorError):
            raise told
        status, effect = text(told, "status"), text(told, "effective_status")
    except ConnectorError as error:
        unread = error.unread(what, account_id)
        return Standing(kind=kind, id=object_id, on=None, unread=unread)
    if status in _OFF or effect in _OFF:
        return Standing(kind=kind, id=object_id, on=False)
    if status == _SWITCH:
        return Standing(kind=kind, id=object_id, on=True)
    because = Words("Meta gives it the unknown status {status}.", {"status": str(status)})
    unread = Unread(what=what, because=because, platform=Platform.META, account_id=account_id)
    return Standing(kind=kind, id=object_id, on=None, unread=unread)
