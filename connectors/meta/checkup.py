"""What a token sees and may do, asked before it is needed; changes nothing and holds no switch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from connectors import Visible
from connectors.errors import ConnectorError
from connectors.http import Meter, Patience
from connectors.meta import ask, page_tokens, scope, upgraded
from connectors.meta.access import MetaAccess
from connectors.meta.answers import Answered
from connectors.meta.graph import Graph
from connectors.meta.page_tokens import Pages
from connectors.meta.read_account import may_turn, read_account
from connectors.meta.read_token import Worth, inspect
from connectors.meta.shape import text
from policies.model import AccountControls, AccountId, AdAccount, Unread

DELIVERING = ("1", "8", "9")
"""Account statuses in which ads are shown: active, settling, in grace (Ad Account)."""
_NOT_ASKED = AccountControls(placement_exclusions=(), status="", campaigns_with_error=())


class MetaCheckup:
    """Asks with one token."""

    def __init__(
        self,
        access: MetaAccess,
        *,
        patience: Patience,
        clock: Callable[[], datetime],
        place: str,
    ) -> None:
        """`place`: where the token stands in the configuration."""
        self._access = access
        self._place = place
        self._graph = Graph(access, patience=patience, clock=clock, meter=Meter(), place=place)
        self.visible: Visible | None = None
        """The list of accounts, once it was read."""

    def worth(self) -> Worth:
        """What Meta says of the token.

        Raises:
            ConnectorError: there is no answer, or no secret of the app to ask with.
        """
        return inspect(self._graph, self._access, place=self._place)

    def accounts(self) -> tuple[AdAccount | Unread | ConnectorError, ...]:
        """Each account in scope as it is for this token, or why it is not known.

        Raises:
            ConnectorError: not even the list could be read.
        """
        visible = self.visible = scope.visible(self._graph, self._access)
        asks = [ask.account(one, controls=False) for one in visible.accounts]
        answers = self._graph.batch(asks) if asks else ()
        seen = map(_account, visible.accounts, answers)
        return (*visible.unread, *seen)

    @property
    def upgraded(self) -> str | None:
        """What Meta says where it answers as a newer version than was asked for; None: nothing."""
        return upgraded.said(self._access.base_url, self._access.api_version)

    def pages(self) -> Pages:
        """The Pages that the token sees, with what may be done there."""
        return page_tokens.fetch(self._graph, self._access)

    def instagram(self) -> Mapping[str, str | ConnectorError]:
        """The names of the approved Instagram accounts by id; empty: Meta told none."""
        asks = [ask.instagram_account(one) for one in self._access.instagram]
        answers = self._graph.batch(asks) if asks else ()
        return dict(zip(self._access.instagram, map(_username, answers), strict=True))


def may_pause(account: AdAccount) -> bool | Unread:
    """Whether the token's user has a task with which campaigns may be paused."""
    return may_turn(account)


def _account(account_id: AccountId, told: Answered) -> AdAccount | ConnectorError:
    try:
        if isinstance(told, ConnectorError):
            return told
        return read_account(told, account_id, controls=_NOT_ASKED)
    except ConnectorError as error:
        error.account_id = error.account_id or account_id
        return error.with_traceback(None)


def _username(told: Answered) -> str | ConnectorError:
    try:
        return told if isinstance(told, ConnectorError) else text(told, "username") or ""
    except ConnectorError as error:
        return error.with_traceback(None)
