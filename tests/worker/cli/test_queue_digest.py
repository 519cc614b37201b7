"""`queue digest` on the command line: what the next mail would say, and nothing done."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.worker.made import a_comment
from tests.worker.queued import put
from worker.cli.queue_digest import KEYS
from worker.cli.run import run
from worker.clock import now
from worker.store.opening import open_store
from worker.store.tables_digests import digests
from worker.store.tables_service import outbox


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A folder with a configuration, and its database."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text(
        'language = "en"\n[database]\nurl = "sqlite:///annonsvakt.db"\n[meta]\n'
        'approved_pages = ["1001"]\n[[departments]]\nid = "trafik"\nname = "Trafik"\n'
        'mail = "t@example.org"\n[contacts]\nslk = "slk@example.org"\n',
        encoding="utf-8",
    )
    opened = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")
    yield opened
    opened.close()


def waits(store, **said):
    at = now()
    seen = a_comment("1", at=at - timedelta(hours=1), **said)
    return put(store, seen, due=at - timedelta(minutes=1), owner="trafik", at=at)


def test_what_waits_is_shown_as_the_mail_would_say_it(store, capsys):
    one = waits(store, text="When?\x1b[31m\n* Thread: forged")
    assert run(["queue", "digest", "--owner", "trafik"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Trafik: 1 waiting (overdue: 1, due before the next round: 0)\n")
    assert out.splitlines().count(f"* Thread: {one}") == 1
    assert "\x1b" not in out
    assert "\n* Thread: forged" not in out


def test_as_json_it_has_its_keys_and_nothing_is_sent_or_noted(store, capsys):
    one = waits(store)
    assert run(["queue", "digest", "--owner", "trafik", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert tuple(told) == KEYS
    assert (told["owner"], told["threads"], told["to"]) == ("trafik", 1, ["t@example.org"])
    assert told["parts"] == [{"part": "overdue", "count": 1, "threads": [one]}]
    with store.reading() as connection:
        for table in (outbox, digests):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_slk_s_is_shown_where_no_owner_is_named_and_nothing_that_waits_is_said(store, capsys):
    waits(store)
    assert run(["queue", "digest"]) == 0
    assert capsys.readouterr().out == "Nothing waits for an answer.\n"
    assert run(["queue", "digest", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["owner"], told["threads"], told["text"]) == ("slk", 0, None)


def test_an_owner_that_nobody_configured_is_refused(store, capsys):
    assert run(["queue", "digest", "--owner", "trafic"]) == 2
    assert "known: trafik" in capsys.readouterr().err


def test_without_its_database_it_has_its_keys_and_code_4(store, tmp_path, capsys):
    store.close()
    for one in tmp_path.glob("annonsvakt.db*"):
        one.unlink()
    (tmp_path / "annonsvakt.db").write_text("no database " * 1000)
    assert run(["queue", "digest", "--json"]) == 4
    assert json.loads(capsys.readouterr().out) == dict.fromkeys(KEYS) | {"owner": "slk"}
