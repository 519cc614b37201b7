"""`pause-all`, `resume` and `stops`, run as commands against the served sandbox."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from connectors.sandbox import Sandbox
from tests.worker.stopping.flow import stop_in_process
from worker.__main__ import main
from worker.clock import now

WHO = ["--reason", "olycka", "--operator", "Anna Berg"]
CONFIG = """
language = "{language}"
state_dir = "var"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
[linkedin]
base_url = "{url}"
oauth_url = "{url}"
ads_token = "sandbox-ads"
[crisis]
operators = {operators}
"""


class Office:
    """A folder with a configuration, and commands given in it."""

    def __init__(self, folder, url, capsys):
        self.folder, self.url, self.capsys = folder, url, capsys
        self.write()

    def write(self, *, operators="[]", language="sv", more="", replacing=()):
        text = CONFIG.format(url=self.url, operators=operators, language=language) + more
        for old, new in replacing:
            text = text.replace(old, new)
        (self.folder / "annonsvakt.toml").write_text(text, encoding="utf-8")

    def run(self, *arguments):
        self.capsys.readouterr()
        code = main(["--config", str(self.folder / "annonsvakt.toml"), *arguments])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    def json(self, *arguments):
        code, out, err = self.run(*arguments, "--json")
        return code, json.loads(out), err

    def stop(self, *arguments):
        """Plan, and confirm with the phrase of the plan."""
        code, plan, _ = self.json("pause-all", *WHO, *arguments)
        assert code == 3
        return self.json("pause-all", *WHO, *arguments, "--confirm", plan["phrase"])


@pytest.fixture
def sandbox():
    with Sandbox(clock=now) as served:
        yield served


@pytest.fixture
def office(sandbox, tmp_path, capsys, monkeypatch):
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        monkeypatch.delenv(name)
    return Office(tmp_path, sandbox.start(), capsys)


def meta_on(sandbox):
    """Own switches that are on, by account."""
    return {
        (node.hidden["account"], number)
        for number, node in sandbox.world.meta.items()
        if node.kind == "Campaign" and node.fields["status"] == "ACTIVE"
    }


def linkedin_on(sandbox):
    table = sandbox.world.linkedin["adCampaigns"]
    return {number for number, one in table.items() if one["status"] == "ACTIVE"}


def linkedin_showing(sandbox):
    """Campaigns that are on, in a group that is on; test campaigns never show."""
    campaigns, groups = (sandbox.world.linkedin[n] for n in ("adCampaigns", "adCampaignGroups"))
    return {
        number
        for number, one in campaigns.items()
        if one["status"] == "ACTIVE"
        and not one["test"]
        and groups[one["campaignGroup"].rpartition(":")[2]]["status"] == "ACTIVE"
    }


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["pause-all"],
        ["pause-all", "--operator", "Anna"],
        ["pause-all", "--reason", "olycka"],
        ["pause-all", "--reason", " ", "--operator", "Anna"],
        ["pause-all", "--reason", "olycka", "--operator", " "],
        ["resume", "x", *WHO],
        ["stops", "show", "../../etc/passwd"],
        ["stops", "continue", "x"],
        ["stops", "verify", "x"],
        ["pause-all", *WHO, "--platform", "linkedn"],
        ["pause-all", *WHO, "--platform", "x"],
        ["pause-all", *WHO, "--account", "act_77"],
        ["pause-all", *WHO, "--campaign", "77"],
    ],
    ids=" ".join,
)
def test_what_is_wrongly_given_ends_with_2_and_nothing_on_standard_output(office, arguments):
    code, out, err = office.run(*arguments)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize("name", ["", " ", "\t"])
@pytest.mark.parametrize(
    ("command", "option"),
    [
        (["pause-all", *WHO], "--account"),
        (["pause-all", *WHO], "--campaign"),
        (["drill"], "--account"),
        (["sweep"], "--account"),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one),
)
def test_an_empty_name_means_no_part_and_never_everything(office, sandbox, command, option, name):
    """As of a shell's variable that is not set."""
    before = meta_on(sandbox)
    code, out, err = office.run(*command, option, name, "--json")
    assert (code, out) == (2, "")
    told = f"{option}: värdet är tomt; utelämna valet om allt avses"
    assert err.splitlines()[-1] == told
    assert meta_on(sandbox) == before
    assert not (office.folder / "var").exists()


def test_a_wrong_name_is_answered_with_the_nearest(office):
    assert "linkedin" in office.run("pause-all", *WHO, "--platform", "linkedn")[2]
    assert "act_" in office.run("pause-all", *WHO, "--account", "act_77")[2].split("act_77")[-1]


def test_no_platform_at_all_is_a_fault_of_the_configuration(office):
    (office.folder / "annonsvakt.toml").write_text('state_dir = "var"\n')
    code, out, _ = office.run("pause-all", *WHO)
    assert (code, out) == (2, "")


def test_the_list_of_operators_is_a_reminder_and_not_a_lock(office):
    office.write(operators='["Bo", "anna berg "]')
    assert office.run("pause-all", *WHO)[0] == 3
    office.write(operators='["Bo"]')
    code, out, err = office.run("pause-all", *WHO)
    assert (code, out) == (2, "")
    assert "Bo" in err
    assert office.run("pause-all", *WHO, "--not-listed")[0] == 3


def test_faults_elsewhere_in_the_configuration_are_warnings(office):
    office.write(more='[mail]\nurl = "nonsense"\n[poll]\nads_minuts = 3\n')
    code, out, err = office.run("pause-all", *WHO)
    assert code == 3
    assert out
    assert "mail.url" in err
    assert "ads_minuts" in err


def test_a_fault_in_what_a_stop_needs_is_fatal(office):
    office.write(replacing=[('app_id = "1"', "app_idd = 1")])
    assert office.run("pause-all", *WHO)[0] == 2


# --- the plan ----------------------------------------------------------------------------------


def test_the_plan_has_the_keys_of_the_contract_and_writes_nothing(office, sandbox):
    before = meta_on(sandbox), linkedin_on(sandbox)
    code, plan, err = office.json("pause-all", *WHO)
    assert code == 3
    assert {
        "stop_id", "phrase", "targets", "verified", "residue", "unread", "not_covered",
        "requests", "seconds",
    } <= set(plan)  # fmt: skip
    row = plan["targets"][0]
    assert set(row) == {
        "platform", "account_id", "campaign_id", "level", "name", "before", "outcome", "error",
    }  # fmt: skip
    planned = [one for one in plan["targets"] if one["outcome"] == "planned"]
    assert plan["phrase"] == f"PAUSA {len(planned)}"
    assert {one["before"] for one in planned} == {"ACTIVE"}
    assert plan["not_covered"][0]["channel"] == "x"
    assert set(plan["requests"]) == {"meta", "linkedin"}
    assert (meta_on(sandbox), linkedin_on(sandbox)) == before
    assert "Traceback" not in err


def test_the_plan_in_words_says_first_that_nothing_is_stopped(office):
    code, out, _ = office.run("pause-all", *WHO)
    assert code == 3
    assert out.startswith("Inget är stoppat än. ")
    assert "VI SAKNAR RÄTT" in out
    assert "OMFATTAS INTE" in out
    office.write(language="en")
    assert office.run("pause-all", *WHO)[1].startswith("Nothing is stopped yet; ")


def test_accounts_that_the_configuration_leaves_out_are_not_covered_and_each_has_its_link(office):
    chosen = 'ad_accounts = ["act_1", "act_2", "act_3", "act_4", "act_5"]'
    office.write(
        replacing=[
            ("[meta]", f"[meta]\n{chosen}"),
            ("[linkedin]", '[linkedin]\nad_accounts = ["5001"]'),
        ]
    )
    _, done, _ = office.stop()
    told = {one["link"]: (one["channel"], one["because"]) for one in done["not_covered"]}
    assert len(told) == 3
    old = told["https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=6"]
    assert old[0] == "meta"
    assert "act_6 (Äldreförvaltningen, gammalt konto)" in old[1]
    assert "5002" in told["https://www.linkedin.com/campaignmanager/accounts/5002"][1]
    assert not any(one["account_id"] in ("act_6", "5002") for one in done["targets"])
    out = office.run("pause-all", *WHO, "--account", "act_1")[1]
    assert "act=6" not in out


def test_an_account_of_the_city_without_a_role_is_left_for_a_person(office, sandbox):
    toggles = {"meta.no_role": ["act_2"]}
    sandbox.world.faults.set_toggles(toggles, toggles)
    code, done, _ = office.stop()
    assert (code, done["verified"]) == (1, False)
    [gap] = [one for one in done["unread"] if one["account"] == "act_2"]
    assert "Trafikkontoret" in gap["because"]
    assert "act=2" in {one["link"].partition("?")[2] for one in done["residue"]}


def test_what_businesses_do_not_tell_is_not_covered_and_breaks_no_stop(office, sandbox):
    toggles = {"meta.no_business_management": True}
    sandbox.world.faults.set_toggles(toggles, toggles)
    _, done, _ = office.stop()
    assert [one["channel"] for one in done["not_covered"]] == ["x", "meta"]
    assert "business_management" in done["not_covered"][1]["because"]
    assert "accounts" not in {one["what"] for one in done["unread"]}


def test_a_platform_that_is_switched_off_is_not_covered_and_one_without_token_is_unread(office):
    office.write(replacing=[("[linkedin]", "[linkedin]\nenabled = false")])
    _, plan, _ = office.json("pause-all", *WHO)
    assert [one["channel"] for one in plan["not_covered"]] == ["linkedin", "x"]
    office.write(replacing=[('ads_token = "sandbox-ads"', "")])
    code, plan, _ = office.json("pause-all", *WHO)
    assert code == 3
    assert [one["platform"] for one in plan["unread"]] == ["linkedin"]


def test_no_account_readable_is_code_4_with_the_whole_object(office, sandbox):
    sandbox.world.faults.set_toggles({"meta.token_expired": True}, ["meta.token_expired"])
    code, plan, _ = office.json("pause-all", *WHO, "--platform", "meta")
    assert code == 4
    assert plan["residue"][0]["account_id"] is None
    assert office.run("pause-all", *WHO, "--platform", "meta")[1].startswith("INGET ÄR STOPPAT")


# --- the stop ----------------------------------------------------------------------------------


def test_a_stop_turns_off_all_it_may_and_names_the_rest_with_links(office, sandbox):
    code, done, err = office.stop()
    assert code == 1
    assert not done["verified"]
    left = {(one["account_id"], one["campaign_id"]) for one in done["residue"]}
    assert left == meta_on(sandbox)
    assert {account for account, _ in left} == {"act_5"}
    assert all(one["link"].startswith("https://") for one in done["residue"])
    assert "act_1" in err


def test_a_stop_of_one_account_is_verified_and_touches_no_other(office, sandbox):
    before = {one for one in meta_on(sandbox) if one[0] != "act_2"}
    linkedin = linkedin_on(sandbox)
    code, done, _ = office.stop("--account", "2")
    assert (code, done["verified"], done["residue"]) == (0, True, [])
    assert (meta_on(sandbox), linkedin_on(sandbox)) == (before, linkedin)
    assert {one["outcome"] for one in done["targets"]} <= {"stopped", "already-off"}


def test_the_answer_in_words_begins_with_the_truth(office):
    office.run("pause-all", *WHO, "--account", "act_2")
    code, out, _ = office.run("pause-all", *WHO, "--account", "act_2", "--confirm", "pausa 8")
    assert code == 0
    assert out.startswith("Allt i detta urval (Meta act_2) är av; ")
    assert "https://ads.x.com" in out.splitlines()[0]
    office.run("pause-all", *WHO)
    _, plan, _ = office.json("pause-all", *WHO)
    code, out, _ = office.run("pause-all", *WHO, "--confirm", plan["phrase"])
    assert code == 1
    assert out.startswith("INTE allt är av. ")
    assert "STOPPA FÖR HAND" in out
    assert "INGEN FÅR VETA NÅGOT MED E-POST" in out


def test_resume_gives_back_what_was_on_and_says_what_it_leaves(office, sandbox):
    before = meta_on(sandbox)
    _, done, _ = office.stop("--account", "act_2")
    stop_id = done["stop_id"]
    code, plan, _ = office.json("resume", stop_id, *WHO)
    assert code == 3
    assert plan["phrase"].startswith("ÅTERUPPTA ")
    code, back, _ = office.json("resume", stop_id, *WHO, "--confirm", plan["phrase"])
    assert code == 1
    skipped = {one["campaign_id"] for one in back["targets"] if one["outcome"] == "skipped"}
    assert before - meta_on(sandbox) == {("act_2", one) for one in skipped}
    assert all(one["error"] for one in back["targets"] if one["outcome"] == "skipped")
    assert office.json("stops")[1][0]["state"] == "resumed"
    code, out, _ = office.run("resume", stop_id, *WHO)
    assert "påslaget" in out


def test_the_rest_of_a_stops_life(office, sandbox):
    _, done, _ = office.stop("--account", "act_2")
    stop_id, head = done["stop_id"], done["head"]
    assert office.json("stops", "list")[1] == office.json("stops")[1]
    assert office.json("stops", "show", stop_id)[1]["turned_off"] == 8
    assert stop_id in office.run("stops", "show", stop_id)[1]
    assert "GÄLLER" in office.run("stops")[1]
    assert office.run("stops", "verify", stop_id, "--head", head)[0] == 0
    code, told, _ = office.json("stops", "verify", stop_id)
    assert (code, told["intact"], len(told["cannot_tell"])) == (0, True, 1)
    assert office.run("stops", "verify", stop_id, "--head", "0" * 64)[0] == 1
    code, again, _ = office.json("stops", "continue", stop_id)
    assert (code, again["stop_id"], again["verified"]) == (0, stop_id, True)
    end = ("stops", "end", stop_id, "--by", "Anna", "--reason", "klart")
    assert office.run(*end)[0] == 0
    code, told, _ = office.json(*end)
    assert (code, told["stop_id"], told["state"]) == (0, stop_id, "ended")
    assert office.run("stops", "end", stop_id, "--by", " ", "--reason", "klart")[0] == 2
    assert office.run("stops", "continue", stop_id)[0] == 2
    assert office.json("stops")[1][0]["state"] == "ended"


def test_a_damaged_journal_shows_and_does_not_break_the_list(office):
    _, done, _ = office.stop("--account", "act_2")
    path = office.folder / "var" / "stops" / f"{done['stop_id']}.jsonl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Vinterväghållning", "Sommarväghållning", 1), "utf-8")
    assert office.run("stops", "verify", done["stop_id"], "--head", done["head"])[0] == 1
    path.write_text("rubbish\n")
    assert office.json("stops")[1] == [{"stop_id": done["stop_id"], "state": "unreadable"}]
    assert office.run("stops")[0] == 0
    assert office.run("resume", done["stop_id"], *WHO)[0] == 2


def test_the_help_reads_as_a_runbook(office):
    code, out, _ = office.run("--lang", "en", "pause-all", "--help")
    assert code == 0
    for word in (
        "THE CRISIS STOP",
        "1. ",
        "2. ",
        "3. ",
        "4. ",
        "stops continue",
        "resume",
        "Code 0",
    ):
        assert word in out


@pytest.mark.parametrize("seed", range(20))
def test_with_bad_answers_nothing_stays_on_but_what_is_listed(office, sandbox, seed):
    sandbox.world.faults.set_rates(f"null=0.05,throttle=0.05,transient=0.05,seed={seed}")
    done = stop_in_process(office.folder)
    sandbox.world.faults.set_rates("")
    listed = {row.switch.campaign_id for row in done.left}
    # Only a business may have been silent both times that it was asked for further accounts.
    assert {(gap.what, gap.account_id) for gap in done.gaps} <= {("accounts", None)}
    assert {number for _, number in meta_on(sandbox)} | linkedin_showing(sandbox) == listed
    assert done.code == 1


# --- interrupted -------------------------------------------------------------------------------


def test_a_stop_that_is_killed_in_the_middle_is_finished_by_continue(sandbox, office, tmp_path):
    _, plan, _ = office.json("pause-all", *WHO, "--account", "act_2")
    sandbox.app._latency = 0.7
    process = subprocess.Popen(
        [sys.executable, "-m", "worker", "--config", str(tmp_path / "annonsvakt.toml"),
         "pause-all", *WHO, "--account", "act_2", "--confirm", plan["phrase"]],
        cwd=Path(__file__).parents[3], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    journal = tmp_path / "var" / "stops" / f"{plan['stop_id']}.jsonl"
    wait_for(journal, '"event":"intent"')
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert '"event":"outcome"' not in journal.read_text("utf-8")
    sandbox.app._latency = 0
    assert office.json("stops")[1][0]["verified"] is None
    time.sleep(1)
    code, done, _ = office.json("stops", "continue", plan["stop_id"])
    assert (code, done["verified"]) == (0, True)
    assert {one for one in meta_on(sandbox) if one[0] == "act_2"} == set()
    assert office.run("stops", "verify", plan["stop_id"], "--head", done["head"])[0] == 0
    _, back, _ = office.json("resume", plan["stop_id"], *WHO)
    assert len(back["targets"]) == 8


def test_ctrl_c_in_the_middle_says_how_to_go_on(sandbox, office, tmp_path):
    _, plan, _ = office.json("pause-all", *WHO, "--account", "act_2")
    sandbox.app._latency = 0.7
    process = subprocess.Popen(
        [sys.executable, "-m", "worker", "--config", str(tmp_path / "annonsvakt.toml"),
         "pause-all", *WHO, "--account", "act_2", "--confirm", plan["phrase"]],
        cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for(tmp_path / "var" / "stops" / f"{plan['stop_id']}.jsonl", '"event":"intent"')
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert f"annonsvakt stops continue {plan['stop_id']}" in err
    assert office.run("stops", "verify", plan["stop_id"])[0] == 0


def at_a_terminal(office, typed, *arguments):
    """Give a command at a terminal, type these lines as it asks, and see what it says.

    None among them is Ctrl-C.
    """
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "worker", "--config", str(office.folder / "annonsvakt.toml"),
         *arguments],
        cwd=Path(__file__).parents[3], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(theirs)
    seen, lines = b"", list(typed)
    with suppress(OSError):  # the program has ended and the other end is closed
        while more := os.read(ours, 4096):
            seen += more
            if lines and seen.endswith(b"> "):
                if (line := lines.pop(0)) is None:
                    process.send_signal(signal.SIGINT)
                else:
                    os.write(ours, line.encode() + b"\n")
    os.close(ours)
    err = process.communicate(timeout=30)[1]
    return process.returncode, seen.decode(), err.decode()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ([""], 3),
        (["ja", "PAUSA 9", "pausa8"], 3),
        (["ja", ""], 3),
        (["ja", "  pausa 8\t "], 0),
        (["PAUSE 8"], 0),
    ],
)
def test_at_a_terminal_the_phrase_is_asked_for_three_times(office, sandbox, typed, code):
    ended, seen, err = at_a_terminal(office, typed, "pause-all", *WHO, "--account", "act_2")
    assert ended == code
    assert seen.count("Inget är stoppat än. Skulle stoppas: 8.") == 1
    again = "Skriv exakt detta, eller inget för att lämna: PAUSA 8"
    wrong = [one for one in typed if one.strip().lower() not in ("", "pausa 8", "pause 8")]
    assert seen.count(again) == min(len(wrong), 2)
    assert ("är av; " in seen) == (code == 0)
    assert ("inget har ändrats" in err) == (code == 3)
    assert ({one for one in meta_on(sandbox) if one[0] == "act_2"} == set()) == (code == 0)


def test_ctrl_c_at_the_question_leaves_no_stop_to_continue(office, sandbox):
    before = meta_on(sandbox)
    ended, seen, err = at_a_terminal(office, [None], "pause-all", *WHO, "--account", "act_2")
    assert ended == 130
    assert "Inget är stoppat än" in seen
    assert err.splitlines()[-1] == "Avbrutet. Inget skrevs till någon plattform."
    assert meta_on(sandbox) == before
    assert office.json("stops")[1] == []


def wait_for(path, text):
    for _ in range(400):
        if path.exists() and text in path.read_text("utf-8"):
            return
        time.sleep(0.025)
    raise AssertionError(f"{text} never came")


def test_the_stops_path_imports_neither_the_database_nor_the_mails_before_its_first_request(
    office, tmp_path
):
    """Measured where the first connection is begun: nobody waits for what comes after."""
    program = (
        "import sys; bad = []; "
        "slow = ('sqlalchemy', 'alembic', 'apscheduler', 'smtplib', 'flask', 'jinja2'); "
        "sys.addaudithook(lambda event, _: event == 'socket.connect' and not bad and "
        "bad.append([m for m in sys.modules if m.split('.')[0] in slow])); "
        "from worker.__main__ import main; "
        "code = main(sys.argv[1:]); "
        "sys.exit(f'imported: {bad}' if bad != [[]] else 100 + code)"
    )
    _, plan, _ = office.json("pause-all", *WHO, "--account", "act_2")
    config = ["--config", str(tmp_path / "annonsvakt.toml")]
    for arguments, code in (
        (["pause-all", *WHO, "--account", "act_2", "--confirm", plan["phrase"]], 0),
        (["resume", plan["stop_id"], *WHO], 3),
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, *config, *arguments],
            cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 100 + code, done.stderr
