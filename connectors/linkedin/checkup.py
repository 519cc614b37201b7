"""What the advertising token sees and may do, asked before it is needed; changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from connectors import Visible
from connectors.http import Meter, Patience
from connectors.linkedin.access import LinkedInAccess
from connectors.linkedin.scope import may_turn, rights, visible
from connectors.linkedin.transport import Token, Wire
from policies.model import AccountId, Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """Whether campaigns of one account may be paused."""

    account_id: AccountId
    may_turn: bool | Unread


class LinkedInCheckup:
    """Asks with one advertising token."""

    def __init__(
        self,
        access: LinkedInAccess,
        *,
        patience: Patience,
        clock: Callable[[], datetime],
        place: str,
    ) -> None:
        """`place`: where the token stands in the configuration."""
        token = Token(place=place, value=access.ads_token, issued_at=access.ads_issued_at)
        self._access = access
        self._wire = Wire(access, token, patience=patience, clock=clock, meter=Meter())
        self.visible: Visible | None = None
        """The list of accounts, once it was read."""

    def rights(self) -> tuple[Right | Unread, ...]:
        """Each account in scope with the right to pause there, or why it cannot be worked on.

        Raises:
            ConnectorError: not even the list could be read.
        """
        seen = self.visible = visible(self._wire, self._access)
        return (*seen.unread, *map(self._right, seen.accounts))

    def _right(self, account_id: AccountId) -> Right:
        roles = rights(self._wire, account_id)
        # Of the token's permissions a line of its own tells.
        access = replace(self._access, ads_scopes=None)
        return Right(account_id=account_id, may_turn=may_turn(access, account_id, roles))
