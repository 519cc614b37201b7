"""Ids as people paste them: one with a byte that is no UTF-8 is refused as any unknown id is."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.worker.attesting import sweep
from worker.cli.run import run
from worker.store.opening import open_store

ROOT = Path(__file__).parents[3]
MAIL = ROOT / "tests" / "policies" / "briefs" / "mails" / "03_short_labels.txt"
BYTE = "\udcff"
"""The byte 0xFF, as Python hands over what the system's encoding does not know."""
BY = ("--by", "Anna")
SIGNED = (*BY, "--reason", "fel")
THREAD = "ID: no thread �; `annonsvakt queue --all` lists them"
FINDING = "ID: no finding �; `annonsvakt findings --all` lists them"
WORD, BRIEF = "ID: no attestation �; the nearest: -", "ID: no brief �; the nearest: -"
PROOF = "PROOF_ID: no proof �; the nearest: -"
AD = "AD_OR_CREATIVE: no ad and no creative � was read; `annonsvakt sweep` reads them"
CAMPAIGN = "--campaign: no campaign � was met running; `annonsvakt round list` names those that do"
UNKNOWN = (
    (("queue", "show", BYTE), THREAD),
    (("queue", "close", BYTE, *SIGNED), THREAD),
    (("queue", "refer", BYTE, "--to", "Regionen", *BY), THREAD),
    (("queue", "reopen", BYTE, *BY), THREAD),
    (("queue", "claim", BYTE, *BY), THREAD),
    (("queue", "claim", "--instead-of", BYTE, *BY, BYTE), THREAD),
    (("queue", "release", BYTE, *BY), THREAD),
    (("queue", "ask", BYTE, *BY), THREAD),
    (("findings", "show", BYTE), FINDING),
    (("findings", "replay", BYTE), FINDING),
    (("findings", "ack", BYTE, *BY), FINDING),
    (("findings", "unmute", BYTE), FINDING),
    (("findings", "mute", BYTE, "--until", "2099-12-31", *SIGNED), FINDING),
    (("attest", BYTE, *BY, "--evidence", "sett"), FINDING),
    (("attest", "end", BYTE, *SIGNED), WORD),
    (("brief", "show", BYTE), BRIEF),
    (("brief", "close", BYTE, *BY), BRIEF),
    (("brief", "close", "--undo", BYTE, *BY), BRIEF),
    (("proof", "show", BYTE), PROOF),
    (("proof", "revoke", BYTE, *SIGNED), PROOF),
    (("proof", "seen", BYTE, *BY), AD),
    (("round", "done", "--campaign", BYTE, *BY), CAMPAIGN),
    (("round", "list", "--campaign", BYTE), CAMPAIGN),
    (("purge", "release", BYTE, *SIGNED), "ID: there is no such hold"),
    (
        ("purge", "hold", "--platform", "meta", "--campaign", BYTE, *SIGNED),
        "--campaign: nothing that is kept belongs to such a campaign",
    ),
    (
        ("brief", "import", "--id", f"v{BYTE}r", str(MAIL)),
        "--id: v�r is not written in UTF-8: type it again",
    ),
    (
        ("mail", "test", "--to", f"anna{BYTE}@example.org"),
        "--to: anna@example.org is no address that mail can go to or from.",
    ),
)


@pytest.fixture
def store(tmp_path, monkeypatch, sqlite_url):
    """A city's database, and its configuration in the folder where one works."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text(
        f'language = "en"\n[database]\nurl = "{sqlite_url}"\n'
        '[contacts]\nfirst = "f@example.org"\neditorial = "e@example.org"\n'
        '[mail]\nurl = "smtp://127.0.0.1:9"\nsender = "annonsvakt@example.org"\n',
        encoding="utf-8",
    )
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize(
    ("typed", "said"), UNKNOWN, ids=[" ".join(one[:3]).replace(BYTE, "") for one, _ in UNKNOWN]
)
def test_an_id_that_is_no_utf_8_is_as_unknown_as_any_other(store, capsys, typed, said, json):
    assert run([*typed, *json]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == said
    assert "Traceback" not in err


def test_so_is_the_byte_itself(store, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "worker", "queue", "show", b"k\xff3x7", "--json"],
        cwd=tmp_path, capture_output=True, check=False,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    last = ran.stderr.decode().splitlines()[-1]
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert last == "ID: no thread k�3x7; `annonsvakt queue --all` lists them"


def test_a_name_that_is_no_utf_8_signs_a_word_and_a_hold(store, capsys):
    """Their ids are made of it too."""
    sweep(store, datetime.now(UTC) - timedelta(days=1))
    assert run(["findings", "--all", "--json"]) == 0
    finding = capsys.readouterr().out.split('"id": "')[1].split('"')[0]
    assert run(["attest", finding, "--by", BYTE, "--evidence", "sett"]) == 0
    place = ("--platform", "meta", "--campaign", "c1")
    assert run(["purge", "hold", *place, "--by", BYTE, "--reason", "mål 12"]) == 0
    assert "Traceback" not in capsys.readouterr().err
