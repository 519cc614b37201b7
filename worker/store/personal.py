"""What is kept of what a person wrote, by the author or by the comment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from policies.model import Platform
from worker.store import holds
from worker.store.errors import UnknownId
from worker.store.held import Holding
from worker.store.kinds import storable
from worker.store.rows import parts
from worker.store.tables import comments


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose words are to be erased, or which."""

    platform: Platform
    author: str | None = None
    """An author's id on the platform, or the name as it is shown there."""
    comments: tuple[str, ...] = ()
    """Ids of comments or messages on the platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is kept of it."""

    these: tuple[tuple[str, str], ...]
    """Kind and id of each comment that can be erased."""
    threads: tuple[str, ...]
    """Our ids of the threads in which they stand."""
    held: int
    """Comments that a hold keeps, and that stay."""
    before: int
    """Comments that were erased for a person before."""
    nameless: int
    """Of the whole platform, other comments kept without an author's id: nobody can tell whose."""
    names: tuple[str, ...] = ()
    """Under which the person wrote, or was asked for."""
    namesakes: tuple[str, ...] = ()
    """Ids of other authors who bear the name: Meta gives a person one for each Page."""


class Several(Exception):
    """More than one author bears this name."""

    def __init__(self, ids: Sequence[str]) -> None:
        """`ids`: of the authors."""
        super().__init__()
        self.ids = tuple(ids)


class OurOwn(Exception):
    """The city wrote that itself."""


def find(connection: Connection, wanted: Wanted, ours: Collection[str], at: datetime) -> Found:
    """What is kept of what somebody wants erased. `ours`: author ids of the city's own.

    Raises:
        UnknownId: no comment has this id; it carries the nearest ids.
        Several: the name is not one person's.
        OurOwn: the city wrote it.
    """
    seen = partial(_rows, connection, wanted.platform, _held(connection, at))
    rows = _of_author(seen, wanted.author) if wanted.author is not None else []
    rows += _of_ids(connection, seen, wanted)
    if any(row.author_id in ours for row in rows):
        raise OurOwn
    keys = {(row.kind, row.id): row for row in rows}
    before = {key for key, row in keys.items() if row.erasure is not None}
    held = {key for key, row in keys.items() if row.held} - before
    left = {key: row for key, row in keys.items() if key not in before | held}
    unnamed = sum(row.author_id is None and row.gone_at is None for row in left.values())
    return Found(
        these=tuple(sorted(left)),
        threads=tuple(sorted({row.thread for row in left.values()})),
        held=len(held),
        before=len(before),
        nameless=_nameless(connection, wanted.platform, unnamed),
        names=_names(rows, wanted.author),
        namesakes=() if wanted.author is None else _namesakes(seen, rows, wanted.author),
    )


def _of_author(seen: Seen, wanted: str) -> list[Row[*tuple[Any, ...]]]:
    """What the author of this id wrote; or of this name, if no id is like it.

    Whoever is found by name is followed by id, for names change; and what is kept of a name
    without an id is taken for the same person's: Instagram tells names that are nobody else's.

    Raises:
        Several: the name is not one person's.
    """
    author = storable(wanted)
    rows = seen(c.author_id == author) or seen(c.author_name == author)
    ids = sorted({row.author_id for row in rows if row.author_id is not None})
    if len(ids) > 1:
        raise Several(ids)
    if not ids:
        return rows
    rows = seen(c.author_id == ids[0])
    names = sorted({row.author_name for row in rows if row.author_name is not None})
    return rows + seen(and_(c.author_id.is_(None), c.author_name.in_(names)))


def _names(rows: Sequence[Row[*tuple[Any, ...]]], wanted: str | None) -> tuple[str, ...]:
    """What was asked for is a name unless it is an id, by its look or because a row has it."""
    names = {row.author_name for row in rows if row.author_name}
    if wanted and not (wanted.isdigit() or wanted.startswith("urn:")):
        names |= {wanted} - {row.author_id for row in rows}
    return tuple(sorted(names))


def _namesakes(seen: Seen, rows: Sequence[Row[*tuple[Any, ...]]], wanted: str) -> tuple[str, ...]:
    names = sorted({wanted, *(row.author_name for row in rows if row.author_name)})
    theirs = {row.author_id for row in rows}
    others = {row.author_id for row in seen(c.author_name.in_(names))} - theirs - {None}
    return tuple(sorted(others))


def _of_ids(connection: Connection, seen: Seen, wanted: Wanted) -> list[Row[*tuple[Any, ...]]]:
    """The comments and messages of these ids.

    Raises:
        UnknownId: one is not kept.
    """
    ids = [storable(one) for one in wanted.comments]
    found = [row for part in parts(ids) for row in seen(comments.c.id.in_(part))]
    missing = [one for one in ids if one not in {row.id for row in found}]
    if missing:
        known = connection.execute(select(comments.c.id).where(_at(wanted.platform))).scalars()
        raise UnknownId(missing[0], tuple(get_close_matches(missing[0], known, n=3, cutoff=0.6)))
    return found


Seen = Callable[[ColumnElement[bool]], list[Row[*tuple[Any, ...]]]]
"""Comments of the platform that fulfil a condition."""


def _held(connection: Connection, at: datetime) -> ColumnElement[bool]:
    """Whether a hold keeps a comment."""
    return Holding(holds.standing(connection, at)).of_comments(comments)


def _rows(
    connection: Connection,
    platform: Platform,
    held: ColumnElement[bool],
    these: ColumnElement[bool],
) -> list[Row[*tuple[Any, ...]]]:
    query = select(*_COLUMNS, held.label("held")).where(_at(platform, these))
    return list(connection.execute(query))


c = comments.c
_COLUMNS = (c.kind, c.id, c.thread, c.author_id, c.author_name, c.erasure, c.gone_at)


def _nameless(connection: Connection, platform: Platform, found: int) -> int:
    """Comments that stand there without their author's id, beside those that were found."""
    query = (
        select(func.count())
        .select_from(comments)
        .where(
            _at(platform, c.author_id.is_(None)),
            c.erasure.is_(None),
            c.gone_at.is_(None),
        )
    )
    count: int = connection.execute(query).scalar_one()
    return count - found


def _at(platform: Platform, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(comments.c.platform == str(platform), *more)
