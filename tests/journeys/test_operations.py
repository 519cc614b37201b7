"""docs/operations.md, followed word by word: the short form, with the program that is here already.

The long form installs for real, in an empty folder and on a fresh Debian: `make follow`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
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
    newer_database,
    script,
    substitutions,
    upstream,
)
from worker.cli import app
from worker.cli.run import TOPICS
from worker.health.copies import ours

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


def test_each_box_gets_a_shell_that_knows_nothing_of_the_others(tmp_path):
    told = [
        Command(1, "export A=1; cd /; false", 1, box=1),
        Command(2, "A=2; umask 077 & ", 0, box=1),
        Command(3, 'test -z "$A" && test "$PWD" != /', 0, box=2),
    ]
    done = follow(script(told, {}, apart=True), command=["bash", "-c"], folder=tmp_path, timeout=10)
    assert (done.done, done.wrong) == (3, None)
    one = follow(script(told, {}), command=["bash", "-c"], folder=tmp_path, timeout=10)
    assert one.wrong == "@@ wrong: line 3: code 0 was told, it was 1"


FOLDERS = re.compile(r"(?<![\w./}])/(?=(?:opt|var|etc|usr|srv)/)")


@pytest.fixture
def machine(tmp_path):
    """A machine with the program on it, below a folder; what needs a real one does nothing."""
    root = tmp_path / "root"
    state = root / "var/lib/annonsvakt"
    for name in ("opt/annonsvakt/old", "etc/annonsvakt", "usr/local/bin", "srv"):
        (root / name).mkdir(parents=True)
    (root / "etc/systemd/system").mkdir(parents=True)
    (root / "etc/systemd/system/annonsvakt.service").touch()
    (state / "backups").mkdir(parents=True, mode=0o700)
    shutil.copyfile(ROOT / "contrib/annonsvakt.toml", root / "etc/annonsvakt/annonsvakt.toml")
    program = Path(sys.executable).parent / "annonsvakt"
    ours = f"ANNONSVAKT_STATE_DIR={state} ANNONSVAKT_DATABASE__URL=sqlite:///{state}/annonsvakt.db"
    ours += f" ANNONSVAKT_CONFIG={root}/etc/annonsvakt/annonsvakt.toml"
    scripts = {"annonsvakt": f'{ours} exec {program} "$@"', "systemctl": ":", "userdel": ":"}
    scripts["groupdel"] = ":"
    for name, does in scripts.items():
        file = root / "usr/local/bin" / name
        file.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        file.chmod(0o755)
    return root


def typed_there(root, *told):
    """These boxes, in a shell of that machine's."""
    path = Command(1, f'PATH={root}/usr/local/bin:"$PATH"', 0)
    moved = [Command(one.line, FOLDERS.sub(f"{root}/", one.text), one.code) for one in told]
    for one in moved:  # or this machine's own would be changed
        assert not re.search(r"/(opt|var|etc|usr|srv)/", one.text.replace(f"{root}/", ""))
    instead = newer_database(sys.executable, f"{root}/var/lib/annonsvakt/annonsvakt.db")
    text = script([path, *moved], instead)
    return follow(text, command=["bash", "-c"], folder=root, timeout=120)


def box_with(words):
    (found,) = [one for one in on_page("machine") if words in one.text]
    return found


def test_the_way_back_works_from_a_database_that_a_newer_version_has_changed(machine):
    place = machine / "opt/annonsvakt"
    backup = machine / "var/lib/annonsvakt/backups/before-upgrade-1.db"
    for name, target in {"current": "new", "previous": "old", "before-upgrade.db": backup}.items():
        (place / name).symlink_to(target)
    cloned = ["git", "clone", "--quiet", "--no-checkout", ROOT, place / "source"]
    subprocess.run(cloned, check=True)
    subprocess.run(["git", "-C", place / "source", "tag", "old"], check=True)
    current = Command(2, "annonsvakt db upgrade", 0)
    copied = Command(3, f"annonsvakt db backup --out {backup}", 0)
    command = machine / "usr/local/bin/annonsvakt"
    ours = command.read_text("utf-8")
    done = typed_there(machine, current, copied, box_with("test -L previous"))
    assert done.wrong is None, done.log
    assert (place / "current").readlink() == Path("old")
    assert command.read_text("utf-8") == (ROOT / "contrib/systemd/annonsvakt.sh").read_text("utf-8")
    command.write_text(ours, "utf-8")
    assert typed_there(machine, current).wrong is None
    (aside,) = (machine / "var/lib/annonsvakt").glob("annonsvakt-newer-*.db")
    assert aside.name in done.log
    unit = machine / "etc/systemd/system/annonsvakt.service"
    assert "ExecStart=/opt/annonsvakt/current/bin/annonsvakt run" in unit.read_text("utf-8")


def test_the_newest_backup_is_put_back_whoever_made_it(machine):
    backups = machine / "var/lib/annonsvakt/backups"
    names = ("annonsvakt-20261030-120000", "nightly-20261124-023000", "before-restore-20261124-12")
    for number, name in enumerate(names):
        file = backups / f"{name}.db"
        file.touch()
        os.utime(file, (number, number))
    told = Command(9, 'echo "put back: $COPY"', 0)
    done = typed_there(machine, box_with("COPY=$(ls"), told)
    assert f"put back: {backups}/nightly-20261124-023000.db" in done.log


def test_a_damaged_database_gives_way_to_the_newest_backup(machine):
    state = machine / "var/lib/annonsvakt"
    current, copied = (
        Command(2 + number, f"annonsvakt {what}", 0)
        for number, what in enumerate(("db upgrade", "db backup"))
    )
    spoilt = Command(4, f"printf 'this was a database' > {state}/annonsvakt.db", 0)
    done = typed_there(machine, current, copied, spoilt, box_with('restore "$(ls -t'), current)
    assert done.wrong is None, done.log
    (aside,) = state.glob("annonsvakt-damaged-*.db")
    assert (aside.read_text("utf-8"), aside.name in done.log) == ("this was a database", True)


def test_nothing_is_removed_unless_the_records_are_in_the_archive(machine):
    state, archive = machine / "var/lib/annonsvakt", machine / "srv/archive"
    for name in ("stops", "enforced", "reports"):
        (state / name).mkdir()
        (state / name / "record").write_text(name, "utf-8")
    archive.touch()  # no folder can be made there
    made, ending = Command(2, "annonsvakt db upgrade", 0), box_with("userdel annonsvakt")
    assert "install: " in typed_there(machine, made, ending).log
    assert (state / "stops/record").exists()
    archive.unlink()
    for file in (state / "backups").iterdir():
        file.unlink()
    done = typed_there(machine, ending)
    assert done.wrong is None, done.log
    assert not state.exists()
    kept = {file.relative_to(archive).parts[0] for file in archive.rglob("*")}
    (last,) = kept - {"stops", "enforced", "reports"}
    assert ours(Path(last))
    assert (archive / "stops/record").read_text("utf-8") == "stops"


def test_every_copy_that_the_page_has_made_is_named_so_that_it_goes_in_time():
    boxes = "\n".join(re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
    made = boxes.replace("$(date -u +%Y%m%d-%H%M%S)", "20261124-033000")
    named = re.findall(r"/backups/([^\s*]+\.db)", made)
    assert len(named) == boxes.count("db backup --out") == 3
    assert [one for one in named if not ours(Path(one))] == []


def test_boxes_are_split_where_the_shell_would():
    box = "```sh\ncat <<EOF\nx\nEOF\nfalse   # code 1: so it is\n```\n"
    page = f"<!-- follow: folder, machine -->\n{box}"
    assert commands(page, "machine") == [
        Command(3, "cat <<EOF\nx\nEOF", 0, box=1),
        Command(6, "false   # code 1: so it is", 1, box=1),
    ]
    assert commands(page, "containers") == []


def test_a_mark_without_a_box_is_a_slip():
    with pytest.raises(ValueError, match="no box"):
        commands("<!-- follow: folder -->\n\n```sh\n```\n", "folder")


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("chapter", ["db backup", "db restore", "db upgrade", "drill", "doctor"])
def test_every_chapter_that_must_be_true_is_followed(track, chapter):
    said = re.compile(rf"^\s*annonsvakt {chapter}\b", re.MULTILINE)
    assert any(said.search(one.text) for one in on_page(track))


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
