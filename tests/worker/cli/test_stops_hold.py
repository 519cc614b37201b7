"""`stops hold`, run as a command against the served sandbox."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from connectors.http import Patience
from policies.model import Platform
from tests.worker.cli.test_stopping import (  # noqa: F401 fixtures
    WHO,
    linkedin_showing,
    meta_on,
    office,
    sandbox,
    wait_for,
)
from worker.clock import now
from worker.config.load import load_for_stop
from worker.platforms import stopper

CONTRACT = {
    "stop_id", "phrase", "targets", "verified", "residue", "unread", "not_covered", "requests",
    "seconds",
}  # fmt: skip


class Agency:
    """Somebody with a token of their own who turns things on behind the city's back."""

    def __init__(self, office):  # noqa: F811
        settings, _ = load_for_stop(office.folder / "annonsvakt.toml")
        self.hands = {
            one: stopper(one, settings, patience=Patience(), clock=now)
            for one in (Platform.META, Platform.LINKEDIN)
        }

    def turn_on(self, platform, account_id, *numbers):
        panel = self.hands[platform].panel(account_id)
        chosen = [one for one in panel.switches if one.campaign_id in numbers]
        assert len(chosen) == len(numbers)
        self.hands[platform].turn_on(chosen)


@pytest.fixture
def agency(office):  # noqa: F811
    return Agency(office)


def journal(office):  # noqa: F811
    [path] = (office.folder / "var" / "stops").glob("*.jsonl")
    return path.read_bytes()


def by_outcome(told, outcome):
    return {one["campaign_id"] for one in told["targets"] if one["outcome"] == outcome}


def two_of(done):
    """Two campaigns that the stop turned off."""
    return sorted(by_outcome(done, "stopped"))[:2]


def test_without_a_stop_there_is_nothing_to_hold(office):  # noqa: F811
    code, told, _ = office.json("stops", "hold")
    assert (code, told["targets"], told["stop_id"]) == (0, [], None)
    assert office.run("stops", "hold")[:2] == (
        0,
        "Inget stopp gäller: det finns inget att hålla.\n",
    )


def test_what_turned_active_is_stopped_again_and_named(office, sandbox, agency):  # noqa: F811
    _, done, _ = office.stop("--account", "act_2")
    first, second = two_of(done)
    agency.turn_on(Platform.META, "act_2", first)
    code, held, _ = office.json("stops", "hold", done["stop_id"])
    assert set(held) >= CONTRACT
    assert (code, held["verified"], held["stop_id"]) == (0, True, done["stop_id"])
    assert by_outcome(held, "added") == {first}
    assert second in by_outcome(held, "stopped")
    assert not any(account == "act_2" for account, _ in meta_on(sandbox))
    written = journal(office)
    code, out, _ = office.run("stops", "hold")
    assert code == 0
    assert out.startswith("Allt i detta urval (Meta act_2) är av")
    assert journal(office) == written


def test_with_hold_switched_off_a_person_can_still_hold(office, sandbox, agency):  # noqa: F811
    office.write(replacing=[("[crisis]", "[crisis]\nhold = false")])
    _, done, _ = office.stop("--account", "act_2")
    agency.turn_on(Platform.META, "act_2", two_of(done)[0])
    assert office.json("stops", "hold")[0] == 0
    assert not any(account == "act_2" for account, _ in meta_on(sandbox))


def test_on_linkedin_a_campaign_and_a_group_that_turned_active_are_stopped_again(
    office,  # noqa: F811
    sandbox,  # noqa: F811
    agency,
):
    code, done, _ = office.stop("--platform", "linkedin")
    assert (code, linkedin_showing(sandbox)) == (0, set())
    campaigns = sandbox.world.linkedin["adCampaigns"]
    number = two_of(done)[0]
    agency.turn_on(Platform.LINKEDIN, campaigns[number]["account"].rpartition(":")[2], number)
    group = next(
        key
        for key, one in sandbox.world.linkedin["adCampaignGroups"].items()
        if one["status"] == "PAUSED"
        and any(
            c["campaignGroup"].endswith(f":{key}") and c["status"] == "ACTIVE" and not c["test"]
            for c in campaigns.values()
        )
    )
    sandbox.world.linkedin["adCampaignGroups"][group]["status"] = "ACTIVE"
    assert len(linkedin_showing(sandbox)) > 1
    code, held, _ = office.json("stops", "hold")
    assert (code, held["verified"], linkedin_showing(sandbox)) == (0, True, set())
    assert number in by_outcome(held, "added")
    assert len(by_outcome(held, "added")) > 1


def test_an_exempted_campaign_runs_on_and_is_named(office, sandbox, agency):  # noqa: F811
    _, done, _ = office.stop("--account", "act_2")
    first, second = two_of(done)
    agency.turn_on(Platform.META, "act_2", first, second)
    wish = ["--keep-off", first, "--by", "Bo Ek", "--reason", "viktigt meddelande"]
    code, held, _ = office.json("stops", "hold", done["stop_id"], *wish)
    assert (code, held["verified"], held["residue"]) == (0, True, [])
    [spared] = held["exempted"]
    assert (spared["campaign_id"], spared["status"]) == (first, "ACTIVE")
    assert meta_on(sandbox) & {("act_2", first), ("act_2", second)} == {("act_2", first)}
    code, out, _ = office.run("stops", "hold")
    assert code == 0
    assert spared["name"] in out.splitlines()[0]
    shown = office.json("stops", "show", done["stop_id"])[1]
    assert shown["exempt"] == [first]
    assert ("exempted", "Bo Ek") in {
        (one["event"], one["told"].get("operator")) for one in shown["records"]
    }
    assert first in office.run("stops", "show", done["stop_id"])[1]


@pytest.mark.parametrize("wrong", [["--keep-off", "77"], ["--keep-off", " "]], ids=" ".join)
def test_a_wrong_exemption_is_refused_and_nothing_is_done(office, sandbox, agency, wrong):  # noqa: F811
    _, done, _ = office.stop("--account", "act_2")
    agency.turn_on(Platform.META, "act_2", two_of(done)[0])
    before = meta_on(sandbox), journal(office)
    code, out, err = office.run("stops", "hold", done["stop_id"], *wrong)
    assert (code, out) == (2, "")
    assert "--keep-off" in err
    assert (meta_on(sandbox), journal(office)) == before


def test_a_stop_that_is_over_or_unknown_is_a_usage_error(office):  # noqa: F811
    _, done, _ = office.stop("--account", "act_2")
    office.run("stops", "end", done["stop_id"], "--by", "Anna", "--reason", "slut")
    assert office.run("stops", "hold", done["stop_id"])[:2] == (2, "")
    assert office.run("stops", "hold", "x")[:2] == (2, "")
    assert office.json("stops", "hold")[1]["targets"] == []


def test_residue_is_code_1_and_no_account_readable_code_4(office, sandbox):  # noqa: F811
    _, done, _ = office.stop()
    code, held, _ = office.json("stops", "hold")
    assert (code, held["verified"]) == (1, False)
    assert {one["account_id"] for one in held["residue"]} == {"act_5"}
    sandbox.world.faults.set_toggles({"meta.token_expired": True}, ["meta.token_expired"])
    office.write(replacing=[("[linkedin]", "[linkedin]\nenabled = false")])
    assert office.json("stops", "hold")[0] == 4
    assert office.json("stops", "continue", done["stop_id"])[0] == 4
    assert done["stop_id"] == held["stop_id"]


def test_two_stops_in_force_are_one_answer(office, sandbox, agency):  # noqa: F811
    _, first, _ = office.stop("--account", "act_2")
    _, second, _ = office.stop("--platform", "linkedin")
    agency.turn_on(Platform.META, "act_2", two_of(first)[0])
    code, held, _ = office.json("stops", "hold")
    assert (code, held["verified"], held["stop_id"]) == (0, True, second["stop_id"])
    assert [one["stop_id"] for one in held["stops"]] == [first["stop_id"], second["stop_id"]]
    assert by_outcome(held, "added") == {two_of(first)[0]}
    assert {one["platform"] for one in held["targets"]} == {"meta", "linkedin"}


def test_with_two_stops_in_force_an_exemption_names_its_stop(office, sandbox, agency):  # noqa: F811
    _, first, _ = office.stop("--account", "act_2")
    _, second, _ = office.stop("--account", "act_4")
    back = two_of(second)[0]
    agency.turn_on(Platform.META, "act_4", back)
    before = meta_on(sandbox)
    code, out, err = office.run("stops", "hold", "--keep-off", back, "--json")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == (
        "--keep-off: flera stopp gäller: ange STOPP_ID för det som ska undanta kampanjen "
        f"({first['stop_id']}, {second['stop_id']})"
    )
    assert meta_on(sandbox) == before
    code, held, _ = office.json("stops", "hold", second["stop_id"], "--keep-off", back)
    assert (code, [one["exempt"] for one in held["exempted"]]) == (0, [back])


def test_with_one_stop_in_force_an_exemption_needs_no_id(office):  # noqa: F811
    _, first, _ = office.stop("--account", "act_2")
    _, second, _ = office.stop("--account", "act_4")
    assert office.run("stops", "end", first["stop_id"], "--by", "Anna", "--reason", "över")[0] == 0
    code, held, _ = office.json("stops", "hold", "--keep-off", two_of(second)[0])
    assert (code, held["stop_id"]) == (0, second["stop_id"])


def test_a_journal_that_cannot_be_understood_needs_a_person(office):  # noqa: F811
    folder = office.folder / "var" / "stops"
    folder.mkdir(parents=True)
    (folder / "20260101-000000-aaaa.jsonl").write_text("rubbish\n")
    code, _, err = office.json("stops", "hold")
    assert code == 1
    assert "20260101-000000-aaaa" in err


def test_a_resume_gives_back_what_a_hold_stopped(office, sandbox, agency):  # noqa: F811
    _, done, _ = office.stop("--account", "act_2")
    first = two_of(done)[0]
    agency.turn_on(Platform.META, "act_2", first)
    office.json("stops", "hold")
    _, plan, _ = office.json("resume", done["stop_id"], *WHO)
    assert first in by_outcome(plan, "planned")
    office.json("resume", done["stop_id"], *WHO, "--confirm", plan["phrase"])
    assert ("act_2", first) in meta_on(sandbox)
    assert json.loads(office.run("stops", "hold", "--json")[1])["targets"] == []
    assert ("act_2", first) in meta_on(sandbox)


def test_a_hold_that_is_killed_lets_go_of_the_stop_and_is_finished_by_the_next(
    office,  # noqa: F811
    sandbox,  # noqa: F811
    agency,
):
    _, done, _ = office.stop("--account", "act_2")
    agency.turn_on(Platform.META, "act_2", *two_of(done))
    sandbox.app._latency = 0.7
    process = subprocess.Popen(
        [sys.executable, "-m", "worker", "--config", str(office.folder / "annonsvakt.toml"),
         "stops", "hold"],
        cwd=Path(__file__).parents[3], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    [path] = (office.folder / "var" / "stops").glob("*.jsonl")
    wait_for(path, '"event":"held"')
    process.send_signal(signal.SIGKILL)
    process.wait()
    sandbox.app._latency = 0
    time.sleep(1)
    code, held, err = office.json("stops", "hold")
    assert "arbetar" not in err  # nobody else is at work: the lock went with the program
    assert (code, held["verified"]) == (0, True)
    assert not any(account == "act_2" for account, _ in meta_on(sandbox))
    assert office.run("stops", "verify", done["stop_id"], "--head", held["head"])[0] == 0
