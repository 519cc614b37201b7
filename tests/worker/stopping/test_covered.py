"""Of what a stop is: told wherever a person looks, so that a part is never taken for everything."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from policies.crisis import EVERYTHING, Scope
from policies.model import AccountId, Platform
from tests.worker.cli.test_stopping import WHO, office, sandbox  # noqa: F401 fixtures
from worker.language import Language
from worker.stopping.covered import covers, part_of

SWEDISH, ENGLISH = (Language(code, ZoneInfo("Europe/Stockholm")) for code in ("sv", "en"))
META = Platform.META
ACT_2 = AccountId("act_2")


@pytest.mark.parametrize(
    ("scope", "exempt", "swedish", "english"),
    [
        (EVERYTHING, (), "allt", "everything"),
        (EVERYTHING, ("8", "7"), "allt, utom 7, 8", "everything, except 7, 8"),
        (Scope(platform=Platform.LINKEDIN), (), "bara LinkedIn", "only LinkedIn"),
        (Scope(platform=META, account_id=ACT_2), (), "bara Meta act_2", "only Meta act_2"),
        (Scope(account_id=ACT_2), ("7",), "bara act_2, utom 7", "only act_2, except 7"),
        (Scope(campaign_id="7"), (), "bara kampanj 7", "only campaign 7"),
        (
            Scope(platform=META, account_id=ACT_2, campaign_id="7"),
            (),
            "bara Meta act_2, kampanj 7",
            "only Meta act_2, campaign 7",
        ),
    ],
)
def test_a_scope_in_words(scope, exempt, swedish, english):
    assert covers(scope, SWEDISH, exempt) == swedish
    assert covers(scope, ENGLISH, exempt) == english


def test_a_scope_in_names_alone():
    assert part_of(EVERYTHING) == ""
    assert part_of(Scope(platform=META, account_id=ACT_2, campaign_id="7")) == "Meta act_2 7"


def told(office, *arguments):  # noqa: F811
    """All that a command says, with single blanks."""
    code, out, err = office.run(*arguments)
    assert code in (0, 3), err
    return " ".join((out + err).split())


@pytest.fixture(autouse=True)
def piped(monkeypatch):
    """No terminal, and nobody says how wide one would be."""
    monkeypatch.delenv("COLUMNS", raising=False)


def of_a_column(office):  # noqa: F811
    """The list of stops as it is piped on: a line a stop."""
    return [line for line in office.run("stops")[1].splitlines() if "Anna Berg" in line]


@pytest.mark.parametrize(
    ("filters", "swedish", "english"),
    [
        ([], "allt", "everything"),
        (["--account", "2"], "bara Meta act_2", "only Meta act_2"),
        (["--platform", "linkedin"], "bara LinkedIn", "only LinkedIn"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else one,
)
def test_a_plan_says_of_what_it_is_before_the_phrase(office, filters, swedish, english):  # noqa: F811
    plan = office.run("pause-all", *WHO, *filters)[1].splitlines()
    assert plan[1] == f"Omfattar: {swedish}"
    assert "PAUSA" in plan[-1]
    plan = office.run("--lang", "en", "pause-all", *WHO, *filters)[1].splitlines()
    assert plan[1] == f"Covers: {english}"


def test_a_plan_of_one_campaign_names_it(office):  # noqa: F811
    number = office.json("pause-all", *WHO, "--account", "act_2")[1]["targets"][0]["campaign_id"]
    plan = office.run("pause-all", *WHO, "--campaign", number)[1].splitlines()
    assert plan[1] == f"Omfattar: bara kampanj {number}"


def test_the_stop_of_one_account_is_told_so_wherever_one_looks(office):  # noqa: F811
    office.write(more='[database]\nurl = "sqlite:///annonsvakt.db"\n')
    _, done, _ = office.stop("--account", "act_2")
    stop_id = done["stop_id"]
    [row] = of_a_column(office)
    assert "bara Meta act_2" in row
    assert "Omfattar bara Meta act_2" in told(office, "stops", "show", stop_id)
    assert office.run("db", "upgrade")[0] == 0
    banner = f"Krisstopp {stop_id} gäller bara Meta act_2. Begärt av Anna Berg: olycka."
    assert banner in told(office, "queue")
    english = f"Crisis stop {stop_id} is in force for Meta act_2 alone. Given by Anna Berg: olycka."
    assert english in told(office, "--lang", "en", "findings")
    assert office.run("report", "--out", str(office.folder / "week"))[0] in (0, 1)
    week = (office.folder / "week" / "report.txt").read_text("utf-8")
    assert "bara Meta act_2" in week
    assert banner in " ".join(week.split())
    office.run("resume", stop_id, *WHO)
    assert office.run("resume", stop_id, *WHO)[1].splitlines()[1] == (
        "Stoppet omfattar: bara Meta act_2"
    )


def test_what_is_exempted_is_told_too(office):  # noqa: F811
    office.write(more='[database]\nurl = "sqlite:///annonsvakt.db"\n')
    _, done, _ = office.stop("--account", "act_2")
    number = done["targets"][0]["campaign_id"]
    assert office.run("stops", "hold", done["stop_id"], "--keep-off", number)[0] == 0
    [row] = of_a_column(office)
    assert f"bara Meta act_2, utom {number}" in row
    shown = told(office, "stops", "show", done["stop_id"])
    assert f"Omfattar bara Meta act_2, utom {number}" in shown
    assert office.run("db", "upgrade")[0] == 0
    assert "gäller bara Meta act_2: MED UNDANTAG. Begärt" in told(office, "queue")
