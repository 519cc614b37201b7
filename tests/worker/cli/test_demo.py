"""`demo` refuses what it cannot use before anything is begun."""

from __future__ import annotations

import pytest

from worker.cli.run import run


@pytest.mark.parametrize(("language", "sentence"), [("sv", "inte användas"), ("en", "be used")])
def test_a_folder_that_cannot_be_made_is_wrong_use(tmp_path, capsys, language, sentence):
    (tmp_path / "file").write_text("mitt", encoding="utf-8")
    assert run(["--lang", language, "demo", "--out", str(tmp_path / "file" / "demo")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in " ".join(err.replace("│", " ").split())
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mitt"
