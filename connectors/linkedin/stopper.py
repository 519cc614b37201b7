"""Turns LinkedIn's switches; with its own wire, so that no reading uses up its quota or breaker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from connectors import Visible
from connectors.http import Meter, Patience
from connectors.linkedin import panel, scope, turning
from connectors.linkedin.access import LinkedInAccess
from connectors.linkedin.ask import BATCH
from connectors.linkedin.breaker import Breaker
from connectors.linkedin.transport import Token, Wire
from policies.model import AccountId, Allowance, Beneath, Panel, Platform, Receipt, Switch, Unread


class LinkedInStopper:
    """Turns campaigns, or campaign groups, off and on."""

    platform = Platform.LINKEDIN

    def __init__(
        self, access: LinkedInAccess, *, patience: Patience, clock: Callable[[], datetime]
    ) -> None:
        """`access.ads_token` is the stop token where there is one."""
        self.meter = Meter()
        self._access = access
        token = Token(
            place="[linkedin] stop_token/ads_token",
            value=access.ads_token,
            issued_at=access.ads_issued_at,
        )
        # A stop may be repeated at once: nothing but a day limit is believed twice, and that only
        # if it was met here. What readers were told is not held against a stop.
        self._wire = Wire(
            access,
            token,
            patience=patience,
            clock=clock,
            meter=self.meter,
            breaker=Breaker(clock, pause=timedelta(0)),
        )

    @property
    def batch_size(self) -> int:
        """Most switches in one write."""
        return BATCH

    def accounts(self) -> Visible:
        """The accounts in scope, as for the reader.

        Raises:
            ConnectorError: not even the list could be read.
        """
        return scope.visible(self._wire, self._access)

    def panel(self, account_id: AccountId, *, beneath: Beneath | None = None) -> Panel:
        """Every switch of the account, read now, with the right to turn them.

        `beneath` asks for nothing more: LinkedIn tells of each campaign whether it is served.

        Raises:
            ConnectorError: no campaign could be read.
        """
        return panel.read_panel(self._wire, self._access, account_id)

    def turn_off(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Pause these; one receipt each, in order."""
        return turning.turn(self._wire, switches, "PAUSED")

    def turn_on(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """Activate these, as `turn_off`."""
        return turning.turn(self._wire, switches, "ACTIVE")

    def rehearse(self, switches: Sequence[Switch]) -> tuple[Receipt, ...]:
        """One receipt each, all unknown: LinkedIn has no dry run, and nothing is sent."""
        return turning.rehearse(switches)

    def allowance(self, account_id: AccountId) -> Allowance | None:
        """Never one: LinkedIn's limits count by the day, and no answer tells how much is left."""
        return None

    def read_back(self, switches: Sequence[Switch]) -> tuple[Switch | Unread, ...]:
        """Each of these switches by its own fresh read, in order."""
        return panel.read_back(self._wire, switches)
