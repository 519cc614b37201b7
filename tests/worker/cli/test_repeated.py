"""An option of one value that is given twice: refused, since all but the last would be dropped."""

from __future__ import annotations

import pytest

from tests.worker.cli.test_misused import COMMANDS, nowhere, told  # noqa: F401 a fixture
from tests.worker.cli.test_stopping import (  # noqa: F401 fixtures
    WHO,
    meta_on,
    office,
    sandbox,
)
from tests.worker.pseudo import plain_words, pseudo


@pytest.mark.parametrize(
    ("command", "option", "values"),
    [
        (["pause-all", *WHO], "--account", ("act_4", "act_1")),
        (["pause-all", *WHO], "--account", ("act_1", "act_1")),
        (["pause-all", *WHO], "--platform", ("meta", "linkedin")),
        (["pause-all", *WHO], "--campaign", ("1", "2")),
        (["drill"], "--account", ("act_4", "act_1")),
        (["drill"], "--platform", ("meta", "linkedin")),
        (["sweep"], "--account", ("act_4", "act_1")),
        (["sweep"], "--platform", ("meta", "linkedin")),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one),
)
def test_a_part_named_twice_is_refused_and_nothing_is_touched(
    office,  # noqa: F811
    sandbox,  # noqa: F811
    command,
    option,
    values,
):
    before = meta_on(sandbox)
    typed = [word for value in values for word in (option, value)]
    code, out, err = office.run(*command, *typed, "--json")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == (
        f"{option}: angavs flera gånger men tar ett värde: ett i taget. "
        f"Utan {option} gäller det allt."
    )
    assert err.splitlines()[:2] == [
        f"Användning: annonsvakt {command[0]} [VAL]",
        f"Hjälp: annonsvakt {command[0]} --help",
    ]
    assert meta_on(sandbox) == before
    assert not (office.folder / "var").exists()


def test_all_that_was_repeated_is_told_at_once_in_english_too(office):  # noqa: F811
    typed = ["--account=act_4", "--account=act_1", "--platform=meta", "--platform=meta"]
    code, out, err = office.run("--lang", "en", "pause-all", *WHO, *typed, "--reason", "again")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == (
        "--reason, --account, --platform: given more than once, and takes one value: one at a "
        "time. Without --account, --platform it means everything."
    )


def test_every_word_of_it_is_translated(capsys):
    with pseudo():
        err = told(capsys, "drill", "--account", "7", "--account", "8")[2]
    assert plain_words(err, "annonsvakt", "drill", "account", "help") == []


def test_names_of_one_option_count_as_one(capsys):
    code, out, err = told(capsys, "drill", "--by", "Anna", "--operator", "Berit")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].endswith("angavs flera gånger men tar ett värde: ett i taget.")


SINGLE = [
    (path, one.opts[0])
    for path, command in COMMANDS
    for one in command.params
    if one.param_type_name == "option" and not one.is_flag and not one.multiple
]


@pytest.mark.parametrize(("path", "option"), SINGLE, ids=lambda one: " ".join(one))
def test_no_command_drops_what_was_typed(capsys, path, option):
    code, out, err = told(capsys, *path, option, "1", option, "2")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith(f"{option}: angavs flera gånger")


@pytest.mark.parametrize(
    "arguments",
    [
        ["pause-all", "--account", "a", "--account", "b", "--help"],
        ["rules", "--json", "--json"],
        ["due", "--json", "--json", "2026-11-16 10:00"],
    ],
    ids=" ".join,
)
def test_help_and_switches_may_be_asked_for_twice(capsys, arguments):
    code, out, err = told(capsys, *arguments)
    assert (code, err) == (0, "")
    assert out


def test_what_may_be_repeated_still_may(capsys):
    typed = ["resume", "x", *WHO, "--only", "1", "--only", "2"]
    assert "flera gånger" not in told(capsys, *typed)[2]
