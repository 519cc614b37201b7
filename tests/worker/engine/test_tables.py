"""The queue's tables: made once, brought up step by step, never taken from somebody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.worker.conftest import new_database
from tests.worker.engine.conftest import rows
from worker.engine import tables
from worker.engine.tables import bring_up
from worker.store.errors import StoreError, TooNew
from worker.store.kept import raw
from worker.store.opening import open_store

LAST = tables._steps()[-1].stem
ONE_JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('q', 't')"
MADE_OF = """
SELECT 'column', table_name, column_name, data_type, column_default, is_nullable
  FROM information_schema.columns WHERE table_name LIKE 'procrastinate%%'
UNION SELECT 'index', tablename, indexname, regexp_replace(indexdef, '\\s+', ' ', 'g'), '', ''
  FROM pg_indexes WHERE tablename LIKE 'procrastinate%%'
UNION SELECT 'function', proname, md5(regexp_replace(prosrc, '\\s+', '', 'g')), '', '', ''
  FROM pg_proc WHERE proname LIKE 'procrastinate%%'
UNION SELECT 'trigger', tgname, tgrelid::regclass::text, '', '', ''
  FROM pg_trigger WHERE tgname LIKE 'procrastinate%%'
"""


def test_they_are_made_once_whoever_is_first(bare):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: bring_up(bare), range(4)))
    assert found == [LAST] * 4
    assert bring_up(bare) == LAST
    assert rows(bare, "SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_those_of_an_older_version_are_brought_to_what_new_ones_are(postgres, queued):
    steps = [step for step in tables._steps() if step.stem < "03"]
    older = open_store(new_database(postgres))
    try:
        with older.writing() as connection:
            for step in steps:
                raw(connection).execute(step.read_text(encoding="utf-8"))
            tables._apply(raw(connection), "SELECT 1", steps[-1].stem)
        with older.writing() as connection:
            raw(connection).execute(ONE_JOB)
        assert bring_up(older) == LAST
        assert {*rows(older, MADE_OF)} == {*rows(queued, MADE_OF)}
        assert rows(older, "SELECT count(*) FROM procrastinate_jobs") == [(1,)]
    finally:
        older.close()


def test_those_of_a_newer_version_are_refused_with_what_to_do(queued):
    with queued.writing() as connection:
        tables._apply(raw(connection), "SELECT 1", "99.00.00_01_pre_something")
    with pytest.raises(TooNew, match=r"99\.00\.00.*install the newer version"):
        bring_up(queued)


def test_somebody_else_s_are_left_alone(bare):
    with bare.writing() as connection:
        raw(connection).execute("CREATE TABLE procrastinate_jobs (id bigint)")
    with pytest.raises(StoreError, match="did not make"):
        bring_up(bare)
    assert rows(bare, "SELECT count(*) FROM procrastinate_jobs") == [(0,)]
