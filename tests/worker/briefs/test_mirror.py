"""The register as a file that a stop reads."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from policies.briefs.matching import Registered
from policies.model.briefs import Brief
from tests.worker.made import NOON, TODAY
from worker.briefs import mirror
from worker.briefs.refreshing import refresh
from worker.store import briefs

BRIEF = Brief(
    department="trafik", accounts=("act_1",), campaigns=("120",), patterns=("Snö* å \ud83d",)
)


def refreshed(store, folder, days=0):
    return refresh(store, folder, at=NOON + timedelta(days=days), zone=ZoneInfo("Europe/Stockholm"))


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


@pytest.mark.parametrize(
    ("ends", "days", "written"),
    [
        (None, 0, True),  # its closing ends it, with that day
        (None, 1, False),
        (TODAY, 0, True),
        (TODAY, 1, False),
        (date(2027, 6, 1), 60, True),  # the campaign runs on
    ],
)
def test_a_closed_brief_is_written_until_its_last_day(lite, tmp_path, ends, days, written):
    with lite.writing() as connection:
        briefs.save(connection, "a", BRIEF, source="x", by=None, at=NOON)
        briefs.save(connection, "b", replace(BRIEF, ends=ends), source="x", by=None, at=NOON)
        briefs.close(connection, "b", by="Anna", reason="", at=NOON)
    assert refreshed(lite, tmp_path, days) is None
    found = {one.id: one.closed for one in mirror.read(tmp_path)}
    assert found == {"a": False} | ({"b": True} if written else {})


def test_an_open_brief_is_written_though_its_last_day_is_past(lite, tmp_path):
    with lite.writing() as connection:
        briefs.save(connection, "a", replace(BRIEF, ends=TODAY), source="x", by=None, at=NOON)
    assert refreshed(lite, tmp_path, 30) is None
    assert [one.id for one in mirror.read(tmp_path)] == ["a"]


def test_a_file_from_before_closed_briefs_were_in_it_holds_open_ones(tmp_path):
    mirror.write(tmp_path, [Registered(id="a", brief=BRIEF)])
    file = tmp_path / mirror.NAME
    file.write_text(json.dumps([{k: v for k, v in one.items() if k != "closed"}
                                for one in json.loads(file.read_text())]))  # fmt: skip
    assert mirror.read(tmp_path) == (Registered(id="a", brief=BRIEF),)


def test_a_place_that_cannot_be_written_is_told_with_the_remedy(lite, tmp_path):
    (tmp_path / "file").write_text("")
    words = refreshed(lite, tmp_path / "file")
    assert "cannot be written" in words.english()
