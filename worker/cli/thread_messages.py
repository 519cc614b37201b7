"""The messages of one thread, as they may be shown: each with the id by which it can be named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from policies.model import Platform
from worker.cli import terminal
from worker.cli.queued import begun
from worker.cli.stamps import stamp
from worker.language import Language
from worker.pages.page import web_link

if TYPE_CHECKING:
    from worker.store.kept import Row

_SHOWN = 200
"""Characters of a text, or a name, that a line shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message; None: not told, or erased."""

    id: str
    text: str | None
    author: str | None
    author_id: str | None
    created_at: datetime | None
    link: str | None
    gone: bool
    hidden: bool
    withheld: bool
    """Whether a person had its words erased."""


def shown(rows: Iterable[Row[Any]], linkedin_fetched_after: datetime) -> tuple[Shown, ...]:
    """The messages; of LinkedIn's members only what was fetched since then."""
    return tuple(_shown(row, linkedin_fetched_after) for row in rows)


def _shown(row: Row[Any], after: datetime) -> Shown:
    expired = row.platform == Platform.LINKEDIN and row.fetched_at <= after
    return Shown(
        id=row.id,
        text=None if expired else row.text,
        author=None if expired else row.author_name,
        author_id=None if expired else row.author_id,
        created_at=None if expired else row.created_at,
        link=row.link,
        gone=row.gone_at is not None,
        hidden=row.hidden,
        withheld=row.erasure is not None,
    )


def listed_as_json(messages: Iterable[Shown], said: Language) -> list[dict[str, Any]]:
    """All that is known of them."""
    return [_as_json(one, said) for one in messages]


def _as_json(one: Shown, said: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "author": one.author,
        "author_id": one.author_id,
        "created_at": stamp(one.created_at, said.zone),
        "link": web_link(one.link),
        "deleted": one.gone,
        "hidden": one.hidden,
        "erased_on_request": one.withheld,
    }


def draw(messages: Iterable[Shown], said: Language) -> None:
    """A line each, the oldest first as far as their time is known."""
    for one in messages:
        when = said.instant(one.created_at) if one.created_at else ""
        terminal.out(terminal.safe(f"{one.id}  {when}  {_who(one)}: {_what(one, said)}"))


def _who(one: Shown) -> str:
    who = begun(one.author or one.author_id or "?", _SHOWN)
    return f"{who} ({one.author_id})" if one.author and one.author_id else who


def _what(one: Shown, said: Language) -> str:
    if one.withheld:
        return said.text("(erased, for a person asked for it)")
    if one.gone:
        return said.text("(deleted on the platform)")
    return begun(one.text or "", _SHOWN)
