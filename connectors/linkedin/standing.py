"""Whether single objects can still deliver, by their own reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors import Standing
from connectors.errors import ConnectorError, NotFound
from connectors.linkedin import ask
from connectors.linkedin.batches import read_all
from connectors.linkedin.shape import Record, text
from connectors.linkedin.transport import Wire
from policies.model import AccountId, Platform, Unread, Words

_KINDS = {
    "campaign": (ask.GROUPS, "status"),
    "ad_set": (ask.CAMPAIGNS, "status"),
    "ad": (ask.CREATIVES, "intendedStatus"),
}
"""Our kinds: where they are read and which field is their switch."""
_OFF = frozenset({*ask.STATUSES, "CANCELLED"} - {"ACTIVE"})


def standings(
    wire: Wire, account_id: AccountId, kind: str, ids: Sequence[str]
) -> Iterator[Standing]:
    """Each of these objects; what is not found twice, in an account that is, is off."""
    resource, switch = _KINDS[kind]
    batch = read_all(wire, ids, lambda some: ask.several(account_id, resource, some))
    for each in dict.fromkeys(ids):
        told = batch.of(each)
        if isinstance(told, NotFound):
            told = _again(wire, account_id, resource, each)
        yield _standing(told, kind, each, switch=switch, account_id=account_id)


def _again(
    wire: Wire, account_id: AccountId, resource: str, object_id: str
) -> Record | ConnectorError:
    """One object by itself; an empty record: two reads agree that it is gone.

    A 404 may also mean that the token may not see it (Error handling, checked 2026-11-22), so the
    account must be readable.
    """
    try:
        return wire.read(ask.one(account_id, resource, object_id))
    except NotFound as error:
        try:
            wire.read(ask.account(account_id))
        except ConnectorError:
            return error
        return _GONE
    except ConnectorError as error:
        return error


_GONE: Record = {"status": "REMOVED", "intendedStatus": "REMOVED"}
"""Stands for an object that no longer exists."""


def _standing(
    told: Record | ConnectorError, kind: str, object_id: str, *, switch: str, account_id: AccountId
) -> Standing:
    """What a record's switch says; a word that we do not know says nothing."""
    what = f"{kind}s:{object_id}"
    try:
        if isinstance(told, ConnectorError):
            raise told
        word = text(told, switch)
    except ConnectorError as error:
        unread = error.unread(what, account_id)
        return Standing(kind=kind, id=object_id, on=None, unread=unread)
    if word == "ACTIVE" or word in _OFF:
        return Standing(kind=kind, id=object_id, on=word == "ACTIVE")
    because = Words("LinkedIn gives it the unknown status {status}.", {"status": str(word)})
    unread = Unread(what=what, because=because, platform=Platform.LINKEDIN, account_id=account_id)
    return Standing(kind=kind, id=object_id, on=None, unread=unread)
