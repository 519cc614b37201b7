"""`enforce placements`, run as a command against the served sandbox."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from connectors.sandbox import Sandbox
from policies.model import Platform
from policies.publishers import EXCLUSIONS
from policies.rule import Approved, Facts, Pass, evaluate
from policies.rules import placement
from tests.worker.cli.test_stopping import Office, at_a_terminal
from worker.clock import now
from worker.config import load
from worker.platforms import reader

WHO = ["--reason", "C4", "--operator", "Anna Berg"]
ORDER = ["enforce", "placements", *WHO, "--account"]
KEYS = [
    "account_id", "doing", "phrase", "before", "planned", "sent", "outcome", "verified", "after",
    "error", "link", "requests", "seconds", "journal", "head",
]  # fmt: skip
LINK = "https://adsmanager.facebook.com/adsmanager/manage/campaigns?act="


@pytest.fixture
def sandbox():
    with Sandbox(clock=now) as served:
        yield served


@pytest.fixture
def office(sandbox, tmp_path, capsys, monkeypatch):
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        monkeypatch.delenv(name)
    return Office(tmp_path, sandbox.start(), capsys)


def controls(sandbox, account="act_1"):
    return sandbox.world.meta[account].hidden["controls"]


def toggle(sandbox, **toggles):
    known = {f"meta.{name}": value for name, value in toggles.items()}
    sandbox.world.faults.set_toggles(known, known)


def test_a_plan_is_shown_and_nothing_is_set(office, sandbox):
    before = dict(controls(sandbox))
    code, told, _ = office.json(*ORDER, "act_1")
    assert (code, list(told)) == (3, KEYS)
    assert (told["phrase"], told["planned"]) == ("UTESLUT 3", list(EXCLUSIONS))
    assert told["before"] == {
        "set": True,
        "placement_exclusions": [],
        "audience_controls": {"age_min": 18},
        "placement_controls_per_objective": None,
        "status": "ACTIVE",
        "campaigns_with_error": [],
    }
    assert (told["sent"], told["outcome"], told["verified"]) == (False, "planned", False)
    assert told["link"] == f"{LINK}1"
    assert controls(sandbox) == before


def test_confirmed_it_is_excluded_and_undone_it_is_not(office, sandbox):
    office.json(*ORDER, "1")
    code, told, _ = office.json(*ORDER, "1", "--confirm", "uteslut 3")
    assert (code, told["outcome"], told["verified"], told["sent"]) == (0, "excluded", True, True)
    assert told["after"]["placement_exclusions"] == list(EXCLUSIONS)
    assert controls(sandbox)["audience_controls"] == {"age_min": 18}
    assert set(told["requests"]) == {"meta"}
    code, told, _ = office.json(*ORDER, "1")
    assert (code, told["outcome"], told["phrase"]) == (0, "already", None)
    code, told, _ = office.json(*ORDER, "1", "--undo")
    assert (code, told["phrase"]) == (3, "ÅTERSTÄLL 3")
    code, told, _ = office.json(*ORDER, "1", "--undo", "--confirm", told["phrase"])
    assert (code, told["outcome"]) == (0, "restored")
    assert controls(sandbox)["placement_controls"] == {"placement_exclusions": []}
    code, told, _ = office.json(*ORDER, "1", "--undo")
    assert (code, told["outcome"], told["sent"]) == (0, "already", False)


@pytest.mark.parametrize(
    ("lang", "plan", "done", "undo", "undone"),
    [
        ("sv", "PLAN, inget är inställt än", "är uteslutet för allt", "SLÄPP IN", "som det var"),
        ("en", "PLAN, nothing is set yet", "is excluded for everything", "LET ", "as they stood"),
    ],
)
def test_it_is_told_in_both_languages(office, lang, plan, done, undo, undone):
    phrases = {"sv": ("UTESLUT 3", "ÅTERSTÄLL 3"), "en": ("EXCLUDE 3", "RESTORE 3")}[lang]
    order = ["--lang", lang, *ORDER, "act_1"]
    code, out, _ = office.run(*order)
    assert (code, plan in out, phrases[0] in out, '{"age_min":18}' in out) == (3, True, True, True)
    code, out, _ = office.run(*order, "--confirm", phrases[0])
    assert (code, out.startswith("Audience Network"), done in out) == (0, True, True)
    code, out, _ = office.run(*order)
    assert (code, "UTESLUT" in out or "EXCLUDE" in out) == (0, False)
    code, out, _ = office.run(*order, "--undo")
    assert (code, undo in out, phrases[1] in out) == (3, True, True)
    code, out, _ = office.run(*order, "--undo", "--confirm", phrases[1])
    assert (code, undone in out) == (0, True)
    code, out, _ = office.run(*order, "--undo")
    assert code == 0


def test_a_wrong_phrase_shows_the_plan_again(office, sandbox):
    office.run(*ORDER, "act_1")
    code, out, err = office.run(*ORDER, "act_1", "--confirm", "UTESLUT 4")
    assert (code, "UTESLUT 3" in out, "inte frasen" in err) == (3, True, True)
    assert controls(sandbox)["placement_controls"] == {"placement_exclusions": []}


def test_controls_that_are_not_told_are_left_to_a_person(office, sandbox):
    code, told, _ = office.json(*ORDER, "act_6")
    assert (code, told["outcome"], told["sent"]) == (4, "unknown", False)
    assert "--no-audience-controls" in told["error"]
    assert told["link"] == f"{LINK}6"
    code, out, _ = office.run(*ORDER, "act_6")
    assert (code, f"{LINK}6" in out, "INGET STÄLLDES IN" in out) == (4, True, True)
    toggle(sandbox, no_controls=["act_1"])
    assert office.run(*ORDER, "act_1")[0] == 4
    code, told, _ = office.json(*ORDER, "act_6", "--no-audience-controls")
    assert (code, told["phrase"]) == (3, "UTESLUT 3")


def test_what_is_not_proved_ends_with_1_and_a_link(office, sandbox):
    toggle(sandbox, success_false=True)
    office.run(*ORDER, "act_1")
    code, told, _ = office.json(*ORDER, "act_1", "--confirm", "UTESLUT 3")
    assert (code, told["outcome"], told["verified"], told["sent"]) == (1, "failed", False, True)
    assert "The controls were not set" in told["error"]
    office.run(*ORDER, "act_1")
    code, out, _ = office.run(*ORDER, "act_1", "--confirm", "UTESLUT 3")
    assert (code, "INTE BEVISAT" in out, f"{LINK}1" in out) == (1, True, True)


def test_exclusions_by_objective_are_shown_as_well(office, sandbox):
    controls(sandbox)["placement_controls_per_objective"] = {"OUTCOME_SALES": {}}
    code, out, _ = office.run(*ORDER, "act_1")
    assert (code, '{"OUTCOME_SALES":{}}' in out) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*ORDER, "act_9"], "act_6"),
        ([*ORDER, "5001"], "act_5"),
        ([*ORDER, " "], "--account"),
        (["enforce", "placements", "--reason", "C4", "--operator", "Anna"], "--account"),
        (["enforce", "placements", "--reason", " ", "--operator", "A", "--account", "1"], "varför"),
        (["enforce", "placements", "--reason", "C4", "--operator", " ", "--account", "1"], "vem"),
    ],
)
def test_a_wrong_command_ends_with_2_and_nothing_on_standard_output(office, arguments, words):
    code, out, err = office.run(*arguments)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())


def test_without_meta_there_is_nothing_to_set(office):
    office.write(more="\n", replacing=[("[meta]", "[meta]\nenabled = false")])
    code, out, err = office.run(*ORDER, "act_1")
    assert (code, out, "linkedin" in err) == (2, "", True)


def test_who_is_not_listed_is_held_up_as_for_a_stop(office):
    office.write(operators='["Bo Ek"]')
    code, out, err = office.run(*ORDER, "act_1")
    assert (code, out, "--not-listed" in err) == (2, "", True)
    assert office.run(*ORDER, "act_1", "--not-listed")[0] == 3


@pytest.mark.parametrize(("typed", "code"), [([""], 3), (["ja", "uteslut 3"], 0)])
def test_at_a_terminal_the_phrase_is_asked_for(office, sandbox, typed, code):
    ended, seen, err = at_a_terminal(office, typed, *ORDER, "act_1")
    assert ended == code
    assert seen.count("PLAN, inget är inställt än") == 1
    assert ("enligt en ny läsning" in seen) == (code == 0)
    assert ("inget har ändrats" in err) == (code == 3)
    held = controls(sandbox)["placement_controls"]["placement_exclusions"]
    assert (held == list(EXCLUSIONS)) == (code == 0)


def test_ctrl_c_says_how_to_see_what_stands(office, sandbox):
    asked = len(sandbox.requests)
    toggle(sandbox, hang=["act_1"])
    process = subprocess.Popen(
        [sys.executable, "-m", "worker", "--config", str(office.folder / "annonsvakt.toml"),
         *ORDER, "act_1"],
        cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not any("account_controls" in one.path for one in list(sandbox.requests)[asked:]):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    toggle(sandbox, hang=[])
    assert (process.returncode, out, "AVBRUTET" in err) == (130, "", True)
    assert "Traceback" not in err


def verdicts(office):
    """What the rule says of the account's ad sets now, by a reading of its own."""
    settings = load(office.folder / "annonsvakt.toml")
    from connectors.http import Patience

    snapshot = reader(Platform.META, settings, patience=Patience(0), clock=now).snapshot("act_1")
    facts = Facts(snapshot=snapshot, approved=Approved(), as_of=now())
    told = [said for _, said in evaluate([placement.AUDIENCE_NETWORK], facts)]
    return {said.subject.id: said for said in told if said.subject.kind == "ad_set"}


def test_what_failed_for_want_of_a_guard_passes_at_the_next_sweep(office):
    office.write(language="en")
    sweep = ["sweep", "--platform", "meta", "--account", "act_1", "--json"]
    office.run(*sweep)
    _, found, _ = office.json("findings", "--rule", "placement.audience-network")
    automatic = {
        one["subject"]["id"]
        for one in found
        if (one["verdict"], one["evidence"].get("publisher_platforms")) == ("fail", "automatic")
        and not one["evidence"]["placement_soft_opt_out"]
    }
    assert automatic
    _, told, _ = office.run("findings", "--rule", "placement.audience-network")
    remedy = "annonsvakt enforce placements --account act_1."
    assert told.count(remedy) == sum(one["verdict"] == "fail" for one in found)
    office.run("report", "--out", str(office.folder / "out"))
    report = (office.folder / "out" / "report.txt").read_text("utf-8")
    assert " ".join(report.split()).count(remedy) == 2
    listed = json.loads((office.folder / "out" / "report.json").read_text("utf-8"))["listed"]
    assert all(
        (one["remedy"] is None) == (one["verdict"] == "unknown")
        for one in listed
        if one["rule"] != "access.unseen-account"
    )
    office.run(*ORDER, "act_1")
    assert office.run(*ORDER, "act_1", "--confirm", "EXCLUDE 3")[0] == 0
    said = verdicts(office)
    held = {one for one in automatic if isinstance(said[one], Pass)}
    assert held
    assert all(said[one].evidence["only_the_guard_holds"] for one in held)
    office.run(*sweep)
    _, found, _ = office.json("findings", "--all", "--rule", "placement.audience-network")
    states = {one["subject"]["id"]: one["state"] for one in found}
    assert {states[one] for one in held} == {"resolved"}


def test_it_is_helped_in_swedish(office):
    _, out, _ = office.run("enforce", "placements", "--help")
    assert "Uteslut Audience Network i annonskontots egna spärrar" in " ".join(out.split())
    assert "Skriv JSON; frågar aldrig." in out
