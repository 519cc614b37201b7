"""All switches of one account, and fresh reads of some of them."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.errors import ConnectorError
from connectors.meta import ask, lingering
from connectors.meta.answers import Answered
from connectors.meta.collected import Collected
from connectors.meta.graph import Graph
from connectors.meta.read_account import blank_account, may_turn, read_account
from connectors.meta.read_switches import read_switch
from connectors.meta.shape import Record
from policies.model import (
    UNTOLD,
    AccountControls,
    AccountId,
    AdAccount,
    Beneath,
    Panel,
    Permitted,
    Platform,
    Switch,
    Unread,
)

_LIST = "campaigns"
_NEEDED = (_LIST, lingering.PART)
"""Without these nobody can say that everything is off."""
_NONE = AccountControls(placement_exclusions=(), status="", campaigns_with_error=())
"""A stop does not ask for controls."""


class Currencies:
    """The currency of each account, without which its budgets mean nothing."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[AccountId, str | None] = {}

    def keep(self, account: AdAccount) -> None:
        """Remember an account that was read."""
        if not isinstance(account.rights, Unread):
            self._known[account.id] = account.currency

    def of(self, account_ids: Sequence[AccountId]) -> dict[AccountId, str | None]:
        """The currencies of these; those that are not known yet are asked for together."""
        new = [one for one in dict.fromkeys(account_ids) if one not in self._known]
        asked = [ask.account(one, controls=False) for one in new]
        for account_id, told in zip(new, self._graph.batch(asked) if asked else (), strict=True):
            self.keep(_account(told, account_id, Collected(account_id)))
        return {one: self._known.get(one) for one in account_ids}


def read_panel(
    graph: Graph,
    account_id: AccountId,
    currencies: Currencies,
    *,
    beneath: Beneath | None = None,
    permitted: Permitted = UNTOLD,
) -> Panel:
    """Every campaign of the account and the right to turn them; `beneath`: whose ads besides.

    The ads travel in the same batch, so that they cost no request of their own.

    Raises:
        ConnectorError: no campaign could be read.
    """
    listing, account_alone = ask.campaigns(account_id), ask.account(account_id, controls=False)
    beside = () if beneath is None else (lingering.ask_ads(account_id),)
    enough = () if beneath is None else (None, lingering.any_of(beneath))
    (gathered, *ads), (told,) = graph.survey([listing, *beside], [account_alone], enough)
    if gathered.error is not None and not gathered.rows:
        raise gathered.error
    collected = Collected(account_id)
    account = _account(told, account_id, collected)
    currencies.keep(account)

    def switch(row: Record) -> Switch:
        read, lacking = read_switch(row, account_id, currency=account.currency)
        if lacking is not None:
            what = f"{_LIST}.{lacking.path}:{read.campaign_id}"
            collected.unread.append(lacking.unread(what, account_id))
        return read

    switches = collected.nouns(_LIST, gathered, switch)
    collected.lacks_fields(_LIST, graph.lacking(listing))
    if beneath is not None:
        switches = lingering.joined(switches, ads[0], beneath, collected)
    return Panel(
        platform=Platform.META,
        account_id=account_id,
        account_name=account.name,
        switches=switches,
        may_turn=may_turn(account, permitted),
        complete=not any(one.what.partition(":")[0] in _NEEDED for one in collected.unread),
        unread=tuple(collected.unread),
        account_status=account.status,
    )


def _account(told: Answered, account_id: AccountId, collected: Collected) -> AdAccount:
    """The account; one that cannot be read stops no stop."""
    try:
        if isinstance(told, ConnectorError):
            raise told
        return read_account(told, account_id, controls=_NONE)
    except ConnectorError as error:
        unread = error.unread("account", account_id)
        collected.unread.append(unread)
        return blank_account(account_id, unread)


def read_back(
    graph: Graph, switches: Sequence[Switch], currencies: Currencies
) -> tuple[Switch | Unread, ...]:
    """Each of these switches read anew, in order."""
    known = currencies.of([one.account_id for one in switches])
    asked = [ask.campaign(one.campaign_id, one.account_id) for one in switches]
    return tuple(
        _anew(told, one, known[one.account_id])
        for told, one in zip(graph.batch(asked), switches, strict=True)
    )


def _anew(told: Answered, before: Switch, currency: str | None) -> Switch | Unread:
    """One switch as it is now."""
    try:
        if isinstance(told, ConnectorError):
            raise told
        return read_switch(told, before.account_id, currency=currency)[0]
    except ConnectorError as error:
        return error.unread(f"{_LIST}:{before.campaign_id}", before.account_id)
