"""The week as data: `report.json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from policies.model import Words
from policies.weekly import Ask, Span, Week, late_by
from worker.config import Settings
from worker.language import Language
from worker.pages.page import one_line, stamp, web_link
from worker.reporting.coverage import not_covered, reading_as_json, unread_of
from worker.reporting.telling_answers import answers_as_json, earlier_as_json
from worker.reporting.telling_findings import (
    NAMED_KINDS,
    Teller,
    muted_until,
    remedy,
    standing_findings,
    told,
)
from worker.reporting.telling_queue import beforehand_numbers, exempt_kinds
from worker.reporting.telling_stops import stops_as_json
from worker.reporting.verdict import verdict, wrong_now
from worker.stopping.in_force import in_force
from worker.stopping.places import Places
from worker.stopping.recounting import Stops, recount
from worker.store.judged import Judged
from worker.store.week import Material

NUMBERS = (
    "open_before", "muted_before", "opened", "reopened", "resolved", "acknowledged", "open_now",
    "muted_now", "unknown",
)  # fmt: skip
"""The numbers of `findings`, as the contract names them."""


def as_json(
    week: Week,
    teller: Teller,
    *,
    banner: Words | None,
    stops: Stops,
) -> dict[str, Any]:
    """`findings` as the contract writes it; the rest explains it."""
    counted, material, settings, said = (
        week.findings,
        teller.material,
        teller.settings,
        teller.said,
    )
    return {
        "week": week.span.label,
        "start": stamp(week.span.start, said),
        "end": stamp(week.span.end, said),
        "counted_at": stamp(week.at, said),
        "preliminary": week.preliminary,
        "reconciles": week.reconciles,
        "contradicted": [*counted.contradicted, *week.queue.contradicted],
        "banner": said.say(banner) if banner else None,
        "told_before": week.last and {"week": week.last.label, "open_or_muted": week.last.left},
        "verdict": verdict(week, material, said),
        "whole": week.reach.current,
        "reading": reading_as_json(week, said),
        "wrong": wrong_now(week, material),
        "findings": counted.numbers(),
        "moved": {
            "opened": list(counted.opened),
            "reopened": list(counted.reopened),
            "resolved": list(counted.resolved),
            "acknowledged": list(counted.acknowledged),
        },
        "listed": [
            _finding(one, where, week.until, teller)
            for where, one in standing_findings(week, material)
        ],
        "queue": _queue(week, material, said),
        "waiting": [_waiting(ask, week, material, said) for ask in week.queue.waiting],
        "answers": answers_as_json(week, material),
        "earlier": earlier_as_json(week),
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
                "last": stamp(max(times), said),
            }
            for (platform, account, what, because), times in unread_of(material, said).items()
        ],
        "stops": stops_as_json(stops, settings, said),
        "not_covered": [said.say(one) for one in not_covered(settings)],
    }


_IDS = frozenset({"id", "ids", "account_id", "campaign_id", "contradicted", "moved"})
"""Keys under which ids stand: they are what the platforms and we call things, sign by sign."""


def tidy(value: Any) -> Any:
    """The same with texts on one line, without signs that steer a screen or turn the direction.

    Ids stay as they are.
    """
    if isinstance(value, str):
        return one_line(value, most=len(value))
    if isinstance(value, Mapping):
        return {key: part if key in _IDS else tidy(part) for key, part in value.items()}
    return [tidy(one) for one in value] if isinstance(value, list | tuple) else value


def nothing_counted(
    span: Span, at: datetime, settings: Settings, said: Language, *, because: str
) -> dict[str, Any]:
    """The same keys for a week of which nothing is known, for want of the database.

    Stops are known all the same: their journals are files.
    """
    banner = in_force(settings.state_dir, at=at)
    stops = recount(Places(state_dir=settings.state_dir), span, at)
    return {
        "week": span.label,
        "start": stamp(span.start, said),
        "end": stamp(span.end, said),
        "counted_at": stamp(at, said),
        "preliminary": at < span.end,
        "reconciles": False,
        "contradicted": [],
        "banner": said.say(banner) if banner else None,
        "told_before": None,
        "verdict": because,
        "whole": False,
        "reading": dict.fromkeys(("current", "last_whole", "gaps")),
        "wrong": None,
        "findings": dict.fromkeys(NUMBERS),
        "moved": {"opened": [], "reopened": [], "resolved": [], "acknowledged": []},
        "listed": [],
        "queue": {},
        "waiting": [],
        "answers": [],
        "earlier": [],
        "sweeps": dict.fromkeys(("begun", "finished", "with_gaps")),
        "unread": [
            {
                "platform": None,
                "account": None,
                "what": "database",
                "because": because,
                "times": 1,
                "last": stamp(at, said),
            }
        ],
        "stops": stops_as_json(stops, settings, said),
        "not_covered": [said.say(one) for one in not_covered(settings)],
        "urgent": [],
        "covered": {},
        "rounds": {},
        "trend": [],
        "campaigns": [],
    }


def _finding(found: Judged, where: str, at: datetime, teller: Teller) -> dict[str, Any]:
    """One finding; evidence stays in `findings --json`."""
    said, handled = teller.said, teller.material.said.get(found.id)
    kind, subject_id, name = found.subject
    return {
        "id": found.id,
        "rule": found.rule,
        "clause": found.clause,
        "verdict": found.verdict,
        "state": where,
        "severity": found.severity,
        "platform": found.platform,
        "account_id": found.account_id,
        "subject": {"kind": kind, "id": subject_id, "name": name if kind in NAMED_KINDS else None},
        "told": told(found, said),
        "remedy": remedy(found, said),
        "owner": teller.concerns.owner(found),
        "first_seen": stamp(found.first_seen, said),
        "muted_until": stamp(muted_until(handled, at), said),
        "handled_by": handled.by if handled else None,
        "link": web_link(found.link),
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
        "answered_beforehand": beforehand_numbers(queue),
        "exempt_by_kind": dict(exempt_kinds(queue, material, said)),
    }


def _waiting(ask: Ask, week: Week, material: Material, said: Language) -> dict[str, Any]:
    """One thread that waits: link, deadline and owner, nothing of what was written."""
    row, late = material.threads[ask.thread], late_by(ask, week.until)
    return {
        "id": ask.thread,
        "platform": str(row.platform),
        "kind": row.kind,
        "state": ask.state,
        "due_at": stamp(ask.due_at, said),
        "overdue": ask.thread in week.queue.overdue,
        "overdue_seconds": int(late.total_seconds()) if late else None,
        "owner": row.owner,
        "link": web_link(row.link),
    }
