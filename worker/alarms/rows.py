"""How a mail tells of a thread: where it is, until when, whose; of LinkedIn no more than that."""

from __future__ import annotations

from collections.abc import Sequence

from policies.owning import SLK
from worker.alarms.contacts import Terms
from worker.config import Settings
from worker.language import Language
from worker.pages.excerpts import excerpt_of
from worker.pages.page import Cell, Grid, platform_name
from worker.store.queueing import Queued


def grid(rows: Sequence[Queued], terms: Terms) -> Grid:
    """Threads as a table, each with its link."""
    said = terms.said
    columns = (
        said.text("Where"),
        said.text("Answer by"),
        said.text("Owner"),
        said.text("Text"),
        said.text("In the queue"),
    )
    cells = tuple(_cells(row, terms) for row in rows)
    return Grid(columns=columns, rows=cells).without_empty()


def _cells(row: Queued, terms: Terms) -> tuple[Cell, ...]:
    said = terms.said
    return (
        Cell(where(row, said), row.link),
        Cell(deadline(row, terms)),
        Cell(owner(row.owner, terms.settings)),
        Cell(excerpt_of(row.text, row.platform, row.moderate, said)),
        Cell(row.id),
    )


def where(row: Queued, said: Language) -> str:
    """Such as a comment on Meta."""
    told = {"platform": platform_name(row.platform)}
    if row.kind == "message":
        return said.text("message, {platform}", **told)
    return said.text("comment, {platform}", **told)


def deadline(row: Queued, terms: Terms) -> str:
    """Until when it was or is to be answered."""
    if row.due_at is None:
        return "-"
    due = terms.said.instant(row.due_at)
    return terms.said.text("{due} (overdue)", due=due) if row.overdue(terms.at) else due


def owner(owner_id: str, settings: Settings) -> str:
    """The owner by its name."""
    if owner_id == SLK:
        return "SLK"
    names = {one.id: one.name for one in settings.departments}
    return names.get(owner_id, owner_id)
