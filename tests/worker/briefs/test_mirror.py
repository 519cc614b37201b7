"""The register as a file that a stop reads."""

from __future__ import annotations

import pytest

from policies.briefs.matching import Registered
from policies.model.briefs import Brief
from tests.worker.made import NOON
from worker.briefs import mirror
from worker.briefs.refreshing import refresh
from worker.store import briefs

BRIEF = Brief(
    department="trafik", accounts=("act_1",), campaigns=("120",), patterns=("Snö* å \ud83d",)
)


def test_what_is_written_is_read(tmp_path):
    folder = tmp_path / "var"
    register = (Registered(id="a", brief=BRIEF), Registered(id="b", brief=Brief(topic="x")))
    mirror.write(folder, register)
    assert mirror.read(folder) == (register[0], Registered(id="b", brief=Brief()))
    assert (folder / mirror.NAME).stat().st_mode & 0o777 == 0o600
    assert [one.name for one in folder.iterdir()] == [mirror.NAME]


def test_where_there_never_was_one_there_are_no_briefs(tmp_path):
    assert mirror.read(tmp_path) == ()


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"id": "a"}]', '{"a": 1}', "[" * 90_000])
def test_one_that_cannot_be_understood_is_told_apart(tmp_path, text):
    (tmp_path / mirror.NAME).write_text(text)
    assert mirror.read(tmp_path) is None


def test_only_open_briefs_are_written(lite, tmp_path):
    with lite.writing() as connection:
        for name in "ab":
            briefs.save(connection, name, BRIEF, source="x", by=None, at=NOON)
        briefs.close(connection, "b", by="Anna", reason="", at=NOON)
    assert refresh(lite, tmp_path) is None
    assert [one.id for one in mirror.read(tmp_path)] == ["a"]


def test_a_place_that_cannot_be_written_is_told_with_the_remedy(lite, tmp_path):
    (tmp_path / "file").write_text("")
    words = refresh(lite, tmp_path / "file")
    assert "cannot be written" in words.english()
