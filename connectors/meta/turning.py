"""Turning switches, or asking whether one might: many in one batch, and what Meta said to each.

Each item answers by itself, `{"success": true}` or an error; null means that nobody knows. What is
accepted is processed later: only a read proves it (Batch Requests, Manage Your Ad Object's Status;
checked 2026-11-22).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from connectors.errors import ConnectorError, RateLimited, Transient, Unavailable, Unreadable
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.ask import Ask
from connectors.meta.graph import Graph
from policies.model import Answer, Platform, Receipt, Switch, Words

_DRY = json.dumps(["validate_only"])
_REHEARSED = Words("Meta accepted a dry run, which does not prove that it would pause.")


def turn(graph: Graph, switches: Sequence[Switch], status: str) -> tuple[Receipt, ...]:
    """Give each switch this status; every write is sent once; one receipt each, in order."""
    writes = [ask.turn(one.campaign_id, status, one.account_id) for one in switches]
    answers = graph.write(writes)
    return tuple(_receipt(one, told) for one, told in zip(switches, answers, strict=True))


def rehearse(graph: Graph, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
    """Let Meta check the pausing of each and change nothing; one receipt each, in order.

    Whether Meta checks the sender's right in a dry run is not documented, nor can an answer tell
    that nothing was changed: reading the switches back is the caller's business (Ad Campaign Group,
    `execution_options`, checked 2026-11-22).
    """
    writes = [_dry(ask.turn(one.campaign_id, "PAUSED", one.account_id)) for one in switches]
    receipts = map(_receipt, switches, graph.write(writes))
    return tuple(
        replace(one, because=_REHEARSED) if one.answer is Answer.ACCEPTED else one
        for one in receipts
    )


def _dry(write: Ask) -> Ask:
    """The same write, to be checked alone."""
    return replace(write, params={**write.params, "execution_options": _DRY})


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
