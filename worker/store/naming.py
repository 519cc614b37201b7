"""Where a person is named by others: in what they wrote and tagged, and in what staff typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from worker.store.tables import comments, decisions, finding_events

ROWS = 500
"""Read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What names a person, in order; each of it is for people to judge: names are shared."""

    comments: tuple[str, ...] = ()
    """Ids, on their platforms, of comments and messages that others wrote."""
    ours: tuple[str, ...] = ()
    """The same of what the city wrote."""
    threads: tuple[str, ...] = ()
    """Our ids of threads; a person's reason for a decision names this person."""
    findings: tuple[str, ...] = ()
    """Ids of findings; what was typed with one does."""


def named(
    connection: Connection,
    names: Collection[str],
    ours: Mapping[str, Collection[str]],
    aside: Collection[tuple[str, str, str]] = (),
) -> Named:
    """Where these names stand, as whole words, in capitals or not.

    `ours`: platform → author ids of the city's own. `aside`: platform, kind and id of comments
    that are not looked at.
    """
    speaks = _speaks_of(names)
    if speaks is None:
        return Named()
    c, found = comments.c, dict[bool, list[str]]()
    query = select(c.platform, c.kind, c.id, c.author_id, c.text, c.tags).where(c.text.is_not(None))
    query = query.order_by(c.platform, c.id).execution_options(yield_per=ROWS)
    for row in connection.execute(query):
        said = (row.text, *(str(one.get("name") or "") for one in row.tags))
        if any(map(speaks, said)) and (row.platform, row.kind, row.id) not in aside:
            found.setdefault(row.author_id in ours[row.platform], []).append(row.id)
    d, e = decisions.c, finding_events.c
    return Named(
        comments=tuple(found.get(False, ())),
        ours=tuple(found.get(True, ())),
        threads=_typed(connection, d.thread, d.reason, speaks),
        findings=_typed(connection, e.finding_id, e.reason, speaks),
    )


def _typed(
    connection: Connection,
    where: ColumnElement[Any],
    reason: ColumnElement[Any],
    speaks: Callable[[str], bool],
) -> tuple[str, ...]:
    query: Select[tuple[Any, ...]] = select(where, reason).where(reason.is_not(None))
    return tuple(sorted({str(key) for key, said in connection.execute(query) if speaks(said)}))


def _speaks_of(names: Iterable[str]) -> Callable[[str], bool] | None:
    """Whether a text names one of them; None: there is no name to look for."""
    wanted = sorted({_folded(one) for one in names if one.strip()}, key=len, reverse=True)
    if not wanted:
        return None
    either = "|".join(map(re.escape, wanted))
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    return lambda text: pattern.search(_folded(text)) is not None


def _folded(text: str) -> str:
    """Alike however it is written: capitals, composed letters, and spaces of any kind."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
