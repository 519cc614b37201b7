"""docs/operations.md, followed word by word: the short form, with the program that is here already.

The long form installs for real, in an empty folder and on a fresh Debian: `make follow`.
"""

from __future__ import annotations

import re
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

from bench.follow_operations import (
    PAGE,
    ROOT,
    TRACKS,
    Command,
    commands,
    follow,
    free_port,
    installed_already,
    script,
    substitutions,
    upstream,
)
from worker.cli import app
from worker.cli.run import TOPICS

TEXT = PAGE.read_text("utf-8")
RULES = ROOT / "contrib" / "prometheus" / "annonsvakt.rules.yml"


@cache
def on_page(track):
    """The commands of one track; to split them costs a shell a line."""
    return commands(TEXT, track)


def headings(text):
    """The anchors that the page's headings give, as GitHub makes them."""
    found = re.findall(r"^#{1,4} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.mark.timeout(400)  # thirty commands, each a process of its own, on a machine that is shared
def test_the_page_is_as_it_says_from_an_empty_folder_to_an_upgrade(tmp_path):
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("the page clones a repository, and here is none, or no git")
    told = on_page("folder")
    instead = substitutions(source=str(upstream(tmp_path, "HEAD")), port=free_port(), upgraded=True)
    instead |= installed_already(Path(sys.executable).parent)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = follow(script(told, instead), command=["bash", "-c"], folder=empty, timeout=360)
    assert done.wrong is None, done.log[-3000:]
    assert done.done == len(told) > 20
    assert "Traceback" not in done.log


def test_a_command_that_ends_otherwise_than_the_page_says_is_told_with_its_line(tmp_path):
    told = [Command(7, "true", 0), Command(8, "exit_with() { return 4; }; exit_with", 3)]
    done = follow(script(told, {}), command=["bash", "-c"], folder=tmp_path, timeout=10)
    assert (done.done, done.wrong) == (1, "@@ wrong: line 8: code 3 was told, it was 4")


def test_a_shell_that_ends_by_itself_is_not_taken_for_the_whole_page(tmp_path):
    told = [Command(1, "exit 0", 0), Command(2, "true", 0)]
    done = follow(script(told, {}), command=["bash", "-c"], folder=tmp_path, timeout=10)
    assert done.wrong == "the shell ended with code 0"


def test_boxes_are_split_where_the_shell_would():
    box = "```sh\ncat <<EOF\nx\nEOF\nfalse   # code 1: so it is\n```\n"
    page = f"<!-- follow: folder, machine -->\n{box}"
    assert commands(page, "machine") == [
        Command(3, "cat <<EOF\nx\nEOF", 0),
        Command(6, "false   # code 1: so it is", 1),
    ]
    assert commands(page, "containers") == []


def test_a_mark_without_a_box_is_a_slip():
    with pytest.raises(ValueError, match="no box"):
        commands("<!-- follow: folder -->\n\n```sh\n```\n", "folder")


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("chapter", ["db backup", "db restore", "db upgrade", "drill", "doctor"])
def test_every_chapter_that_must_be_true_is_followed(track, chapter):
    assert any(one.text.startswith(f"annonsvakt {chapter}") for one in on_page(track))


def test_every_link_leads_somewhere():
    for text, place in re.findall(r"\[([^\]]+)\]\(([^)\s]+)\)", TEXT):
        file, _, anchor = place.partition("#")
        target = PAGE if not file else (PAGE.parent / file)
        assert target.is_file(), text
        if anchor:
            assert anchor in headings(target.read_text("utf-8")), place


def test_each_alarm_has_its_heading_and_each_heading_its_alarm():
    alarms = re.findall(r"^ *- alert: (\w+)$", RULES.read_text("utf-8"), re.MULTILINE)
    told = re.findall(r"^### (Annonsvakt\w+)$", TEXT, re.MULTILINE)
    assert told == alarms


def known(words):
    """Whether these words are a command of ours, or several in one another."""
    from importlib import import_module

    from typer.main import get_command

    for topic in TOPICS:
        import_module(f"worker.cli.{topic}")
    command = get_command(app)
    for word in words:
        inner = getattr(command, "commands", {})
        if not inner or word.startswith(("-", '"', "$")):
            return True
        if word not in inner:
            return False
        command = inner[word]
    return True


def test_every_command_of_ours_that_is_named_exists():
    named = {one.strip() for one in re.findall(r"`annonsvakt ([a-z][^`]*)`", TEXT)}
    assert len(named) > 20
    for one in sorted(named):
        assert known(one.split()), one
