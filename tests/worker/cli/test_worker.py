"""`worker` where the configuration has no work for it."""

from __future__ import annotations

import pytest

from worker.__main__ import main
from worker.service import starting


@pytest.mark.parametrize(
    ("top", "says"),
    [
        ("", "annonsvakt run does all the work itself"),
        ('engine = "procrastinate"\n', "line 1: engine: needs PostgreSQL"),
        ('engine = "celery"\n', "line 1: engine"),
    ],
)
def test_a_configuration_that_has_no_work_for_it_is_refused(tmp_path, capsys, top, says):
    file = tmp_path / "annonsvakt.toml"
    file.write_text(top + "[meta]\n")
    assert main(["--config", str(file), "--lang", "en", "worker"]) == 2
    told = capsys.readouterr()
    assert (told.out, says in told.err) == ("", True)


def test_a_database_that_does_not_come_up_in_its_time_is_code_4(tmp_path, capsys, monkeypatch):
    pytest.importorskip("procrastinate")
    monkeypatch.setattr(starting, "START_PATIENCE", 0.5)
    monkeypatch.setattr(starting, "TICK", 0.2)
    file = tmp_path / "annonsvakt.toml"
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/annonsvakt"
    file.write_text(f'engine = "procrastinate"\n[database]\nurl = "{nobody}"\n[meta]\n')
    assert main(["--config", str(file), "--lang", "en", "worker"]) == 4
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("database.away") >= 2
    assert "Connection refused" in told.err.splitlines()[-1]
