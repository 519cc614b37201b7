"""docker-compose.yml: as Compose reads it, closed as far as it goes, and of keys that exist."""

from __future__ import annotations

import pytest
import yaml

from tests.deploy.tools import ROOT, program, run, tool
from worker.config.reference import rows

OURS = ("worker", "poller", "demo")
OFFLINE = """
[meta]
app_id = "1"
[linkedin]
enabled = false
"""


def configured(service):
    """The keys that its environment sets, as docs/configuration.md has them."""
    names = [name for name in service["environment"] if name.startswith("ANNONSVAKT_")]
    return {
        name.removeprefix("ANNONSVAKT_").removesuffix("_FILE").lower().replace("__", ".")
        for name in names
        if name != "ANNONSVAKT_CONFIG"
    }


def test_compose_itself_finds_nothing_wrong():
    told = run(tool("docker-compose"), "--profile", "*", "config", "--quiet")
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_write_nowhere_and_gain_nothing(composed, name):
    service = composed["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]


def test_nothing_is_reached_from_another_machine(composed):
    for name, service in composed["services"].items():
        for port in service.get("ports", ()):
            assert port["host_ip"] == "127.0.0.1", name
    assert composed["networks"]["inside"]["internal"] is True
    assert list(composed["services"]["database"]["networks"]) == ["inside"]
    assert composed["services"]["demo"]["network_mode"] == "none"


def test_logs_never_fill_the_disk(composed):
    for name, service in composed["services"].items():
        assert service["logging"]["driver"] == "local", name


@pytest.mark.parametrize("name", ["worker", "poller"])
def test_each_secret_that_is_named_is_there_and_each_that_is_there_is_named(composed, name):
    service = composed["services"][name]
    files = {
        value.removeprefix("/run/secrets/")
        for variable, value in service["environment"].items()
        if variable.endswith("_FILE")
    }
    assert files == {one["source"] for one in service["secrets"]}
    assert files <= set(composed["secrets"])
    for secret in composed["secrets"].values():
        assert secret["file"].startswith(f"{ROOT}/secrets/")


@pytest.mark.parametrize("name", ["worker", "poller"])
def test_what_is_configured_can_be_configured(composed, name):
    assert configured(composed["services"][name]) <= {key for key, _ in rows()}


def test_nothing_secret_stands_in_the_file_itself():
    raw = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    secret = {key for key, default in rows() if default == "secret"}
    for service in raw["services"].values():
        for variable in service.get("environment", ()):
            key = variable.removeprefix("ANNONSVAKT_").lower().replace("__", ".")
            assert key not in secret, variable
        assert "PASSWORD" not in " ".join(
            one for one in service.get("environment", ()) if not one.endswith("_FILE")
        )


def test_the_commands_of_the_services_exist(composed):
    for name in OURS:
        words = composed["services"][name]["command"]
        told = program(*words, "--help")
        assert told.returncode == 0, told.stderr


def test_a_city_without_linkedin_starts_with_empty_files(composed, tmp_path):
    """Compose demands that each file exists; empty counts as missing."""
    (tmp_path / "annonsvakt.toml").write_text(OFFLINE, encoding="utf-8")
    environment = {"ANNONSVAKT_CONFIG": str(tmp_path / "annonsvakt.toml"), "PATH": ""}
    for variable, value in composed["services"]["worker"]["environment"].items():
        if variable.endswith("_FILE"):
            file = tmp_path / value.rpartition("/")[2]
            file.write_text("" if file.name != "database_url" else "sqlite:///x.db", "utf-8")
            environment[variable] = str(file)
    told = program("--lang", "en", "config", "check", env=environment)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.lower().endswith("platforms: meta.\n")
