"""Who the Instagram accounts on ads are: each id looked up once, legacy ids and stand-ins known.

An account may stand in old records under its legacy id, which does not answer by itself; the
account's current id tells it. A stand-in made from a Page has an id like any other and is known
from the Page alone (IG User, Page-backed Instagram Accounts; checked 2026-11-22).

An id may also be another object's, such as a Page's, which has not all of an account's fields: that
it refuses one says nothing of accounts.

What was looked up is remembered from run to run. Ids are for ever, and verdicts compare ids; the
name beside them may change, and may be wrong on the screen for a week at most.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from connectors.errors import ConnectorError, FieldRefused, NotFound
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.ask import Ask
from connectors.meta.fields import written
from connectors.meta.graph import Gathered, Graph
from connectors.meta.memory import Memory
from connectors.meta.page_tokens import Pages
from connectors.meta.shape import Record, identity, record, required, text
from policies.model import Identity, Platform, Unread, Words

IDENTITY, STAND_INS = "identity", "stand_ins"
"""Under which topics accounts, and those made from a Page, are recalled."""
NAMED = timedelta(days=7)
"""How long an account's name and legacy id are believed: names seldom change, each account is
looked up 52 times a year rather than 730, and a week's report never tells an older name."""
MISSING = timedelta(days=1)
"""How long an account that Meta does not show is left alone. Access may be given any day, and the
city's own accounts are asked for each time: whoever gives it sees at once that it helped."""
_LEGACY = "legacy_instagram_user_id"
_OF_INSTAGRAM = ("IG", "Instagram")
"""One of these is in the name of each of Instagram's types, such as `IGUser` and `ShadowIGMedia`
(refusals that published clients have met, checked 2026-11-29)."""
_NOT_SHOWN: dict[str, str | None] = {}
MADE = timedelta(days=1)
"""How long the list of a Page's stand-ins is believed: Meta may make one any day."""


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
        self._known: dict[str, Identity | None] = {}
        """None: Meta does not show it."""
        self._poor: dict[str, tuple[str, ...]] = {}
        """Fields that accounts have no longer, by each that was told without them."""
        self._made: _StandIns | None = None

    def resolve(self, ids: Iterable[str], beside: Iterable[str] = ()) -> Resolved:
        """The accounts behind these ids, by current or legacy id.

        Those `beside` them are partners': Meta need not show them, and then nobody is told.
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
            gone = sorted({field for fields in self._poor.values() for field in fields})
        found = {one.id: _marked(one, made) for one in behind.values() if one}
        lost = [_unread(one, failed.get(one), gone) for one in wanted if behind[one] is None]
        aside = [one for one in both if one in failed and one not in wanted]
        lost += [_unread(one, failed[one]) for one in aside if not _kind(failed[one])]
        lost += [_gone(f"identities.{field}", field) for field in gone]
        lost += [error.unread("identities") for error in made.errors]
        return Resolved(found=tuple(found.values()), unread=tuple(lost))

    def _look_up(self, ids: Iterable[str]) -> dict[str, ConnectorError]:
        """Ask for those that are not known yet; the answer is what failed."""
        wanted = [one for one in dict.fromkeys(ids) if one not in self._known]
        self._known |= _recalled(self._graph.memory, wanted, self._own)
        new = [one for one in wanted if one not in self._known]
        failed: dict[str, ConnectorError] = {}
        for one, told in self._asked(new).items():
            read = _read(told)
            if isinstance(read, ConnectorError):
                failed[one] = read
                continue
            self._known[one] = read
            if one not in self._poor:
                self._graph.memory.put(IDENTITY, one, _plain(read))
        return failed

    def _asked(self, ids: Sequence[str]) -> dict[str, Answered]:
        """What Meta tells of each; of accounts also where a field of theirs is gone."""
        whole = self._graph.batch([_whole(one) for one in ids])
        told = dict(zip(ids, whole, strict=True))
        again = {
            one: ask.instagram_account(one)
            for one, answer in told.items()
            if isinstance(answer, FieldRefused) and not _kind(answer)
        }
        told |= zip(again, self._graph.batch(tuple(again.values())), strict=True)
        self._poor |= {one: self._graph.lacking(asked) for one, asked in again.items()}
        return told

    def _behind(self, wanted: str) -> Identity | None:
        """The account with this id, or the one that had it in old records."""
        if told := self._known.get(wanted):
            return told
        accounts = (one for one in self._known.values() if one)
        return next((one for one in accounts if one.legacy_id == wanted), None)

    def _stand_ins(self) -> _StandIns:
        """The accounts made from those Pages that give a token."""
        if self._made is None:
            self._made = _listed(self._graph, self._pages())
        return self._made


def _recalled(memory: Memory, ids: Iterable[str], own: Sequence[str]) -> dict[str, Identity | None]:
    """What earlier runs learnt of these; nobody is believed not to show the city's own."""
    known: dict[str, Identity | None] = {}
    for one in ids:
        told = memory.get(IDENTITY, one, NAMED)
        if told:
            known[one] = Identity(
                id=told["id"], username=told["username"], legacy_id=told["legacy_id"]
            )
        elif one not in own and memory.get(IDENTITY, one, MISSING) == _NOT_SHOWN:
            known[one] = None
    return known


def _plain(told: Identity | None) -> dict[str, str | None]:
    """As JSON; whether an account was made from a Page is remembered with the Page."""
    if told is None:
        return _NOT_SHOWN
    return {"id": told.id, "username": told.username, "legacy_id": told.legacy_id}


def _read(told: Answered) -> Identity | ConnectorError | None:
    """An account as a noun, None where Meta does not show it, or why nobody knows."""
    try:
        if isinstance(told, ConnectorError):
            raise told
        return read_identity(told)
    except NotFound:
        return None
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
    """The accounts made from Pages; every Page is asked that has not told lately."""
    recalled = {one: graph.memory.get(STAND_INS, one, MADE) for one in pages.seen}
    asks = {
        page.id: ask.stand_in(page.id, page.token)
        for page in pages.seen.values()
        if page.token and recalled[page.id] is None
    }
    ids = {one for known in recalled.values() if known for one in known}
    errors = [pages.error] if pages.error else []
    for page_id, gathered in zip(asks, graph.edges(tuple(asks.values())), strict=True):
        made, failed = _made(gathered)
        ids |= made
        errors += failed
        if not failed:
            graph.memory.put(STAND_INS, page_id, sorted(made))
    return _StandIns(ids=frozenset(ids), errors=tuple(errors))


def _made(gathered: Gathered) -> tuple[set[str], list[ConnectorError]]:
    """The ids in one Page's list, and what could not be read of it."""
    ids: set[str] = set()
    errors = [gathered.error] if gathered.error else []
    for row in gathered.rows:
        try:
            ids.add(required(record(row, "data[]"), "id"))
        except ConnectorError as error:
            errors.append(error.with_traceback(None))
    return ids, errors


def _marked(one: Identity, made: _StandIns) -> Identity:
    return replace(one, page_backed=one.id in made.ids)


def _whole(account: str) -> Ask:
    """An account with all fields; a refusal of one teaches nothing.

    What is learnt of a list of fields holds for every object that is asked for them, and an ad can
    name any object: so here the list is a parameter like any other.
    """
    asked = ask.instagram_account(account)
    return replace(asked, fields=(), params={"fields": written(asked.fields)})


def _kind(error: ConnectorError) -> str | None:
    """What the object is, where it refused a field and is none of Instagram's."""
    kind = error.kind if isinstance(error, FieldRefused) else None
    return None if kind is None or any(one in kind for one in _OF_INSTAGRAM) else kind


def _gone(what: str, field: str) -> Unread:
    """Something that could not be read for want of a field."""
    because = Words(
        "Meta no longer knows the field {field}; everything else was read without it. Report it to "
        "the developers.",
        {"field": field},
    )
    return Unread(what=what, because=because, platform=Platform.META)


def _unread(account: str, error: ConnectorError | None, lacking: Collection[str] = ()) -> Unread:
    """An account that could not be looked up, and why; `lacking`: fields that accounts have not."""
    what = f"identities:{account}"
    if error is not None and (kind := _kind(error)):
        because = Words(
            "{id} stands on an ad as an Instagram account, and Meta says that it is none but of "
            "the type {kind}. Look at the ad in Ads Manager.",
            {"id": account, "kind": kind},
        )
    elif error is not None:
        return error.unread(what)
    elif _LEGACY in lacking:
        return _gone(what, _LEGACY)  # it may be a legacy id, and nobody can tell whose
    else:
        because = Words(
            "Meta does not show Instagram account {id} to the token in [meta] access_token. Give "
            "its system user the account in Business settings, if it is the city's.",
            {"id": account},
        )
    return Unread(what=what, because=because, platform=Platform.META)
