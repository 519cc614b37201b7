"""A first day: configure, sweep, look, stop, resume, report; each answer as the contract says."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

pytestmark = pytest.mark.timeout(400)
"""Whole commands, on machines that are shared."""

FINDING = {
    "id", "rule", "clause", "verdict", "state", "severity", "platform", "account_id", "subject",
    "message", "because", "evidence", "first_seen", "last_seen", "link",
}  # fmt: skip
THREAD = {
    "id", "platform", "kind", "thread_id", "comment_id", "post_id", "text", "author", "created_at",
    "due_at", "state", "reason", "owner", "overdue", "link", "campaign_ids",
}  # fmt: skip
STOP = {
    "stop_id", "phrase", "targets", "verified", "residue", "unread", "not_covered", "requests",
    "seconds",
}  # fmt: skip
TARGET = {"platform", "account_id", "campaign_id", "level", "name", "before", "outcome", "error"}
WHO = ("--reason", "Övning", "--operator", "Anna Ek")


def offset_given(text):
    return datetime.fromisoformat(text).utcoffset() is not None


def test_a_whole_day_from_the_printed_configuration_to_the_report(city):
    sweep = city.run("sweep", "--json")
    assert sweep.code in (0, 4), sweep.err
    swept = sweep.json
    assert set(swept) >= {"accounts", "read", "unread", "findings", "requests", "seconds"}
    assert set(swept["read"]) == {"campaigns", "ad_sets", "ads", "comments", "messages"}
    assert set(swept["findings"]) == {"opened", "open", "resolved", "unknown"}
    assert len(swept["accounts"]) == 8
    assert swept["read"]["campaigns"] >= 40
    assert swept["read"]["comments"] >= 200
    assert swept["findings"]["open"] >= 5
    for platform in ("meta", "linkedin"):
        assert set(swept["requests"][platform]) >= {"http", "counted"}
        assert swept["requests"][platform]["http"] > 0
    assert all(set(one) >= {"platform", "account", "what", "because"} for one in swept["unread"])

    findings = city.run("findings", "--json")
    assert findings.code == 0
    assert all(set(one) >= FINDING for one in findings.json)
    rules = {one["rule"] for one in findings.json if one["verdict"] == "fail"}
    assert {"placement.audience-network", "sender.instagram", "sender.page"} <= rules
    assert "sender.organization" in rules
    assert any(one["verdict"] == "unknown" for one in findings.json)
    assert all(one["because"] or one["message"] for one in findings.json)
    assert len([o for o in findings.json if o["verdict"] == "fail"]) == swept["findings"]["open"]

    queue = city.run("queue", "--json")
    assert queue.code == 0
    assert all(set(one) >= THREAD for one in queue.json)
    assert {one["platform"] for one in queue.json} == {"meta", "linkedin"}
    assert {one["state"] for one in queue.json} <= {"open", "referred"}
    assert all(offset_given(one["due_at"]) for one in queue.json)
    dues = [datetime.fromisoformat(one["due_at"]) for one in queue.json]
    assert dues == sorted(dues)
    everything = city.run("queue", "--all", "--json").json
    assert {"answered", "exempt", "open"} <= {one["state"] for one in everything}

    again = city.run("sweep", "--json").json
    assert again["findings"]["opened"] == 0
    assert again["findings"]["open"] == swept["findings"]["open"]

    plan = city.run("pause-all", *WHO, "--json")
    assert plan.code == 3
    planned = [row for row in plan.json["targets"] if row["outcome"] == "planned"]
    assert plan.json["phrase"] == f"PAUSA {len(planned)}"
    assert len(planned) > 10
    assert city.run("sweep", "--json").json["findings"]["open"] == swept["findings"]["open"]

    stop = city.run("pause-all", *WHO, "--json", "--confirm", plan.json["phrase"])
    assert stop.code in (0, 1), stop.err
    assert set(stop.json) >= STOP
    assert all(set(row) >= TARGET for row in stop.json["targets"])
    assert stop.json["stop_id"] == plan.json["stop_id"]
    stopped = [row for row in stop.json["targets"] if row["outcome"] == "stopped"]
    residue = stop.json["residue"]
    assert stop.json["verified"] is (stop.code == 0)
    assert all(row["link"] for row in residue)
    assert len(stopped) + len(residue) >= len(planned)
    assert any(row["channel"].lower().startswith("x") for row in stop.json["not_covered"])

    resume = city.run("resume", stop.json["stop_id"], *WHO, "--json")
    assert resume.code == 3
    given_back = city.run(
        "resume", stop.json["stop_id"], *WHO, "--json", "--confirm", resume.json["phrase"]
    )
    assert given_back.code in (0, 1), given_back.err
    rows = given_back.json["targets"]
    resumed = {row["campaign_id"] for row in rows if row["outcome"] == "resumed"}
    skipped = [row for row in rows if row["outcome"] == "skipped"]
    assert all(row["error"] for row in skipped)
    assert given_back.code == (1 if skipped else 0)
    assert resumed | {row["campaign_id"] for row in skipped} == {
        row["campaign_id"] for row in stopped
    }
    assert len(resumed) > 30

    report = city.run("report", "--out", "week", "--json")
    assert report.code == 0, report.err
    week = json.loads((city.folder / "week" / "report.json").read_text(encoding="utf-8"))
    numbers = week["findings"]
    assert set(numbers) >= {
        "open_before", "muted_before", "opened", "reopened", "resolved", "acknowledged",
        "open_now", "muted_now", "unknown",
    }  # fmt: skip
    assert numbers["open_now"] == swept["findings"]["open"]
    for name in ("report.html", "report.txt"):
        assert (city.folder / "week" / name).stat().st_size > 500


def test_the_stop_changes_nothing_without_its_phrase(city):
    before = city.run("pause-all", *WHO, "--json").json
    for wrong in ("PAUSA 1", "PAUSE", "", "ja"):
        assert city.run("pause-all", *WHO, "--json", "--confirm", wrong).code == 3
    after = city.run("pause-all", *WHO, "--json").json
    on = [[row["campaign_id"] for row in plan["targets"] if row["outcome"] == "planned"]
          for plan in (before, after)]  # fmt: skip
    assert sorted(on[0]) == sorted(on[1])


def test_who_stops_and_why_must_be_said(city):
    for arguments in (["--reason", "x"], ["--operator", "x"], []):
        ran = city.run("pause-all", *arguments, "--json")
        assert ran.code == 2
        assert ran.out == ""


def test_a_wrong_token_is_one_clear_line_and_the_other_platform_is_read(city):
    ran = city.run("sweep", "--json", ANNONSVAKT_META__ACCESS_TOKEN="expired")
    assert ran.code == 4
    assert {one["platform"] for one in ran.json["unread"]} >= {"meta"}
    assert ran.json["read"]["campaigns"] > 0
    assert "expired" not in ran.out.replace("expired token", "").replace("has expired", "")


def test_a_section_without_its_tokens_is_unread(city):
    ran = city.run("sweep", "--json", ANNONSVAKT_LINKEDIN__ADS_TOKEN="")
    assert ran.code == 4
    assert any(one["platform"] == "linkedin" for one in ran.json["unread"])


def test_a_retired_version_is_unread_with_the_remedy(city):
    ran = city.run("sweep", "--json", ANNONSVAKT_LINKEDIN__VERSION="202401")
    assert ran.code == 4
    because = " ".join(o["because"] for o in ran.json["unread"] if o["platform"] == "linkedin")
    assert "version" in because.lower()


def test_an_unreachable_platform_is_unread(city):
    ran = city.run(
        "sweep", "--json", "--patience", "1", ANNONSVAKT_META__BASE_URL="http://127.0.0.1:9"
    )
    assert ran.code == 4
    assert any(one["platform"] == "meta" for one in ran.json["unread"])
    assert ran.json["read"]["campaigns"] > 0


def test_findings_and_queue_before_the_first_sweep_are_empty_not_broken(city):
    for command in ("findings", "queue"):
        ran = city.run(command, "--json")
        assert (ran.code, ran.json) == (0, [])


def test_a_configuration_fault_is_told_with_key_and_line_and_nothing_on_standard_output(office):
    (office.folder / "annonsvakt.toml").write_text('[meta]\nad_acounts = ["act_1"]\n')
    ran = office.run("sweep", "--json")
    assert ran.code == 2
    assert ran.out == ""
    assert "rad 2" in ran.err
    assert "ad_accounts" in ran.err


def test_commands_that_need_no_configuration_need_none(office):
    assert (
        office.run("due", "2026-11-13T15:00", "--json")
        .json["due_at"]
        .startswith("2026-11-16T17:00:00+01:00")
    )
    assert office.run("rules", "--json").code == 0
    schema = office.run("config", "schema")
    assert (schema.code, office.run("config", "schema", "--json")) == (0, schema)
    assert office.run("triage", "När öppnar det?", "--json").code == 0
