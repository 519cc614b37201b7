"""Turning switches: one write for many, and what LinkedIn answered to each.

A batch partial update answers 200 with a status for each key, the failed ones in `results` or in
`errors`. Anything else, a whole-batch 204 or 207 included, proves nothing (adCampaigns, batch
partial update; linkedin-api-python-client's tests; checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.errors import ConnectorError, RateLimited, Transient, Unavailable, Unreadable
from connectors.linkedin import ask
from connectors.linkedin.batches import by_id, failure, in_batches
from connectors.linkedin.panel import by_account_and_level
from connectors.linkedin.refusal import Asked, whole_number
from connectors.linkedin.transport import Wire
from policies.model import AccountId, Answer, Level, Platform, Receipt, Switch, Words

_DONE = range(200, 300)
_FAILED = 400
_NO_DRY_RUN = Words(
    "LinkedIn has no dry run: only a real pause shows whether one may pause. Nothing was sent."
)


@dataclass(frozen=True, slots=True)
class _Portion:
    """The ids of one write."""

    account_id: AccountId
    level: Level
    ids: Sequence[str]

    def receipt(
        self, object_id: str, answer: Answer, error: ConnectorError | None = None
    ) -> Receipt:
        return Receipt(
            platform=Platform.LINKEDIN,
            account_id=self.account_id,
            campaign_id=object_id,
            level=self.level,
            answer=answer,
            because=error.words if error is not None else None,
            retry_after=error.retry_after if isinstance(error, RateLimited) else None,
        )


def turn(wire: Wire, switches: Sequence[Switch], status: str) -> tuple[Receipt, ...]:
    """Give each switch this status; every write is sent once; one receipt each, in order."""
    receipts = {
        (one.account_id, one.level, one.campaign_id): one
        for account_id, level, ids in by_account_and_level(switches)
        for some in in_batches(ids)
        for one in _write(wire, _Portion(account_id, level, some), status)
    }
    return tuple(receipts[one.account_id, one.level, one.campaign_id] for one in switches)


def rehearse(switches: Sequence[Switch]) -> tuple[Receipt, ...]:
    """One receipt each, unknown: no parameter makes a dry run of a write, so that none is sent.

    Source: adCampaigns and adCampaignGroups, partial update, checked 2026-11-22.
    """
    none = Unavailable(_NO_DRY_RUN, platform=Platform.LINKEDIN)
    return tuple(
        _Portion(one.account_id, one.level, (one.campaign_id,)).receipt(
            one.campaign_id, Answer.UNKNOWN, none
        )
        for one in switches
    )


def _write(wire: Wire, portion: _Portion, status: str) -> list[Receipt]:
    """Send one write and read what became of each id."""
    request = ask.turn(portion.account_id, portion.level, portion.ids, status)
    try:
        answer = wire.write(request)
        return list(_receipts(portion, answer, wire.asked(request)))
    except ConnectorError as error:
        return [portion.receipt(each, _meaning(error), error) for each in portion.ids]


def _receipts(portion: _Portion, answer: Mapping[str, Any], asked: Asked) -> Iterator[Receipt]:
    """What the answer says of each id.

    Raises:
        Unreadable: the answer is no batch.
    """
    results, errors = by_id(answer, "results"), by_id(answer, "errors")
    for each in portion.ids:
        status = _status(results.get(each))
        if each in errors and status not in _DONE:
            error: ConnectorError | None = failure(errors[each], status, asked=asked)
        elif each not in errors and status >= _FAILED:
            error = failure(results[each].get("error"), status, asked=asked)
        elif each not in errors and status in _DONE and "error" not in results[each]:
            error = None
        else:
            error = _unclear(each)
        yield portion.receipt(each, _meaning(error) if error else Answer.ACCEPTED, error)


def _status(result: object) -> int:
    """The status of one result; 0: none."""
    told = whole_number(result.get("status")) if isinstance(result, dict) else None
    return told or 0


def _unclear(object_id: str) -> ConnectorError:
    """The reason why nothing is known of one id."""
    words = Words(
        "LinkedIn's answer does not say what became of {id}. Read it again.", {"id": object_id}
    )
    return Unavailable(words, platform=Platform.LINKEDIN)


def _meaning(error: ConnectorError) -> Answer:
    """What a failure says of the write that met it."""
    if isinstance(error, RateLimited):
        return Answer.THROTTLED
    if isinstance(error, Transient | Unreadable):
        return Answer.UNKNOWN
    return Answer.REFUSED
