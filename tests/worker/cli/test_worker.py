"""`worker` where the configuration has no work for it."""

from __future__ import annotations

import pytest

from worker.__main__ import main


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
