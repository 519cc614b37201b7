"""Turning switches: many in one batch, and what Meta answered to each.

Each item answers by itself, `{"success": true}` or an error; null means that nobody knows. What is
accepted is processed later: only a read proves it (Batch Requests, Manage Your Ad Object's Status;
checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Sequence

from connectors.errors import ConnectorError, RateLimited, Transient, Unavailable, Unreadable
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.graph import Graph
from policies.model import Answer, Platform, Receipt, Switch, Words


def turn(graph: Graph, switches: Sequence[Switch], status: str) -> tuple[Receipt, ...]:
    """Give each switch this status; every write is sent once; one receipt each, in order."""
    writes = [ask.turn(one.campaign_id, status, one.account_id) for one in switches]
    answers = graph.write(writes)
    return tuple(_receipt(one, told) for one, told in zip(switches, answers, strict=True))


def _receipt(switch: Switch, told: Answered) -> Receipt:
    """What the answer says of one switch."""
    if isinstance(told, ConnectorError):
        error: ConnectorError | None = told
    else:
        error = None if told.get("success") is True else _unclear(switch)
    return Receipt(
        platform=Platform.META,
        account_id=switch.account_id,
        campaign_id=switch.campaign_id,
        level=switch.level,
        answer=_meaning(error) if error else Answer.ACCEPTED,
        because=error.words if error else None,
        retry_after=error.retry_after if isinstance(error, RateLimited) else None,
    )


def _unclear(switch: Switch) -> ConnectorError:
    """The reason why nothing is known of one switch."""
    words = Words(
        "Meta's answer does not say what became of {id}. Read it again.",
        {"id": switch.campaign_id},
    )
    return Unavailable(words, platform=Platform.META, account_id=switch.account_id)


def _meaning(error: ConnectorError) -> Answer:
    """What a failure says of the write that met it."""
    if isinstance(error, RateLimited):
        return Answer.THROTTLED
    if isinstance(error, Transient | Unreadable):
        return Answer.UNKNOWN
    return Answer.REFUSED
