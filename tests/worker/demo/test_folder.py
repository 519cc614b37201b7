"""The demo's folder: what is not a demo's stays as it is, whatever it is."""

from __future__ import annotations

import pytest

from worker.demo.folder import MARKER, NotOurs, claim


def everything(folder):
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["brev.txt", ".gömd", "annonsvakt.db", "report.html"])
def test_a_folder_with_anything_in_it_is_left_alone(tmp_path, name):
    (tmp_path / name).write_text("mitt", encoding="utf-8")
    with pytest.raises(NotOurs):
        claim(tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mitt"
    assert everything(tmp_path) == {name}


def test_a_file_is_left_alone(tmp_path):
    (tmp_path / "taken").write_text("mitt", encoding="utf-8")
    with pytest.raises(NotOurs):
        claim(tmp_path / "taken")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mitt"


def test_a_marker_that_says_something_else_is_no_marker(tmp_path):
    (tmp_path / MARKER).write_text("mitt", encoding="utf-8")
    with pytest.raises(NotOurs):
        claim(tmp_path)


def test_a_marker_that_leads_elsewhere_is_no_marker(tmp_path):
    claim(tmp_path / "one")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / MARKER).symlink_to(tmp_path / "one" / MARKER)
    with pytest.raises(NotOurs):
        claim(tmp_path / "two")


def test_a_new_folder_is_made_for_us_alone(tmp_path):
    made = claim(tmp_path / "a" / "b")
    assert everything(made) == {MARKER}
    assert made.stat().st_mode & 0o777 == 0o700


def test_an_empty_folder_is_taken(tmp_path):
    assert everything(claim(tmp_path)) == {MARKER}


def test_what_an_earlier_demo_left_is_replaced(tmp_path):
    claim(tmp_path)
    (tmp_path / "state" / "stops").mkdir(parents=True)
    (tmp_path / "report.html").write_text("old", encoding="utf-8")
    assert everything(claim(tmp_path)) == {MARKER}


def test_a_link_is_deleted_and_what_it_leads_to_stays(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "brev.txt").write_text("mitt", encoding="utf-8")
    demo = claim(tmp_path / "demo")
    (demo / "link").symlink_to(tmp_path / "mine")
    claim(demo)
    assert (tmp_path / "mine" / "brev.txt").exists()
    assert everything(demo) == {MARKER}
