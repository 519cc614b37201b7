"""What one `sweep` learns of Meta is stored, and the next one need not ask for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from connectors.meta.learnt import learnt_of
from connectors.sandbox import Sandbox
from worker.cli.run import run
from worker.store.opening import open_store
from worker.store.tables import recalled

TOKEN = "sandbox-meta"
META = f"""
language = "en"
[database]
url = "sqlite:///annonsvakt.db"
[meta]
base_url = "{{url}}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "{TOKEN}"
pages = ["1001"]
approved_pages = ["1001"]
approved_instagram = [{{{{ id = "17841400000000001", username = "stockholms.stad" }}}}]
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder with a configuration for the city's Meta."""
    sandbox = Sandbox(clock=lambda: datetime.now(UTC))
    monkeypatch.chdir(tmp_path)
    Path("annonsvakt.toml").write_text(META.format(url=sandbox.start()), "utf-8")
    yield sandbox
    sandbox.stop()


def sweep(capsys):
    """A sweep, as a process of its own would do it; the answer is how many calls it took."""
    learnt_of.cache_clear()
    run(["sweep", "--account", "act_1", "--json"])
    out, _ = capsys.readouterr()
    return json.loads(out)["requests"]["meta"]["counted"]


def stored():
    store = open_store("sqlite:///annonsvakt.db")
    try:
        with store.reading() as connection:
            return connection.execute(select(recalled)).all()
    finally:
        store.close()


def test_the_second_sweep_takes_fewer_calls_and_nothing_secret_is_stored(office, capsys):
    first = sweep(capsys)
    rows = stored()
    assert {"identity", "stand_ins"} <= {row.topic for row in rows}
    assert {row.platform for row in rows} == {"meta"}
    accounts = sum(row.topic in ("identity", "stand_ins", "media_owner") for row in rows)
    assert sweep(capsys) <= first - accounts
    told = [f"{row.key} {row.value}" for row in rows]
    assert not any("sandbox-" in one or "token" in one for one in told)
