"""The demo: one command, nothing configured, the whole story."""

from __future__ import annotations

import email
import json
from email import policy
from types import SimpleNamespace

import pytest

from tests.journeys.conftest import Office

pytestmark = [pytest.mark.timeout(400), pytest.mark.xdist_group("demo")]
"""Whole commands, on machines that are shared; run twice for all the tests here."""

HOSTILE = {
    "ANNONSVAKT_CONFIG": "/nowhere/annonsvakt.toml",
    "ANNONSVAKT_LANGUAGE": "klingon",
    "ANNONSVAKT_STATE_DIR": "/nowhere",
    "ANNONSVAKT_DATABASE__URL": "oracle://nowhere",
    "ANNONSVAKT_META__BASE_URL": "http://127.0.0.1:9",
    "ANNONSVAKT_LINKEDIN__ENABLED": "false",
    "ANNONSVAKT_NO_SUCH_KEY": "1",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
}
REPORT = {"report.html", "report.txt", "report.json", "findings.csv", "queue.csv", "report.eml"}
MAILS = {"digest-slk.eml", "digest-trafik.eml", "alarm-first.eml"}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The demo run twice where everything is against it: in Swedish, then in English as data."""
    office = Office(tmp_path_factory.mktemp("empty"))
    (office.folder / "annonsvakt.toml").write_text("this is no [toml", encoding="utf-8")
    first = office.run("demo", timeout=60, **HOSTILE)
    kept = {path.name for path in (office.folder / "annonsvakt-demo").iterdir()}
    (office.folder / "annonsvakt-demo" / "old.txt").write_text("old", encoding="utf-8")
    second = office.run("--lang", "en", "demo", "--json", timeout=60, **HOSTILE)
    return SimpleNamespace(
        first=first, second=second, kept=kept, folder=office.folder / "annonsvakt-demo",
        beside={path.name for path in office.folder.iterdir()},
    )  # fmt: skip


def test_it_ends_well_though_configuration_and_environment_are_broken(ran):
    assert ran.first.code == 0, ran.first.err
    assert ran.second.code == 0, ran.second.err


def test_the_summary_tells_what_was_read_what_is_wrong_and_who_waits(ran):
    told = ran.first.out
    assert "8 annonskonton" in told
    assert "saker är fel" in told
    for clause in ("C4  ", "C5  ", "C7  "):
        assert f"\n{clause}" in told
    assert "https://adsmanager.facebook.com/" in told
    assert "https://www.linkedin.com/campaignmanager/" in told
    assert "gick det inte att avgöra" in told
    assert "väntar på svar" in told


def test_the_summary_tells_of_the_stop_what_it_stopped_and_what_it_could_not(ran):
    told = ran.first.out
    assert "PAUSA " in told
    assert "Meta act_5" in told.split("Ett stopp, som övning")[1]
    assert "X är inte anslutet" in told
    assert "slogs" in told.split("Sedan")[1]


def test_the_summary_fits_80_columns_but_for_links_and_has_no_escapes(ran):
    assert "\x1b" not in ran.first.out
    long = [line for line in ran.first.out.splitlines() if len(line) > 80]
    assert all(line.strip().startswith("https://") for line in long)


def test_progress_is_told_on_standard_error(ran):
    assert "http://127.0.0.1:" in ran.first.err
    assert "http://127.0.0.1:" not in ran.first.out


def test_everything_lies_in_one_folder_that_the_next_run_replaces(ran):
    assert ran.kept >= REPORT | MAILS | {"state"}
    assert ran.beside == {"annonsvakt.toml", "annonsvakt-demo"}
    now = {path.name for path in ran.folder.iterdir()}
    assert now == ran.kept
    assert (ran.folder / "state" / "annonsvakt.db").stat().st_size > 0
    assert list((ran.folder / "state" / "stops").glob("*.jsonl"))


def test_the_story_as_data_says_the_same(ran):
    story = ran.second.json
    fails = [one for one in story["findings"] if one["verdict"] == "fail"]
    assert len(fails) == story["sweep"]["findings"]["open"] > 10
    late = sum(one["overdue"] for one in story["queue"])
    assert 10 < sum(one["rule"] == "sla.overdue" for one in fails) <= late
    assert all(one["clause"] and one["link"] for one in fails)
    assert {one["platform"] for one in story["queue"]} == {"meta", "linkedin"}
    assert all(one["text"] is None for one in story["queue"] if one["platform"] == "linkedin")
    stopped = {
        one["campaign_id"] for one in story["stop"]["targets"] if one["outcome"] == "stopped"
    }
    back = {one["campaign_id"] for one in story["resume"]["targets"] if one["outcome"] == "resumed"}
    left = {one["campaign_id"] for one in story["resume"]["targets"] if one["outcome"] == "skipped"}
    assert back | left == stopped
    assert back
    assert all(one["link"] for one in story["stop"]["residue"])


def test_the_report_is_of_the_running_week_in_the_language_asked_for(ran):
    week = json.loads((ran.folder / "report.json").read_text(encoding="utf-8"))
    assert week["preliminary"] is True
    assert week["reconciles"] is True
    assert week["findings"]["open_now"] == ran.second.json["sweep"]["findings"]["open"]
    assert week["banner"] is None
    assert '<html lang="en">' in (ran.folder / "report.html").read_text(encoding="utf-8")
    mail = email.message_from_bytes((ran.folder / "report.eml").read_bytes(), policy=policy.default)
    assert mail["Subject"].startswith("Weekly report ")
    assert "wrong" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("arguments", [["--out", "mine"], ["--json", "--out", "mine"]])
def test_a_folder_that_is_not_a_demos_is_left_alone(office, arguments):
    (office.folder / "mine").mkdir()
    (office.folder / "mine" / "brev.txt").write_text("mitt", encoding="utf-8")
    refused = office.run("demo", *arguments)
    assert refused.code == 2
    assert refused.out == ""
    assert "mine" in refused.err
    assert (office.folder / "mine" / "brev.txt").read_text(encoding="utf-8") == "mitt"
    assert {path.name for path in office.folder.iterdir()} == {"mine"}
