"""The systemd unit, its environment and the command beside it."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.deploy.tools import ROOT, program, run, tool
from worker.config.reference import rows

SYSTEMD = ROOT / "contrib" / "systemd"
INSTALLED = "/opt/annonsvakt/current/bin/annonsvakt"
MOST_EXPOSED = 1.5
"""By systemd's own measure, from 0 (shut) to 10 (open); below 2 it says OK."""


def unit(folder, *, only_reads):
    """The unit with its drop-in or without, and a program that exists on this machine."""
    file = folder / "annonsvakt.service"
    text = (SYSTEMD / "annonsvakt.service").read_text("utf-8")
    assert text.count(INSTALLED) == 1
    file.write_text(text.replace(INSTALLED, shutil.which("true")), "utf-8")
    if only_reads:
        drop_in = folder / "annonsvakt.service.d" / "worker.conf"
        drop_in.parent.mkdir()
        text = (SYSTEMD / "worker.conf").read_text("utf-8")
        assert text.count(INSTALLED) == 1
        drop_in.write_text(text.replace(INSTALLED, shutil.which("true")), "utf-8")
    return str(file)


@pytest.mark.parametrize("only_reads", [False, True])
def test_systemd_finds_nothing_wrong(tmp_path, only_reads):
    told = run(tool("systemd-analyze"), "verify", unit(tmp_path, only_reads=only_reads))
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_the_service_is_shut_in(tmp_path):
    file = unit(tmp_path, only_reads=False)
    told = run(tool("systemd-analyze"), "security", "--offline=true", "--no-pager", file)
    if "unrecognized option" in told.stderr:
        pytest.skip("this systemd cannot tell it of a file; 250 or newer can")
    exposed = re.search(r"Overall exposure level for annonsvakt.service: ([\d.]+)", told.stdout)
    assert exposed, told.stderr
    assert float(exposed[1]) <= MOST_EXPOSED


def environment():
    """Name and value of each line; those that are off too."""
    text = (SYSTEMD / "environment").read_text("utf-8")
    return re.findall(r"^#?(ANNONSVAKT_\w+)=(\S+)$", text, re.MULTILINE)


def test_the_environment_sets_keys_that_exist_and_secrets_by_files_alone():
    known = dict(rows())
    for name, value in environment():
        if name == "ANNONSVAKT_CONFIG":
            continue
        key = name.removeprefix("ANNONSVAKT_").removesuffix("_FILE").lower().replace("__", ".")
        assert key in known, name
        if name.endswith("_FILE"):
            assert known[key] == "secret"
            assert re.fullmatch(r"/etc/annonsvakt/secrets/[a-z_]+", value)
        else:
            assert known[key] != "secret" or value.startswith("sqlite:///")


def test_a_line_of_the_environment_is_read_alike_by_systemd_and_by_a_shell():
    text = (SYSTEMD / "environment").read_text("utf-8")
    for line in text.splitlines():
        assert re.fullmatch(r"(#.*|[A-Z]\w+=[\w./:+@-]+)?", line), line


def test_where_a_journal_has_to_go_the_service_and_people_both_see_it():
    """The unit has a /tmp of its own, and what stands in its folder stays when it ends."""
    text = (SYSTEMD / "environment").read_text("utf-8")
    service = (SYSTEMD / "annonsvakt.service").read_text("utf-8")
    assert "PrivateTmp=yes\n" in service
    assert "\nTMPDIR=/run/annonsvakt\n" in text
    kept = ("RuntimeDirectory=annonsvakt", "RuntimeDirectoryPreserve=yes")
    assert {*kept} <= {*service.splitlines()}


def test_unit_and_command_read_the_same_environment_and_run_the_same_program():
    command = (SYSTEMD / "annonsvakt.sh").read_text("utf-8")
    service = (SYSTEMD / "annonsvakt.service").read_text("utf-8")
    assert "EnvironmentFile=/etc/annonsvakt/environment\n" in service
    assert "\n. /etc/annonsvakt/environment\n" in command
    assert f'exec {INSTALLED} "$@"' in command
    assert run("sh", "-n", str(SYSTEMD / "annonsvakt.sh")).returncode == 0


def test_the_configuration_to_begin_from_is_sound():
    told = program("--config", "contrib/annonsvakt.toml", "--lang", "en", "config", "check")
    assert (told.returncode, told.stderr) == (0, "")
