"""The week as tables for a spreadsheet, in which no cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from policies.weekly import Week
from worker.config import Settings
from worker.language import Language
from worker.pages.page import one_line, platform_name, stamp, web_link
from worker.reporting.telling_findings import (
    Teller,
    handling,
    muted_until,
    standing_findings,
    subject,
    told,
)
from worker.reporting.telling_queue import late_words, owner_name, standing
from worker.store.judged import Judged
from worker.store.week import Material

SEPARATOR = ";"
MOST_SIGNS = 32_000
"""Of a cell; beyond 32,767 Excel spills it into the next rows."""
_FORMULA = tuple("=+-@＝＋－＠|%")
"""With these a spreadsheet may take a text for a formula."""


def findings_csv(week: Week, teller: Teller) -> str:
    """What stands open or muted, a row each."""
    said, material = teller.said, teller.material
    columns = (
        said.text("Finding"),
        said.text("Verdict and state"),
        said.text("Clause and rule"),
        said.text("Concerns"),
        said.text("What was found"),
        said.text("Who acts"),
        said.text("Seen since"),
        said.text("Muted until"),
        said.text("Handled by"),
        said.text("Leads to"),
    )
    rows = (
        (
            one.id,
            _place(one, where, said),
            f"{one.clause} {one.rule}",
            subject(one, said),
            told(one, said),
            teller.owner(one),
            stamp(one.first_seen, said) or "",
            stamp(muted_until(material.said.get(one.id), week.until), said) or "",
            handling(material.said.get(one.id), said),
            web_link(one.link) or "",
        )
        for where, one in standing_findings(week, material)
    )
    return spreadsheet(columns, rows)


def _place(found: Judged, where: str, said: Language) -> str:
    """Verdict and state in words."""
    if found.verdict == "fail":
        return said.text("wrong, muted") if where == "muted" else said.text("wrong")
    return said.text("not told, muted") if where == "muted" else said.text("not told")


def queue_csv(week: Week, material: Material, settings: Settings, said: Language) -> str:
    """What waits for an answer, a row each."""
    columns = (
        said.text("Thread"),
        said.text("Deadline"),
        said.text("How it stands"),
        said.text("Overdue by"),
        said.text("Who answers"),
        said.text("Where"),
        said.text("Leads to"),
    )
    rows = (
        (
            ask.thread,
            stamp(ask.due_at, said) or "",
            standing(ask, week, said),
            late_words(ask, week, said),
            owner_name(material.threads[ask.thread].owner, settings),
            platform_name(material.threads[ask.thread].platform),
            web_link(material.threads[ask.thread].link) or "",
        )
        for ask in week.queue.waiting
    )
    return spreadsheet(columns, rows)


def spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as Excel opens it on a Swedish computer, whose lists are parted by semicolons.

    Every cell is quoted, so that no other separator splits anything, and none is a formula.
    """
    made = io.StringIO()
    writer = csv.writer(made, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(one) for one in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + made.getvalue()


def harmless(text: str) -> str:
    """The text on one line that a cell can hold; an apostrophe before what could be a formula."""
    line = one_line(text, most=MOST_SIGNS)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line
