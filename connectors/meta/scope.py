"""Which ad accounts to work on: the configured ones, or all in which the token's user has a role.

A configured account that is not listed is asked for by itself: it may be open to the token by way
of a business (Ad Account Users, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors import Visible
from connectors.errors import ConnectorError, NotFound
from connectors.meta import ask
from connectors.meta.access import MetaAccess
from connectors.meta.graph import Graph
from connectors.meta.shape import record, required
from policies.model import AccountId, Platform, Unread, Words


def visible(graph: Graph, access: MetaAccess) -> Visible:
    """The accounts to work on.

    Raises:
        ConnectorError: the list could not be read.
    """
    gathered = graph.edge(ask.accounts())
    if gathered.error is not None and not gathered.rows:
        raise gathered.error
    seen, unread = _listed(gathered.rows)
    if gathered.error is not None:
        unread.append(gathered.error.unread("accounts"))
    wanted = tuple(dict.fromkeys(map(account_id_of, access.ad_accounts)))
    if not wanted:
        return Visible(accounts=tuple(seen), unread=tuple(unread))
    hidden = [one for one in wanted if one not in seen]
    missing = (
        dict(zip(hidden, map(_missing, *_asked(graph, hidden)), strict=True)) if hidden else {}
    )
    return Visible(
        accounts=tuple(one for one in wanted if missing.get(one) is None),
        unread=(*unread, *filter(None, missing.values())),
        chosen=True,
    )


def account_id_of(written: str) -> AccountId:
    """An account's id as Meta writes it, `act_1`, from that or from its number."""
    return AccountId(f"act_{written.removeprefix('act_')}")


def _listed(rows: Sequence[Any]) -> tuple[dict[AccountId, None], list[Unread]]:
    """The accounts of the list, and what in it was none."""
    seen: dict[AccountId, None] = {}
    unread: list[Unread] = []
    for row in rows:
        try:
            seen[AccountId(required(record(row, "data[]"), "id"))] = None
        except ConnectorError as error:
            unread.append(error.unread("accounts"))
    return seen, unread


def _asked(graph: Graph, hidden: Sequence[AccountId]) -> tuple[Sequence[AccountId], Sequence[Any]]:
    """Accounts and what their own reads gave."""
    return hidden, graph.batch([ask.node(one, "id") for one in hidden])


def _missing(account_id: AccountId, answer: object) -> Unread | None:
    """Why a configured account cannot be worked on; None: it can."""
    if not isinstance(answer, ConnectorError):
        return None
    if not isinstance(answer, NotFound):
        return answer.unread("account", account_id)
    because = Words(
        "The token in [meta] access_token does not see account {account}. Give its system user "
        "the account in Business settings, or take it out of [meta] ad_accounts.",
        {"account": account_id},
    )
    return Unread(what="account", because=because, platform=Platform.META, account_id=account_id)
