"""Which ad accounts to work on: the configured ones, or all that the token can reach.

Where nothing is configured these are the accounts in which the token's user has a role, and those
of their businesses that are open to it besides. A configured account that is not listed is asked
for by itself: it may be open to the token by way of a business (Ad Account Users, checked
2026-11-22).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors import Visible
from connectors.errors import ConnectorError, NotFound, PermissionMissing, RequestRefused
from connectors.meta import ask
from connectors.meta.access import MetaAccess
from connectors.meta.businesses import Listed, beyond, read_listed
from connectors.meta.graph import Graph
from policies.model import AccountId, Platform, Unread, Words


def visible(graph: Graph, access: MetaAccess, *, pressing: bool = False) -> Visible:
    """The accounts to work on; `pressing`: a crisis stop asks.

    Businesses are asked only where nothing is configured. Otherwise a person chose the accounts,
    and what is left out is told from the list of those that the token sees: a stop is given no
    further request to wait for, and a sweep no further account to complain of.

    Raises:
        ConnectorError: the list could not be read.
    """
    seen, unread, notes = _seen(graph)
    wanted = tuple(dict.fromkeys(map(account_id_of, access.ad_accounts)))
    if wanted:
        return _chosen(graph, seen, wanted, unread=unread)
    further = beyond(graph, list(seen.values()), pressing=pressing)
    return Visible(
        accounts=(*seen, *further.accounts),
        unread=(*unread, *further.unread),
        notes=(*notes, *further.notes),
    )


def account_id_of(written: str) -> AccountId:
    """An account's id as Meta writes it, `act_1`, from that or from its number."""
    return AccountId(f"act_{written.removeprefix('act_')}")


def _seen(graph: Graph) -> tuple[dict[AccountId, Listed], list[Unread], tuple[Words, ...]]:
    """The list, what of it could not be read, and what to know of it.

    Raises:
        ConnectorError: there is none.
    """
    notes: tuple[Words, ...] = ()
    gathered = graph.edge(ask.accounts())
    if isinstance(gathered.error, PermissionMissing | RequestRefused) and not gathered.rows:
        # It may be the businesses alone that the token must not see.
        gathered, notes = graph.edge(ask.accounts(business=False)), (_OWNERS_UNSEEN,)
    if gathered.error is not None and not gathered.rows:
        raise gathered.error
    seen, unread = _listed(gathered.rows)
    if gathered.error is not None:
        unread.append(gathered.error.unread("accounts"))
    return seen, unread, notes


_OWNERS_UNSEEN = Words(
    "Meta does not let the token see which businesses its ad accounts belong to, so further "
    "accounts of theirs stay unknown. Give the token the permission business_management to have "
    "them named."
)


def _listed(rows: Sequence[Any]) -> tuple[dict[AccountId, Listed], list[Unread]]:
    """The accounts of the list, and what in it was none."""
    seen: dict[AccountId, Listed] = {}
    unread: list[Unread] = []
    for row in rows:
        try:
            one = read_listed(row, "data[]")
            seen[one.id] = one
        except ConnectorError as error:
            unread.append(error.unread("accounts"))
    return seen, unread


def _chosen(
    graph: Graph,
    seen: dict[AccountId, Listed],
    wanted: Sequence[AccountId],
    *,
    unread: Sequence[Unread],
) -> Visible:
    """The configured accounts; those that it leaves out are named, save closed ones."""
    hidden = [one for one in wanted if one not in seen]
    missing = (
        dict(zip(hidden, map(_missing, *_asked(graph, hidden)), strict=True)) if hidden else {}
    )
    return Visible(
        accounts=tuple(one for one in wanted if missing.get(one) is None),
        unread=(*unread, *filter(None, missing.values())),
        chosen=True,
        left_out={
            one.id: one.name for one in seen.values() if one.id not in wanted and not one.closed
        },
    )


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
