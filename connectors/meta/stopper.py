"""Turns Meta's switches; with its own graph, so that no throttled reading stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from connectors import Visible
from connectors.http import Meter, Patience
from connectors.meta import panel, scope, turning
from connectors.meta.access import MetaAccess
from connectors.meta.ask import BATCH
from connectors.meta.graph import Graph
from policies.model import AccountId, Allowance, Beneath, Panel, Platform, Receipt, Switch, Unread

_COST = 3
"""Points of reading an account back: itself, its campaigns and those of its ads that may still be
shown, if each of these stands on one page."""


class MetaStopper:
    """Turns campaigns off and on."""

    platform = Platform.META

    def __init__(
        self, access: MetaAccess, *, patience: Patience, clock: Callable[[], datetime]
    ) -> None:
        """`access.token` is the stop token where there is one."""
        self.meter = Meter()
        self._access = access
        # What readers leave of Meta's limits is for a stop, which believes no refusal twice.
        self._graph = Graph(
            access,
            patience=patience,
            clock=clock,
            meter=self.meter,
            place="[meta] stop_token/access_token",
            pressing=True,
        )
        self._currencies = panel.Currencies(self._graph)
        self._clock = clock
        self._costs: dict[AccountId, int] = {}
        """Points of reading an account once, as seen."""

    @property
    def batch_size(self) -> int:
        """Most switches in one write."""
        return BATCH

    def accounts(self) -> Visible:
        """The accounts in scope, as for the reader.

        Raises:
            ConnectorError: not even the list could be read.
        """
        return scope.visible(self._graph, self._access, pressing=True)

    def panel(self, account_id: AccountId, *, beneath: Beneath | None = None) -> Panel:
        """Every switch of the account, read now, with the right to turn them; `beneath` with ads.

        Raises:
            ConnectorError: no campaign could be read.
        """
        before = self._graph.budget.points(account_id, self._clock())
        read = panel.read_panel(
            self._graph,
            account_id,
            self._currencies,
            beneath=beneath,
            permitted=self._access.permitted,
        )
        after = self._graph.budget.points(account_id, self._clock())
        ads = 1 if beneath is None else 0  # what is read back is read with them
        self._costs[account_id] = max(_COST, after - before + ads)
        return read

    def allowance(self, account_id: AccountId) -> Allowance | None:
        """On the Limited tier the account's points; None: it is not known to be on it."""
        cost = self._costs.get(account_id, _COST)
        return self._graph.budget.allowance(account_id, cost, self._clock())

    def turn_off(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Pause these; one receipt each, in order."""
        return turning.turn(self._graph, switches, "PAUSED")

    def turn_on(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Activate these, as `turn_off`."""
        return turning.turn(self._graph, switches, "ACTIVE")

    def rehearse(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Let Meta check the pausing of these and change nothing; one receipt each, in order."""
        return turning.rehearse(self._graph, switches)

    def read_back(self, switches: Sequence[Switch]) -> tuple[Switch | Unread, ...]:
        """Each of these switches by its own fresh read, in order."""
        return panel.read_back(self._graph, switches, self._currencies)
