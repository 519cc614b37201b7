"""What is left of everything after its time, column by column; nothing else keeps a copy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from policies.retention import TERMS, strict
from tests.worker.made import NOON
from tests.worker.store.filling import everything, fill, tables_of
from worker.store.erasing import BATCH
from worker.store.errors import StoreError
from worker.store.perishable import CHORES
from worker.store.purging import pending, purge
from worker.store.schema import metadata
from worker.store.tables import sweeps
from worker.store.tables_holds import holds
from worker.sweeping.fan import fan_out

DAY = timedelta(days=1)
LATER = NOON + 800 * DAY

FOR_GOOD = {
    # Ids, states, deadlines and who decided what are the city's own facts.
    "accounts": {"id", "name"},  # the id in the name's place
    "alarms": {"thread"},
    "asks": {"ended_by", "thread", "comment_id"},
    "attested": {"*"},
    "attested_events": {"*"},
    "brief_events": {"*"},
    "briefs": {"*"},
    "calendars": {"*"},
    "comments": {"id", "thread", "parent_id", "link", "erasure", "judged"},
    "decisions": {"*"},
    "digests": {"owner"},
    "erasures": {"*"},  # not whose words they were
    "finding_events": {"*"},
    "findings": {"id", "account_id", "rule", "clause", "severity", "subject_id", "week", "link"},
    "floods": {"owner"},
    "holds": {"*"},
    "identities": {"id"},  # the city's own
    "leases": {"*"},  # what came of a piece last, said over by the next one
    "outbox": {"kind", "period", "recipient", "message_id", "digest", "because"},
    "post_campaigns": {"post_id", "campaign_id", "account_id", "brief_id"},
    "posts": {"id", "kind", "owner_id", "link"},
    "proof_events": {"*"},
    "round_days": {"day", "windows"},
    "run_readings": {"account_id"},
    "slots": {"*"},  # each job's last one
    "stop_copies": {"*"},  # journals of stops are the city's record
    "stop_records": {"*"},
    "stops": {"*"},
    "thread_events": {"*"},
    "threads": {"id", "thread_id", "post_id", "comment_id", "owner", "claimed_by", "moderate"}
    | {"reason"},
    "verdicts": {"finding_id", "digest"},
}
"""Where a text of long ago may still stand."""
PROOFS = {"id", "account_id", "ad_id", "creative_id", "fingerprint", "level", "by", "remarks"} | {
    "reached",
    "revoked_by",
    "revoked_reason",
}
ON_META = {"snapshots": "the account's last", "shares": "its brief is open", "costs": "the same"}


def filled(store):
    with store.writing() as connection:
        fill(connection, tables_of(connection), NOON)
        connection.execute(update(holds).values(ended_at=NOON))


def the_sweeps(connection):
    return [one for one in tables_of(connection) if one.name == "sweeps"]


def left(store):
    """Each table's columns in which a text of the first row (LinkedIn) or the second is left."""
    found = {}
    with store.reading() as connection:
        told = everything(connection, metadata.sorted_tables)
    for table in metadata.sorted_tables:
        for row in told[table.name]:
            for column, value in zip(table.columns, row, strict=True):
                if "mark-" in str(value):
                    found.setdefault(table.name, set()).add(column.name)
    return found


def test_there_is_a_chore_for_each_class_and_no_other():
    assert set(CHORES) == {one.name for one in TERMS}


def test_nothing_is_left_of_long_ago_but_what_is_the_citys_own(store):
    filled(store)
    done = purge(store, strict(), at=LATER, sure=True)
    assert {name for name, rows in done.erased.items() if not rows and name[0] != "x"} == {
        "copies",
        "slots",
    }
    for name, columns in left(store).items():
        if name in ON_META:
            continue
        if name == "proofs":
            assert columns <= PROOFS
        elif FOR_GOOD[name] != {"*"}:
            assert columns <= FOR_GOOD[name], name


def test_of_linkedin_not_even_the_last_snapshot_and_no_cost_is_left(lite):
    filled(lite)
    purge(lite, strict(), at=LATER, sure=True)
    with lite.reading() as connection:
        told = everything(connection, metadata.sorted_tables)
    for name in ON_META:
        assert {row for row in told[name] if "linkedin" in row} == set(), name
        assert told[name], name
    linkedin = [row for row in told["accounts"] if "linkedin" in row]
    assert linkedin
    assert "accounts-name" not in str(linkedin)


def test_what_would_go_is_told_before_and_nothing_is_touched(lite):
    filled(lite)
    with lite.reading() as connection:
        before = everything(connection, metadata.sorted_tables)
    told = pending(lite, strict(), at=LATER, sure=True)
    with lite.reading() as connection:
        assert everything(connection, metadata.sorted_tables) == before
    done = purge(lite, strict(), at=LATER, sure=True)
    # An account has no more shares once they are gone, and its costs go with them.
    assert (done.erased, done.held) == (told.erased, told.held)
    assert set(pending(lite, strict(), at=LATER, sure=True).erased.values()) == {0}


REFUSED = {
    "sqlite": "CREATE TRIGGER refused BEFORE DELETE ON sweeps WHEN OLD.id = {last} "
    "BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END",
    "postgresql": """
        CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the disk is gone'; END $$;
        CREATE TRIGGER refused BEFORE DELETE ON sweeps FOR EACH ROW WHEN (OLD.id = {last})
            EXECUTE FUNCTION refused();
    """,
}
"""The database fails at one row of a batch."""


def test_erasing_goes_on_where_it_was_cut_off(store):
    with store.writing() as connection:
        fill(connection, tables_of(connection), NOON)
        fill(connection, the_sweeps(connection), NOON, range(BATCH + 7))
    whole = pending(store, strict(), at=LATER, sure=True).erased["sweeps"]
    with store.writing() as connection:
        kind = connection.dialect.name
        last = connection.execute(select(func.max(sweeps.c.id))).scalar_one()
        connection.exec_driver_sql(REFUSED[kind].format(last=last))
    with pytest.raises((StoreError, DBAPIError)):
        purge(store, strict(), at=LATER, sure=True)
    with store.writing() as connection:
        on = "" if kind == "sqlite" else " ON sweeps"
        connection.exec_driver_sql(f"DROP TRIGGER refused{on}")
    assert pending(store, strict(), at=LATER, sure=True).erased["sweeps"] == whole - BATCH
    assert purge(store, strict(), at=LATER, sure=True).erased["sweeps"] == whole - BATCH


def test_how_far_it_has_come_is_told(lite):
    told = []
    with lite.writing() as connection:
        fill(connection, the_sweeps(connection), NOON, range(BATCH + 7))
    purge(lite, strict(), at=LATER, sure=True, tell=lambda name, rows: told.append((name, rows)))
    assert told == [("sweeps", BATCH), ("sweeps", BATCH + 7)]


def test_three_that_purge_at_once_erase_each_row_once(store):
    with store.writing() as connection:
        fill(connection, the_sweeps(connection), NOON, range(2 * BATCH))
    done = list(fan_out(lambda _: purge(store, strict(), at=LATER, sure=True), range(3)))
    assert sum(one.erased["sweeps"] for one in done) == 2 * BATCH
    assert set(pending(store, strict(), at=LATER, sure=True).erased.values()) == {0}
