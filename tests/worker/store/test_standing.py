"""When a weekly report last went out, as far as the tables tell: kept alone it did not."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from tests.worker.made import DAY, NOON
from worker.store import slots, weeks
from worker.store.slots import Made
from worker.store.standing import reported_at
from worker.store.tables_service import outbox


def mailed(connection, period="2026-W47", *, kind="report", state="sent", at=NOON):
    sent = at if state == "sent" else None
    connection.execute(
        insert(outbox).values(
            kind=kind, period=period, recipient="a@example.org", message_id="<1@example.org>",
            subject="x", digest="", made_at=at, state=state, attempts=1, next_at=at, until=at,
            unsure=0, token=0, sent_at=sent,
        )
    )  # fmt: skip


def ended(connection, job, at, *, failed=False):
    slots.make(connection, [Made(job=job, scheduled_at=at)], at)
    claim = slots.claim(connection, job, holder="one", at=at, lease=DAY)
    if failed:
        slots.fail(connection, claim, at, None)
    else:
        slots.finish(connection, claim, at)


def told(connection):
    return reported_at(connection, NOON)


def test_a_report_went_out_when_its_job_was_done_or_when_a_person_sent_it(store):
    with store.writing() as connection:
        assert told(connection) is None
        ended(connection, "report", NOON - 9 * DAY)
        ended(connection, "report", NOON - 2 * DAY, failed=True)
        assert told(connection) == NOON - 9 * DAY
        mailed(connection, at=NOON - DAY)
        assert told(connection) == NOON - DAY
        mailed(connection, f"2026-W47 again {NOON.isoformat()}", at=NOON)
        assert told(connection) == NOON


@pytest.mark.parametrize(
    "told_of",
    [
        {"state": "waiting"},
        {"state": "refused"},
        {"kind": "digest"},
        {"period": "2026-W48 preliminary 2026-11-24T12:00:00+00:00"},
        {"period": "2026-W50 void 2026-11-24T12:00:00+00:00"},
        {"at": NOON + DAY},
    ],
    ids=["waits", "refused", "another mail", "a week that runs", "undone", "not yet"],
)
def test_what_is_no_weekly_report_that_went_out_is_none(lite, told_of):
    with lite.writing() as connection:
        weeks.keep(connection, "2026-W47", {"sv": {"report.txt": b""}}, NOON)
        ended(connection, "ads", NOON)
        mailed(connection, **told_of)
        assert told(connection) is None
