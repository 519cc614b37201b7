"""Sets what an ad account of Meta's keeps from everything in it: its account controls.

They are set whole (Ad Account Account Controls, checked 2026-11-22): a POST demands
`audience_controls`, and what of them it leaves out is gone. An answer with status 200 may hold
`success: false`, `error_code` and `error_message`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from connectors import Visible
from connectors.errors import ConnectorError, RateLimited, Transient, Unavailable, Unreadable
from connectors.http import Meter, Patience
from connectors.meta import ask, scope
from connectors.meta.access import MetaAccess
from connectors.meta.graph import Graph
from connectors.meta.links import account_link
from connectors.meta.read_account import EXCLUSIONS, read_controls
from connectors.meta.shape import Record, part, record, refuse
from policies.model import AccountId, Answer, Controls, ControlsReceipt, Platform, Words

_AUDIENCE, _PLACEMENT = "audience_controls", "placement_controls"
_BY_OBJECTIVE = "placement_controls_per_objective"
_NEEDED = {_PLACEMENT, _BY_OBJECTIVE}
"""Without an audience that is not told only a person who has looked there goes on."""


class MetaGuardian:
    """Reads and sets account controls, with the token that reads: a control is no stop."""

    platform = Platform.META

    def __init__(
        self, access: MetaAccess, *, patience: Patience, clock: Callable[[], datetime]
    ) -> None:
        """`patience` is what reading may wait; nothing that is written is sent twice."""
        self.meter = Meter()
        self._access = access
        self._graph = Graph(access, patience=patience, clock=clock, meter=self.meter)

    def accounts(self) -> Visible:
        """The accounts in scope, as for the reader.

        Raises:
            ConnectorError: not even the list could be read.
        """
        return scope.visible(self._graph, self._access)

    def controls(self, account_id: AccountId) -> Controls:
        """The controls of the account, read now.

        Raises:
            ConnectorError: they could not be read, or not whole.
        """
        asked = ask.all_controls(account_id)
        told = self._graph.edge(asked)
        if told.error is not None:
            raise told.error
        for name in _NEEDED & {*self._graph.lacking(asked)}:
            raise refuse(name, None)  # not told is not empty, and unsent it would be gone
        return _read(told.rows, account_id)

    def set_controls(self, controls: Controls) -> ControlsReceipt:
        """Put these in place of what stands; sent once."""
        write = ask.set_controls(controls.account_id, _parts(controls))
        [told] = self._graph.write([write])
        if not isinstance(told, ConnectorError) and told.get("success") is True:
            return ControlsReceipt(answer=Answer.ACCEPTED)
        error = told if isinstance(told, ConnectorError) else _unclear(controls)
        return ControlsReceipt(answer=_meaning(error), because=error.words)


def _read(rows: tuple[Any, ...], account_id: AccountId) -> Controls:
    """The controls that an edge holds; no row: none are set.

    Raises:
        Unreadable: they are of another shape.
    """
    held = read_controls(rows)
    row = record(rows[0], "account_controls") if rows else {}
    for name, told in part(row, _PLACEMENT).items():
        if told and name not in EXCLUSIONS:  # it would not be sent back, and so be lost
            raise refuse(f"{_PLACEMENT}.{name}", told)
    return Controls(
        account_id=account_id,
        exclusions=held.placement_exclusions,
        audience=_kept(row, _AUDIENCE),
        by_objective=_kept(row, _BY_OBJECTIVE),
        status=held.status,
        campaigns_with_error=held.campaigns_with_error,
        are_set=bool(rows),
        link=account_link(account_id),
    )


def _kept(row: Record, name: str) -> str | None:
    """An object as it is sent back; None: it was not told.

    Raises:
        Unreadable: it is no object.
    """
    value = row.get(name)
    return None if value is None else _written(record(value, name))


def _written(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _parts(controls: Controls) -> dict[str, str]:
    """What is sent; a part that was not told is not sent."""
    placement = _written({"placement_exclusions": list(controls.exclusions)})
    told = {
        _AUDIENCE: controls.audience,
        _PLACEMENT: placement,
        _BY_OBJECTIVE: controls.by_objective,
    }
    return {name: part for name, part in told.items() if part is not None}


def _unclear(controls: Controls) -> ConnectorError:
    words = Words(
        "Meta's answer does not say what became of the controls of {account}. Read them again.",
        {"account": controls.account_id},
    )
    return Unavailable(words, platform=Platform.META, account_id=controls.account_id)


def _meaning(error: ConnectorError) -> Answer:
    """What a failure says of the write that met it."""
    if isinstance(error, RateLimited):
        return Answer.THROTTLED
    return Answer.UNKNOWN if isinstance(error, Transient | Unreadable) else Answer.REFUSED
