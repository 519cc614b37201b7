"""What people ask is answered after an upgrade as it was before, whatever schema it comes from."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import create_engine, insert, select

from policies.model import Platform
from tests.worker.conftest import new_database
from tests.worker.made import a_comment, a_post
from tests.worker.queued import put
from tests.worker.reporting import kept
from tests.worker.store.filling import tables_of
from worker.cli.run import run
from worker.clock import now
from worker.health.copies import ours
from worker.store import upgrading
from worker.store.opening import open_store
from worker.store.schema import metadata
from worker.store.tables import comments, post_campaigns

HOUR = timedelta(hours=1)
SECRET = "En hemlig fråga om bryggan"


@pytest.fixture(scope="module")
def today(tmp_path_factory):
    """A city's rows, as today's program writes them: an old thread without a brief or an owner in
    its history, one that a person closed, one on LinkedIn; a muted finding, one that is unknown."""
    url = f"sqlite:///{tmp_path_factory.mktemp('today') / 'annonsvakt.db'}"
    with closing(open_store(url)) as store:
        at = now() - 2 * HOUR
        for number, platform in ((1, Platform.META), (2, Platform.LINKEDIN)):
            post = a_post(number, platform)
            seen = a_comment(str(number), post=post, at=at, text=SECRET)
            put(store, seen, post=post, at=at, due=at + 24 * HOUR)
        put(store, a_comment("3", post=a_post(3), at=at), post=a_post(3), at=at, state="closed")
        with store.writing() as connection:
            kept.account(connection)
            kept.finding(connection, "f1", at=at)
            muted = {"state": "muted", "muted_until": at + 90 * 24 * HOUR}
            kept.finding(connection, "f2", at=at, history=("opened", "muted"), **muted)
            kept.finding(connection, "f3", at=at, outcome="unknown")
            kept.swept(connection, at)
            connection.execute(
                insert(post_campaigns).values(
                    platform="meta",
                    post_id=a_post(1).id,
                    campaign_id="c1",
                    account_id="act_1",
                    ran_until=at,
                )
            )
    return url


def as_of(old, revision, today):
    """The same rows in a database of an older schema."""
    engine, source = create_engine(old), create_engine(today)
    config = upgrading._config()
    with engine.begin() as connection, source.connect() as there:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for table in tables_of(connection):
            ours = metadata.tables[table.name]
            for row in there.execute(select(*(ours.c[one.name] for one in table.c))).mappings():
                connection.execute(insert(ours).values(dict(row)))
    engine.dispose()
    source.dispose()


def answers(folder, url, capsys, monkeypatch):
    """What `queue`, `findings` and `report` say."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "annonsvakt.toml").write_text(f'[database]\nurl = "{url}"\n')
    assert run(["db", "upgrade"]) == 0
    told = []
    capsys.readouterr()
    for asked in (("queue", "--all"), ("findings", "--all")):
        assert run([*asked, "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert run(["report", "--out", "out"]) == 0
    capsys.readouterr()
    report = json.loads((folder / "out" / "report.json").read_text())
    return told, {name: value for name, value in report.items() if name not in _OF_THE_MOMENT}


_OF_THE_MOMENT = {"counted_at", "until"}


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.mark.parametrize("revision", ["0001", "0009"])
def test_queue_findings_and_report_answer_as_before(
    today, old, revision, tmp_path, capsys, monkeypatch
):
    as_of(old, revision, today)
    was, report_was = answers(tmp_path / "a", today, capsys, monkeypatch)
    now_said, report = answers(tmp_path / "b", old, capsys, monkeypatch)
    assert now_said == was
    assert report == report_was
    queue, findings = was
    assert [one["state"] for one in queue].count("open") == 2
    assert {one["owner"] for one in queue} == {"slk"}
    assert {one["state"] for one in findings} == {"open", "muted"}
    assert report["findings"]["open_now"] + report["findings"]["unknown"] >= 1


def test_an_old_database_is_put_aside_before_it_is_changed(today, tmp_path, capsys, monkeypatch):
    """As it was, but for what LinkedIn's members wrote: no copy may keep that."""
    old = tmp_path / "old.db"
    as_of(f"sqlite:///{old}", "0009", today)
    answers(tmp_path / "b", f"sqlite:///{old}", capsys, monkeypatch)
    (copy,) = (tmp_path / "b" / "var" / "backups").iterdir()
    assert copy.name.startswith("before-upgrade-0009-")
    assert ours(copy)
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0009",)]
        rows = raw.execute("SELECT platform, text FROM comments ORDER BY id").fetchall()
    assert rows[0] == ("meta", SECRET)
    assert rows[1] == ("linkedin", None)
    assert run(["db", "restore", str(copy), "--replace"]) == 0
    with closing(open_store(f"sqlite:///{old}")) as store, store.reading() as connection:
        assert len(connection.execute(select(comments.c.id)).all()) == 3


def test_a_copy_that_cannot_be_made_is_told_and_the_upgrade_goes_on(
    today, tmp_path, capsys, monkeypatch
):
    old = tmp_path / "old.db"
    as_of(f"sqlite:///{old}", "0001", today)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text('[database]\nurl = "sqlite:///old.db"\n')
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "backups").write_text("a file in the folder's place")
    assert run(["--lang", "en", "db", "upgrade"]) == 0
    assert "No copy of the database was made" in " ".join(capsys.readouterr().err.split())
    assert run(["queue", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
