"""`brief`: taken in, asked back, listed with campaigns, closed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worker.made import a_campaign, a_snapshot
from worker.store import snapshots
from worker.store.opening import open_store

MAILS = Path(__file__).parents[2] / "policies" / "briefs" / "mails"


@pytest.fixture
def city(tmp_path):
    """A folder with a configuration and a database that knows one campaign."""
    (tmp_path / "annonsvakt.toml").write_text(
        '[contacts]\neditorial = "redaktion@example.org"\n'
        '[[departments]]\nid = "trafikkontoret"\nname = "Trafikkontoret"\nmail = "t@example.org"\n',
        encoding="utf-8",
    )
    (tmp_path / "var").mkdir()
    store = open_store(f"sqlite:///{tmp_path}/var/annonsvakt.db")
    with store.writing() as connection:
        snapshots.keep(
            connection, a_snapshot(campaigns=(a_campaign(name="Kulturskolan öppet hus 1"),))
        )
    store.close()
    return tmp_path


def run(folder, *arguments, given=None):
    ran = subprocess.run(
        [sys.executable, "-m", "worker", "--lang", "en", "brief", *arguments],
        cwd=folder, capture_output=True, text=True, input=given, encoding="utf-8",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path.cwd())}, check=False,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran


def told(folder, *arguments):
    return json.loads(run(folder, *arguments, "--json").stdout)


def test_a_mail_is_registered_matched_closed_and_opened_again(city):
    taken = run(city, "import", str(MAILS / "03_short_labels.txt"), "--id", "kultur", "--json")
    assert taken.returncode == 0
    (one,) = json.loads(taken.stdout)["briefs"]
    assert (one["id"], one["became"], one["questions"]) == ("kultur", "registered", [])
    (listed,) = told(city, "list")
    assert (listed["id"], listed["lacks"]) == ("kultur", [])
    shown = run(city, "show", "kultur").stdout
    assert "Öppet hus på Kulturskolan" in shown
    assert "8,000" in shown
    closed = told(city, "close", "kultur", "--by", "Anna", "--reason", "klar")
    assert closed["closed_by"] == "Anna"
    assert told(city, "list") == []
    assert told(city, "close", "kultur", "--by", "Bo", "--undo")["closed_at"] is None
    assert [one["action"] for one in told(city, "show", "kultur")["history"]] == [
        "registered", "closed", "reopened",
    ]  # fmt: skip


def test_who_closes_what_is_closed_is_told_that_nothing_was_done(city):
    run(city, "import", str(MAILS / "03_short_labels.txt"), "--id", "kultur")
    assert run(city, "close", "kultur", "--by", "Anna", "--reason", "klar").returncode == 0
    late = run(city, "close", "kultur", "--by", "Bo", "--reason", "fel")
    assert (late.returncode, late.stderr) == (1, "Nothing done: the brief is closed already.\n")
    assert "by Anna: klar" in late.stdout
    late = run(city, "close", "kultur", "--by", "Bo", "--reason", "fel", "--json")
    assert late.returncode == 1
    assert json.loads(late.stdout)["closed_reason"] == "klar"
    assert run(city, "close", "kultur", "--by", "Bo", "--undo").returncode == 0
    late = run(city, "close", "kultur", "--by", "Bo", "--undo")
    assert (late.returncode, late.stderr) == (1, "Nothing done: the brief is open.\n")


def test_what_is_missing_is_asked_back_in_one_message(city):
    ran = run(city, "import", str(MAILS / "05_no_year.txt"))
    assert ran.returncode == 1
    assert "Of which year are the dates?" in ran.stdout
    assert "Questions: redaktion@example.org" in ran.stdout
    hopeless = run(city, "import", str(MAILS / "16_hopeless_later.txt"), "--json")
    assert hopeless.returncode == 1
    answer = json.loads(hopeless.stdout)
    assert answer["briefs"][0]["became"] == "nothing"
    assert answer["reply"]["text"].count("\n- ") == 5
    assert len(told(city, "list", "--all")) == 1


def test_campaigns_without_a_brief_are_named_with_the_likeliest(city):
    run(city, "import", "-", given="Syfte: Kulturskolan öppet hus")
    (one,) = told(city, "list", "--unmatched")
    assert one["likeliest"] == told(city, "list")[0]["id"]
    assert "perhaps" in run(city, "list").stdout


def test_a_department_is_known_by_its_name(city):
    run(city, "import", str(MAILS / "01_form_filled.txt"))
    assert told(city, "list")[0]["department"] == "trafikkontoret"


def test_the_same_file_taken_in_twice_changes_nothing(city):
    for became in ("registered", "same"):
        taken = told(city, "import", str(MAILS / "01_form_filled.txt"))
        assert taken["briefs"][0]["became"] == became


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.toml", "[[brief]]\ntopik = 'x'\nbudget = 3", ("there is no topik", "budget")),
        ("a.csv", "Syfte;Bugdet\nx;y", ("no column bugdet",)),
        pytest.param(
            "a.csv", 'Id;Syfte\na;"' + "x" * 140_000, ("too long", "quotation mark"), id="no end"
        ),
        ("a.toml", "[[brief]]\nbudget = {amount = 1e30}", ("Brief 1, budget.amount",)),
        ("a.txt", "PK\0", ("no text",)),
        (None, None, ("cannot be read",)),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_its_faults_and_nothing_is_registered(
    city, name, content, said
):
    if name:
        (city / name).write_text(content, encoding="utf-8")
    ran = run(city, "import", name or "none.txt", "--json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert all(one in ran.stderr for one in said), ran.stderr
    assert told(city, "list", "--all") == []


def test_names_that_are_not_there(city):
    for ran in (run(city, "show", "x"), run(city, "close", "x", "--by", "Anna")):
        assert ran.returncode == 2
        assert "no brief x" in ran.stderr
    assert run(city, "close", "x", "--by", " ").returncode == 2


def test_the_form_is_written_and_no_file_is_lost(city):
    assert run(city, "template", "--out", "form.txt").returncode == 0
    form = (city / "form.txt").read_text(encoding="utf-8")
    assert form == run(city, "template").stdout
    assert told(city, "template") == {"text": form, "file": None}
    assert told(city, "template", "--out", "another.txt")["file"] == "another.txt"
    assert (city / "another.txt").read_text(encoding="utf-8") == form
    again = run(city, "template", "--out", "form.txt")
    assert (again.returncode, "there already" in again.stderr) == (2, True)
    assert run(city, "import", "form.txt").returncode == 1


def test_several_briefs_take_no_single_name(city):
    (city / "two.csv").write_text("Id;Syfte\na;x\nb;y\n", encoding="utf-8")
    assert run(city, "import", "two.csv", "--id", "c").returncode == 2
    assert [one["id"] for one in told(city, "import", "two.csv")["briefs"]] == ["a", "b"]


def test_a_budget_larger_than_any_is_asked_back_and_lists_are_made_all_the_same(city):
    given = f"Syfte: Simhall\nBudget: {'9' * 36} kr\n"
    ran = run(city, "import", "-", "--id", "sim", given=given)
    assert (ran.returncode, "larger than any" in ran.stdout) == (1, True)
    assert run(city, "list").returncode == 0


def test_a_spreadsheet_of_an_older_machine_is_taken_in(city):
    (city / "a.csv").write_bytes(b"Id;Syfte\ra;Simhall\rb;Lekplats\r")
    assert [one["id"] for one in told(city, "import", "a.csv")["briefs"]] == ["a", "b"]


def test_a_campaign_with_an_and_in_its_name_is_matched_and_asked_about(city):
    store = open_store(f"sqlite:///{city}/var/annonsvakt.db")
    named = ("Sök förskola och skola", "skola")
    campaigns = tuple(a_campaign(f"c{n}", name=name) for n, name in enumerate(named))
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot(campaigns=campaigns))
    store.close()
    form = "Syfte: Skolval\nKampanjer: Sök förskola och skola\nBudget: 2 x 25 000 kr\n"
    ran = run(city, "import", "-", "--id", "val", given=form)
    assert ran.returncode == 1
    assert "Is “Sök förskola och skola” one campaign, or several?" in ran.stdout
    assert "a sum times a number" in ran.stdout
    assert [one["name"] for one in told(city, "list", "--unmatched")] == ["skola"]
