"""`config check` says what is sound in form and is known not to work."""

from __future__ import annotations

import json

import pytest

from worker.cli.run import run


def check(folder, capfd, text, *arguments):
    path = folder / "annonsvakt.toml"
    path.write_text(text, encoding="utf-8")
    capfd.readouterr()
    code = run(["--config", str(path), "--lang", "en", "config", "check", *arguments])
    return code, *capfd.readouterr()


@pytest.mark.parametrize(
    ("version", "said"), [("202511", "has retired version 202511"), ("202612", "December")]
)
def test_a_version_that_is_known_not_to_answer_is_told_and_refuses_nothing(
    tmp_path, capfd, version, said
):
    text = f'[linkedin]\nversion = "{version}"\n'
    code, out, err = check(tmp_path, capfd, text)
    assert code == 0
    assert "sound" in out
    assert said in " ".join(err.split())
    code, out, err = check(tmp_path, capfd, text, "--json")
    assert json.loads(out)["ok"] is True
    assert said in " ".join(err.split())


@pytest.mark.parametrize(
    "text", ["", "[linkedin]\n", '[linkedin]\nenabled = false\nversion = "202511"\n']
)
def test_of_what_is_fine_or_switched_off_nothing_is_said(tmp_path, capfd, text):
    code, _, err = check(tmp_path, capfd, text)
    assert (code, err) == (0, "")


def test_a_month_that_does_not_exist_is_refused(tmp_path, capfd):
    code, out, err = check(tmp_path, capfd, '[linkedin]\nversion = "202613"\n')
    assert (code, out) == (2, "")
    assert "line 2" in err
    assert "linkedin.version" in err


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[health]\nlisten = "127.0.0.1:65536"\n', "health.listen"),
        ('[mail]\nurl = "smtp://h:99999"\n', "mail.url"),
        ('[mail]\nurl = "smtp://h:abc"\n', "mail.url"),
    ],
)
def test_a_port_that_does_not_exist_is_refused(tmp_path, capfd, text, key):
    code, out, err = check(tmp_path, capfd, text)
    assert (code, out) == (2, "")
    assert "line 2" in err
    assert key in err
    assert "1 to 65535" in " ".join(err.split())
