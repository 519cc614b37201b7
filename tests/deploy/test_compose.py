"""docker-compose.yml: as Compose reads it, closed as far as it goes, and of keys that exist."""

from __future__ import annotations

import shutil
import stat

import pytest
import yaml

from bench.follow_operations import PAGE, commands, follow, script
from tests.deploy.tools import ROOT, program, run, tool
from worker.config.reference import rows

OURS = ("worker", "poller", "demo")


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


@pytest.mark.parametrize("name", ["worker", "poller"])
def test_a_signal_that_docker_takes_for_a_stop_does_not_keep_it_down(composed, name):
    """Docker marks what was sent any signal by `docker kill` as stopped by hand (moby 47792)."""
    assert composed["services"][name]["restart"] == "always"
    assert "compose kill -s" not in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


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


@pytest.fixture
def prepared(tmp_path):
    """The folder as docs/operations.md has it made before the first container."""
    for name in ("docker-compose.yml", "contrib"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    told = commands(PAGE.read_text("utf-8"), "containers")
    done = follow(script(told, {}), command=["bash", "-c"], folder=tmp_path, timeout=30)
    assert (done.done, done.wrong) == (len(told), None), done.log
    return tmp_path


def test_the_guide_makes_every_file_that_compose_asks_for(composed, prepared):
    for name in composed["secrets"]:
        file = prepared / "secrets" / name
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert bool(file.read_text("utf-8")) == name.startswith("database_")
    password = (prepared / "secrets" / "database_password").read_text("utf-8")
    assert len(password) > 30
    assert f":{password}@database/" in (prepared / "secrets" / "database_url").read_text("utf-8")


def test_a_city_without_linkedin_starts_with_empty_files(composed, prepared):
    """Compose demands that each file exists; empty counts as missing."""
    file = prepared / "annonsvakt.toml"
    text = file.read_text("utf-8").replace(
        "[linkedin]\nenabled = true", "[linkedin]\nenabled = false"
    )
    file.write_text(text, encoding="utf-8")
    environment = {"ANNONSVAKT_CONFIG": str(file), "PATH": ""}
    for variable, value in composed["services"]["worker"]["environment"].items():
        if variable.endswith("_FILE"):
            environment[variable] = value.replace("/run/secrets", str(prepared / "secrets"))
    told = program("--lang", "en", "config", "check", env=environment)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.lower().endswith("platforms: meta.\n")
