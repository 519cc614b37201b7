"""Ad accounts that a business has and that the token's own list does not show.

`/{business}/owned_ad_accounts` and `/{business}/client_ad_accounts` ask for the permission
`business_management` (Business Owned Ad Accounts, Client Ad Accounts, checked 2026-11-22).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from connectors.errors import ConnectorError, NotFound, PermissionMissing, Unavailable
from connectors.meta import ask
from connectors.meta.ask import Ask
from connectors.meta.graph import Gathered, Graph
from connectors.meta.shape import count, part, record, required, text
from policies.model import AccountId, Platform, Unread, Words

BRIEF = 2.0
"""Seconds that a crisis stop gives the businesses to tell of further accounts."""
_CLOSED = frozenset((100, 101))
"""`account_status`: closing, and closed (Ad Account, checked 2026-11-22)."""
_UNSEEN = (NotFound, PermissionMissing)
"""Refusals that say: not with this token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An ad account as a row of a list tells of it."""

    id: AccountId
    name: str
    closed: bool
    """It shows no ads, now or later."""
    business_id: str | None = None
    business: str | None = None
    """Its owner's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What the businesses told of."""

    accounts: tuple[AccountId, ...] = ()
    """Open to the token, though its own list does not show them."""
    unread: tuple[Unread, ...] = ()
    notes: tuple[Words, ...] = ()
    """What to know, though it is no gap."""


def read_listed(row: object, path: str) -> Listed:
    """An account out of a row.

    Raises:
        Unreadable: the row is none; a business that cannot be read takes no account with it.
    """
    told = record(row, path)
    number = AccountId(required(told, "id"))
    try:
        owner = part(told, "business")
        business_id, business = text(owner, "id"), text(owner, "name")
        name, status = text(told, "name"), count(told, "account_status")
    except ConnectorError:
        business_id = business = name = status = None
    return Listed(
        id=number,
        name=name or number,
        closed=status in _CLOSED,
        business_id=business_id,
        business=business,
    )


def beyond(graph: Graph, listed: Sequence[Listed], *, pressing: bool) -> Beyond:
    """The accounts of the businesses to which the listed ones belong, save those and closed ones.

    One request, and a second where there are such accounts. `pressing`: a crisis stop asks, which
    waits no longer than `BRIEF` and repeats nothing: most of its accounts are known by now.
    """
    businesses = {one.business_id: one.business or one.business_id for one in listed
                  if one.business_id}  # fmt: skip
    if not businesses:
        return Beyond()
    known = {one.id for one in listed}
    return (_briefly if pressing else _told)(graph, businesses, known)


def _briefly(graph: Graph, businesses: Mapping[str, str], known: set[AccountId]) -> Beyond:
    """The same within `BRIEF`, without patience; an answer that comes later is left where it is.

    What fails, or comes later, is a gap as for everybody: where the token's own list does not show
    an account of a business, a stop that never heard of it must not be taken for a whole one. Its
    plan names the businesses.
    """
    done: SimpleQueue[Beyond] = SimpleQueue()
    hasty = graph.impatient()
    threading.Thread(target=lambda: done.put(_told(hasty, businesses, known)), daemon=True).start()
    try:
        told = done.get(timeout=BRIEF)
    except Empty:
        late = _not_at_once(businesses)
        gap = Unread(what="accounts", because=late, platform=Platform.META)
        return Beyond(unread=(gap,), notes=(late,))
    failed = any(one.account_id is None for one in told.unread)
    return replace(told, notes=(*told.notes, _not_at_once(businesses))) if failed else told


def _not_at_once(businesses: Mapping[str, str]) -> Words:
    return Words(
        "Meta did not tell at once which further ad accounts {businesses} has.",
        {"businesses": ", ".join(businesses.values())},
    )


def _told(graph: Graph, businesses: Mapping[str, str], known: set[AccountId]) -> Beyond:
    asks = [edge for one in businesses for edge in ask.accounts_of(one)]
    answers = _edges(graph, asks)
    edges = list(zip(answers[::2], answers[1::2], strict=True))
    unread: list[Unread] = []
    shown: dict[AccountId, tuple[Listed, str]] = {}
    for name, both in zip(businesses.values(), edges, strict=True):
        unread += _failures(both)
        for one in _rows(both, unread):
            if not one.closed and one.id not in known:
                shown.setdefault(one.id, (one, name))
    accounts, hidden = _tried(graph, shown)
    return Beyond(
        accounts=accounts,
        unread=(*unread, *hidden),
        notes=tuple(_ungranted(businesses.values(), edges)),
    )


def _edges(graph: Graph, asks: Sequence[Ask]) -> list[Gathered]:
    """What came of each; what stumbled is asked for once more, at once, whoever may not wait."""
    told = list(graph.edges(asks))
    again = [at for at, one in enumerate(told) if isinstance(one.error, Unavailable)]
    anew = graph.edges([asks[at] for at in again]) if again else ()
    for at, one in zip(again, anew, strict=True):
        told[at] = one
    return told


def _rows(edges: Iterable[Gathered], unread: list[Unread]) -> Iterator[Listed]:
    """The accounts of these edges; a row that is none is told."""
    for row in (row for one in edges for row in one.rows):
        try:
            yield read_listed(row, "data[]")
        except ConnectorError as error:
            unread.append(error.unread("accounts"))


def _failures(edges: Iterable[Gathered]) -> Iterator[Unread]:
    """Why the accounts of a business may not be all, once."""
    failed = [one.error for one in edges if one.error and not isinstance(one.error, _UNSEEN)]
    for error in failed[:1]:
        yield error.unread("accounts")


def _ungranted(names: Iterable[str], edges: Iterable[Sequence[Gathered]]) -> Iterator[Words]:
    """A word about businesses that the token may not ask.

    It is no gap: whatever the token has a role in was read, and what is asked here in addition
    belongs to a permission that need not be granted, or to an agency that owns an account of ours
    and whose others are none of our business. So it is said, and ends no sweep with exit 4.
    """
    refused = [
        name
        for name, both in zip(names, edges, strict=True)
        if any(isinstance(one.error, _UNSEEN) for one in both)
    ]
    if refused:
        yield Words(
            "Meta does not let the token list the ad accounts of {businesses}, so accounts there "
            "in which its system user has no role stay unknown. Give the token the permission "
            "business_management, and the system user a place in the business, to have them "
            "named.",
            {"businesses": ", ".join(refused)},
        )


def _tried(
    graph: Graph, shown: Mapping[AccountId, tuple[Listed, str]]
) -> tuple[tuple[AccountId, ...], tuple[Unread, ...]]:
    """Which of these accounts the token can read, by their own reads, and which not.

    One whose own read fails for another reason is worked on: that tells what is wrong with it.
    """
    asks = [ask.node(one, "id") for one in shown]
    told = dict(zip(shown, graph.batch(asks) if asks else (), strict=True))
    hidden = {one for one, answer in told.items() if isinstance(answer, _UNSEEN)}
    return (
        tuple(one for one in shown if one not in hidden),
        tuple(_hidden(*shown[one]) for one in shown if one in hidden),
    )


def _hidden(one: Listed, business: str) -> Unread:
    because = Words(
        "{business} has the ad account {account} ({name}), which the token does not see: nobody "
        "watches its ads, and a crisis stop does not reach them. Give the system user the account "
        "in Business settings.",
        {"business": business, "account": one.id, "name": one.name},
    )
    return Unread(what="account", because=because, platform=Platform.META, account_id=one.id)
