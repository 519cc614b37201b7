"""Help and refusals in the person's language, and nothing in them that was not translated."""

from __future__ import annotations

import os
from importlib import import_module

import pytest
import typer
from typer.main import get_command

from policies.rules import CATALOGUE
from tests.worker.pseudo import plain_words, pseudo
from worker.cli import app
from worker.cli.misused import lines
from worker.cli.run import TOPICS, run
from worker.cli.session import Session
from worker.cli.spoken import texts
from worker.language import catalogue

LITERAL = ("annonsvakt", "sv en", "ads community", "Stockholm")
"""What is typed as it stands, whatever the language."""


def whole():
    """The program's command, with all topics below it."""
    for topic in TOPICS:
        import_module(f"worker.cli.{topic}")
    return get_command(app)


def _below(command, path):
    yield path, command
    for name, one in getattr(command, "commands", {}).items():
        yield from _below(one, (*path, name))


WHOLE = whole()
COMMANDS = list(_below(WHOLE, ()))
NAMES = tuple(name for path, _ in COMMANDS for name in path)
OPTIONS = tuple(
    name
    for _, one in COMMANDS
    for each in one.params
    for name in (*each.opts, *each.secondary_opts)
)


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """A folder without a configuration, and none from the environment."""
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def told(capsys, *arguments):
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_every_text_of_the_help_is_in_the_catalogue():
    assert [one for one in texts(WHOLE) if one not in catalogue("sv")] == []


@pytest.mark.parametrize("path", [path for path, _ in COMMANDS], ids=" ".join)
def test_no_help_has_a_word_that_is_not_translated(path, capsys):
    with pseudo():
        code, out, err = told(capsys, *path, "--help")
    assert (code, err) == (0, "")
    assert plain_words(out, *LITERAL, *NAMES, *OPTIONS, "help") == []


def required(command):
    return [one for one in command.params if one.required]


def wrong(path, command):
    """Every way to use this command wrongly, with what is typed."""
    yield *path, "--borgus"
    if path:
        yield *path, "--config", "zzz"
    yield *path, "-q"
    if below := list(getattr(command, "commands", ())):
        yield *path, "xyzzy"
        yield *path, below[0][:-1] + "q"
        yield *path, below[0], "--hjelp"
    elif required(command):
        yield path
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    if not below and all(one.nargs != -1 for one in arguments):
        yield *path, *(["9"] * (len(arguments) + 2))
    for one in command.params:
        name = one.opts[0]
        if getattr(one, "is_flag", False):
            yield *path, f"{name}=3"
        elif one.param_type_name == "option":
            yield *path, name
            yield from ((*path, name, value) for value in _no_numbers(one))
        elif one.type_descriptor.annotation is int:
            yield *path, "zzz"


def _no_numbers(option):
    """What is no number, or is out of bounds."""
    if option.type_descriptor.annotation in (int, float):
        yield "zzz"
        if option.min is not None:
            yield str(option.min - 1)
        if option.max is not None:
            yield str(option.max + 1)


WRONG = [one for path, command in COMMANDS for one in wrong(path, command)]
TYPED = ("borgus", "xyzzy", "zzz", "hjelp", *(word for one in WRONG for word in one))


def test_there_are_hundreds_of_ways_to_be_wrong():
    assert len(WRONG) > 500


def test_no_refusal_has_a_word_that_is_not_translated():
    said, left = Session(config=None, lang="sv"), {}
    with pseudo():
        for arguments in WRONG:
            with pytest.raises(typer.TyperException) as refused:
                WHOLE.main(list(arguments), prog_name="annonsvakt", standalone_mode=False, obj=said)
            told = " ".join(lines(refused.value, said.language_in_any_case))
            if words := plain_words(told, *LITERAL, *NAMES, *OPTIONS, *TYPED, "help", "TOML"):
                left[arguments] = words
    assert left == {}


@pytest.mark.parametrize(
    ("arguments", "swedish", "english"),
    [
        (["quee"], "Kommandot quee finns inte. Menade du queue?", "There is no command quee. Did"),
        (["queue", "show"], "ID saknas.", "ID is missing."),
        (["queue", "close", "x"], "--by saknas.", "--by is missing."),
        (
            ["due", "--jso"],
            "Valet --jso finns inte. Menade du --json?",
            "There is no option --jso.",
        ),
        (["mail", "retry", "x"], "ID: ska vara ett heltal", "ID: must be a whole number"),
        (["mail", "retry", "1", "2"], "Det här är för mycket: 2", "This is too much: 2"),
        (["demo", "--out"], "--out kräver ett värde efter sig.", "--out needs a value after it."),
        (["sandbox", "--port", "70000"], "--port: ska vara högst 65535", "--port: must be at most"),
        (["queue", "--all=3"], "--all tar inget värde.", "--all takes no value."),
    ],
)
def test_refusals_are_said_in_both_languages(arguments, swedish, english, capsys):
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == swedish
    code, out, err = told(capsys, "--lang", "en", *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith(english)


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (["resume"], ["STOPP_ID", "--reason", "--operator"]),
        (["resume", "x", "--operator", "Anna"], ["--reason"]),
        (["resume", "--operator", "Anna"], ["STOPP_ID", "--reason"]),
        (["pause-all"], ["--reason", "--operator"]),
        (["findings", "mute"], ["ID", "--until", "--reason", "--by"]),
        (["due"], ["TID"]),
    ],
)
def test_all_that_is_missing_is_told_at_once(arguments, missing, capsys):
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[2:] == [f"{name} saknas." for name in missing]


WHO = ["--reason", "olycka", "--operator", "Anna"]


@pytest.mark.parametrize(
    ("arguments", "swedish"),
    [
        (
            ["pause-all", *WHO, "--config", "x"],
            "Skriv --config före kommandot: annonsvakt --config FIL pause-all …",
        ),
        (
            ["pause-all", *WHO, "--config=x"],
            "Skriv --config före kommandot: annonsvakt --config FIL pause-all …",
        ),
        (
            ["sandbox", "--print-config", "--lang", "en"],
            "Skriv --lang före kommandot: annonsvakt --lang sv|en sandbox …",
        ),
        (
            ["queue", "close", "x", "--lang", "en"],
            "Skriv --lang före kommandot: annonsvakt --lang sv|en queue close …",
        ),
    ],
)
def test_an_option_of_the_whole_program_is_told_its_place(arguments, swedish, capsys):
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[2:] == [swedish]


def test_a_refusal_says_how_the_command_is_called_and_where_its_help_is(capsys):
    assert told(capsys, "queue", "close", "x")[2].splitlines()[:2] == [
        "Användning: annonsvakt queue close [VAL] ID",
        "Hjälp: annonsvakt queue close --help",
    ]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ([], "saknas"),
        (["--lang", "en"], "is missing"),
        (["--lang=en"], "is missing"),
        (["--config", "english.toml"], "is missing"),
        (["--config=english.toml", "--lang", "sv"], "saknas"),
        (["--config", "none.toml"], "saknas"),
    ],
)
def test_the_language_is_known_before_anything_is_understood(before, said, nowhere, capsys):
    """By the option, else by the configuration, however faulty, else it is Swedish."""
    (nowhere / "english.toml").write_text('language = "en"\n[mail\nurl = 3\n', "utf-8")
    assert said in told(capsys, *before, "queue", "close")[2]
    helped = "Close a thread" if said == "is missing" else "Avsluta en tråd"
    assert helped in told(capsys, *before, "queue", "close", "--help")[1]


def test_the_environment_tells_the_language_and_the_file(nowhere, capsys, monkeypatch):
    (nowhere / "english.toml").write_text('language = "en"\n', "utf-8")
    monkeypatch.setenv("ANNONSVAKT_CONFIG", str(nowhere / "english.toml"))
    assert "There is no command" in told(capsys, "xyzzy")[2]
    monkeypatch.setenv("ANNONSVAKT_LANGUAGE", "sv")
    assert "Kommandot xyzzy finns inte." in told(capsys, "xyzzy")[2]


def test_the_demo_refuses_in_its_own_language_alone(nowhere, capsys, monkeypatch):
    """It heeds neither file nor environment, so that its refusals do not either."""
    (nowhere / "english.toml").write_text('language = "en"\n', "utf-8")
    (nowhere / "afile").write_text("mine", "utf-8")
    monkeypatch.setenv("ANNONSVAKT_LANGUAGE", "en")
    for wrong in (["--out", "afile"], ["--borgus"]):
        code, out, err = told(capsys, "--config", "english.toml", "demo", *wrong)
        assert (code, out) == (2, "")
        assert err.startswith("Användning: annonsvakt demo")
        assert "There is" not in err
        assert "cannot be used" not in err
        err = told(capsys, "--lang", "en", "demo", *wrong)[2]
        assert err.startswith("Usage: annonsvakt demo")


@pytest.mark.parametrize(
    ("arguments", "english"),
    [
        (["rules"], "What it says"),
        (["due", "2026-11-13T15:00"], "The next working day is"),
        (["triage", "Så bra!"], "Needs no answer"),
    ],
)
def test_the_configured_language_is_that_of_what_needs_no_configuration(
    nowhere, capsys, arguments, english
):
    (nowhere / "english.toml").write_text('language = "en"\n[meta]\n', "utf-8")
    code, out, _ = told(capsys, "--config", "english.toml", *arguments)
    assert (code, english in out) == (0, True)
    assert english not in told(capsys, "--config", "english.toml", "--lang", "sv", *arguments)[1]
    assert english not in told(capsys, *arguments)[1]


def test_the_sandbox_speaks_the_configured_language(nowhere, capsys):
    (nowhere / "annonsvakt.toml").write_text('language = "en"\n', "utf-8")
    code, out, err = told(capsys, "sandbox", "--faults", "x=1")
    assert (code, out) == (2, "")
    assert err.startswith("The faults: ")


@pytest.mark.parametrize(
    ("scenario", "swedish"),
    [
        (None, ["Scenariot x.toml: filen eller mappen finns inte"]),
        (b"\xff", ["Scenariot x.toml: är inte text i UTF-8"]),
        (
            b'latency_ms = -1\n[crowd]\nadds = 1\nads = "7"\n',
            [
                "x.toml rad 1: latency_ms: ska vara minst 0.0",
                "x.toml rad 4: crowd.ads: ska vara ett heltal",
                "x.toml rad 3: crowd.adds: okänd nyckel; menade du ads?",
            ],
        ),
        (b'[toggles]\n"meta.x" = true\n', ["Felen: det finns ingen sådan omkopplare: meta.x"]),
        (b'faults = "slow=2"\n', ["Felen: slow=2: en andel är ett tal från 0 till 1"]),
        (
            b'faults = "x=1"\n',
            ["Felen: x=1: kända fel är null, throttle, transient, html, drop, slow, cut och seed"],
        ),
    ],
)
def test_what_is_wrong_with_a_scenario_is_told_in_the_language(nowhere, capsys, scenario, swedish):
    if scenario is not None:
        (nowhere / "x.toml").write_bytes(scenario)
    code, out, err = told(capsys, "sandbox", "--scenario", "x.toml")
    assert (code, out, err.splitlines()) == (2, "", swedish)


def test_a_scenario_that_is_no_toml_says_where(nowhere, capsys):
    (nowhere / "x.toml").write_text("seed = 1 2", "utf-8")
    code, out, err = told(capsys, "sandbox", "--scenario", "x.toml")
    assert (code, out) == (2, "")
    assert err.startswith("Scenariot x.toml: är inte TOML: ")
    assert "line 1" in err


def test_a_language_that_there_is_not_is_refused_in_the_one_there_is(capsys):
    code, out, err = told(capsys, "--lang", "fi", "queue")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "--lang: välj något av sv, en"


def test_faults_of_the_configuration_are_told_in_the_language(nowhere, capsys):
    text = 'langage = "sv"\n[sla]\nflood = 0\noffice_closes = "sent"\n[rules]\noff = ["x.y"]\n'
    (nowhere / "annonsvakt.toml").write_text(text, "utf-8")
    with pseudo():
        code, out, err = told(capsys, "config", "check")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 4
    keys = ("annonsvakt.toml", "langage language", "sla flood office_closes", "rules off x.y")
    assert plain_words(err, *keys, *RULES) == []


RULES = tuple(rule.id for rule in CATALOGUE)


def test_a_file_that_is_not_there_is_told_in_the_language(capsys):
    with pseudo():
        code, out, err = told(capsys, "--config", "nix.toml", "queue")
    assert (code, out) == (2, "")
    assert plain_words(err, "nix.toml") == []


def test_a_group_alone_is_answered_with_its_help_and_is_wrong_use(capsys):
    code, out, err = told(capsys, "mail")
    assert (code, out) == (2, "")
    assert "Prova mejlvägen" in err
