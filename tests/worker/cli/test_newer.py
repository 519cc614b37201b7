"""A database of a newer program is refused by every command that opens it, and left as it is."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, text

from worker.cli.run import run

BY = ("--by", "Anna")
WHY = (*BY, "--reason", "x")
COMMANDS = [
    ("sweep",), ("queue",), ("queue", "show", "x"), ("queue", "close", "x", *WHY),
    ("queue", "claim", "x", *BY), ("findings",), ("findings", "ack", "x", *BY),
    ("findings", "show", "x"), ("findings", "replay", "x"), ("brief", "list"),
    ("proof", "list"), ("attest", "list"), ("round", "list"), ("round", "done", "--slk", *BY),
    ("report",), ("mail", "outbox"), ("purge",), ("purge", "--dry-run"), ("purge", "holds"),
    ("purge", "release", "x", *WHY), ("db", "upgrade"), ("db", "backup"), ("run",),
]  # fmt: skip


@pytest.fixture
def newer(url, tmp_path, monkeypatch):
    """A city whose database a newer program has written."""
    monkeypatch.chdir(tmp_path)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (tmp_path / "annonsvakt.toml").write_text(
        f'[database]\nurl = "{url}"\n'
        '[linkedin]\nbase_url = "http://127.0.0.1:9"\nads_token = "x"\ncommunity_token = "x"\n'
    )
    yield engine
    engine.dispose()


def test_each_command_says_so_in_one_sentence_and_ends_with_code_4(newer, capsys):
    for command in COMMANDS:
        code = run(["--lang", "en", *command])
        said = capsys.readouterr()
        assert code == 4, (command, code, said.err)
        assert "written by a newer version of the program" in " ".join(
            (said.err + said.out).split()
        ), command
        assert "Traceback" not in said.err
    with newer.begin() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        )


@pytest.mark.parametrize("command", [("queue",), ("purge",), ("db", "upgrade")])
def test_json_says_it_too(newer, capsys, command):
    assert run(["--lang", "en", *command, "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert told == [] or "newer version" in told["because"]
