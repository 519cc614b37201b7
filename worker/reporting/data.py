"""The week as data: `report.json`, and tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from policies.model import Words
from policies.weekly import Ask, Week
from worker.config import Settings
from worker.language import Language
from worker.reporting.coverage import not_covered, unread_of
from worker.reporting.page import one_line, web_link
from worker.reporting.telling_findings import handling, subject, told
from worker.reporting.telling_queue import exempt_kinds, owner_name, standing
from worker.store.judged import Judged
from worker.store.week import Material

_FORMULA = tuple("=+-@＝＋－＠|%")
"""With these a spreadsheet may take a text for a formula."""


def as_json(
    week: Week, material: Material, settings: Settings, said: Language, banner: Words | None
) -> dict[str, Any]:
    """`findings` as the contract writes it; the rest explains it."""
    counted = week.findings
    return {
        "week": week.span.label,
        "start": _stamp(week.span.start, said),
        "end": _stamp(week.span.end, said),
        "counted_at": _stamp(week.at, said),
        "preliminary": week.preliminary,
        "reconciles": week.reconciles,
        "contradicted": [*counted.contradicted, *week.queue.contradicted],
        "banner": said.say(banner) if banner else None,
        "findings": counted.numbers(),
        "moved": {
            "opened": list(counted.opened),
            "reopened": list(counted.reopened),
            "resolved": list(counted.resolved),
            "acknowledged": list(counted.acknowledged),
        },
        "listed": [_finding(one, where, said) for where, one in _standing(week, material)],
        "queue": _queue(week, material, said),
        "waiting": [_waiting(ask, week, material) for ask in week.queue.waiting],
        "sweeps": {
            "begun": len(material.sweeps),
            "finished": sum(one.finished_at is not None for one in material.sweeps),
            "with_gaps": sum(bool(one.unread) for one in material.sweeps),
        },
        "unread": [
            {
                "platform": platform,
                "account": account or None,
                "what": what,
                "because": because,
                "times": len(times),
                "last": _stamp(max(times), said),
            }
            for (platform, account, what, because), times in unread_of(material, said).items()
        ],
        "not_covered": [said.say(one) for one in not_covered(settings)],
    }


def _stamp(when: Any, said: Language) -> str | None:
    """RFC 3339 in the configured zone."""
    return when.astimezone(said.zone).isoformat(timespec="seconds") if when else None


def _standing(week: Week, material: Material) -> Iterable[tuple[str, Judged]]:
    """The findings that stood at the week's end, each with where it stood; the gravest first."""
    counted = week.findings
    places = {
        "open": {*counted.open_now, *counted.unknown},
        "muted": {*counted.muted_now, *counted.muted_unknown},
    }
    for found in material.findings:
        for name, ids in places.items():
            if found.id in ids:
                yield name, found


def _finding(found: Judged, where: str, said: Language) -> dict[str, Any]:
    """One finding; evidence stays in `findings --json`."""
    kind, subject_id, _ = found.subject
    return {
        "id": found.id,
        "rule": found.rule,
        "clause": found.clause,
        "verdict": found.verdict,
        "state": where,
        "severity": found.severity,
        "platform": found.platform,
        "account_id": found.account_id,
        "subject": {"kind": kind, "id": subject_id},
        "told": told(found, said),
        "first_seen": _stamp(found.first_seen, said),
        "link": found.link,
    }


def _queue(week: Week, material: Material, said: Language) -> dict[str, Any]:
    """The queue's numbers."""
    queue = week.queue
    return {
        "open_before": queue.open_before,
        "arrived": queue.arrived,
        **{str(end).replace("-", "_"): number for end, number in queue.ended.items()},
        "open_now": len(queue.waiting),
        "referred_now": sum(one.state == "referred" for one in queue.waiting),
        "overdue_now": len(queue.overdue),
        "exempt": len(queue.exempt),
        "exempt_by_kind": dict(exempt_kinds(queue, material, said)),
    }


def _waiting(ask: Ask, week: Week, material: Material) -> dict[str, Any]:
    """One thread that waits: link, deadline and owner, nothing of what was written."""
    row = material.threads[ask.thread]
    due = ask.due_at.isoformat(timespec="seconds") if ask.due_at else None
    return {
        "id": ask.thread,
        "platform": str(row.platform),
        "kind": row.kind,
        "state": ask.state,
        "due_at": due,
        "overdue": ask.thread in week.queue.overdue,
        "owner": row.owner,
        "link": row.link,
    }


def findings_csv(week: Week, material: Material, said: Language) -> str:
    """What stands open or muted, a row each."""
    columns = (
        said.text("Finding"),
        said.text("Verdict and state"),
        said.text("Clause and rule"),
        said.text("Concerns"),
        said.text("Told"),
        said.text("Seen since"),
        said.text("Handled by"),
        said.text("Leads to"),
    )
    rows = (
        (
            one.id,
            _place(one, where, said),
            f"{one.clause} {one.rule}",
            subject(one),
            told(one, said),
            _stamp(one.first_seen, said) or "",
            handling(material.said.get(one.id), said),
            web_link(one.link) or "",
        )
        for where, one in _standing(week, material)
    )
    return spreadsheet(columns, rows, said)


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
        said.text("Who answers"),
        said.text("Where"),
        said.text("Leads to"),
    )
    rows = (
        (
            ask.thread,
            _stamp(ask.due_at, said) or "",
            standing(ask, week, said),
            owner_name(material.threads[ask.thread].owner, settings),
            str(material.threads[ask.thread].platform),
            web_link(material.threads[ask.thread].link) or "",
        )
        for ask in week.queue.waiting
    )
    return spreadsheet(columns, rows, said)


def spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[str]], said: Language) -> str:
    """A table as Excel opens it in this language: Swedish uses semicolons, since commas are decimal.

    Every cell is quoted, so that the other separator splits nothing, and none is a formula.
    """
    made = io.StringIO()
    separator = ";" if said.code == "sv" else ","
    writer = csv.writer(made, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(one) for one in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + made.getvalue()


def harmless(text: str) -> str:
    """The text on one line; an apostrophe before what could be a formula."""
    line = one_line(text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line
