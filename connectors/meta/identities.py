"""Who the Instagram accounts on ads are: each id looked up once, legacy ids and stand-ins known.

An account may stand in old records under its legacy id, which does not answer by itself; the
account's current id tells it. A stand-in made from a Page has an id like any other and is known
from the Page alone (IG User, Page-backed Instagram Accounts; checked 2026-11-22).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from connectors.errors import ConnectorError, NotFound
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.graph import Graph
from connectors.meta.page_tokens import Pages
from connectors.meta.shape import Record, identity, record, required, text
from policies.model import Identity, Platform, Unread, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The accounts behind some ids, and those that could not be looked up."""

    found: tuple[Identity, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _StandIns:
    """The accounts made from Pages, as far as they could be listed."""

    ids: frozenset[str] = frozenset()
    errors: tuple[ConnectorError, ...] = ()


class Identities:
    """Looks accounts up, each once; safe across threads."""

    def __init__(self, graph: Graph, own: Sequence[str], pages: Callable[[], Pages]) -> None:
        """`own`: the city's own accounts, looked up for their legacy ids."""
        self._graph = graph
        self._own = tuple(own)
        self._pages = pages
        self._lock = threading.Lock()
        self._known: dict[str, Identity | NotFound] = {}
        self._made: _StandIns | None = None

    def resolve(self, ids: Iterable[str], beside: Iterable[str] = ()) -> Resolved:
        """The accounts behind these ids, by current or legacy id.

        Those `beside` them are partners': Meta need not show them, and nobody is told.
        """
        wanted = tuple(dict.fromkeys(ids))
        both = tuple(dict.fromkeys((*wanted, *beside)))
        if not both:
            return Resolved(found=(), unread=())
        with self._lock:
            failed = self._look_up((*self._own, *both))
            behind = {one: self._behind(one) for one in both}
            strangers = [one for one in behind.values() if one and one.id not in self._own]
            made = self._stand_ins() if strangers else _StandIns()
        found = {one.id: _marked(one, made) for one in behind.values() if one}
        lost = [_unread(one, failed.get(one)) for one in wanted if behind[one] is None]
        lost += [error.unread("identities") for error in made.errors]
        return Resolved(found=tuple(found.values()), unread=tuple(lost))

    def _look_up(self, ids: Iterable[str]) -> dict[str, ConnectorError]:
        """Ask for those that are not known yet; the answer is what failed."""
        new = [one for one in dict.fromkeys(ids) if one not in self._known]
        failed: dict[str, ConnectorError] = {}
        asks = [ask.instagram_account(one) for one in new]
        for one, told in zip(new, self._graph.batch(asks), strict=True):
            read = _read(told)
            if isinstance(read, Identity | NotFound):
                self._known[one] = read
            else:
                failed[one] = read
        return failed

    def _behind(self, wanted: str) -> Identity | None:
        """The account with this id, or the one that had it in old records."""
        told = self._known.get(wanted)
        if isinstance(told, Identity):
            return told
        accounts = (one for one in self._known.values() if isinstance(one, Identity))
        return next((one for one in accounts if one.legacy_id == wanted), None)

    def _stand_ins(self) -> _StandIns:
        """The accounts made from those Pages that give a token."""
        if self._made is None:
            self._made = _listed(self._graph, self._pages())
        return self._made


def _read(told: Answered) -> Identity | ConnectorError:
    """An account as a noun, or why it is none."""
    try:
        if isinstance(told, ConnectorError):
            raise told
        return read_identity(told)
    except ConnectorError as error:
        return error.with_traceback(None)


def read_identity(told: Record) -> Identity:
    """An Instagram account.

    Raises:
        Unreadable: it is of another shape.
    """
    return Identity(
        id=required(told, "id"),
        username=text(told, "username"),
        legacy_id=identity(told, "legacy_instagram_user_id"),
    )


def _listed(graph: Graph, pages: Pages) -> _StandIns:
    """Ask every Page for the account made from it."""
    asks = [ask.stand_in(page.id, page.token) for page in pages.seen.values() if page.token]
    ids: set[str] = set()
    errors = [pages.error] if pages.error else []
    for gathered in graph.edges(asks):
        if gathered.error:
            errors.append(gathered.error)
        for row in gathered.rows:
            try:
                ids.add(required(record(row, "data[]"), "id"))
            except ConnectorError as error:
                errors.append(error.with_traceback(None))
    return _StandIns(ids=frozenset(ids), errors=tuple(errors))


def _marked(one: Identity, made: _StandIns) -> Identity:
    return replace(one, page_backed=one.id in made.ids)


def _unread(account: str, error: ConnectorError | None) -> Unread:
    """An account that could not be looked up."""
    what = f"identities:{account}"
    if error is not None:
        return error.unread(what)
    because = Words(
        "Meta does not show Instagram account {id} to the token in [meta] access_token. Give its "
        "system user the account in Business settings, if it is the city's.",
        {"id": account},
    )
    return Unread(what=what, because=because, platform=Platform.META)
