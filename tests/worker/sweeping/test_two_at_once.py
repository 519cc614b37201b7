"""Two processes decide about the same threads at once on PostgreSQL, while a third reads them."""

from __future__ import annotations

import json
import subprocess
import sys

from sqlalchemy import select

from tests.worker.conftest import new_database
from tests.worker.made import INSTAGRAM, PAGE, a_comment
from tests.worker.sweeping.settled import JUDGEMENT
from worker.clock import now
from worker.config import load
from worker.store.comments import own_thread_id
from worker.store.opening import open_store
from worker.store.tables import decisions, threads
from worker.sweeping.settling import settle

THREADS = [own_thread_id(a_comment(str(number + 1))) for number in range(3)]
TURNS = 10


def configured(folder, url):
    file = folder / "annonsvakt.toml"
    file.write_text(
        f'state_dir = "{folder}"\nlanguage = "en"\n[database]\nurl = "{url}"\n'
        f'[meta]\napproved_pages = ["{PAGE}"]\n'
        f'approved_instagram = [{{ id = "{INSTAGRAM.id}", username = "{INSTAGRAM.username}" }}]\n'
    )
    return file


def rival(work, config, seed, number):
    line = [sys.executable, "-m", "tests.worker.sweeping.rivals", work, str(config)]
    return subprocess.Popen(
        [*line, str(seed), str(number), *THREADS], stdout=subprocess.PIPE, text=True
    )


def told(*rivals):
    """What each wrote, once all have ended well."""
    said = [one.communicate(timeout=300)[0] for one in rivals]
    assert [one.returncode for one in rivals] == [0] * len(rivals)
    return [[json.loads(line) for line in one.splitlines()] for one in said]


def rows_of(store, table):
    with store.reading() as connection:
        return connection.execute(select(table).order_by(table.c.id)).all()


def test_nothing_is_lost_and_who_was_second_is_told(postgres, tmp_path):
    config = configured(tmp_path, new_database(postgres))
    told(rival("poll", config, 0, 1))
    one, other, readings = told(
        rival("people", config, 1, TURNS),
        rival("people", config, 2, TURNS),
        rival("poll", config, 3, TURNS),
    )
    assert [reading["unread"] for reading in readings] == [[]] * TURNS
    assert {person["code"] for person in one + other} == {0, 1}
    refused = [person for person in one + other if person["code"] == 1]
    assert all(person["said"].startswith("Nothing done: the thread is") for person in refused)
    beside = [person["said"] for person in one + other if person["code"] == 0 and person["said"]]
    assert all(said.endswith(" had taken it on: tell them.\n") for said in beside)
    store = open_store(load(config).database.url.get_secret_value())
    written = rows_of(store, decisions)
    for process in (one, other):
        done = [(p["thread"], p["action"], p["by"]) for p in process if p["code"] == 0]
        mine = {p["by"] for p in process}
        assert [(row.thread, row.action, row.by) for row in written if row.by in mine] == done
    assert len(written) == sum(person["code"] == 0 for person in one + other)
    before = rows_of(store, threads)
    assert {row.id: row.revision for row in before} == {
        thread: sum(row.thread == thread for row in written) for thread in THREADS
    }
    with store.writing() as connection:
        settle(connection, THREADS, JUDGEMENT, now())
    assert rows_of(store, threads) == before, "a thread stood otherwise than its decisions say"
    store.close()
