"""The Pages that the configured token has a role on, with a token for each, kept in memory only.

Facebook shows comments whole to the Page's own token and to no other, and gives their ids only with
the task MODERATE; messages need MESSAGING. A Page without its token has *unread* comments, never
none (`/{object-id}/comments`, Conversations API; checked 2026-11-22).

For the reader: `pages = fetch(graph, access)` once a run, then `pages.speaking(page_id, task)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connectors.errors import ConnectorError, NotFound, PermissionMissing, RequestRefused
from connectors.meta import ask
from connectors.meta.access import MetaAccess
from connectors.meta.graph import Graph
from connectors.meta.shape import Record, identity, part, record, required, text, texts
from policies.model import Platform, Words

MODERATE, MESSAGING = "MODERATE", "MESSAGING"
_NEW = "PROFILE_PLUS_"
"""How the tasks of Pages in the new experience begin."""
_ALL = f"{_NEW}FULL_CONTROL"
_NEEDED = {"tasks", "instagram_business_account", "username"}
"""Fields without which nobody knows what may be read of a Page, or whose answers are the city's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Page as the configured token sees it, and the Instagram account linked to it."""

    id: str
    name: str | None
    token: str | None = field(repr=False)
    """None: the system user has no role that would give one."""
    tasks: frozenset[str] | None
    """None: Meta did not tell."""
    instagram_id: str | None
    instagram_username: str | None

    @property
    def shown(self) -> str:
        """The Page for people: its name with its id."""
        return f"{self.name} ({self.id})" if self.name else self.id

    def may(self, task: str) -> bool:
        """Whether the system user has this task; what was not told is not denied: see `untold`."""
        return self.tasks is None or bool(self.tasks & {task, f"{_NEW}{task}", _ALL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What was seen of the Pages; `error` None: all of them were."""

    seen: Mapping[str, Page]
    configured: tuple[str, ...] = ()
    instagram: tuple[str, ...] = ()
    """Ids of the configured Instagram accounts."""
    error: ConnectorError | None = None
    gap: ConnectorError | None = None
    """Why what was seen of them is not all that was wanted; asking again does not help."""

    @property
    def own(self) -> tuple[str, ...]:
        """Ids of the city's own Pages: the configured ones, or all that were seen."""
        return self.configured or tuple(self.seen)

    @property
    def own_ids(self) -> frozenset[str]:
        """Ids under which the city writes: those Pages, and the Instagram accounts linked to them.

        Whether they may be senders of ads is another matter.
        """
        seen = (self.seen[one] for one in self.own if one in self.seen)
        return frozenset((*self.own, *(one.instagram_id for one in seen if one.instagram_id)))

    @property
    def unlinked(self) -> tuple[str, ...]:
        """Configured Instagram accounts that no own Page is linked to, if the list was read."""
        linked = self.own_ids
        wanted = dict.fromkeys(self.instagram) if self.error is None else ()
        return tuple(one for one in wanted if one not in linked)

    @property
    def accounts(self) -> Mapping[str, str]:
        """Instagram account ids by username, as far as Pages are linked to them."""
        linked = ((page.instagram_username, page.instagram_id) for page in self.seen.values())
        return {name: number for name, number in linked if name and number}

    def speaking(self, page_id: str, task: str | None = None) -> tuple[Page, str]:
        """The Page and its token, for what this task is needed for; None: for what any role may.

        Raises:
            ConnectorError: the Page is not seen, gives no token, or the task is missing.
        """
        page = self.seen.get(page_id)
        if page is None:
            raise self.error or _unseen(page_id, configured=page_id in self.configured)
        if page.token is None:
            raise _voiceless(page)
        if task is not None and not page.may(task):
            raise _withheld(page, task)
        return page, page.token


def untold(page: Page, task: str) -> list[ConnectorError]:
    """Why what was read of a Page may not be all of it; empty: Meta told what may be read.

    Without the task what it is for may come empty and without any error
    (`/{object-id}/comments`, checked 2026-11-22), so that silence about tasks is no proof.
    """
    if page.tasks is not None:
        return []
    words = Words(
        "Meta did not tell which tasks the system user has on Page {page}. Without {task} it "
        "keeps things from us and does not say so: there may be more than was read. Give it the "
        "task in Business settings.",
        {"task": task, "page": page.shown},
    )
    return [PermissionMissing(words, platform=Platform.META)]


def fetch(graph: Graph, access: MetaAccess) -> Pages:
    """All Pages on which the configured token has a role, page after page of them."""
    asked = ask.pages()
    gathered = graph.edge(asked)
    seen: dict[str, Page] = {}
    error = gathered.error
    for row in gathered.rows:
        try:
            page = read_page(record(row, "data[]"))
        except ConnectorError as refusal:
            error = error or refusal
        else:
            seen[page.id] = page
    if not seen and not access.pages:
        error = error or _none_seen()
    return Pages(
        seen=seen,
        configured=tuple(dict.fromkeys(access.pages)),
        instagram=access.instagram,
        error=error,
        gap=_gap(sorted(_NEEDED & {*graph.lacking(asked)})),
    )


def read_page(told: Record) -> Page:
    """One row of `/me/accounts`.

    Raises:
        Unreadable: it is of another shape.
    """
    tasks = texts(told, "tasks")
    instagram = part(told, "instagram_business_account")
    return Page(
        id=required(told, "id"),
        name=text(told, "name"),
        token=text(told, "access_token") or None,
        tasks=None if tasks is None else frozenset(tasks),
        instagram_id=identity(instagram, "id"),
        instagram_username=text(instagram, "username"),
    )


def _gap(fields: Sequence[str]) -> ConnectorError | None:
    """What it means that Meta refused these fields; None: there are none."""
    if not fields:
        return None
    words = Words(
        "Meta no longer gives {fields} of Pages, so messages and posts of Instagram accounts may "
        "be missing, and who waits for an answer may be wrong. Report it to the developers.",
        {"fields": ", ".join(fields)},
    )
    return RequestRefused(words, platform=Platform.META)


def _none_seen() -> ConnectorError:
    words = Words(
        "The token in [meta] access_token sees no Page, so neither the city's own posts nor its "
        "messages are read. Give its system user the Pages with the tasks MODERATE and MESSAGING."
    )
    return NotFound(words, platform=Platform.META)


def _unseen(page_id: str, *, configured: bool) -> ConnectorError:
    values = {"page": page_id}
    if configured:
        words = Words(
            "The token in [meta] access_token does not see Page {page}, so nothing of it is read. "
            "Give its system user the Page with the tasks MODERATE and MESSAGING, or take the Page "
            "out of [meta] pages.",
            values,
        )
    else:
        words = Words(
            "The token in [meta] access_token does not see Page {page}, whose own token reads its "
            "comments. Give its system user the Page with the task MODERATE.",
            values,
        )
    return NotFound(words, platform=Platform.META)


def _voiceless(page: Page) -> ConnectorError:
    words = Words(
        "Meta gives no token for Page {page}, so its comments and messages are not read. Give the "
        "system user the tasks MODERATE and MESSAGING on it.",
        {"page": page.shown},
    )
    return PermissionMissing(words, platform=Platform.META)


def _withheld(page: Page, task: str) -> ConnectorError:
    """The refusal of a Page on which a task is missing."""
    words = Words(
        "The system user lacks the task {task} on Page {page}, and Meta withholds what it is for. "
        "Give it the task in Business settings.",
        {"task": task, "page": page.shown},
    )
    return PermissionMissing(words, platform=Platform.META)
