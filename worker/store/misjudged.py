"""What a clock that was ahead found of days that had not come: taken back, and no more than that.

What is so is found again or put right by the next reading. Of what happened only a person makes an
end: a round that nobody could have held yet would stand open for good, and in the week's report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, or_, select, update

from policies.finding import UNTOLD
from policies.model import Words
from policies.retention.clock import AHEAD
from policies.rules import ON_ROUNDS
from policies.weekly import FindingRow, FindingStep, stands
from worker.store.nouns import words_to_value
from worker.store.rows import parts
from worker.store.tables import finding_events, findings
from worker.store.tables_attested import attested
from worker.store.tables_evaluations import verdicts
from worker.store.tables_rounds import round_days

_ROUNDS = tuple(rule.id for rule in ON_ROUNDS)
_DAY = timedelta(days=1)
_AHEAD = Words("It was judged when the clock was ahead of the true time.")


def take_back(connection: Connection, at: datetime, *, week: str, day: date) -> dict[str, int]:
    """Undo what was found later than `at` of this day, of later ones, and of later weeks.

    `week` and `day`: those that run at `at` in local time. What was found first by that clock is
    gone; what was known before has the history that it had, and tells of no day that had not
    ended. The day before is then judged again at the next reading, its whole week with it, so that
    all that has really happened is found. The answer counts the rows, by table.
    """
    late = at + AHEAD
    first = (findings.c.event.is_(True), findings.c.first_seen > late)
    gone = _ids(connection, *first, or_(findings.c.rule.in_(_ROUNDS), findings.c.week > week))
    _forget(connection, gone)
    known = _rounds_since(connection, late)
    for row in known:
        _as_before(connection, row, late, day)
    found = {"findings": len(gone) + len(known)}
    if known:
        again = round_days.c.day >= (day - _DAY).isoformat()
        found["rounds"] = connection.execute(delete(round_days).where(again)).rowcount
    return found


def _ids(connection: Connection, *where: ColumnElement[bool]) -> list[str]:
    """The findings that fit, save those about which somebody gave his word."""
    vouched = findings.c.id.in_(select(attested.c.finding_id))
    query = select(findings.c.id).where(*where, ~vouched).order_by(findings.c.id)
    return list(connection.execute(query.with_for_update()).scalars())


def _forget(connection: Connection, ids: Sequence[str]) -> None:
    for some in parts(ids):
        connection.execute(delete(finding_events).where(finding_events.c.finding_id.in_(some)))
        connection.execute(delete(verdicts).where(verdicts.c.finding_id.in_(some)))
        connection.execute(delete(findings).where(findings.c.id.in_(some)))


def _rounds_since(connection: Connection, late: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """The findings on rounds that were judged later than this."""
    e = finding_events.c
    turned = select(e.finding_id).where(e.at > late, _by_a_sweep())
    judged = or_(findings.c.last_seen > late, findings.c.id.in_(turned))
    mine = select(findings).where(findings.c.rule.in_(_ROUNDS), judged)
    return connection.execute(mine.order_by(findings.c.id).with_for_update()).all()


def _by_a_sweep() -> ColumnElement[bool]:
    return or_(finding_events.c.by.is_(None), finding_events.c.by == "")


def _as_before(
    connection: Connection, row: Row[*tuple[Any, ...]], late: datetime, day: date
) -> None:
    """The finding as its history was before a sweep by that clock turned it.

    What people did about it after that turn was about what it told then, and goes with it.
    """
    e = finding_events.c
    history = connection.execute(
        select(finding_events).where(e.finding_id == row.id).order_by(e.at, e.id)
    ).all()
    turned = (n for n, one in enumerate(history) if one.at > late and not one.by)
    kept = history[: next(turned, len(history))]
    dropped = history[len(kept) :]
    for some in parts([one.id for one in dropped]):
        connection.execute(delete(finding_events).where(e.id.in_(some)))
    proved = any(one.what == "became-fail" for one in dropped)
    values = _content(row.evidence, day, proved=proved)
    if dropped:
        values |= _standing(row, kept, proved=proved)
    connection.execute(update(findings).where(findings.c.id == row.id).values(values))


def _standing(
    row: Row[*tuple[Any, ...]], kept: Collection[Row[*tuple[Any, ...]]], *, proved: bool
) -> dict[str, Any]:
    """Where the history leads that is left."""
    steps = [
        FindingStep(finding_id=row.id, at=one.at, what=one.what, until=one.until) for one in kept
    ]
    outcome = "unknown" if proved else row.outcome
    now = stands(FindingRow(id=row.id, outcome=outcome, state=row.state), steps)
    return {"outcome": now.outcome, "state": now.state, "muted_until": now.muted_until}


def _content(evidence: Mapping[str, Any], day: date, *, proved: bool) -> dict[str, Any]:
    """What it tells without the days from this one on; `proved`: that it fails is taken back."""
    told = {**evidence, "days": _before(evidence.get("days", ()), day)}
    if "not_known" in told:
        told["not_known"] = _before(told["not_known"], day)
    if not proved:
        return {"evidence": told}
    return {
        "evidence": {"days": told.get("not_known", [])},
        "message": words_to_value(UNTOLD),
        "because": words_to_value(_AHEAD),
    }


def _before(days: Collection[Any], day: date) -> list[Any]:
    """The days before this one; of a fail each is told with its rounds."""
    return [one for one in days if (one["day"] if isinstance(one, dict) else one) < day.isoformat()]
