"""What the help and the page in the binder promise is what the commands do.

Each test lists in its docstring the promises that it checks, one a line. A sentence of the help of
`pause-all` and `resume`, or of docs/kris.sv.md, that stands in no test here fails the last one.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from connectors.sandbox import Sandbox
from policies.crisis import account_link
from policies.model import Platform
from tests.unmeasured import environment
from tests.worker.cli import test_stopping
from tests.worker.cli.test_stopping import WHO, Office, linkedin_on, meta_on
from tests.worker.stopping import test_limited, test_resume_limit
from worker.cli import app
from worker.cli.run import TOPICS
from worker.cli.spoken import entries
from worker.clock import now
from worker.language import catalogue

PAGE = Path(__file__).parents[3] / "docs" / "kris.sv.md"
ONE = ("--account", "act_2")


@pytest.fixture
def served():
    with Sandbox(clock=now) as sandbox:
        yield sandbox


@pytest.fixture
def night(served, tmp_path, capsys, monkeypatch):
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        monkeypatch.delenv(name)
    return Office(tmp_path, served.start(), capsys)


def on(served):
    return meta_on(served), linkedin_on(served)


def turn_on(served, account):
    """Turn on one campaign of the account that is off; its number."""
    number, node = next(
        (number, node)
        for number, node in served.world.meta.items()
        if node.kind == "Campaign"
        and node.hidden["account"] == account
        and node.fields["status"] == "PAUSED"
    )
    node.fields["status"] = "ACTIVE"
    return number


def has_some_off(served):
    """An account that we may stop in which a campaign is off."""
    return next(
        node.hidden["account"]
        for node in served.world.meta.values()
        if node.kind == "Campaign"
        and node.fields["status"] == "PAUSED"
        and node.hidden["account"] not in ("act_5", "act_6")
    )


def test_the_plan_stops_nothing_and_shows_all(night, served):
    """
    - THE CRISIS STOP: turn off every ad that we can reach.
    - 1. Give the command:
    - annonsvakt pause-all --reason "olycka" --operator "Anna Berg"
    - It reads everything now, shows what would be stopped, and stops nothing yet.
    - Inget stoppas än.
    - Du ser vad som skulle stoppas per konto, vad som redan är av, vad som inte gick att läsa och
      vad som inte omfattas.
    - Sist på skärmen står frasen, till exempel `PAUSA 34`.
    - Code 3: the phrase is needed; nothing was stopped.
    - | 3 | frasen behövs, inget är stoppat | skriv frasen |
    - X has no connector: ads there are stopped by hand, always.
    """
    before = on(served)
    served.world.faults.set_toggles({"meta.no_role": ["act_2"]}, ["meta.no_role"])
    code, out, _ = night.run("pause-all", *WHO)
    assert (code, on(served)) == (3, before)
    for told in ("SKULLE STOPPAS", "Redan av", "GICK INTE ATT LÄSA", "OMFATTAS INTE", "ads.x.com"):
        assert told in out
    assert re.fullmatch(r"Skriv detta för att gå vidare: PAUSA \d+", out.splitlines()[-1])


def test_the_phrase_may_be_given_with_the_command(night, served):
    """
    - Or give the command again with --confirm "PAUSA 34".
    - Finns ingen fråga: ge kommandot igen med `--confirm "PAUSA 34"`.
    - Capitals and outer spaces do not matter.
    - Stora och små bokstäver spelar ingen roll.
    - 3. Read the first sentence of the answer: it says whether everything is off.
    - Code 0: everything in scope is off, by a new reading.
    - | 0 | allt i urvalet är av, enligt en ny läsning | X för hand (punkt 3) |
    - 1. Ge kommandot
    - annonsvakt pause-all --reason "olycka" --operator "Ditt namn"
    """
    night.run("pause-all", *WHO, *ONE)
    for wrong in ("PAUSA 9", "PAUSA8", "PAUSA  8", "PAUSA 8.", ""):
        assert night.run("pause-all", *WHO, *ONE, "--confirm", wrong)[0] == 3
    assert any(account == "act_2" for account, _ in meta_on(served))
    code, out, _ = night.run("pause-all", *WHO, *ONE, "--confirm", " pausa 8\n")
    assert code == 0
    assert out.splitlines()[0].startswith("Allt i detta urval (Meta act_2) är av")
    assert not any(account == "act_2" for account, _ in meta_on(served))


def test_the_phrase_counts_once(night, served):
    """
    - The phrase counts once, for 15 minutes.
    - Frasen gäller en gång och i 15 minuter.
    """
    night.run("pause-all", *WHO, *ONE)
    assert night.run("pause-all", *WHO, *ONE, "--confirm", "PAUSA 8")[0] == 0
    turn_on(served, "act_2")
    assert night.run("pause-all", *WHO, *ONE, "--confirm", "PAUSA 8")[0] == 3
    [plan] = (night.folder / "var" / "stops" / "plans").glob("stop-*.json")
    for minutes, code in ((16, 3), (14, 0)):
        number = night.json("pause-all", *WHO, *ONE)[1]["phrase"]
        told = json.loads(plan.read_text("utf-8"))
        made = datetime.fromisoformat(told["made_at"]) - timedelta(minutes=minutes)
        plan.write_text(json.dumps(told | {"made_at": made.isoformat()}), "utf-8")
        assert night.run("pause-all", *WHO, *ONE, "--confirm", number)[0] == code


def test_what_became_active_since_is_stopped_and_named(night, served):
    """
    - What has become active since the plan is stopped too, and named.
    - Det som slagits på sedan planen visades stoppas också och nämns särskilt.
    """
    account = has_some_off(served)
    phrase = night.json("pause-all", *WHO, "--account", account)[1]["phrase"]
    number = turn_on(served, account)
    code, out, _ = night.run("pause-all", *WHO, "--account", account, "--confirm", phrase)
    assert code == 0
    assert number in out.partition("SLOGS PÅ EFTER PLANEN")[2]


def test_at_the_terminal(night):
    """
    - 2. Read the plan and type its phrase (PAUSA 34).
    - Empty leaves; three wrong ones end it.
    - Skriv den.
    - Fel fras: du får försöka igen, tre gånger.
    - Tom rad lämnar utan att något ändras.
    """
    cases = test_stopping.test_at_a_terminal_the_phrase_is_asked_for_three_times.pytestmark
    [typed] = [mark.args[1] for mark in cases if mark.name == "parametrize"]
    assert ([""], 3) in typed
    assert any(len(lines) == 3 and code == 3 for lines, code in typed)


def test_what_is_left_has_links_to_where_it_is_done(night, served):
    """
    - What is left stands below it, each with a link.
    - Finish that by hand.
    - Code 1: something is left for you.
    - | 1 | något återstår | öppna varje länk under STOPPA FÖR HAND och stäng av där |
    - 2. Läs första meningen i svaret (koden visas med `echo $?`)
    """
    phrase = night.json("pause-all", *WHO)[1]["phrase"]
    code, out, _ = night.run("pause-all", *WHO, "--confirm", phrase)
    assert code == 1
    assert out.startswith("INTE allt är av. ")
    below = out.partition("STOPPA FÖR HAND")[2].partition("\n\n")[0]
    left = meta_on(served)
    assert left
    for account, number in left:
        link = f"{account_link(Platform.META, account)}&selected_campaign_ids={number}"
        assert link in below


def test_an_interrupted_stop_goes_on_without_a_phrase(night):
    """
    - 4. Interrupted? annonsvakt stops continue STOP_ID, which asks for no phrase.
    - | 130 | avbrutet | säger svaret att inget skrevs är inget stoppat: ge kommandot igen; annars
      `annonsvakt stops continue STOPP-ID`, frågar inte efter någon fras |
    """
    assert callable(test_stopping.test_ctrl_c_at_the_question_leaves_no_stop_to_continue)
    assert callable(test_stopping.test_a_stop_that_is_killed_in_the_middle_is_finished_by_continue)
    assert callable(test_stopping.test_ctrl_c_in_the_middle_says_how_to_go_on)
    stop_id = night.stop(*ONE)[1]["stop_id"]
    assert night.run("stops", "continue", stop_id)[0] == 0


def test_given_again_it_goes_on_with_the_same_stop(night, served):
    """
    - Or give the command again: it goes on with the same stop.
    - Samma kommando en gång till fortsätter samma stopp.
    """
    stop_id = night.stop(*ONE)[1]["stop_id"]
    turn_on(served, "act_2")
    code, again, _ = night.stop(*ONE)
    assert (code, again["stop_id"], again["joined"]) == (0, stop_id, True)


def test_nothing_else_need_be_up(night):
    """
    - The database, the mail server and the service may be down: none of them is needed.
    - Databas, mejl och tjänst får ligga nere.
    """
    night.write(
        more='[database]\nurl = "postgresql+psycopg://127.0.0.1:1/none"\n'
        '[mail]\nurl = "smtp://127.0.0.1:1"\nreport_to = ["redaktion@example.org"]\n'
    )
    code, done, _ = night.stop(*ONE)
    assert (code, done["verified"]) == (0, True)


def test_where_little_is_let_through_the_plan_says_how_long_it_takes():
    """
    - Where Meta lets us write only a little at a time, the plan says how long it takes.
    - Avbryt inte.
    - Säger planen att det tar tid fortsätter stoppet av sig självt.
    """
    assert callable(
        test_limited.test_sixty_campaigns_are_stopped_in_about_the_time_that_the_plan_states
    )


def test_the_plan_says_that_it_takes_time(night, served):
    toggles = {"meta.limited_tier": True, "meta.usage_percent": {"act_2": 80}}
    served.world.faults.set_toggles(toggles, toggles)
    code, out, _ = night.run("pause-all", *WHO, *ONE)
    assert code == 3
    told = out.partition("DET TAR TID")[2].splitlines()[1]
    assert re.search(r"Meta act_2: 8 kampanjer, \d+ åt gången; ungefär \d+ minuter", told)


def test_who_is_not_listed_goes_on_all_the_same(night):
    """
    - Who is not among [crisis] operators goes on with --not-listed.
    - Nekas ditt namn: lägg till `--not-listed`.
    - Code 2: the command or the configuration is wrong.
    - | 2 | kommandot eller konfigurationen är fel | läs raden, rätta, ge kommandot igen |
    """
    night.write(operators='["Bo Ek"]')
    code, out, err = night.run("pause-all", *WHO)
    assert (code, out) == (2, "")
    assert "--not-listed" in err
    assert night.run("pause-all", *WHO, "--not-listed")[0] == 3


def test_who_was_told_stands_last(night):
    """
    - Who was told by mail, and who was not, stands last in the answer.
    - Vem som fått mejl står sist i svaret.
    - Ring dem som inte fått något.
    - [contacts] first: ____________ , SLK: ____________ , IT-jour: ____________
    """
    night.write(more='[mail]\nurl = "smtp://127.0.0.1:1"\nreport_to = ["redaktion@example.org"]\n')
    phrase = night.json("pause-all", *WHO, *ONE)[1]["phrase"]
    _, out, _ = night.run("pause-all", *WHO, *ONE, "--confirm", phrase)
    assert "redaktion@example.org" in out.splitlines()[-1]


def test_no_account_readable(night, served):
    """
    - Code 4: no account could be read.
    - | 4 | inget konto gick att läsa, inget är stoppat | stäng av allt för hand (punkt 3),
      ring IT |
    """
    before = on(served)
    served.world.faults.set_toggles({"meta.token_expired": True}, ["meta.token_expired"])
    code, out, _ = night.run("pause-all", *WHO, "--platform", "meta")
    assert code == 4
    assert out.startswith("INGET ÄR STOPPAT")
    assert on(served) == before


def test_resume_gives_back_what_the_stop_took_and_nothing_else(night, served):
    """
    - Over? annonsvakt resume STOP_ID --reason R --operator O
    - Undo a stop: turn on what it turned off, and nothing else.
    - annonsvakt resume 20261124-232543-9f3a --reason "faran över" --operator "Anna Berg"
    - It shows what would be turned on, and what stays off and why.
    - It turns on nothing yet.
    - 2. Read the plan and type its phrase (ÅTERUPPTA 34), or give the command again with
    - --confirm "ÅTERUPPTA 34".
    - 3. What was touched since the stop, costs more than then, is past its end, or is
    - covered by another stop in force, stays off.
    - Turn it on by hand.
    - With the first confirmed resume the stop is no longer in force.
    - Code 1: something was left off; it is listed, with reasons.
    - Code 3: the phrase is needed; nothing was turned on.
    - När faran är över: `annonsvakt resume STOPP-ID --reason "faran över" --operator "Ditt namn"`
      (fras: `ÅTERUPPTA 34`)
    - Det slår på det som stoppet slog av, och inget annat.
    - Det som någon rört sedan dess förblir av.
    """
    before = meta_on(served)
    stop_id = night.stop(*ONE)[1]["stop_id"]
    off = meta_on(served)
    touched = next(number for _, number in sorted(before - off))
    served.world.meta[touched].fields["name"] += " (ändrad)"
    code, out, _ = night.run("resume", stop_id, *WHO)
    assert (code, meta_on(served)) == (3, off)
    assert "SKULLE SLÅS PÅ" in out
    assert touched in out.partition("FÖRBLIR AV")[2]
    code, _, _ = night.run("resume", stop_id, *WHO, "--confirm", out.split(": ")[-1].strip())
    assert code == 1
    assert meta_on(served) <= before
    assert ("act_2", touched) not in meta_on(served)
    assert meta_on(served) > off
    assert night.json("stops")[1][0]["state"] == "resumed"


def test_much_that_was_touched_since_is_turned_on_only_by_name():
    """
    - 4. If more than half of it, and at least 20, was touched since, nothing is turned on:
    - name what may run with --only.
    """
    much = test_resume_limit
    assert callable(much.test_much_changed_since_the_stop_turns_on_nothing_and_asks_for_a_choice)


def test_a_resume_that_leaves_nothing_is_code_0(night, served):
    """
    - Code 0: all of it is on again.
    """
    campaign = next(number for account, number in sorted(meta_on(served)) if account == "act_4")
    stop_id = night.stop("--campaign", campaign)[1]["stop_id"]
    phrase = night.json("resume", stop_id, *WHO)[1]["phrase"]
    assert night.run("resume", stop_id, *WHO, "--confirm", phrase)[0] == 0
    assert ("act_4", campaign) in meta_on(served)


def test_the_answer_says_what_comes_next(night, served):
    """
    - Anteckna stoppets id ____________________ och kontrollsumman ____________________
    - Inom 24 timmar granskar någon annan: `annonsvakt stops countersign STOPP-ID --by "Namn"`
    - Slår någon på något: `annonsvakt stops hold STOPP-ID`
    - Spara filen som svaret kallar Journal.
    - När maskinen lever igen: `annonsvakt stops import FIL`
    """
    phrase = night.json("pause-all", *WHO, *ONE)[1]["phrase"]
    _, out, _ = night.run("pause-all", *WHO, *ONE, "--confirm", phrase)
    stop_id, journal = re.search(r"Stopp (\S+)\. Journal: (\S+)", out).groups()
    assert re.search(r"kontrollsumman .*[0-9a-f]{64}", out)
    turn_on(served, "act_2")
    assert night.run("stops", "hold", stop_id)[0] == 0
    assert not any(account == "act_2" for account, _ in meta_on(served))
    assert night.run("stops", "countersign", stop_id, "--by", "Bo Ek")[0] == 0
    saved = night.folder / "saved.jsonl"
    saved.write_bytes(Path(journal).read_bytes())
    Path(journal).unlink()
    assert night.run("stops", "import", str(saved))[0] == 0
    assert night.json("stops")[1][0]["stop_id"] == stop_id


def test_a_journal_goes_to_the_named_folder_where_the_usual_place_fails(night):
    """
    - `annonsvakt --config FIL pause-all --reason "olycka" --operator "Ditt namn" --journal MAPP`
      (MAPP används om den vanliga platsen inte går att skriva till)
    """
    (night.folder / "var").write_text("no folder", "utf-8")
    spare = night.folder / "spare"
    code, plan, _ = night.json("pause-all", *WHO, *ONE, "--journal", str(spare))
    assert code == 3
    more = ("--journal", str(spare), "--confirm", plan["phrase"])
    _, done, _ = night.json("pause-all", *WHO, *ONE, *more)
    assert Path(done["journal"]).parent == spare


KEYS = {
    "ANNONSVAKT_META__APP_SECRET": "sandbox-secret",
    "ANNONSVAKT_META__ACCESS_TOKEN": "sandbox-meta",
    "ANNONSVAKT_LINKEDIN__ADS_TOKEN": "sandbox-ads",
}


def test_another_machine_takes_the_keys_from_a_file(night):
    """
    - `set -a; . NYCKELFIL; set +a` läser in nycklarna
    """
    night.write(replacing=[(f'"{one}"', '""') for one in KEYS.values()])
    assert night.run("pause-all", *WHO)[0] == 4
    keys = night.folder / "keys"
    keys.write_text("".join(f"{name}={value}\n" for name, value in KEYS.items()), "utf-8")
    config = ("--config", str(night.folder / "annonsvakt.toml"))
    (taken,) = re.findall(r"`(set -a; [^`]+)`", PAGE.read_text("utf-8"))
    given = taken.replace("NYCKELFIL", str(keys)) + f'; exec {sys.executable} -m worker "$@"'
    told = subprocess.run(
        ["sh", "-c", given, "sh", *config, "pause-all", *WHO],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 3, told.stderr


def test_the_pages_links_are_the_programs_own():
    """
    - Meta: <https://adsmanager.facebook.com/adsmanager/manage/campaigns>
    - LinkedIn: <https://www.linkedin.com/campaignmanager/accounts>
    - X stoppas alltid för hand: <https://ads.x.com> , inloggning finns hos: ____________
    - 3. För hand
    """
    told = set(re.findall(r"<(https://[^>]+)>", PAGE.read_text("utf-8")))
    assert told == {account_link(one, None) for one in Platform}


def test_the_page_begins_with_the_way_to_the_machine_and_fits_one_page():
    """
    - **Tjänstens maskin:** `ssh ____________` , mapp `____________` , i container:
      `docker compose exec worker annonsvakt` i stället för `annonsvakt`, och står tjänsten still
      `docker compose run --rm --no-deps worker`
    - Krisstopp: stäng av stadens annonser
    - Skriv ut, fyll i och sätt i jourpärmen.
    - Hela handledningen: `annonsvakt pause-all --help`
    - 4. Ring och berätta
    - 5. Efteråt
    - 6. Maskinen är död
    - Ta den andra maskinen, med programmet och samma konfiguration och nycklar.
    - Den finns hos: ____________
    - | kod | betyder | gör så här |
    """
    lines = PAGE.read_text("utf-8").splitlines()
    assert "ssh" in lines[0]
    assert len(lines) <= 60
    compose = (PAGE.parents[1] / "docker-compose.yml").read_text("utf-8")
    assert re.search(r"^  worker:( &worker)?$", compose, re.MULTILINE)
    assert (PAGE.parents[1] / "pyproject.toml").is_file()


def root():
    for topic in TOPICS:
        import_module(f"worker.cli.{topic}")
    return get_command(app)


def commands():
    """Every command of the page, as a list of words."""
    text = PAGE.read_text("utf-8")
    spans = [*re.findall(r"`(annonsvakt [^`]+)`", text), *re.findall(r"^    (.+)$", text, re.M)]
    return [shlex.split(one)[1:] for one in spans]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_each_command_of_the_page_exists_with_its_options(words):
    command, known = root(), {"--help"}
    for word in words:
        known |= {name for one in command.params for name in one.opts}
        if word in getattr(command, "commands", {}):
            command = command.commands[word]
        elif word.startswith("--"):
            known |= {name for one in command.params for name in one.opts}
            assert word in known
    assert not getattr(command, "commands", {})


def sentences(text):
    """A text's sentences; a row of a table, or a heading's number, is none of its own."""
    plain = " ".join(text.split())
    if plain.startswith("|"):
        return [plain]
    return re.split(r"(?<=[a-zåäöA-Z`)][.])\s+(?=[A-ZÅÄÖ\[`])", plain)


def promised():
    """What the page and the help promise, a sentence each."""
    for line in PAGE.read_text("utf-8").splitlines():
        plain = line.strip().removeprefix("- ").lstrip("# ")
        if plain and not plain.startswith("| ---"):
            yield from sentences(plain)
    for name in ("pause-all", "resume"):
        for paragraph in entries(root().commands[name].help):
            for line in paragraph:
                yield from sentences(line)


def checked():
    """What the tests of this module say that they check."""
    for test in vars(sys.modules[__name__]).values():
        text = getattr(test, "__doc__", None) or ""
        if getattr(test, "__name__", "").startswith("test_"):
            for item in re.split(r"^\s*- ", text, flags=re.MULTILINE)[1:]:
                yield " ".join(item.split())


def test_no_promise_is_without_its_check_and_no_check_without_its_promise():
    assert set(promised()) == set(checked())


def test_the_whole_help_is_in_swedish():
    known = catalogue("sv")
    for name in ("pause-all", "resume", "stops"):
        told = [line.strip() for part in entries(root().commands[name].help) for line in part]
        assert [one for one in told if one not in known] == []
