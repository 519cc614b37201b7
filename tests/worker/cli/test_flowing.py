"""Lists that are written as they are read: whole, or ended where the database failed."""

from __future__ import annotations

import json

import pytest
import typer

from policies.model import Words
from worker.cli import terminal
from worker.cli.flowing import emit_rows
from worker.cli.session import Session
from worker.store.errors import StoreError, Unreachable


@pytest.fixture
def session(tmp_path):
    (tmp_path / "annonsvakt.toml").write_text('language = "en"\n', encoding="utf-8")
    return Session(config=tmp_path / "annonsvakt.toml", lang=None)


def breaking(after):
    """Rows of a database that fails after so many."""
    yield from range(after)
    raise Unreachable(Words("The database is gone."))


@pytest.mark.parametrize("number", [0, 1, 499, 500, 501, 1001])
def test_whatever_their_number_they_are_one_list(number, capsys):
    terminal.emit_list({"n": one, "å": "\n"} for one in range(number))
    assert json.loads(capsys.readouterr().out) == [{"n": n, "å": "\n"} for n in range(number)]


@pytest.mark.parametrize("number", [1, 500, 700])
def test_a_database_that_fails_midway_leaves_a_valid_list_and_code_4(number, session, lite, capsys):
    with pytest.raises(typer.Exit) as ended:
        emit_rows(session, lite, lambda _: breaking(number), str)
    out, err = capsys.readouterr()
    kept = json.loads(out)
    assert kept == [str(n) for n in range(len(kept))]
    assert len(kept) == number // 500 * 500
    assert "The database is gone." in err
    assert ended.value.exit_code == 4


def test_one_that_fails_at_once_is_for_the_caller_to_tell(session, lite, capsys):
    with pytest.raises(StoreError):
        emit_rows(session, lite, lambda _: breaking(0), str)
    assert capsys.readouterr().out == ""
